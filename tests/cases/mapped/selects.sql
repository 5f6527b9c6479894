-- In ranges of the first table they have the rows that they have as a whole.
INSERT INTO n (a, b, c, d) SELECT o.id x, o.buyer AS y, `note` 'z', `a``b` `w` FROM `order` o;
INSERT INTO n (a, b) SELECT id, note FROM `order` WHERE note = 'a; /* b */' OR note IS NULL ORDER BY price DESC;
INSERT INTO n (a, b, c, d, e)
SELECT o.`end` + INTERVAL 1 DAY, INTERVAL 1 DAY + o.end day, DATE '2020-01-01' + INTERVAL o.id MINUTE minute, {d '2020-01-01'}, 'a' "b"
  FROM `order` AS o -- the last line has a comment
;
INSERT INTO n (a, b, c, d, e, f, g) SELECT id IS NULL, NOT id n, -price, note COLLATE utf8mb4_bin, note COLLATE utf8mb4_bin e,
    CASE id WHEN 1 THEN 2 END, CASE WHEN id > 3 THEN 'x' ELSE note END AS `end` FROM `order`;
INSERT INTO n (a, b) SELECT o.id, JSON_VALUE(o.doc, '$.k[0]') FROM `order` AS o WHERE JSON_VALUE(o.doc, '$.k[0]') > 20;
INSERT INTO n (a, b, c) SELECT o.id, b.name, l.what FROM `order` AS o LEFT JOIN buyer AS b ON b.id = o.buyer LEFT JOIN line l ON l.order_id = o.id;
INSERT INTO n (a, b) SELECT o.id, l.what FROM `order` AS o JOIN line AS l ON l.order_id = o.id AND LEFT(l.what, 5) = 'thing';
INSERT INTO n (a, b) SELECT o.id, b.name FROM `order` AS o, buyer AS b WHERE o.buyer = b.id OR b.id = 2;
INSERT INTO n (a, b) SELECT o.id, b.name FROM `order` AS o, buyer AS c RIGHT JOIN buyer AS b ON c.boss = b.id;
INSERT INTO n (a, b) SELECT o.id, l.number FROM ((`order` AS o LEFT JOIN buyer AS b ON b.id = o.buyer) LEFT JOIN line AS l ON l.order_id = o.id);
INSERT INTO n (a, b) SELECT o.id, (SELECT MAX(l.number) FROM line AS l WHERE l.order_id = o.id) AS most FROM `order` AS o;
INSERT INTO n (a) SELECT o.id FROM `order` AS o WHERE o.buyer IN (SELECT b.id FROM buyer AS b WHERE b.`group` = 1) AND EXISTS (SELECT 1 FROM line l WHERE l.order_id = o.id LIMIT 1);
INSERT INTO n (a, b) SELECT o.id, t.lines FROM `order` AS o JOIN (SELECT order_id, COUNT(*) AS `lines` FROM line GROUP BY order_id HAVING COUNT(*) > 1) AS t ON t.order_id = o.id;
INSERT INTO n (a, b) WITH t (id, n) AS (SELECT order_id, COUNT(*) FROM line GROUP BY order_id), u AS (SELECT * FROM t WHERE n > 2)
    SELECT o.id, u.n FROM `order` AS o LEFT JOIN u USING (id) WHERE o.id > 5;
INSERT INTO n (a, b) WITH RECURSIVE up (id, top) AS (SELECT id, id FROM buyer WHERE boss IS NULL UNION ALL SELECT b.id, up.top FROM buyer AS b JOIN up ON b.boss = up.id)
    SELECT o.id, up.top FROM `order` AS o LEFT JOIN up ON up.id = o.buyer;
INSERT INTO n (a, b) SELECT id, 'order' FROM `order` UNION ALL (SELECT id, name FROM buyer) UNION ALL SELECT order_id, what FROM line ORDER BY 1;
INSERT INTO n (a, b) (SELECT l.order_id, l.number FROM line l USE INDEX (PRIMARY) WHERE l.number > 1);
INSERT INTO n (a, b) SELECT o.id, j.v FROM `order` AS o, JSON_TABLE(o.doc, '$.k[*]' COLUMNS (v INT PATH '$')) AS j;
INSERT INTO n (a, b) SELECT o.id, b.id FROM { OJ `order` AS o LEFT OUTER JOIN buyer AS b ON o.buyer = b.id };
INSERT INTO n (a) SELECT o.id FROM `order` AS o STRAIGHT_JOIN buyer AS b ON b.id = o.buyer;
INSERT INTO n (a, b) SELECT id, number FROM line NATURAL LEFT JOIN (SELECT id, id AS order_id FROM `order`) AS o;
/*!50001 INSERT INTO n (a) SELECT SQL_NO_CACHE HIGH_PRIORITY id FROM `order` */;
-- In one piece.
INSERT INTO n (a) SELECT DISTINCT note FROM `order`;
INSERT INTO n (a, b) SELECT buyer AS x, COUNT(*) FROM `order` GROUP BY x ORDER BY x;
INSERT INTO n (a, b) SELECT buyer, buyer FROM `order` LIMIT 7;
INSERT INTO n (a, b) SELECT MAX(o.id), MAX(o.id) FROM `order` AS o;
INSERT INTO n (a, b) SELECT id, ROW_NUMBER() OVER (ORDER BY id DESC) FROM `order`;
INSERT INTO n (a, b) SELECT id, ROW_NUMBER() OVER w FROM `order` WINDOW w AS (PARTITION BY buyer ORDER BY id);
INSERT INTO n (a) SELECT note FROM `order` UNION SELECT name FROM buyer;
INSERT INTO n (a) SELECT id FROM `order` UNION ALL SELECT id FROM buyer ORDER BY id DESC LIMIT 5;
INSERT INTO n (a) SELECT id FROM `order` EXCEPT SELECT id FROM buyer;
INSERT INTO n (a) (SELECT id FROM `order`) ORDER BY id LIMIT 5;
INSERT INTO n (a, b) SELECT 1, NULL;
INSERT INTO n (a) SELECT 1 FROM DUAL WHERE EXISTS (SELECT 1 FROM line);
INSERT INTO n (a, b) SELECT d.x, d.x FROM (SELECT id AS x FROM `order` WHERE id > 3) AS d WHERE d.x < 9;
INSERT INTO n (a, b) SELECT b.id, o.id FROM `order` AS o RIGHT JOIN buyer AS b ON b.id = o.buyer AND o.id > 47;
INSERT INTO n (a) WITH t AS (SELECT id FROM `order`) SELECT id FROM t WHERE id > 7;
INSERT INTO n (a, b) SELECT o.id, (SELECT MAX(o.price)) FROM `order` AS o;
INSERT INTO n (a) SELECT o.id FROM `order` AS o HAVING o.id > 5;
INSERT INTO n (a) SELECT seq FROM seq_1_to_3 AS s WHERE seq > 1;
