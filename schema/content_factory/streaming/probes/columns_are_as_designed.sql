-- Every column with its type and nullability. JSON is its own type in MySQL, LONGTEXT with a check in MariaDB.
SELECT CONCAT('expected ', w.table_name, '.', w.column_name, ' ', w.data_type, ' nullable ', w.is_nullable, ', found ',
              COALESCE(CONCAT(f.data_type, ' nullable ', f.is_nullable), 'none')) AS problem
  FROM JSON_TABLE('[
   ["streaming_accounts","id","bigint","NO"], ["streaming_accounts","user_id","bigint","YES"],
   ["streaming_accounts","platform","enum","NO"], ["streaming_accounts","platform_channel_id","varchar","YES"],
   ["streaming_accounts","login_email","varchar","YES"], ["streaming_accounts","title","varchar","YES"],
   ["streaming_accounts","access_token","text","YES"], ["streaming_accounts","refresh_token","text","YES"],
   ["streaming_accounts","token_expires_at","datetime","YES"], ["streaming_accounts","scopes","json","YES"],
   ["streaming_accounts","is_default","tinyint","NO"], ["streaming_accounts","is_enabled","tinyint","NO"],
   ["streaming_accounts","metadata","json","YES"], ["streaming_accounts","legacy_note","varchar","YES"],
   ["streaming_accounts","created_at","datetime","NO"], ["streaming_accounts","updated_at","datetime","NO"],
   ["streams","id","bigint","NO"], ["streams","user_id","bigint","YES"],
   ["streams","streaming_account_id","bigint","YES"], ["streams","title","varchar","NO"],
   ["streams","description","text","YES"], ["streams","status","enum","NO"],
   ["streams","ingest_url","varchar","YES"], ["streams","stream_key","varchar","YES"],
   ["streams","resolution","enum","NO"], ["streams","fps","smallint","NO"], ["streams","bitrate_kbps","int","YES"],
   ["streams","latency","enum","NO"], ["streams","playlist","json","YES"], ["streams","is_looped","tinyint","NO"],
   ["streams","is_auto_start","tinyint","NO"], ["streams","starts_daily_at","time","YES"],
   ["streams","worker_pid","int","YES"], ["streams","platform_broadcast_id","varchar","YES"],
   ["streams","streamed_seconds","bigint","NO"], ["streams","metadata","json","YES"],
   ["streams","legacy_note","varchar","YES"], ["streams","started_at","datetime","YES"],
   ["streams","stopped_at","datetime","YES"], ["streams","created_at","datetime","NO"],
   ["streams","updated_at","datetime","NO"]
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

SELECT CONCAT('expected 41 columns, found ', COUNT(*)) AS problem
  FROM information_schema.columns AS f
 WHERE f.table_schema = DATABASE() AND f.table_name IN ('streaming_accounts', 'streams')
HAVING COUNT(*) <> 41;
