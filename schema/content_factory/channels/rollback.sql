-- The channel service, undone, children first.
DROP TABLE channel_credentials;
DROP TABLE channel_tokens;
DROP TABLE channels;
DROP TABLE oauth_consoles;
