DELETE FROM cfdb_change WHERE `database` = %(database)s AND `change` = %(change)s
