-- Those whose words mean something else are left out: see left_out.sql.
SELECT 'EVENT' AS kind, event_name AS name
FROM information_schema.events
WHERE event_schema = DATABASE()
  AND CONCAT(sql_mode) NOT REGEXP 'ANSI_QUOTES|PIPES_AS_CONCAT|NO_BACKSLASH_ESCAPES|ORACLE'
ORDER BY event_name
