SELECT CONCAT(table_name, '.', index_name) AS name,
       CONCAT_WS(' ', CASE WHEN MAX(non_unique) = 0 THEN 'unique' ELSE '' END, MAX(index_type),
                 CASE WHEN MAX(ignored) = 'YES' THEN 'ignored' ELSE '' END,
                 GROUP_CONCAT(CONCAT_WS(' ', column_name, sub_part, collation) ORDER BY seq_in_index SEPARATOR ', '),
                 QUOTE(MAX(index_comment))) AS definition
FROM information_schema.statistics
WHERE table_schema = DATABASE() AND table_name NOT IN ('cfdb_change', 'cfdb_unfinished', 'cfdb_event')
GROUP BY table_name, index_name
