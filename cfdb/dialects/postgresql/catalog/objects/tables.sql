SELECT format('%I.%I', n.nspname, c.relname),
       format('%s, owner %s, replica identity %s, inherits %s, persistence %s, row security %s, forced %s, options %s, acl %s, partition %s, comment %s',
              c.relkind, pg_get_userbyid(c.relowner), c.relreplident,
              ARRAY(SELECT i.inhparent::regclass::text FROM pg_catalog.pg_inherits i WHERE i.inhrelid = c.oid ORDER BY i.inhseqno),
              c.relpersistence, c.relrowsecurity, c.relforcerowsecurity, c.reloptions, c.relacl,
              coalesce(pg_get_partkeydef(c.oid), pg_get_expr(c.relpartbound, c.oid)),
              obj_description(c.oid, 'pg_class'))
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'f') AND n.nspname NOT LIKE 'pg\_%' AND n.nspname NOT IN ('information_schema', 'cfdb')
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
