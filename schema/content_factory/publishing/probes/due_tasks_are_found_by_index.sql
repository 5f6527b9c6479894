-- What the worker asks every few seconds.
-- budget: 50ms
SELECT 'expected nothing of the year 1000 to be due' AS problem
  FROM publish_tasks
 WHERE status = 'scheduled' AND scheduled_at < '1000-01-01'
 ORDER BY scheduled_at
 LIMIT 1;
SELECT 'expected an index that begins with status, scheduled_at' AS problem
 FROM DUAL
 WHERE NOT EXISTS (
       SELECT 1
         FROM information_schema.statistics AS a
         JOIN information_schema.statistics AS b
           ON b.table_schema = a.table_schema AND b.table_name = a.table_name AND b.index_name = a.index_name
        WHERE a.table_schema = DATABASE() AND a.table_name = 'publish_tasks'
          AND a.seq_in_index = 1 AND a.column_name = 'status' AND b.seq_in_index = 2 AND b.column_name = 'scheduled_at');
