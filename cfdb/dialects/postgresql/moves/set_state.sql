UPDATE cfdb.move
   SET state = %(state)s, finished_at = CASE WHEN %(done)s THEN clock_timestamp() ELSE finished_at END
 WHERE id = %(id)s AND state = ANY (%(among)s)
