SELECT CONCAT(r.table_name, '.', r.constraint_name) AS name,
       CONCAT('(', GROUP_CONCAT(k.column_name ORDER BY k.ordinal_position), ') references ',
              CASE WHEN r.unique_constraint_schema = DATABASE() THEN '' ELSE CONCAT(r.unique_constraint_schema, '.') END,
              r.referenced_table_name, ' (',
              GROUP_CONCAT(k.referenced_column_name ORDER BY k.ordinal_position), ') on update ', r.update_rule,
              ' on delete ', r.delete_rule) AS definition
FROM information_schema.referential_constraints AS r
JOIN information_schema.key_column_usage AS k
  ON k.constraint_schema = r.constraint_schema AND k.constraint_name = r.constraint_name AND k.table_name = r.table_name
WHERE r.constraint_schema = DATABASE()
GROUP BY r.table_name, r.constraint_name, r.unique_constraint_schema, r.referenced_table_name, r.update_rule, r.delete_rule
