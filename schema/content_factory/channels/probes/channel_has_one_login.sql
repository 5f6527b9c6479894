-- One set of credentials per channel; a user connects a channel once, two users may both.
INSERT INTO users (id, username, display_name) VALUES (-1, 'probe-a', 'Probe A'), (-2, 'probe-b', 'Probe B');
INSERT INTO channels (id, user_id, platform, platform_channel_id, name)
VALUES (-1, -1, 'youtube', 'UCprobe', 'Probe'), (-2, -2, 'youtube', 'UCprobe', 'Probe'), (-3, -1, 'tiktok', 'UCprobe', 'Probe'),
       (-4, -1, 'youtube', 'UCPROBE', 'other case, other channel'), (-5, -1, 'youtube', NULL, 'not connected'),
       (-6, -1, 'youtube', NULL, 'not connected either');
INSERT INTO channel_credentials (id, user_id, channel_id) VALUES (-1, -1, -1);

-- fails: 1062
INSERT INTO channel_credentials (id, user_id, channel_id) VALUES (-2, -1, -1);

-- fails: 1062
INSERT INTO channels (id, user_id, platform, platform_channel_id, name) VALUES (-7, -1, 'youtube', 'UCprobe', 'Probe again');
