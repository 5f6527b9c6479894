-- Of tables and, for their names, of views.
SELECT table_name AS `table`, column_name AS name, column_type AS type, character_set_name AS charset,
       collation_name AS collation, is_nullable AS nullable, column_default AS `default`, extra AS extra,
       generation_expression AS `generated`, column_comment AS comment, srs_id AS srid
FROM information_schema.columns
WHERE table_schema = DATABASE()
ORDER BY table_name, ordinal_position
