INSERT INTO cfdb_event (at, `by`, `database`, action, `change`, name, outcome, detail, duration)
VALUES (UTC_TIMESTAMP(6), CURRENT_USER(), %(database)s, %(action)s, %(change)s, %(name)s, %(outcome)s, %(detail)s,
        %(duration)s)
