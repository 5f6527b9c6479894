WITH forgotten AS (
    DELETE FROM cfdb.change WHERE database = %(database)s AND change = %(change)s RETURNING name
)
INSERT INTO cfdb.event (database, action, change, name, outcome, detail)
SELECT %(database)s, 'repair', %(change)s, name, 'done', 'forgotten: its files are gone' FROM forgotten
