-- Tables whose storage is not empty (a partitioned table has none of its own) among those that a script would touch:
-- names as they are written in SQL, all tables of schemas, what inherits from them, and, where a TRUNCATE cascades,
-- what refers to them. A name that is not on the search path may be on the one that the script sets.
WITH RECURSIVE named AS (
    SELECT coalesce(to_regclass(name)::oid, elsewhere.oid) AS oid
    FROM unnest(%(names)s::text[]) AS name
    LEFT JOIN pg_catalog.pg_class elsewhere
           ON to_regclass(name) IS NULL AND ARRAY[elsewhere.relname::text] = pg_catalog.parse_ident(name)
          AND elsewhere.relkind IN ('r', 'p')
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
    ) AS further ON true
)
SELECT n.nspname, c.relname
FROM touched
JOIN pg_catalog.pg_class c ON c.oid = touched.oid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND pg_catalog.pg_relation_size(c.oid) > 0
ORDER BY 1, 2
