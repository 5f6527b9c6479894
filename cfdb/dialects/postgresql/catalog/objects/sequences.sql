-- The last value is data, not definition.
SELECT format('%I.%I', n.nspname, c.relname),
       format('%s, owner %s, start %s, by %s, from %s to %s, cache %s, cycle %s, acl %s', format_type(s.seqtypid, NULL), pg_get_userbyid(c.relowner), s.seqstart,
              s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle, c.relacl)
FROM pg_catalog.pg_sequence s
JOIN pg_catalog.pg_class c ON c.oid = s.seqrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname NOT IN ('information_schema', 'cfdb')
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
