-- What can be dropped, in the order in which to do so: tables first, which may be busy. Triggers go with them, a package's
-- body goes with the package.
SELECT CASE t.table_type WHEN 'VIEW' THEN 'VIEW' WHEN 'SEQUENCE' THEN 'SEQUENCE' ELSE 'TABLE' END AS kind,
       t.table_name AS name
FROM information_schema.tables AS t
WHERE t.table_schema = DATABASE() AND t.table_type <> 'SYSTEM VIEW'
UNION ALL
SELECT 'EVENT', e.event_name
FROM information_schema.events AS e
WHERE e.event_schema = DATABASE()
UNION ALL
SELECT r.routine_type, r.routine_name
FROM information_schema.routines AS r
WHERE r.routine_schema = DATABASE() AND r.routine_type <> 'PACKAGE BODY'
ORDER BY kind <> 'TABLE', kind, name
