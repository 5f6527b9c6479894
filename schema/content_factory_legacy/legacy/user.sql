-- Accounts. The oldest table: utf8 of three bytes, INT ids, zero dates for "never", flags as numbers.
-- Its zero-date defaults exist only outside strict mode, as in every file here that sets sql_mode.
SET @previous_sql_mode = @@SESSION.sql_mode;
SET SESSION sql_mode = 'NO_ENGINE_SUBSTITUTION';

CREATE TABLE `user` (
  `id` int(10) unsigned NOT NULL AUTO_INCREMENT,
  `username` varchar(64) NOT NULL,
  `email` varchar(128) NOT NULL DEFAULT '' COMMENT 'not unique: people signed up twice',
  `password` varchar(255) NOT NULL DEFAULT '' COMMENT 'MD5 until 2016, bcrypt since',
  `role` enum('user','moderator','admin') NOT NULL DEFAULT 'user',
  `is_active` tinyint(1) NOT NULL DEFAULT '1' COMMENT '0 off, 1 on, 2 suspended',
  `email_confirmed` tinyint(1) DEFAULT NULL,
  `subscription` enum('free','basic','pro') NOT NULL DEFAULT 'free',
  `subscription_till` date NOT NULL DEFAULT '0000-00-00',
  `balance` decimal(10,2) NOT NULL DEFAULT '0.00',
  `birth_year` year(4) DEFAULT NULL,
  `notify` set('email','telegram','push') NOT NULL DEFAULT 'email',
  `flags` bit(8) NOT NULL DEFAULT b'0' COMMENT '1 beta tester, 2 trial used',
  `settings` text COMMENT 'JSON, mostly',
  `last_login` datetime NOT NULL DEFAULT '0000-00-00 00:00:00',
  `last_ip` int(10) unsigned DEFAULT NULL COMMENT 'INET_ATON()',
  `created_at` datetime NOT NULL DEFAULT '0000-00-00 00:00:00',
  `updated_at` timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  PRIMARY KEY (`id`),
  UNIQUE KEY `username` (`username`),
  KEY `email` (`email`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3;

SET SESSION sql_mode = @previous_sql_mode;
