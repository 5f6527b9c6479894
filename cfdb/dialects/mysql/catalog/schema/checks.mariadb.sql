-- A check that stands at its column has that column's name here, and none in the DDL.
SELECT table_name AS `table`, constraint_name AS name, check_clause AS expression, 1 AS enforced,
       level = 'Column' AS of_column
FROM information_schema.check_constraints
WHERE constraint_schema = DATABASE()
ORDER BY table_name, level <> 'Column', constraint_name
