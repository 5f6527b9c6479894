-- The legacy tables, children first.
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
