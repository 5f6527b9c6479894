-- Tickets, orders and their settings: flags, states, documents, trees.
CREATE TABLE `users` (
  `id` bigint(20) unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  `login` varchar(60) NOT NULL DEFAULT '',
  `display_name` varchar(250) NOT NULL DEFAULT '',
  `is_admin` tinyint(1) NOT NULL DEFAULT 0,
  `balance` double DEFAULT NULL,
  `registered` timestamp NOT NULL DEFAULT '2020-01-01 00:00:00',
  `settings` json DEFAULT NULL,
  UNIQUE KEY `login` (`login`)
);
CREATE TABLE `tickets` (
  `ID` int(11) NOT NULL AUTO_INCREMENT PRIMARY KEY,
  `user_id` bigint(20) unsigned NOT NULL,
  `parent_id` int(11) DEFAULT NULL,
  `subject` varchar(200) NOT NULL,
  `status` enum('new','open','waiting','closed') NOT NULL DEFAULT 'new',
  `priority` tinyint(4) NOT NULL DEFAULT 2,
  `opened` datetime NOT NULL,
  `closed` datetime DEFAULT NULL,
  `due` time DEFAULT NULL,
  `order` int(11) DEFAULT NULL,
  KEY `user` (`user_id`)
);
CREATE TABLE `orders` (
  `id` int(11) NOT NULL AUTO_INCREMENT PRIMARY KEY,
  `user_id` bigint(20) unsigned DEFAULT NULL,
  `state` smallint(6) NOT NULL,
  `placed` date NOT NULL,
  `note` text DEFAULT NULL
);
CREATE TABLE `order_lines` (
  `order_id` int(11) NOT NULL,
  `line` int(11) NOT NULL,
  `product` varchar(100) NOT NULL,
  `quantity` int(11) NOT NULL DEFAULT 1,
  `price` decimal(10,2) NOT NULL,
  `discount` decimal(5,4) DEFAULT NULL,
  PRIMARY KEY (`order_id`,`line`)
);
CREATE TABLE `meta` (
  `meta_id` int(11) NOT NULL AUTO_INCREMENT PRIMARY KEY,
  `ticket_id` int(11) NOT NULL,
  `meta_key` varchar(255) DEFAULT NULL,
  `meta_value` longtext DEFAULT NULL
);
INSERT INTO `users` VALUES (1,'ann','Ann A.',1,10.5,'2020-01-01 10:00:00','{"lang": "de", "tags": ["a", "b"], "size": 3}'),
  (2,'Bob','Bob',0,NULL,'2020-03-31 23:30:00',NULL),(3,'cyd','',0,-2.25,'2021-12-31 12:00:00','{"lang": "en", "size": 10}');
INSERT INTO `tickets` VALUES (1,1,NULL,'Printer','open',1,'2024-01-01 09:00:00',NULL,'12:30:00',NULL),
  (2,1,1,'printer again','closed',2,'2024-01-02 10:00:00','2024-01-05 10:00:00',NULL,2),
  (3,2,NULL,'Network','new',3,'2024-02-29 08:15:00',NULL,'08:00:00',1),
  (4,3,2,'Mouse','waiting',2,'2024-02-01 00:00:00',NULL,NULL,NULL),
  (5,2,NULL,'Disk 50%_full','closed',1,'2023-12-31 23:59:59','2024-01-01 00:00:01',NULL,3);
INSERT INTO `orders` VALUES (1,1,10,'2024-01-15','first'),(2,1,20,'2024-01-31',NULL),(3,2,20,'2024-02-01',''),(4,NULL,30,'2024-02-10','x');
INSERT INTO `order_lines` VALUES (1,1,'Pen',3,1.25,NULL),(1,2,'Ink',1,10.00,0.1),(2,1,'Pen',10,1.20,0.05),(3,1,'Desk',1,199.99,0.1500),(3,2,'Lamp',2,35.50,NULL),(4,1,'Pen',1,1.30,NULL);
INSERT INTO `meta` VALUES (1,1,'room','101'),(2,1,'floor','1'),(3,2,'room','102'),(4,3,'floor','2nd'),(5,4,'room',NULL);

