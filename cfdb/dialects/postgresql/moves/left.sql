-- Whether there is, or will be, anything to do for a worker with this snapshot.
SELECT m.state = 'moving' AND m.snapshot = %(snapshot)s
       AND EXISTS (SELECT FROM pg_catalog.pg_stat_activity AS a
                    WHERE a.pid = m.client AND a.datname = pg_catalog.current_database())
       AND (EXISTS (SELECT FROM cfdb.move_copy AS y WHERE y.move = m.id AND NOT y.cut)
            OR EXISTS (SELECT FROM cfdb.move_chunk AS c WHERE c.move = m.id AND c.todo))
  FROM cfdb.move AS m
 WHERE m.id = %(move)s
