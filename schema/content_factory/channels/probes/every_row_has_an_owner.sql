-- A row without an owner is refused, unless it is a migrated one that says whom the legacy data named.
INSERT INTO users (id, username, display_name) VALUES (-1, 'probe-a', 'Probe A');
INSERT IGNORE INTO oauth_consoles (id, name, client_id, client_secret) SELECT -1, 'a', 'a', 'a';
INSERT IGNORE INTO channels (id, platform, name) SELECT -1, 'youtube', 'Probe';
INSERT IGNORE INTO channel_tokens (id, user_id, access_token) SELECT -1, -1, 'a';
INSERT IGNORE INTO channel_credentials (id, user_id) SELECT -1, -1;
SELECT 'expected a console without an owner to be refused' AS problem FROM oauth_consoles WHERE id = -1;
SELECT 'expected a channel without an owner to be refused' AS problem FROM channels WHERE id = -1;
SELECT 'expected a token without a channel to be refused' AS problem FROM channel_tokens WHERE id = -1;
SELECT 'expected a login without a channel to be refused' AS problem FROM channel_credentials WHERE id = -1;

INSERT INTO channels (id, platform, name, legacy_note) VALUES (-2, 'youtube', 'Probe', 'user_id=0');

-- fails: 1452
INSERT INTO channels (id, user_id, platform, name) VALUES (-3, -999, 'youtube', 'of a user who does not exist');
