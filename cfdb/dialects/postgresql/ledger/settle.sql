WITH settled AS (
    UPDATE cfdb.unfinished
    SET running = false, done = done + %(finished)s::integer,
        prefix = CASE WHEN %(finished)s = 1 THEN '' ELSE prefix END
    WHERE database = %(database)s AND change = %(change)s
    RETURNING done
)
INSERT INTO cfdb.event (database, action, change, name, outcome, detail)
SELECT %(database)s, 'repair', %(change)s, '', 'done', done || ' statements are in place, somebody said' FROM settled
