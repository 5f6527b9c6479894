-- An index by the name that CREATE INDEX gave it, in the schema of its table: is it there, valid, being built?
WITH wanted AS (
    SELECT CASE WHEN %(table)s = '' THEN to_regclass(%(name)s) ELSE
        (SELECT c.oid
         FROM pg_catalog.pg_class t
         JOIN pg_catalog.pg_class c ON c.relnamespace = t.relnamespace
              AND c.relname = (pg_catalog.parse_ident(%(name)s))[cardinality(pg_catalog.parse_ident(%(name)s))]
         WHERE t.oid = to_regclass(%(table)s))
    END AS oid
)
SELECT i.indexrelid IS NOT NULL AS exists, coalesce(i.indisvalid, false) AS valid,
       EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index p WHERE p.index_relid = i.indexrelid) AS building,
       n.nspname AS schema, c.relname AS name
FROM wanted
LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = wanted.oid
LEFT JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
