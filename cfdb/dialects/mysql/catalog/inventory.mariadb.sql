-- Countable objects of the database, without cfdb's own. An index that a foreign key brought counts as any other;
-- MariaDB checks JSON columns by json_valid(), which nobody has written: those are left out.
SELECT CASE t.table_type WHEN 'VIEW' THEN 'views' WHEN 'SEQUENCE' THEN 'sequences' ELSE 'tables' END AS kind,
       '' AS `schema`, t.table_name AS name, '' AS signature
FROM information_schema.tables AS t
WHERE t.table_schema = DATABASE() AND t.table_type <> 'TEMPORARY'
  AND t.table_name NOT IN ('cfdb_change', 'cfdb_unfinished', 'cfdb_event')
UNION ALL
SELECT DISTINCT CASE WHEN s.non_unique = 0 THEN 'constraint_indexes' ELSE 'indexes' END, '', s.index_name, s.table_name
FROM information_schema.statistics AS s
WHERE s.table_schema = DATABASE() AND s.table_name NOT IN ('cfdb_change', 'cfdb_unfinished', 'cfdb_event')
UNION ALL
SELECT CASE c.constraint_type WHEN 'PRIMARY KEY' THEN 'primary_keys' WHEN 'FOREIGN KEY' THEN 'foreign_keys'
                              WHEN 'UNIQUE' THEN 'unique_constraints' ELSE 'checks' END,
       '', c.constraint_name, c.table_name
FROM information_schema.table_constraints AS c
WHERE c.table_schema = DATABASE() AND c.table_name NOT IN ('cfdb_change', 'cfdb_unfinished', 'cfdb_event')
  AND NOT (c.constraint_type = 'CHECK'
           AND EXISTS (SELECT 1 FROM information_schema.check_constraints AS k
                       WHERE k.constraint_schema = DATABASE() AND k.table_name = c.table_name
                         AND k.constraint_name = c.constraint_name
                         AND k.check_clause = CONCAT('json_valid(`', k.constraint_name, '`)')))
UNION ALL
SELECT CASE r.routine_type WHEN 'FUNCTION' THEN 'functions' ELSE 'procedures' END, '', r.routine_name, ''
FROM information_schema.routines AS r
WHERE r.routine_schema = DATABASE() AND r.routine_type IN ('FUNCTION', 'PROCEDURE')
UNION ALL
SELECT 'triggers', '', g.trigger_name, g.event_object_table
FROM information_schema.triggers AS g
WHERE g.trigger_schema = DATABASE()
UNION ALL
SELECT 'events', '', e.event_name, ''
FROM information_schema.events AS e
WHERE e.event_schema = DATABASE()
