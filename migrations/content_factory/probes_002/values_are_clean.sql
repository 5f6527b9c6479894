-- No zero date is left, and what is JSON is JSON: also where 002 ran in a session that would have let anything in.
SELECT CONCAT(t.name, ': ', t.zeros, ' rows with a zero date') AS problem
  FROM (SELECT 'users' AS name, COUNT(*) AS zeros FROM users WHERE YEAR(created_at) = 0 OR YEAR(updated_at) = 0 OR YEAR(last_login_at) = 0 OR YEAR(subscription_expires_on) = 0
        UNION ALL SELECT 'oauth_consoles', COUNT(*) FROM oauth_consoles WHERE YEAR(created_at) = 0
        UNION ALL SELECT 'channels', COUNT(*) FROM channels WHERE YEAR(created_at) = 0 OR YEAR(updated_at) = 0 OR YEAR(last_synced_at) = 0
        UNION ALL SELECT 'channel_tokens', COUNT(*) FROM channel_tokens WHERE YEAR(created_at) = 0
        UNION ALL SELECT 'channel_credentials', COUNT(*) FROM channel_credentials WHERE YEAR(created_at) = 0 OR YEAR(last_used_at) = 0
        UNION ALL SELECT 'publish_tasks', COUNT(*) FROM publish_tasks WHERE YEAR(created_at) = 0 OR YEAR(scheduled_at) = 0 OR YEAR(finished_at) = 0
        UNION ALL SELECT 'channel_daily_stats', COUNT(*) FROM channel_daily_stats WHERE YEAR(created_at) = 0 OR YEAR(stat_date) = 0
        UNION ALL SELECT 'reauth_audit', COUNT(*) FROM reauth_audit WHERE YEAR(created_at) = 0 OR YEAR(started_at) = 0 OR YEAR(finished_at) = 0
        UNION ALL SELECT 'streaming_accounts', COUNT(*) FROM streaming_accounts WHERE YEAR(created_at) = 0 OR YEAR(token_expires_at) = 0
        UNION ALL SELECT 'streams', COUNT(*) FROM streams WHERE YEAR(created_at) = 0 OR YEAR(started_at) = 0 OR YEAR(stopped_at) = 0) AS t
 WHERE t.zeros > 0;

-- Lists came as arrays.
SELECT CONCAT(t.name, ': ', t.odd, ' rows without an array') AS problem
  FROM (SELECT 'oauth_consoles.redirect_uris' AS name, COUNT(*) AS odd FROM oauth_consoles WHERE JSON_TYPE(redirect_uris) <> 'ARRAY'
        UNION ALL SELECT 'channel_tokens.scopes', COUNT(*) FROM channel_tokens WHERE JSON_TYPE(scopes) <> 'ARRAY'
        UNION ALL SELECT 'channel_credentials.backup_codes', COUNT(*) FROM channel_credentials WHERE JSON_TYPE(backup_codes) <> 'ARRAY'
        UNION ALL SELECT 'publish_tasks.tags', COUNT(*) FROM publish_tasks WHERE JSON_TYPE(tags) <> 'ARRAY'
        UNION ALL SELECT 'publish_tasks.repeat_on', COUNT(*) FROM publish_tasks WHERE JSON_TYPE(repeat_on) <> 'ARRAY'
        UNION ALL SELECT 'streaming_accounts.scopes', COUNT(*) FROM streaming_accounts WHERE JSON_TYPE(scopes) <> 'ARRAY') AS t
 WHERE t.odd > 0;

-- A task that nobody can publish waits for nobody.
SELECT CONCAT('publish_tasks ', id, ': expected no scheduled task without a channel') AS problem
  FROM publish_tasks WHERE channel_id IS NULL AND status = 'scheduled' LIMIT 20;
