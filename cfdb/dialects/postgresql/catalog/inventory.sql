-- Countable objects outside of the system's schemas, of cfdb's own and of extensions (pg_depend.deptype 'e'). Partitions
-- are not counted, nor what belongs to them: they come and go with the data.
WITH spaces AS (
    SELECT oid, nspname
    FROM pg_catalog.pg_namespace
    WHERE nspname NOT LIKE 'pg\_%' AND nspname NOT IN ('information_schema', 'cfdb')
), extension_members AS (
    SELECT classid, objid FROM pg_catalog.pg_depend WHERE deptype = 'e'
)
SELECT CASE c.relkind WHEN 'r' THEN 'tables' WHEN 'p' THEN 'tables' WHEN 'f' THEN 'foreign_tables'
                      WHEN 'v' THEN 'views' WHEN 'm' THEN 'materialized_views' ELSE 'sequences' END AS kind,
       s.nspname AS schema, c.relname AS name, '' AS signature
FROM pg_catalog.pg_class c JOIN spaces s ON s.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S') AND NOT c.relispartition
  AND NOT EXISTS (SELECT FROM extension_members e
                  WHERE e.classid = 'pg_catalog.pg_class'::regclass AND e.objid = c.oid)
UNION ALL
SELECT CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
            THEN 'constraint_indexes' ELSE 'indexes' END,
       s.nspname, c.relname, ''
FROM pg_catalog.pg_index i
JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
JOIN spaces s ON s.oid = c.relnamespace
JOIN pg_catalog.pg_class t ON t.oid = i.indrelid AND NOT t.relispartition
WHERE NOT EXISTS (SELECT FROM extension_members e
                  WHERE e.classid = 'pg_catalog.pg_class'::regclass AND e.objid = i.indrelid)
UNION ALL
SELECT CASE p.prokind WHEN 'f' THEN 'functions' WHEN 'p' THEN 'procedures' WHEN 'a' THEN 'aggregates' ELSE 'window_functions' END,
       s.nspname, p.proname,
       -- Not pg_get_function_identity_arguments(): it leaves out schemas that are on the search path.
       (SELECT coalesce(string_agg(n.nspname || '.' || t.typname, ', ' ORDER BY argument.position), '')
        FROM unnest(p.proargtypes) WITH ORDINALITY AS argument(type, position)
        JOIN pg_catalog.pg_type t ON t.oid = argument.type
        JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace)
FROM pg_catalog.pg_proc p JOIN spaces s ON s.oid = p.pronamespace
WHERE NOT EXISTS (SELECT FROM extension_members e
                  WHERE e.classid = 'pg_catalog.pg_proc'::regclass AND e.objid = p.oid)
UNION ALL
SELECT CASE t.typtype WHEN 'e' THEN 'enums' WHEN 'd' THEN 'domains' ELSE 'types' END, s.nspname, t.typname, ''
FROM pg_catalog.pg_type t
JOIN spaces s ON s.oid = t.typnamespace
LEFT JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
WHERE (t.typtype IN ('e', 'd', 'r') OR t.typtype = 'c' AND c.relkind = 'c')
  AND NOT EXISTS (SELECT FROM extension_members e
                  WHERE e.classid = 'pg_catalog.pg_type'::regclass AND e.objid = t.oid)
UNION ALL
SELECT 'policies', s.nspname, p.polname, c.relname
FROM pg_catalog.pg_policy p
JOIN pg_catalog.pg_class c ON c.oid = p.polrelid AND NOT c.relispartition
JOIN spaces s ON s.oid = c.relnamespace
UNION ALL
SELECT 'triggers', s.nspname, t.tgname, c.relname
FROM pg_catalog.pg_trigger t
JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
JOIN spaces s ON s.oid = c.relnamespace
WHERE NOT t.tgisinternal AND t.tgparentid = 0
UNION ALL
SELECT CASE k.contype WHEN 'p' THEN 'primary_keys' WHEN 'f' THEN 'foreign_keys' WHEN 'u' THEN 'unique_constraints'
                      WHEN 'c' THEN 'checks' ELSE 'exclusions' END,
       s.nspname, k.conname, c.relname
FROM pg_catalog.pg_constraint k
JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
JOIN spaces s ON s.oid = c.relnamespace
WHERE k.contype IN ('p', 'f', 'u', 'c', 'x') AND NOT c.relispartition
  -- A key that points at a partitioned table has a twin for each partition.
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint up WHERE up.oid = k.conparentid AND up.conrelid = k.conrelid)
UNION ALL
SELECT 'schemas', '', s.nspname, '' FROM spaces s
UNION ALL
SELECT 'extensions', '', e.extname, '' FROM pg_catalog.pg_extension e
UNION ALL
SELECT 'secured', s.nspname, c.relname, ''
FROM pg_catalog.pg_class c JOIN spaces s ON s.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND c.relrowsecurity
