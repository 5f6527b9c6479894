-- Tables with their sizes in bytes; rows as the storage engine estimates them.
SELECT t.table_name AS name, t.table_rows AS `rows`, t.data_length AS `table`, t.index_length AS indexes
FROM information_schema.tables AS t
WHERE t.table_schema = DATABASE() AND t.table_type NOT IN ('VIEW', 'SEQUENCE', 'SYSTEM VIEW')
ORDER BY t.data_length + t.index_length DESC, t.table_name
