INSERT INTO cfdb.event (database, action, change, name, outcome, detail)
VALUES (%(database)s, %(action)s, %(change)s, %(name)s, 'failed', %(detail)s)
