-- Tables of MariaDB that keep their old rows. Where transactions are what it counts by, mariadb-dump cannot write them.
SELECT t.table_name AS name,
       EXISTS (SELECT 1 FROM information_schema.columns AS c
               WHERE c.table_schema = t.table_schema AND c.table_name = t.table_name AND c.data_type = 'bigint'
                 AND c.generation_expression = 'ROW START') AS by_transaction,
       @@version AS version
FROM information_schema.tables AS t
WHERE t.table_schema = DATABASE() AND t.table_type = 'SYSTEM VERSIONED'
ORDER BY t.table_name
