-- The streaming service, undone, children first.
DROP TABLE streams;
DROP TABLE streaming_accounts;
