-- An archive begins with the columns of its table: a column that is added to the one belongs into the other, too, and into
-- the function between them.
SELECT format('%s: expected to begin with %s, found %s', o.table_name || '_archive', o.columns, a.columns)
  FROM (SELECT c.relname, string_agg(concat_ws(' ', t.attname, format_type(t.atttypid, t.atttypmod)), ', ' ORDER BY t.attnum)
          FROM pg_class c JOIN pg_attribute t ON t.attrelid = c.oid AND t.attnum > 0 AND NOT t.attisdropped
         WHERE c.relnamespace = 'public'::regnamespace
         GROUP BY c.relname) AS o (table_name, columns)
  JOIN (SELECT c.relname, string_agg(concat_ws(' ', t.attname, format_type(t.atttypid, t.atttypmod)), ', ' ORDER BY t.attnum)
          FROM pg_class c JOIN pg_attribute t ON t.attrelid = c.oid AND t.attnum > 0 AND NOT t.attisdropped
         WHERE c.relnamespace = 'public'::regnamespace
         GROUP BY c.relname) AS a (table_name, columns) ON a.table_name = o.table_name || '_archive'
 WHERE left(a.columns, length(o.columns)) <> o.columns;
SELECT 'expected archives of metadata_sync and report, found ' || count(*)
  FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relname IN ('metadata_sync_archive', 'report_archive') HAVING count(*) <> 2;
