WITH forgotten AS (
    DELETE FROM cfdb.change WHERE database = %(database)s AND change = %(change)s
), stopped AS (
    DELETE FROM cfdb.unfinished WHERE database = %(database)s AND change = %(change)s
)
INSERT INTO cfdb.event (database, action, change, name, outcome, detail)
VALUES (%(database)s, 'repair', %(change)s, '', 'done', 'forgotten: its files are gone')
