INSERT INTO cfdb.move (database, name, mapping, source, state)
VALUES (%(database)s, %(name)s, %(mapping)s, %(source)s, 'preparing')
RETURNING id
