UPDATE cfdb.unfinished
SET running = false, done = done + %(finished)s::integer, prefix = CASE WHEN %(finished)s = 1 THEN '' ELSE prefix END
WHERE database = %(database)s AND change = %(change)s
