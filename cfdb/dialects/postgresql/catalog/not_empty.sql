-- Tables among names (as written in SQL) and in schemas whose storage is not empty; partitioned ones have none of their own.
SELECT n.nspname, c.relname
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p')
  AND (c.oid IN (SELECT to_regclass(name) FROM unnest(%(names)s::text[]) AS name)
       OR n.nspname = ANY (%(schemas)s::text[]))
  AND (c.relkind = 'p' OR pg_catalog.pg_relation_size(c.oid) > 0)
ORDER BY 1, 2
