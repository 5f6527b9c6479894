-- channels.platform = 'youtube' | 'tiktok' | 'instagram', as the document has it.
SELECT CONCAT(f.table_name, '.platform: expected youtube, tiktok, instagram, found ', f.column_type) AS problem
  FROM information_schema.columns AS f
 WHERE f.table_schema = DATABASE() AND f.table_name IN ('channels', 'oauth_consoles') AND f.column_name = 'platform'
   AND f.column_type <> 'enum(''youtube'',''tiktok'',''instagram'')';

INSERT INTO users (id, username, display_name) VALUES (-1, 'probe-a', 'Probe A');
INSERT INTO channels (id, user_id, platform, name, metadata)
VALUES (-1, -1, 'youtube', 'a', '{"made_for_kids": false}'), (-2, -1, 'tiktok', 'b', '{"emoji": "🎬"}'), (-3, -1, 'instagram', 'c', NULL);
SELECT 'expected metadata to be read as JSON' AS problem
 FROM DUAL
 WHERE NOT EXISTS (SELECT 1 FROM channels WHERE id = -2 AND JSON_UNQUOTE(JSON_EXTRACT(metadata, '$.emoji')) = '🎬');

-- fails: 1265
INSERT INTO channels (id, user_id, platform, name) VALUES (-4, -1, 'twitch', 'd');
