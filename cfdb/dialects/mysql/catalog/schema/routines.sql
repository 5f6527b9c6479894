-- Procedures first. Those whose words mean something else are left out: see left_out.sql.
SELECT routine_type AS kind, routine_name AS name
FROM information_schema.routines
WHERE routine_schema = DATABASE() AND routine_type IN ('PROCEDURE', 'FUNCTION')
  AND CONCAT(sql_mode) NOT REGEXP 'ANSI_QUOTES|PIPES_AS_CONCAT|NO_BACKSLASH_ESCAPES|ORACLE'
ORDER BY routine_type DESC, routine_name
