-- Every token a channel ever had, and copies made before a reauthorization. Old imports ran with FOREIGN_KEY_CHECKS=0.
SET @previous_sql_mode = @@SESSION.sql_mode;
SET SESSION sql_mode = 'NO_ENGINE_SUBSTITUTION';

CREATE TABLE `youtube_tokens` (
  `id` int(10) unsigned NOT NULL AUTO_INCREMENT,
  `channel_name` varchar(191) NOT NULL,
  `access_token` text NOT NULL,
  `refresh_token` varchar(512) DEFAULT NULL,
  `token_type` varchar(16) NOT NULL DEFAULT 'Bearer',
  `scope` text COMMENT 'separated by spaces',
  `expires_in` int(11) DEFAULT NULL COMMENT 'seconds from created_at',
  `is_backup` tinyint(1) NOT NULL DEFAULT '0',
  `raw_response` mediumtext COMMENT 'JSON, mostly',
  `created_at` datetime NOT NULL DEFAULT '0000-00-00 00:00:00',
  PRIMARY KEY (`id`),
  KEY `channel_name` (`channel_name`,`created_at`),
  CONSTRAINT `youtube_tokens_ibfk_1` FOREIGN KEY (`channel_name`) REFERENCES `youtube_channels` (`name`) ON DELETE CASCADE ON UPDATE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

SET SESSION sql_mode = @previous_sql_mode;
