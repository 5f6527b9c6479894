SELECT CONCAT(table_name, '.', index_name) AS name,
       CONCAT_WS(' ', CASE WHEN MAX(non_unique) = 0 THEN 'unique' ELSE '' END, MAX(index_type), MAX(is_visible),
                 GROUP_CONCAT(CONCAT_WS(' ', COALESCE(column_name, expression), sub_part, collation)
                              ORDER BY seq_in_index SEPARATOR ', '),
                 QUOTE(MAX(index_comment))) AS definition
FROM information_schema.statistics
WHERE table_schema = DATABASE() AND table_name NOT IN ('cfdb_change', 'cfdb_unfinished', 'cfdb_event')
GROUP BY table_name, index_name
