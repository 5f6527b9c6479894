-- What is in the database, by kind, cfdb's own tables among it.
SELECT kind, COUNT(*)
FROM (
    SELECT CASE t.table_type WHEN 'VIEW' THEN 'view' WHEN 'SEQUENCE' THEN 'sequence' ELSE 'table' END AS kind
    FROM information_schema.tables AS t
    WHERE t.table_schema = DATABASE()
    UNION ALL
    SELECT r.routine_type FROM information_schema.routines AS r
    WHERE r.routine_schema = DATABASE() AND r.routine_type <> 'PACKAGE BODY'
    UNION ALL
    SELECT 'event' FROM information_schema.events AS e
    WHERE e.event_schema = DATABASE()
) AS found
GROUP BY kind
ORDER BY kind <> 'table', kind
