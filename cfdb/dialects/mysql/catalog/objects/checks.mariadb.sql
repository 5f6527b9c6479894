SELECT CONCAT(table_name, '.', constraint_name) AS name, CONCAT(LOWER(level), ' ', check_clause) AS definition
FROM information_schema.check_constraints
WHERE constraint_schema = DATABASE()
