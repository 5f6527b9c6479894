-- A stream belongs to its user; the account is optional.
INSERT INTO users (id, username, display_name) VALUES (-1, 'probe-a', 'Probe A');
INSERT INTO streaming_accounts (id, user_id, platform, platform_channel_id) VALUES (-1, -1, 'twitch', 'probe');
INSERT INTO streams (id, user_id, streaming_account_id, title) VALUES (-1, -1, -1, 'Probe');

-- fails: 1062
INSERT INTO streaming_accounts (id, user_id, platform, platform_channel_id) VALUES (-2, -1, 'twitch', 'probe');

DELETE FROM streaming_accounts WHERE id = -1;
SELECT 'expected the stream to stay, without an account' AS problem
 FROM DUAL
 WHERE NOT EXISTS (SELECT 1 FROM streams WHERE id = -1 AND streaming_account_id IS NULL);

DELETE FROM users WHERE id = -1;
SELECT 'expected the stream to go with its user' AS problem FROM streams WHERE id = -1;
