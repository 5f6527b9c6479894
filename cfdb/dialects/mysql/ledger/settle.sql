UPDATE cfdb_unfinished
SET running = 0, done = done + %(finished)s, prefix = CASE WHEN %(finished)s = 1 THEN '' ELSE prefix END
WHERE `database` = %(database)s AND `change` = %(change)s
