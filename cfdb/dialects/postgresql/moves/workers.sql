SELECT name, pid IS NOT NULL AS here, snapshot, failure
  FROM cfdb.move_worker
 WHERE move = %(move)s
 ORDER BY name
