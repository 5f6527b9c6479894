-- The legacy tables say "never" with zero dates, which a strict server would not have let them declare.
SELECT CONCAT('expected 18 columns that default to a zero date, found ', COUNT(*)) AS problem
  FROM information_schema.columns AS f
 WHERE f.table_schema = DATABASE() AND f.column_default LIKE '%0000-00-00%'
   AND f.table_name IN ('user', 'google_consoles', 'youtube_channels', 'youtube_tokens', 'youtube_account_credentials', 'tasks',
                        'youtube_channel_daily', 'youtube_reauth_audit', 'youtube_account', 'stream')
HAVING COUNT(*) <> 18;
