-- INVALID indexes of a table and its TOAST that a REINDEX CONCURRENTLY left when it broke off: _ccnew was being built,
-- _ccold was to go.
SELECT n.nspname, c.relname
FROM pg_catalog.pg_class t
JOIN pg_catalog.pg_index i ON i.indrelid IN (t.oid, t.reltoastrelid)
JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE t.oid = pg_catalog.to_regclass(%(table)s) AND NOT i.indisvalid AND c.relname ~ '_cc(new|old)[0-9]*$'
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index p WHERE p.index_relid = i.indexrelid)
