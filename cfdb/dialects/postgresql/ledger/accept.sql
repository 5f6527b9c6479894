WITH accepted AS (
    UPDATE cfdb.change
    SET checksum = %(checksum)s, rollback = %(rollback)s, depends_on = %(depends_on)s, irreversible = %(irreversible)s
    WHERE database = %(database)s AND change = %(change)s
    RETURNING name
)
INSERT INTO cfdb.event (database, action, change, name, outcome, detail)
SELECT %(database)s, 'repair', %(change)s, name, 'done', 'the edited files were taken for what is applied' FROM accepted
