SELECT format('%I.%I', n.nspname, c.relname),
       format('%s, owner %s, options %s, acl %s, %s, comment %s', c.relkind, pg_get_userbyid(c.relowner), c.reloptions, c.relacl, pg_get_viewdef(c.oid),
              obj_description(c.oid, 'pg_class'))
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('v', 'm') AND n.nspname NOT LIKE 'pg\_%' AND n.nspname NOT IN ('information_schema', 'cfdb')
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
