SELECT table_name AS name,
       CONCAT_WS(' ', LOWER(table_type), COALESCE(engine, ''), COALESCE(table_collation, ''), COALESCE(row_format, ''),
                 COALESCE(create_options, ''), QUOTE(COALESCE(table_comment, ''))) AS definition
FROM information_schema.tables
WHERE table_schema = DATABASE() AND table_type <> 'VIEW' AND table_name NOT IN ('cfdb_change', 'cfdb_unfinished', 'cfdb_event')
