DELETE FROM cfdb_unfinished WHERE `database` = %(database)s AND `change` = %(change)s
