-- Google Cloud projects whose OAuth clients the channels use. Channels refer to them by name.
SET @previous_sql_mode = @@SESSION.sql_mode;
SET SESSION sql_mode = 'NO_ENGINE_SUBSTITUTION';

CREATE TABLE `google_consoles` (
  `id` int(11) unsigned NOT NULL AUTO_INCREMENT,
  `user_id` int(10) unsigned DEFAULT NULL,
  `name` varchar(100) NOT NULL,
  `project_id` varchar(64) NOT NULL DEFAULT '',
  `client_id` varchar(191) NOT NULL DEFAULT '',
  `client_secret` varchar(128) NOT NULL DEFAULT '',
  `redirect_uris` text COMMENT 'separated by commas',
  `credentials_json` mediumtext COMMENT 'the file as downloaded',
  `quota_limit` int(11) NOT NULL DEFAULT '10000',
  `quota_used` mediumint(8) unsigned NOT NULL DEFAULT '0',
  `enabled` tinyint(1) NOT NULL DEFAULT '1',
  `created_at` datetime NOT NULL DEFAULT '0000-00-00 00:00:00',
  PRIMARY KEY (`id`),
  UNIQUE KEY `name` (`name`),
  KEY `user_id` (`user_id`),
  CONSTRAINT `google_consoles_ibfk_1` FOREIGN KEY (`user_id`) REFERENCES `user` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=latin1;

SET SESSION sql_mode = @previous_sql_mode;
