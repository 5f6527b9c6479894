CREATE TABLE `Order` (
    `id` int AUTO_INCREMENT PRIMARY KEY, `User Name` varchar(20), `total` int GENERATED ALWAYS AS (id * 2) STORED, `ctid` int,
    `hidden` int INVISIBLE
);
INSERT INTO `Order` VALUES (1,'a',DEFAULT,5),(2,'b',NULL,NULL);
INSERT INTO shop.`Order` (`User Name`, ID, `Order`.hidden) VALUES ('c',3,4);
INSERT INTO `Order` (`User Name`, ctid) VALUES ('no number',1),('another',2);
INSERT LOW_PRIORITY INTO `Order` (id, `User Name`) VALUES (NULL,'counted'),(10,'given'),(NULL,'counted'),(0,'zero'),(DEFAULT,'default');
INSERT INTO `Order` SET `User Name` = 'set', id = 20;
INSERT DELAYED `Order` () VALUES (), ();
INSERT HIGH_PRIORITY INTO `Order` PARTITION (p0, p1) (id) VALUE ROW(30), ROW (31);
INSERT INTO nowhere VALUES (1);
INSERT INTO `Order` (id, nothing) VALUES (1,2);
INSERT INTO `Order` (id) VALUES (1,2),(40);
INSERT INTO `Order` (id) SELECT id + 100 FROM `Order`;
INSERT INTO `Order` (SELECT * FROM `Order`);
INSERT INTO `Order` (id, `User Name`) VALUES /* a comment */ (50 -- another
, '/* none */'), # and one
/*!50000 (51,'executable') */;
