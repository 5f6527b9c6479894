-- Every column with its type and nullability. JSON is its own type in MySQL, LONGTEXT with a check in MariaDB.
SELECT CONCAT('expected ', w.table_name, '.', w.column_name, ' ', w.data_type, ' nullable ', w.is_nullable, ', found ',
              COALESCE(CONCAT(f.data_type, ' nullable ', f.is_nullable), 'none')) AS problem
  FROM JSON_TABLE('[
   ["publish_tasks","id","bigint","NO"], ["publish_tasks","user_id","bigint","YES"],
   ["publish_tasks","channel_id","bigint","YES"], ["publish_tasks","task_type","enum","NO"],
   ["publish_tasks","status","enum","NO"], ["publish_tasks","privacy","enum","NO"],
   ["publish_tasks","title","varchar","NO"], ["publish_tasks","description","mediumtext","YES"],
   ["publish_tasks","tags","json","YES"], ["publish_tasks","category_id","smallint","YES"],
   ["publish_tasks","media_path","varchar","YES"], ["publish_tasks","file_size_bytes","bigint","YES"],
   ["publish_tasks","duration_seconds","double","YES"], ["publish_tasks","priority","smallint","NO"],
   ["publish_tasks","attempt_count","smallint","NO"], ["publish_tasks","progress_percent","decimal","NO"],
   ["publish_tasks","repeat_on","json","YES"], ["publish_tasks","platform_video_id","varchar","YES"],
   ["publish_tasks","error_message","text","YES"], ["publish_tasks","metadata","json","YES"],
   ["publish_tasks","legacy_note","varchar","YES"], ["publish_tasks","scheduled_at","datetime","YES"],
   ["publish_tasks","started_at","datetime","YES"], ["publish_tasks","finished_at","datetime","YES"],
   ["publish_tasks","created_at","datetime","NO"], ["publish_tasks","updated_at","datetime","NO"]
]', '$[*]' COLUMNS (
           table_name  VARCHAR(64) PATH '$[0]',
           column_name VARCHAR(64) PATH '$[1]',
           data_type   VARCHAR(64) PATH '$[2]',
           is_nullable VARCHAR(3)  PATH '$[3]'
       )) AS w
  LEFT JOIN information_schema.columns AS f
    ON f.table_schema = DATABASE() AND f.table_name = w.table_name AND f.column_name = w.column_name
 WHERE f.column_name IS NULL
    OR f.is_nullable <> w.is_nullable
    OR CASE WHEN w.data_type = 'json' THEN f.data_type NOT IN ('json', 'longtext') ELSE f.data_type <> w.data_type END;

SELECT CONCAT('expected 26 columns, found ', COUNT(*)) AS problem
  FROM information_schema.columns AS f
 WHERE f.table_schema = DATABASE() AND f.table_name IN ('publish_tasks')
HAVING COUNT(*) <> 26;
