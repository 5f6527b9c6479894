SELECT CONCAT(table_name, '.', column_name) AS name,
       CONCAT_WS(' ', ordinal_position, column_type, COALESCE(collation_name, ''), CONCAT('null ', is_nullable),
                 CONCAT('default ', COALESCE(QUOTE(column_default), 'none')), extra, COALESCE(generation_expression, ''),
                 QUOTE(column_comment)) AS definition
FROM information_schema.columns
WHERE table_schema = DATABASE() AND table_name NOT IN ('cfdb_change', 'cfdb_unfinished', 'cfdb_event')
