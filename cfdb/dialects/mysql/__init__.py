"""MySQL 8 and MariaDB 10.6 and later."""

from cfdb.dialect import Dialect
from cfdb.dialects.mysql.engine import MySQL

DIALECT: Dialect = MySQL()
