REPLACE INTO cfdb_unfinished (`database`, `change`, action, done, total, prefix, running)
VALUES (%(database)s, %(change)s, %(action)s, %(done)s, %(total)s, %(prefix)s, %(running)s)
