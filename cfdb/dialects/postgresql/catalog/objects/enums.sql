SELECT format('%I.%I', n.nspname, t.typname),
       format('%s, owner %s, acl %s, comment %s', (SELECT array_agg(e.enumlabel ORDER BY e.enumsortorder)
                                         FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid),
              pg_get_userbyid(t.typowner), t.typacl, obj_description(t.oid, 'pg_type'))
FROM pg_catalog.pg_type t
JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
WHERE t.typtype = 'e' AND n.nspname NOT LIKE 'pg\_%' AND n.nspname NOT IN ('information_schema', 'cfdb')
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e')
