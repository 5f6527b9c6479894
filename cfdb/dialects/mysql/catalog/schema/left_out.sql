-- Tables whose rows are elsewhere, and programs that were made under a sql_mode in which "x" is a name, || joins texts,
-- a backslash is one, or PL/SQL is spoken.
SELECT 'table' AS kind, table_name AS name, CONCAT('its rows are elsewhere: ENGINE = ', engine) AS reason
FROM information_schema.tables
WHERE table_schema = DATABASE() AND engine IN ('MRG_MYISAM', 'FEDERATED', 'NDB', 'BLACKHOLE')
UNION ALL
SELECT 'trigger', trigger_name, CONCAT('its words have other meanings under the sql_mode ', sql_mode)
FROM information_schema.triggers
WHERE trigger_schema = DATABASE()
  AND CONCAT(sql_mode) REGEXP 'ANSI_QUOTES|PIPES_AS_CONCAT|NO_BACKSLASH_ESCAPES|ORACLE'
UNION ALL
SELECT LOWER(routine_type), routine_name, CONCAT('its words have other meanings under the sql_mode ', sql_mode)
FROM information_schema.routines
WHERE routine_schema = DATABASE() AND routine_type IN ('PROCEDURE', 'FUNCTION')
  AND CONCAT(sql_mode) REGEXP 'ANSI_QUOTES|PIPES_AS_CONCAT|NO_BACKSLASH_ESCAPES|ORACLE'
UNION ALL
SELECT 'event', event_name, CONCAT('its words have other meanings under the sql_mode ', sql_mode)
FROM information_schema.events
WHERE event_schema = DATABASE()
  AND CONCAT(sql_mode) REGEXP 'ANSI_QUOTES|PIPES_AS_CONCAT|NO_BACKSLASH_ESCAPES|ORACLE'
ORDER BY kind, name
