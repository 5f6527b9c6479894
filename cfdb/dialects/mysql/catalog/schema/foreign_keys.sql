-- One row per column of a foreign key; what it refers to may be in another database.
SELECT k.table_name AS `table`, k.constraint_name AS name, k.column_name AS `column`,
       CASE WHEN k.referenced_table_schema = DATABASE() THEN '' ELSE k.referenced_table_schema END AS `database`,
       k.referenced_table_name AS target, k.referenced_column_name AS target_column,
       r.delete_rule AS on_delete, r.update_rule AS on_update
FROM information_schema.key_column_usage AS k
JOIN information_schema.referential_constraints AS r
  ON r.constraint_schema = k.constraint_schema AND r.constraint_name = k.constraint_name AND r.table_name = k.table_name
WHERE k.table_schema = DATABASE() AND k.referenced_table_name IS NOT NULL
ORDER BY k.table_name, k.constraint_name, k.ordinal_position
