SELECT table_rows, CASE WHEN table_rows > 0 THEN data_length DIV table_rows ELSE avg_row_length END, engine
  FROM information_schema.tables
 WHERE table_schema = DATABASE() AND table_name = %(table)s
