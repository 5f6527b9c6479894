-- A chunk that nobody has at the moment: to be loaded, or, where it has rows, to be held against a new snapshot. Who has
-- it says so by the name of its session, as the line itself shows nothing of it until it is in.
SELECT f.copy, f.number, f.condition, f.rows, f.checksum,
       pg_catalog.set_config('application_name', 'cfdb data ' || f.move || ': copy ' || f.copy || ', chunk ' || f.number, true)
  FROM (SELECT c.move, c.copy, c.number, c.condition, c.rows, c.checksum
          FROM cfdb.move_chunk AS c
          JOIN cfdb.move AS m ON m.id = c.move AND m.state = 'moving' AND m.snapshot = %(snapshot)s
          JOIN cfdb.move_copy AS y ON y.move = c.move AND y.number = c.copy
         WHERE c.move = %(move)s AND c.todo
           AND EXISTS (SELECT FROM pg_catalog.pg_stat_activity AS a
                        WHERE a.pid = m.client AND a.datname = pg_catalog.current_database())
           AND NOT EXISTS (
                   SELECT FROM cfdb.move_copy AS w
                    WHERE w.move = c.move AND w.number = ANY (y.waits_for)
                      AND (NOT w.cut
                           OR EXISTS (SELECT FROM cfdb.move_chunk AS o
                                       WHERE o.move = w.move AND o.copy = w.number AND o.todo)))
         ORDER BY c.copy, c.number
         LIMIT 1
           FOR UPDATE OF c SKIP LOCKED) AS f
