SELECT r.copy, r.target AS table, r.key, r."column", r.value, r.sqlstate, r.message, r."row", r.id, c.rows IS NULL AS waits
  FROM cfdb.move_reject AS r
  JOIN cfdb.move_chunk AS c ON c.move = r.move AND c.copy = r.copy AND c.number = r.chunk
 WHERE r.move = %(move)s
 ORDER BY r.target, r.copy, r.chunk, r.id
