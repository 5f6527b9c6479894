-- Domains, composite types and ranges; row types of tables come with their tables.
SELECT format('%I.%I', n.nspname, t.typname),
       format('%s, owner %s, acl %s, base %s, not null %s, default %s, comment %s', t.typtype, pg_get_userbyid(t.typowner), t.typacl, format_type(nullif(t.typbasetype, 0), t.typtypmod),
              t.typnotnull, t.typdefault, obj_description(t.oid, 'pg_type'))
FROM pg_catalog.pg_type t
JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
LEFT JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
WHERE (t.typtype IN ('d', 'r') OR t.typtype = 'c' AND c.relkind = 'c') AND n.nspname NOT LIKE 'pg\_%' AND n.nspname NOT IN ('information_schema', 'cfdb')
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e')
