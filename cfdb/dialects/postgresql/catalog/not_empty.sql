-- Tables whose storage is not empty (a partitioned table has none of its own) among those that a script would touch:
-- names as they are written in SQL, all tables of schemas, what inherits from them, and, where a TRUNCATE cascades,
-- what refers to them. A name that is not on the search path may be on the one that the script sets.
WITH RECURSIVE named AS (
    SELECT to_regclass(name)::oid AS oid
    FROM unnest(%(names)s::text[]) AS name
    UNION
    SELECT elsewhere.oid
    FROM unnest(%(names)s::text[]) AS name
    JOIN pg_catalog.pg_class elsewhere ON ARRAY[elsewhere.relname::text] = pg_catalog.parse_ident(name)
    JOIN pg_catalog.pg_namespace n ON n.oid = elsewhere.relnamespace
    WHERE elsewhere.relkind IN ('r', 'p', 'v') AND n.nspname NOT LIKE 'pg\_%%' AND n.nspname NOT IN ('information_schema', 'cfdb')
    UNION
    SELECT c.oid
    FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = ANY (%(schemas)s::text[])
), touched AS (
    SELECT oid FROM named
    UNION
    SELECT further.oid
    FROM touched
    JOIN LATERAL (
        SELECT i.inhrelid AS oid FROM pg_catalog.pg_inherits i WHERE i.inhparent = touched.oid
        UNION ALL
        SELECT k.conrelid FROM pg_catalog.pg_constraint k
        WHERE %(cascades)s AND k.contype = 'f' AND k.confrelid = touched.oid
        UNION ALL
        -- A view that can be deleted from passes it on to its table.
        SELECT d.refobjid
        FROM pg_catalog.pg_class v
        JOIN pg_catalog.pg_rewrite r ON r.ev_class = v.oid
        JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_rewrite'::regclass AND d.objid = r.oid
             AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid <> v.oid
        WHERE v.oid = touched.oid AND v.relkind = 'v'
    ) AS further ON true
)
SELECT n.nspname, c.relname
FROM touched
JOIN pg_catalog.pg_class c ON c.oid = touched.oid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND pg_catalog.pg_relation_size(c.oid) > 0
ORDER BY 1, 2
