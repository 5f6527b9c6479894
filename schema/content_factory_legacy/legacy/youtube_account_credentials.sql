-- Logins for the robot that renews authorizations. latin1, so a channel's name cannot always be written here.
SET @previous_sql_mode = @@SESSION.sql_mode;
SET SESSION sql_mode = 'NO_ENGINE_SUBSTITUTION';

CREATE TABLE `youtube_account_credentials` (
  `id` int(10) unsigned NOT NULL AUTO_INCREMENT,
  `channel_name` varchar(191) NOT NULL DEFAULT '',
  `email` varchar(128) NOT NULL DEFAULT '',
  `password` varchar(128) NOT NULL DEFAULT '' COMMENT 'plain text',
  `totp_secret` varchar(64) DEFAULT NULL,
  `backup_codes` tinytext COMMENT 'separated by commas',
  `recovery_email` varchar(128) DEFAULT NULL,
  `phone` varchar(32) DEFAULT NULL,
  `proxy_host` varchar(128) DEFAULT NULL,
  `proxy_port` smallint(5) unsigned DEFAULT NULL,
  `status` enum('ok','locked','captcha','unknown') NOT NULL DEFAULT 'unknown',
  `comment` text,
  `last_used` datetime NOT NULL DEFAULT '0000-00-00 00:00:00',
  `created_at` timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP,
  PRIMARY KEY (`id`),
  KEY `channel_name` (`channel_name`)
) ENGINE=InnoDB DEFAULT CHARSET=latin1;

SET SESSION sql_mode = @previous_sql_mode;
