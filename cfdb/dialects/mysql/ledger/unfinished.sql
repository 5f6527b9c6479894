SELECT `change`, action, done, total, prefix, running
FROM cfdb_unfinished
WHERE `database` = %(database)s
