-- The publishing queue. Its collation was changed once; since then no foreign key to youtube_channels is possible.
SET @previous_sql_mode = @@SESSION.sql_mode;
SET SESSION sql_mode = 'NO_ENGINE_SUBSTITUTION';

CREATE TABLE `tasks` (
  `id` bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  `channel_name` varchar(191) NOT NULL DEFAULT '',
  `user_id` int(10) unsigned DEFAULT NULL COMMENT 'who queued it',
  `type` enum('upload','update','thumbnail','delete') NOT NULL DEFAULT 'upload',
  `video_file` varchar(500) NOT NULL DEFAULT '',
  `title` varchar(255) NOT NULL DEFAULT '',
  `description` mediumtext,
  `tags` text COMMENT 'separated by commas',
  `privacy` enum('public','unlisted','private') NOT NULL DEFAULT 'private',
  `category_id` tinyint(3) unsigned DEFAULT NULL,
  `status` tinyint(4) NOT NULL DEFAULT '0' COMMENT '-2 cancelled, -1 failed, 0 new, 1 running, 2 done',
  `attempts` tinyint(3) unsigned NOT NULL DEFAULT '0',
  `priority` smallint(6) NOT NULL DEFAULT '0',
  `repeat_days` set('mon','tue','wed','thu','fri','sat','sun') NOT NULL DEFAULT '',
  `duration` double DEFAULT NULL COMMENT 'seconds',
  `file_size` bigint(20) unsigned DEFAULT NULL,
  `progress` decimal(5,2) NOT NULL DEFAULT '0.00',
  `video_id` varchar(16) DEFAULT NULL,
  `params` text COMMENT 'JSON, mostly',
  `error` text,
  `scheduled_at` datetime NOT NULL DEFAULT '0000-00-00 00:00:00',
  `started_at` datetime DEFAULT NULL,
  `finished_at` datetime NOT NULL DEFAULT '0000-00-00 00:00:00',
  `created_at` datetime NOT NULL DEFAULT CURRENT_TIMESTAMP,
  `updated_at` timestamp NULL DEFAULT NULL ON UPDATE CURRENT_TIMESTAMP,
  PRIMARY KEY (`id`),
  KEY `channel_name` (`channel_name`),
  KEY `user_id` (`user_id`),
  KEY `status` (`status`,`scheduled_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

SET SESSION sql_mode = @previous_sql_mode;
