-- The rules of 002, seen from the new tables only: these hold before users come and after.
--
-- A migrated row without owner or channel says whom the legacy data named.
SELECT CONCAT(t.name, ' ', t.id, ': expected legacy_note to name the lost owner or channel, found ', COALESCE(t.legacy_note, 'NULL')) AS problem
  FROM (SELECT 'oauth_consoles' AS name, id, legacy_note FROM oauth_consoles WHERE user_id IS NULL AND COALESCE(legacy_note, '') NOT LIKE '%user_id=%'
        UNION ALL SELECT 'channels', id, legacy_note FROM channels WHERE user_id IS NULL AND COALESCE(legacy_note, '') NOT LIKE '%user_id=%'
        UNION ALL SELECT 'channel_tokens', id, legacy_note FROM channel_tokens WHERE channel_id IS NULL AND COALESCE(legacy_note, '') NOT LIKE '%channel_name=%'
        UNION ALL SELECT 'channel_credentials', id, legacy_note FROM channel_credentials WHERE channel_id IS NULL AND COALESCE(legacy_note, '') NOT LIKE '%channel_name=%'
        UNION ALL SELECT 'channel_daily_stats', id, legacy_note FROM channel_daily_stats WHERE channel_id IS NULL AND COALESCE(legacy_note, '') NOT LIKE '%channel_name=%'
        UNION ALL SELECT 'publish_tasks', id, legacy_note FROM publish_tasks WHERE user_id IS NULL AND COALESCE(legacy_note, '') NOT LIKE '%user_id=%'
        UNION ALL SELECT 'streaming_accounts', id, legacy_note FROM streaming_accounts WHERE user_id IS NULL AND COALESCE(legacy_note, '') NOT LIKE '%user_id=%'
        UNION ALL SELECT 'streams', id, legacy_note FROM streams WHERE user_id IS NULL AND COALESCE(legacy_note, '') NOT LIKE '%user_id=%') AS t
 LIMIT 20;

-- What belongs to a channel belongs to the channel's owner.
SELECT CONCAT('channel_tokens ', t.id, ': expected the owner of channel ', c.id) AS problem
  FROM channel_tokens AS t JOIN channels AS c ON c.id = t.channel_id WHERE NOT (t.user_id <=> c.user_id) LIMIT 20;
SELECT CONCAT('channel_credentials ', k.id, ': expected the owner of channel ', c.id) AS problem
  FROM channel_credentials AS k JOIN channels AS c ON c.id = k.channel_id WHERE NOT (k.user_id <=> c.user_id) LIMIT 20;
SELECT CONCAT('channel_daily_stats ', d.id, ': expected the owner of channel ', c.id) AS problem
  FROM channel_daily_stats AS d JOIN channels AS c ON c.id = d.channel_id WHERE NOT (d.user_id <=> c.user_id) LIMIT 20;
