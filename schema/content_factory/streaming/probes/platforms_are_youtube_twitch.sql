-- streaming_accounts.platform = 'youtube' | 'twitch', as the document has it.
SELECT CONCAT('streaming_accounts.platform: expected youtube, twitch, found ', f.column_type) AS problem
  FROM information_schema.columns AS f
 WHERE f.table_schema = DATABASE() AND f.table_name = 'streaming_accounts' AND f.column_name = 'platform'
   AND f.column_type <> 'enum(''youtube'',''twitch'')';

INSERT INTO users (id, username, display_name) VALUES (-1, 'probe-a', 'Probe A');
INSERT INTO streaming_accounts (id, user_id, platform) VALUES (-1, -1, 'youtube'), (-2, -1, 'twitch');

-- fails: 1265
INSERT INTO streaming_accounts (id, user_id, platform) VALUES (-3, -1, 'tiktok');

INSERT IGNORE INTO streaming_accounts (id, platform) SELECT -4, 'youtube';
SELECT 'expected an account without an owner to be refused' AS problem FROM streaming_accounts WHERE id = -4;
INSERT IGNORE INTO streams (id, title) SELECT -4, 'of nobody';
SELECT 'expected a stream without an owner to be refused' AS problem FROM streams WHERE id = -4;
INSERT IGNORE INTO streams (id, user_id, title, fps) SELECT -5, -1, 'no frames', 0;
SELECT 'expected a stream without frames to be refused' AS problem FROM streams WHERE id = -5;
