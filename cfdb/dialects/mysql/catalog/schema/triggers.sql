-- In the order in which they run. Those whose words mean something else are left out: see left_out.sql.
SELECT 'TRIGGER' AS kind, trigger_name AS name
FROM information_schema.triggers
WHERE trigger_schema = DATABASE()
  AND CONCAT(sql_mode) NOT REGEXP 'ANSI_QUOTES|PIPES_AS_CONCAT|NO_BACKSLASH_ESCAPES|ORACLE'
ORDER BY event_object_table, event_manipulation, action_timing DESC, action_order
