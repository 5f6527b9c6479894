-- Every column with its type and nullability. JSON is its own type in MySQL, LONGTEXT with a check in MariaDB.
SELECT CONCAT('expected ', w.table_name, '.', w.column_name, ' ', w.data_type, ' nullable ', w.is_nullable, ', found ',
              COALESCE(CONCAT(f.data_type, ' nullable ', f.is_nullable), 'none')) AS problem
  FROM JSON_TABLE('[
   ["oauth_consoles","id","bigint","NO"], ["oauth_consoles","user_id","bigint","YES"],
   ["oauth_consoles","platform","enum","NO"], ["oauth_consoles","name","varchar","NO"],
   ["oauth_consoles","platform_project_id","varchar","YES"], ["oauth_consoles","client_id","varchar","NO"],
   ["oauth_consoles","client_secret","varchar","NO"], ["oauth_consoles","redirect_uris","json","YES"],
   ["oauth_consoles","daily_quota","int","NO"], ["oauth_consoles","quota_used","int","NO"],
   ["oauth_consoles","is_enabled","tinyint","NO"], ["oauth_consoles","metadata","json","YES"],
   ["oauth_consoles","legacy_note","varchar","YES"], ["oauth_consoles","created_at","datetime","NO"],
   ["oauth_consoles","updated_at","datetime","NO"],
   ["channels","id","bigint","NO"], ["channels","user_id","bigint","YES"],
   ["channels","oauth_console_id","bigint","YES"], ["channels","platform","enum","NO"],
   ["channels","platform_channel_id","varchar","YES"], ["channels","name","varchar","NO"],
   ["channels","title","varchar","YES"], ["channels","description","mediumtext","YES"],
   ["channels","is_enabled","tinyint","NO"], ["channels","status","enum","NO"],
   ["channels","access_token","text","YES"], ["channels","refresh_token","varchar","YES"],
   ["channels","token_expires_at","datetime","YES"], ["channels","subscriber_count","bigint","YES"],
   ["channels","view_count","bigint","YES"], ["channels","video_count","int","YES"],
   ["channels","is_verified","tinyint","NO"], ["channels","category","enum","YES"],
   ["channels","country","char","YES"], ["channels","tags","json","YES"], ["channels","metadata","json","YES"],
   ["channels","legacy_note","varchar","YES"], ["channels","last_synced_at","datetime","YES"],
   ["channels","created_at","datetime","NO"], ["channels","updated_at","datetime","NO"],
   ["channel_tokens","id","bigint","NO"], ["channel_tokens","user_id","bigint","YES"],
   ["channel_tokens","channel_id","bigint","YES"], ["channel_tokens","kind","enum","NO"],
   ["channel_tokens","access_token","text","NO"], ["channel_tokens","refresh_token","varchar","YES"],
   ["channel_tokens","token_type","varchar","NO"], ["channel_tokens","scopes","json","YES"],
   ["channel_tokens","expires_at","datetime","YES"], ["channel_tokens","metadata","json","YES"],
   ["channel_tokens","legacy_note","varchar","YES"], ["channel_tokens","created_at","datetime","NO"],
   ["channel_tokens","updated_at","datetime","NO"],
   ["channel_credentials","id","bigint","NO"], ["channel_credentials","user_id","bigint","YES"],
   ["channel_credentials","channel_id","bigint","YES"], ["channel_credentials","login_email","varchar","YES"],
   ["channel_credentials","secret","text","YES"], ["channel_credentials","secret_scheme","enum","NO"],
   ["channel_credentials","totp_secret","varchar","YES"], ["channel_credentials","backup_codes","json","YES"],
   ["channel_credentials","recovery_email","varchar","YES"], ["channel_credentials","phone","varchar","YES"],
   ["channel_credentials","proxy_host","varchar","YES"], ["channel_credentials","proxy_port","int","YES"],
   ["channel_credentials","status","enum","NO"], ["channel_credentials","note","text","YES"],
   ["channel_credentials","metadata","json","YES"], ["channel_credentials","legacy_note","varchar","YES"],
   ["channel_credentials","last_used_at","datetime","YES"], ["channel_credentials","created_at","datetime","NO"],
   ["channel_credentials","updated_at","datetime","NO"]
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

SELECT CONCAT('expected 72 columns, found ', COUNT(*)) AS problem
  FROM information_schema.columns AS f
 WHERE f.table_schema = DATABASE() AND f.table_name IN ('oauth_consoles', 'channels', 'channel_tokens', 'channel_credentials')
HAVING COUNT(*) <> 72;
