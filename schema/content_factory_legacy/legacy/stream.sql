-- Live streams: what is played, where to, and whether it runs. `loop` is a reserved word.
SET @previous_sql_mode = @@SESSION.sql_mode;
SET SESSION sql_mode = 'NO_ENGINE_SUBSTITUTION';

CREATE TABLE `stream` (
  `id` int(10) unsigned NOT NULL AUTO_INCREMENT,
  `user_id` int(10) unsigned NOT NULL,
  `account_id` int(11) DEFAULT NULL,
  `title` varchar(255) NOT NULL DEFAULT '',
  `description` text,
  `rtmp_url` varchar(255) NOT NULL DEFAULT '',
  `stream_key` varchar(128) NOT NULL DEFAULT '',
  `resolution` enum('720p','1080p','1440p','2160p') NOT NULL DEFAULT '1080p',
  `fps` tinyint(3) unsigned NOT NULL DEFAULT '30',
  `bitrate` mediumint(8) unsigned DEFAULT NULL COMMENT 'kbit/s',
  `latency` enum('normal','low','ultra') NOT NULL DEFAULT 'normal',
  `playlist` mediumtext COMMENT 'JSON, mostly',
  `loop` tinyint(1) NOT NULL DEFAULT '1',
  `auto_start` tinyint(1) NOT NULL DEFAULT '0',
  `start_time` time DEFAULT NULL,
  `status` enum('idle','live','stopped','error') NOT NULL DEFAULT 'idle',
  `pid` int(11) DEFAULT NULL,
  `broadcast_id` varchar(32) DEFAULT NULL,
  `total_seconds` int(10) unsigned NOT NULL DEFAULT '0',
  `started_at` datetime NOT NULL DEFAULT '0000-00-00 00:00:00',
  `stopped_at` datetime NOT NULL DEFAULT '0000-00-00 00:00:00',
  `created_at` datetime NOT NULL DEFAULT '0000-00-00 00:00:00',
  `updated_at` timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  PRIMARY KEY (`id`),
  KEY `user_id` (`user_id`),
  KEY `account_id` (`account_id`),
  CONSTRAINT `stream_ibfk_1` FOREIGN KEY (`user_id`) REFERENCES `user` (`id`) ON DELETE CASCADE,
  CONSTRAINT `stream_ibfk_2` FOREIGN KEY (`account_id`) REFERENCES `youtube_account` (`id`) ON DELETE SET NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

SET SESSION sql_mode = @previous_sql_mode;
