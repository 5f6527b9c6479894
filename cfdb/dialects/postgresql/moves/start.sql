INSERT INTO cfdb.move (database, name, mapping, source, state, client)
VALUES (%(database)s, %(name)s, %(mapping)s, %(source)s, 'preparing', pg_catalog.pg_backend_pid())
RETURNING id
