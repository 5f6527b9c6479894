SELECT count(*)
FROM information_schema.tables
WHERE table_schema = DATABASE() AND table_name IN ('cfdb_change', 'cfdb_unfinished', 'cfdb_event')
