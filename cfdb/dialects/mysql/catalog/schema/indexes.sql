-- One row per part of an index. The order of indexes in a table is not known here: keys first, then by name.
SELECT table_name AS `table`, index_name AS name, non_unique AS plain, index_type AS type, column_name AS `column`,
       expression AS expression, sub_part AS length, collation AS direction, is_visible = 'YES' AS visible,
       index_comment AS comment
FROM information_schema.statistics
WHERE table_schema = DATABASE()
ORDER BY table_name, index_name <> 'PRIMARY', non_unique, index_name, seq_in_index
