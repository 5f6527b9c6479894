-- Nothing of the legacy schema is left.
SELECT CONCAT('expected ', t.table_name, ' to be gone') AS problem
  FROM information_schema.tables AS t
 WHERE t.table_schema = DATABASE()
   AND t.table_name IN ('user', 'google_consoles', 'youtube_channels', 'youtube_tokens', 'youtube_account_credentials', 'tasks',
                        'youtube_channel_daily', 'youtube_reauth_audit', 'youtube_account', 'stream');
