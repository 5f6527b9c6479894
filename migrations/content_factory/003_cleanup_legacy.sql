-- cfdb: irreversible: the legacy tables hold what the new ones have no place for (spellings of names, zero dates, old password marks); bring them back from the backup
--
-- Drops the legacy tables, children first. Runs only where each of their rows has its new row (preconditions_003).
DROP TABLE `stream`;
DROP TABLE `youtube_account`;
DROP TABLE `youtube_reauth_audit`;
DROP TABLE `youtube_channel_daily`;
DROP TABLE `tasks`;
DROP TABLE `youtube_account_credentials`;
DROP TABLE `youtube_tokens`;
DROP TABLE `youtube_channels`;
DROP TABLE `google_consoles`;
DROP TABLE `user`;
