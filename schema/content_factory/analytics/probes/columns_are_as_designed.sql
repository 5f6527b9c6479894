-- Every column with its type and nullability. JSON is its own type in MySQL, LONGTEXT with a check in MariaDB.
SELECT CONCAT('expected ', w.table_name, '.', w.column_name, ' ', w.data_type, ' nullable ', w.is_nullable, ', found ',
              COALESCE(CONCAT(f.data_type, ' nullable ', f.is_nullable), 'none')) AS problem
  FROM JSON_TABLE('[
   ["channel_daily_stats","id","bigint","NO"], ["channel_daily_stats","user_id","bigint","YES"],
   ["channel_daily_stats","channel_id","bigint","YES"], ["channel_daily_stats","stat_date","date","NO"],
   ["channel_daily_stats","subscriber_count","bigint","NO"],
   ["channel_daily_stats","subscriber_change","bigint","NO"], ["channel_daily_stats","view_count","bigint","YES"],
   ["channel_daily_stats","view_change","bigint","NO"], ["channel_daily_stats","like_count","bigint","YES"],
   ["channel_daily_stats","comment_count","bigint","YES"], ["channel_daily_stats","watch_minutes","double","NO"],
   ["channel_daily_stats","revenue","decimal","YES"], ["channel_daily_stats","is_estimated","tinyint","NO"],
   ["channel_daily_stats","metadata","json","YES"], ["channel_daily_stats","legacy_note","varchar","YES"],
   ["channel_daily_stats","created_at","datetime","NO"], ["channel_daily_stats","updated_at","datetime","NO"],
   ["reauth_audit","id","bigint","NO"], ["reauth_audit","user_id","bigint","YES"],
   ["reauth_audit","channel_id","bigint","YES"], ["reauth_audit","channel_name","varchar","NO"],
   ["reauth_audit","platform","enum","NO"], ["reauth_audit","initiated_by_user_id","bigint","YES"],
   ["reauth_audit","initiated_by","varchar","YES"], ["reauth_audit","result","enum","YES"],
   ["reauth_audit","attempt_count","smallint","NO"], ["reauth_audit","error_code","int","YES"],
   ["reauth_audit","error_message","text","YES"], ["reauth_audit","ip_address","varchar","YES"],
   ["reauth_audit","user_agent","varchar","YES"], ["reauth_audit","session_hash","binary","YES"],
   ["reauth_audit","screenshot","mediumblob","YES"], ["reauth_audit","log","longtext","YES"],
   ["reauth_audit","metadata","json","YES"], ["reauth_audit","legacy_note","varchar","YES"],
   ["reauth_audit","started_at","datetime","YES"], ["reauth_audit","finished_at","datetime","YES"],
   ["reauth_audit","created_at","datetime","NO"], ["reauth_audit","updated_at","datetime","NO"]
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

SELECT CONCAT('expected 39 columns, found ', COUNT(*)) AS problem
  FROM information_schema.columns AS f
 WHERE f.table_schema = DATABASE() AND f.table_name IN ('channel_daily_stats', 'reauth_audit')
HAVING COUNT(*) <> 39;
