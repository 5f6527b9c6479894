-- The chunks that workers are at, and for how long: see claim.sql.
SELECT w.name AS worker, c.copy, c.number AS chunk, c.condition,
       greatest(0, extract(epoch FROM clock_timestamp() - a.xact_start))::float8 AS seconds
  FROM cfdb.move_worker AS w
  JOIN pg_catalog.pg_stat_activity AS a ON a.pid = w.pid AND a.datname = pg_catalog.current_database()
 CROSS JOIN regexp_match(a.application_name, '^cfdb data (\d+): copy (\d+), chunk (\d+)$') AS n (found)
  JOIN cfdb.move_chunk AS c ON c.move = w.move AND c.copy = n.found[2]::integer AND c.number = n.found[3]::integer
 WHERE w.move = %(move)s AND n.found[1] = w.move::text
 ORDER BY c.copy, c.number
