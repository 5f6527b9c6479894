-- Of tables and, for their names, of views. A reference system is known where geometry columns are listed.
SELECT c.table_name AS `table`, c.column_name AS name, c.column_type AS type, c.character_set_name AS charset,
       c.collation_name AS collation, c.is_nullable AS nullable, c.column_default AS `default`, c.extra AS extra,
       c.generation_expression AS `generated`, c.column_comment AS comment, NULLIF(g.srid, 0) AS srid
FROM information_schema.columns AS c
LEFT JOIN information_schema.geometry_columns AS g
  ON g.g_table_schema = c.table_schema AND g.g_table_name = c.table_name AND g.g_geometry_column = c.column_name
WHERE c.table_schema = DATABASE()
ORDER BY c.table_name, c.ordinal_position
