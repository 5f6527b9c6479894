-- What can be dropped, in the order in which to do so. Triggers go with their tables, a package's body with the package.
SELECT 'EVENT' AS kind, e.event_name AS name
FROM information_schema.events AS e
WHERE e.event_schema = DATABASE()
UNION ALL
SELECT 'VIEW', t.table_name
FROM information_schema.tables AS t
WHERE t.table_schema = DATABASE() AND t.table_type = 'VIEW'
UNION ALL
SELECT 'TABLE', t.table_name
FROM information_schema.tables AS t
WHERE t.table_schema = DATABASE() AND t.table_type NOT IN ('VIEW', 'SEQUENCE', 'SYSTEM VIEW')
UNION ALL
SELECT 'SEQUENCE', t.table_name
FROM information_schema.tables AS t
WHERE t.table_schema = DATABASE() AND t.table_type = 'SEQUENCE'
UNION ALL
SELECT r.routine_type, r.routine_name
FROM information_schema.routines AS r
WHERE r.routine_schema = DATABASE() AND r.routine_type <> 'PACKAGE BODY'
