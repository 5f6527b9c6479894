-- Drops the new tables, children first, with what is in them. The legacy tables are not touched.
DROP TABLE streams;
DROP TABLE streaming_accounts;
DROP TABLE reauth_audit;
DROP TABLE channel_daily_stats;
DROP TABLE publish_tasks;
DROP TABLE channel_credentials;
DROP TABLE channel_tokens;
DROP TABLE channels;
DROP TABLE oauth_consoles;
DROP TABLE users;
