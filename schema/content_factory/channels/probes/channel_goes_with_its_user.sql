-- Deleting a user deletes his consoles, channels, tokens and credentials, and nobody else's.
INSERT INTO users (id, username, display_name) VALUES (-1, 'probe-a', 'Probe A'), (-2, 'probe-b', 'Probe B');
INSERT INTO oauth_consoles (id, user_id, name, client_id, client_secret) VALUES (-1, -1, 'a', 'a', 'a'), (-2, -2, 'b', 'b', 'b');
INSERT INTO channels (id, user_id, oauth_console_id, platform, platform_channel_id, name)
VALUES (-1, -1, -1, 'youtube', 'UCprobe', 'Probe'), (-2, -2, -2, 'youtube', 'UCprobe', 'Probe');
INSERT INTO channel_tokens (id, user_id, channel_id, access_token) VALUES (-1, -1, -1, 'a'), (-2, -2, -2, 'b');
INSERT INTO channel_credentials (id, user_id, channel_id) VALUES (-1, -1, -1), (-2, -2, -2);

DELETE FROM users WHERE id = -1;

SELECT CONCAT('expected ', t.name, ' to keep the row of user b only, found ', t.found) AS problem
  FROM (SELECT 'oauth_consoles' AS name, GROUP_CONCAT(id) AS found FROM oauth_consoles WHERE id IN (-1, -2)
        UNION ALL SELECT 'channels', GROUP_CONCAT(id) FROM channels WHERE id IN (-1, -2)
        UNION ALL SELECT 'channel_tokens', GROUP_CONCAT(id) FROM channel_tokens WHERE id IN (-1, -2)
        UNION ALL SELECT 'channel_credentials', GROUP_CONCAT(id) FROM channel_credentials WHERE id IN (-1, -2)) AS t
 WHERE NOT (t.found <=> '-2');
