SELECT 'character set and collation' AS name, CONCAT(default_character_set_name, ' ', default_collation_name) AS definition
FROM information_schema.schemata
WHERE schema_name = DATABASE()
