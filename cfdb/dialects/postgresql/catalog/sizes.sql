-- Tables with storage of their own, outside of the system's schemas, in bytes. The size of what somebody has locked
-- exclusively is that of the last VACUUM or ANALYZE: to measure it would be to wait.
WITH locked AS MATERIALIZED (
    SELECT relation FROM pg_catalog.pg_locks
    WHERE locktype = 'relation' AND mode = 'AccessExclusiveLock'
      AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
), relations AS (
    SELECT c.oid, n.nspname, c.relname, c.reltuples, c.reltoastrelid
    FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'm') AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
), parts AS (
    SELECT oid AS owner, 'table' AS part, oid FROM relations
    UNION ALL
    SELECT oid, 'overflow', reltoastrelid FROM relations WHERE reltoastrelid <> 0
    UNION ALL
    SELECT r.oid, 'overflow', i.indexrelid
    FROM relations r JOIN pg_catalog.pg_index i ON i.indrelid = r.reltoastrelid
    UNION ALL
    SELECT r.oid, 'indexes', i.indexrelid
    FROM relations r JOIN pg_catalog.pg_index i ON i.indrelid = r.oid
), measured AS (
    SELECT p.owner, p.part,
           CASE WHEN p.oid IN (SELECT relation FROM locked WHERE relation IS NOT NULL)
                THEN c.relpages::bigint * pg_catalog.current_setting('block_size')::int
                ELSE pg_catalog.pg_relation_size(p.oid, 'main') + pg_catalog.pg_relation_size(p.oid, 'fsm')
                     + pg_catalog.pg_relation_size(p.oid, 'vm')
           END AS size
    FROM parts p JOIN pg_catalog.pg_class c ON c.oid = p.oid
)
SELECT r.nspname AS schema, r.relname AS name,
       CASE WHEN r.reltuples >= 0 THEN r.reltuples::bigint END AS rows,
       pg_catalog.pg_stat_get_dead_tuples(r.oid) AS dead,
       coalesce(sum(m.size) FILTER (WHERE m.part = 'table'), 0)::bigint AS "table",
       coalesce(sum(m.size) FILTER (WHERE m.part = 'overflow'), 0)::bigint AS overflow,
       coalesce(sum(m.size) FILTER (WHERE m.part = 'indexes'), 0)::bigint AS indexes
FROM relations r
LEFT JOIN measured m ON m.owner = r.oid
GROUP BY r.oid, r.nspname, r.relname, r.reltuples
ORDER BY sum(m.size) DESC NULLS LAST, 1, 2
