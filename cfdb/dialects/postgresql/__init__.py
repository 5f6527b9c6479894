"""PostgreSQL 14 to 18, through psycopg 3."""

from __future__ import annotations

from cfdb.dialect import Dialect
from cfdb.dialects.postgresql.engine import PostgreSQL

DIALECT: Dialect = PostgreSQL()
