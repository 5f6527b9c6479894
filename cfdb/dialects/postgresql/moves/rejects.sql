SELECT copy, target AS table, key, "column", value, sqlstate, message, "row"
  FROM cfdb.move_reject
 WHERE move = %(move)s
 ORDER BY target, copy, chunk, id
