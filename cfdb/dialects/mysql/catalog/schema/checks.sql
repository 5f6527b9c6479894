SELECT t.table_name AS `table`, c.constraint_name AS name, c.check_clause AS expression, t.enforced = 'YES' AS enforced,
       0 AS of_column
FROM information_schema.check_constraints AS c
JOIN information_schema.table_constraints AS t
  ON t.constraint_schema = c.constraint_schema AND t.constraint_name = c.constraint_name AND t.constraint_type = 'CHECK'
WHERE c.constraint_schema = DATABASE()
ORDER BY t.table_name, c.constraint_name