CREATE VIEW `open_tickets` AS
  select `t`.`ID` AS `ID`,`t`.`subject` AS `subject`,`u`.`display_name` AS `owner`,(case when (`t`.`priority` = 1) then 'high' when (`t`.`priority` = 2) then 'normal' else 'low' end) AS `urgency`
  from (`tickets` `t` join `users` `u` on((`u`.`id` = `t`.`user_id`))) where (`t`.`status` in ('new','open','waiting')) order by `t`.`priority`,`t`.`opened` desc;

CREATE ALGORITHM=UNDEFINED DEFINER=`root`@`localhost` SQL SECURITY DEFINER VIEW `ticket_meta` AS
  select `t`.`ID` AS `ticket`,max(if(`m`.`meta_key` = 'room',`m`.`meta_value`,NULL)) AS `room`,max((case when `m`.`meta_key` = 'floor' then `m`.`meta_value` end)) AS `floor`
  from (`tickets` `t` left join `meta` `m` on(`m`.`ticket_id` = `t`.`ID`)) group by `t`.`ID`;

CREATE VIEW status_counts AS
  SELECT status, COUNT(*) c, SUM(status = 'closed') AS closed, SUM(closed IS NOT NULL AND priority < 2) AS quick, MAX(status) AS last_by_name
  FROM tickets GROUP BY status ORDER BY status;

CREATE VIEW state_names AS
  SELECT o.id, CASE o.state WHEN 10 THEN 'placed' WHEN 20 THEN 'sent' ELSE CONCAT('state ', o.state) END AS state,
    ELT(o.state / 10, 'one', 'two') AS word, FIELD(o.state, 30, 20, 10) AS place, IFNULL(NULLIF(note, ''), '-') AS note
  FROM orders o;

CREATE VIEW order_totals AS
  SELECT o.id, o.placed, u.login, SUM(l.quantity * l.price) AS gross, SUM(l.quantity * l.price * (1 - IFNULL(l.discount, 0))) AS net,
    ROUND(SUM(l.quantity * l.price * (1 - COALESCE(l.discount, 0))), 2) AS rounded, COUNT(*) AS `lines`
  FROM orders o JOIN order_lines l ON l.order_id = o.id LEFT JOIN users u ON u.id = o.user_id
  GROUP BY o.id;

CREATE VIEW month_report AS
  SELECT DATE_FORMAT(placed, '%Y-%m-01') AS first_day, LEFT(MONTHNAME(placed), 3) AS month, SUM(net) AS net, COUNT(DISTINCT login) AS customers,
    GROUP_CONCAT(id ORDER BY id) AS ids
  FROM order_totals GROUP BY DATE_FORMAT(placed, '%Y-%m-01'), LEFT(MONTHNAME(placed), 3) ORDER BY 1;

CREATE VIEW products AS
  SELECT product, SUM(quantity) AS sold, AVG(price) AS average_price, MIN(price) AS lowest, ROUND(STDDEV(quantity), 3) AS spread, GROUP_CONCAT(DISTINCT quantity ORDER BY quantity SEPARATOR '|') AS quantities
  FROM order_lines GROUP BY product HAVING SUM(quantity) > 1 AND lowest < 100;

CREATE VIEW admins AS SELECT login, is_admin, is_admin AND balance > 0 AS rich_admin, !is_admin AS plain, balance FROM users WHERE is_admin;
CREATE VIEW admins_by_number AS SELECT login, IF(is_admin = 1, 'yes', 'no') AS admin, is_admin + 1 AS more FROM users WHERE is_admin <> 0 OR login = 'bob';

CREATE VIEW settings AS
  SELECT id, JSON_UNQUOTE(JSON_EXTRACT(settings, '$.lang')) AS lang, JSON_VALUE(settings, '$.size') AS size FROM users WHERE settings IS NOT NULL;

CREATE VIEW tree AS
  WITH RECURSIVE t AS (
    SELECT ID, parent_id, subject, 0 AS level FROM tickets WHERE parent_id IS NULL
    UNION ALL SELECT c.ID, c.parent_id, c.subject, t.level + 1 FROM tickets c JOIN t ON c.parent_id = t.ID)
  SELECT ID, CONCAT(REPEAT('  ', level), subject) AS shown, level FROM t ORDER BY level, ID;

CREATE VIEW waiting_time AS
  SELECT ID, TIMEDIFF(closed, opened) AS took, TIMESTAMPDIFF(MINUTE, opened, closed) AS minutes, UNIX_TIMESTAMP(closed) - UNIX_TIMESTAMP(opened) AS seconds
  FROM tickets WHERE closed IS NOT NULL AND closed > opened + INTERVAL 1 DAY;

