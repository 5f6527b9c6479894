-- Connected channels. The name is what all other tables refer to; it is compared byte by byte, so 'News' and 'news' are
-- two channels. user_id has no foreign key: 0 was used for "nobody yet".
SET @previous_sql_mode = @@SESSION.sql_mode;
SET SESSION sql_mode = 'NO_ENGINE_SUBSTITUTION';

CREATE TABLE `youtube_channels` (
  `id` int(10) unsigned NOT NULL AUTO_INCREMENT,
  `name` varchar(191) NOT NULL,
  `channel_id` varchar(64) NOT NULL DEFAULT '' COMMENT 'YouTube''s id: UC...',
  `user_id` int(10) unsigned NOT NULL DEFAULT '0',
  `console_name` varchar(100) CHARACTER SET latin1 DEFAULT NULL,
  `title` varchar(255) NOT NULL DEFAULT '',
  `description` mediumtext,
  `access_token` text,
  `refresh_token` varchar(512) NOT NULL DEFAULT '',
  `token_expires` int(11) NOT NULL DEFAULT '0' COMMENT 'seconds since 1970',
  `subscribers` int(10) unsigned NOT NULL DEFAULT '0',
  `views` bigint(20) unsigned NOT NULL DEFAULT '0' COMMENT '18446744073709551615 where a counter went below zero',
  `videos` mediumint(8) unsigned NOT NULL DEFAULT '0',
  `is_verified` bit(1) NOT NULL DEFAULT b'0',
  `enabled` tinyint(1) NOT NULL DEFAULT '1',
  `needs_reauth` tinyint(1) NOT NULL DEFAULT '0',
  `category` enum('music','games','news','other') NOT NULL DEFAULT 'other' COMMENT 'and '''', where an unknown one was written',
  `country` char(2) DEFAULT NULL,
  `tags` text COMMENT 'JSON, mostly',
  `last_sync` datetime NOT NULL DEFAULT '0000-00-00 00:00:00',
  `created_at` datetime NOT NULL DEFAULT '0000-00-00 00:00:00',
  `updated_at` timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  PRIMARY KEY (`id`),
  UNIQUE KEY `name` (`name`),
  KEY `channel_id` (`channel_id`),
  KEY `user_id` (`user_id`),
  KEY `console_name` (`console_name`),
  CONSTRAINT `youtube_channels_ibfk_1` FOREIGN KEY (`console_name`) REFERENCES `google_consoles` (`name`) ON DELETE SET NULL ON UPDATE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

SET SESSION sql_mode = @previous_sql_mode;
