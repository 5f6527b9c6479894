-- Base tables without those of the ledger, in the order of their names: the server does not know that of their making.
SELECT table_name AS name, engine AS engine, table_collation AS collation, table_comment AS comment,
       auto_increment AS auto_increment, create_options LIKE '%partitioned%' AS partitioned
FROM information_schema.tables
WHERE table_schema = DATABASE() AND table_type IN ('BASE TABLE', 'SYSTEM VERSIONED')
  AND table_name NOT IN ('cfdb_change', 'cfdb_unfinished', 'cfdb_event')
ORDER BY table_name
