-- Whether the client that leads the move is there.
SELECT EXISTS (SELECT FROM pg_catalog.pg_stat_activity AS a
                WHERE a.pid = m.client AND a.datname = pg_catalog.current_database())
  FROM cfdb.move AS m
 WHERE m.id = %(move)s
