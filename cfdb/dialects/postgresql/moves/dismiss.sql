-- Ends the sessions of workers, and counts those that did not end. A number may be somebody else's process by now.
SELECT count(*) FILTER (WHERE NOT pg_catalog.pg_terminate_backend(a.pid, 5000))
  FROM cfdb.move_worker AS w
  JOIN pg_catalog.pg_stat_activity AS a
    ON a.pid = w.pid AND a.datname = pg_catalog.current_database()
   AND pg_catalog.split_part(a.application_name, ':', 1) = 'cfdb data ' || w.move
 WHERE w.move = %(move)s
