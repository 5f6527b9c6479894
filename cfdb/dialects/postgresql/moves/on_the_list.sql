SELECT r.id, r.target AS table, r.key, ARRAY(SELECT pg_catalog.jsonb_object_keys(r."row")) AS columns
  FROM cfdb.move_reject AS r
 WHERE r.id = ANY (%(ids)s)
