SELECT CONCAT_WS('.', table_name, partition_name, subpartition_name) AS name,
       CONCAT_WS(' ', partition_ordinal_position, partition_method, partition_expression, partition_description,
                 subpartition_method, subpartition_expression) AS definition
FROM information_schema.partitions
WHERE table_schema = DATABASE() AND partition_name IS NOT NULL
