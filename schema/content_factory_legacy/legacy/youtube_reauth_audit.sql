-- What the robot that renews authorizations did.
SET @previous_sql_mode = @@SESSION.sql_mode;
SET SESSION sql_mode = 'NO_ENGINE_SUBSTITUTION';

CREATE TABLE `youtube_reauth_audit` (
  `id` bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  `channel_name` varchar(191) NOT NULL DEFAULT '',
  `initiated_by` varchar(64) DEFAULT NULL COMMENT 'a username; ''cron'' for the nightly job',
  `result` enum('success','failed','timeout','captcha','2fa') DEFAULT NULL COMMENT 'NULL: still running, or died',
  `attempts` tinyint(3) unsigned NOT NULL DEFAULT '1',
  `error_code` smallint(6) DEFAULT NULL,
  `error_message` text,
  `ip` int(10) unsigned DEFAULT NULL COMMENT 'INET_ATON()',
  `user_agent` varchar(512) DEFAULT NULL,
  `session_hash` binary(16) DEFAULT NULL,
  `screenshot` mediumblob,
  `log` longtext,
  `started` datetime NOT NULL DEFAULT '0000-00-00 00:00:00',
  `finished` datetime NOT NULL DEFAULT '0000-00-00 00:00:00',
  PRIMARY KEY (`id`),
  KEY `channel_name` (`channel_name`,`started`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

SET SESSION sql_mode = @previous_sql_mode;
