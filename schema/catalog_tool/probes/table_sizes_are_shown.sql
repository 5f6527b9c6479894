-- The document's maintenance queries that run in a transaction: sizes of the database and of each table, largest first.
SELECT 'expected the size of the database, found none' WHERE pg_size_pretty(pg_database_size(current_database())) IS NULL;
-- budget: 500ms
WITH sizes AS (
    SELECT
        relname AS table_name,
        pg_size_pretty(pg_total_relation_size(relid)) AS total_size
    FROM pg_catalog.pg_statio_user_tables
    ORDER BY pg_total_relation_size(relid) DESC
)
SELECT 'expected the size of ' || d.name || ', found none'
  FROM (VALUES ('video'), ('channel'), ('metadata_sync'), ('processing_queue'), ('user'), ('role'), ('roles_users'), ('report'),
               ('metadata_sync_archive'), ('report_archive')) AS d (name)
 WHERE NOT EXISTS (SELECT FROM sizes WHERE table_name = d.name AND total_size ~ '^\d+ (bytes|kB|MB|GB|TB)$');
