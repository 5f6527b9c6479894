-- One row per channel and day, written by a nightly job: the largest table.
SET @previous_sql_mode = @@SESSION.sql_mode;
SET SESSION sql_mode = 'NO_ENGINE_SUBSTITUTION';

CREATE TABLE `youtube_channel_daily` (
  `id` int(10) unsigned NOT NULL AUTO_INCREMENT,
  `channel_name` varchar(191) NOT NULL,
  `date` date NOT NULL DEFAULT '0000-00-00',
  `subscribers` int(10) unsigned NOT NULL DEFAULT '0',
  `subscribers_delta` int(11) NOT NULL DEFAULT '0',
  `views` bigint(20) unsigned NOT NULL DEFAULT '0',
  `views_delta` bigint(20) NOT NULL DEFAULT '0',
  `likes` int(11) DEFAULT NULL,
  `comments` mediumint(9) DEFAULT NULL,
  `watch_minutes` double NOT NULL DEFAULT '0',
  `revenue` decimal(12,4) DEFAULT NULL COMMENT 'US dollars',
  `is_estimated` bit(1) NOT NULL DEFAULT b'0',
  `data` text COMMENT 'JSON, mostly',
  `created_at` timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP,
  PRIMARY KEY (`id`),
  UNIQUE KEY `channel_date` (`channel_name`,`date`),
  KEY `date` (`date`)
) ENGINE=InnoDB DEFAULT CHARSET=latin1;

SET SESSION sql_mode = @previous_sql_mode;
