-- What the model of a schema has no place for, tables whose rows are elsewhere, and programs that were made under
-- a sql_mode in which "x" is a name, || joins texts, a backslash is one, or PL/SQL is spoken.
SELECT CASE table_type WHEN 'SEQUENCE' THEN 'sequence' ELSE 'table' END AS kind, table_name AS name,
       CASE table_type WHEN 'SEQUENCE' THEN 'sequences are not carried over'
                       WHEN 'SYSTEM VERSIONED' THEN 'it keeps its history: only what is current is carried over'
                       ELSE CONCAT('its rows are elsewhere: ENGINE = ', engine) END AS reason
FROM information_schema.tables
WHERE table_schema = DATABASE()
  AND (table_type IN ('SEQUENCE', 'SYSTEM VERSIONED')
       OR engine IN ('MRG_MyISAM', 'FEDERATED', 'SPIDER', 'CONNECT', 'BLACKHOLE', 'S3'))
UNION ALL
SELECT LOWER(routine_type), routine_name, 'packages are not carried over'
FROM information_schema.routines
WHERE routine_schema = DATABASE() AND routine_type LIKE 'PACKAGE%'
UNION ALL
SELECT 'default of', CONCAT(table_name, '.', column_name), 'its bytes are shown as question marks: see SHOW CREATE TABLE'
FROM information_schema.columns
WHERE table_schema = DATABASE() AND (data_type LIKE '%binary' OR data_type LIKE '%blob') AND column_default LIKE '%?%'
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
