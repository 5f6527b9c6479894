SELECT id, database, name, mapping, source, state, snapshot, position, held, instant, started_at, finished_at
  FROM cfdb.move
 WHERE (%(database)s::text IS NULL OR database = %(database)s) AND (%(name)s::text IS NULL OR name = %(name)s)
 ORDER BY id