CREATE VIEW due_today AS SELECT ID, due, HOUR(due) AS hour, TIME_FORMAT(due, '%H:%i') AS shown FROM tickets WHERE due > '08:00:00';

CREATE VIEW searched AS SELECT ID, subject FROM tickets WHERE subject LIKE '%printer%' OR subject LIKE '%\%\_full' OR subject REGEXP '^net';

CREATE VIEW quoted_names AS SELECT t.`order` AS `group`, `t`.`ID` AS `Ticket ID`, 'it''s' AS "what's this", t.due AS `end` FROM tickets AS t WHERE t.`order` IS NOT NULL;

CREATE VIEW sorted AS SELECT ID, `order`, status FROM tickets ORDER BY `order`, status DESC, subject IS NULL, ID LIMIT 3;

CREATE VIEW null_safe AS SELECT a.ID, b.ID AS other FROM tickets a JOIN tickets b ON a.`order` <=> b.`order` AND a.ID < b.ID;

CREATE VIEW mixed_union AS
  SELECT id AS n, login AS t, registered AS moment, is_admin AS flag FROM users
  UNION SELECT ID, status, opened, priority FROM tickets
  UNION ALL SELECT NULL, NULL, NULL, NULL;

CREATE VIEW without_from AS SELECT 1 AS a UNION ALL SELECT 2 UNION ALL SELECT 2.5;

CREATE VIEW latest_per_user AS
  SELECT u.login, (SELECT t.subject FROM tickets t WHERE t.user_id = u.id ORDER BY t.opened DESC LIMIT 1) AS latest,
    EXISTS (SELECT 1 FROM orders o WHERE o.user_id = u.id) AS has_ordered, u.id IN (SELECT user_id FROM orders WHERE state > 10) AS has_parcel
  FROM users u;

CREATE VIEW latest_lateral AS
  SELECT u.login, x.c, x.last FROM users u LEFT JOIN (SELECT user_id, COUNT(*) AS c, MAX(opened) AS last FROM tickets GROUP BY user_id) AS x ON x.user_id = u.id;

CREATE VIEW grouped_by_other_key AS
  SELECT u.login, u.display_name, COUNT(t.ID) AS tickets FROM users u LEFT JOIN tickets t ON t.user_id = u.id GROUP BY u.login;

CREATE VIEW first_subject AS SELECT user_id, MIN(opened) AS first, CONCAT(user_id, ':', COUNT(*)) AS label FROM tickets GROUP BY 1 HAVING `first` > '2024-01-01' OR label LIKE '%2';

CREATE VIEW deep AS SELECT * FROM (SELECT * FROM (SELECT id, login FROM users WHERE id > 1) AS a WHERE id < 10) AS b;

CREATE VIEW bits AS SELECT id, state & 4 AS four, state | 1 AS odd, state << 1 AS twice, state ^ 3 AS mixed, MOD(state, 7) AS rest, -state AS minus, state / 7 AS seventh FROM orders;

CREATE VIEW rounding AS
  SELECT order_id, ROUND(price / 3, 2) AS third, TRUNCATE(price, 1) AS cut, CEIL(price) AS up, FLOOR(price) AS down, FORMAT(price * 1000, 2) AS shown, price * 1.1 AS taxed
  FROM order_lines;

CREATE VIEW view_of_views AS
  SELECT o.owner, o.urgency, m.room FROM open_tickets o LEFT JOIN ticket_meta m ON m.ticket = o.ID WHERE m.room IS NOT NULL OR o.urgency <> 'low';

CREATE VIEW excepted AS SELECT id FROM users EXCEPT SELECT user_id FROM orders WHERE user_id IS NOT NULL;
CREATE VIEW intersected AS SELECT id FROM users INTERSECT SELECT user_id FROM orders;

CREATE VIEW statuses_of_two AS SELECT status FROM tickets WHERE ID < 3 UNION SELECT status FROM tickets WHERE ID > 2 ORDER BY status;

CREATE VIEW statuses_in_order AS SELECT DISTINCT status, status = 'new' AS is_new FROM tickets ORDER BY is_new, 1 DESC;

CREATE VIEW tickets_by_status AS SELECT status, ID FROM tickets ORDER BY 1 DESC, 2;
