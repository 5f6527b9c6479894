-- Only while the source is held: a snapshot that begins later would be another instant.
UPDATE cfdb.move_worker AS w
   SET snapshot = m.snapshot
  FROM (SELECT id, snapshot FROM cfdb.move WHERE id = %(move)s AND state = 'snapshot' FOR SHARE) AS m
 WHERE w.move = m.id AND w.name = %(worker)s
RETURNING w.snapshot
