-- The console is optional: without it a channel stays, with all that belongs to it.
INSERT INTO users (id, username, display_name) VALUES (-1, 'probe-a', 'Probe A');
INSERT INTO oauth_consoles (id, user_id, name, client_id, client_secret) VALUES (-1, -1, 'a', 'a', 'a');
INSERT INTO channels (id, user_id, oauth_console_id, platform, name) VALUES (-1, -1, -1, 'tiktok', 'Probe');
INSERT INTO channel_tokens (id, user_id, channel_id, access_token) VALUES (-1, -1, -1, 'a');

DELETE FROM oauth_consoles WHERE id = -1;

SELECT 'expected the channel to stay, without a console' AS problem
 FROM DUAL
 WHERE NOT EXISTS (SELECT 1 FROM channels WHERE id = -1 AND oauth_console_id IS NULL);
SELECT 'expected the token to stay' AS problem FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM channel_tokens WHERE id = -1);

-- A token and a login are nothing without their channel.
INSERT INTO channel_credentials (id, user_id, channel_id) VALUES (-1, -1, -1);
DELETE FROM channels WHERE id = -1;
SELECT 'expected the token to go with its channel' AS problem FROM channel_tokens WHERE id = -1;
SELECT 'expected the login to go with its channel' AS problem FROM channel_credentials WHERE id = -1;
