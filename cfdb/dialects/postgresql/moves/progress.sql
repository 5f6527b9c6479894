SELECT y.number, y.target AS table, y.estimated, y.cut, count(c.number) AS chunks,
       count(*) FILTER (WHERE NOT c.todo) AS done, coalesce(sum(c.rows), 0)::bigint AS rows,
       coalesce(sum(c.bytes), 0)::bigint AS bytes, coalesce(sum(c.rejected), 0)::bigint AS rejected,
       count(*) FILTER (WHERE c.changed) AS changed
  FROM cfdb.move_copy AS y
  LEFT JOIN cfdb.move_chunk AS c ON c.move = y.move AND c.copy = y.number
 WHERE y.move = %(move)s
 GROUP BY y.number, y.target, y.estimated, y.cut
 ORDER BY y.number
