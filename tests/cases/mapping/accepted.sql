-- What a mapping may say, and how it is cut.
INSERT INTO users (id, name) SELECT u.id, u.name FROM `user` AS u;
INSERT INTO app.`users` (`id`, users.`na``me`, app.users.mail)
    SELECT id AS a, name b, mail 'c' /* not this -- ; */ FROM legacy.user WHERE deleted = 0 OR name LIKE 'a;b%' ORDER BY id;
insert low_priority people (id) (select id from t);
INSERT INTO dates (a, b, c, d, e, f, g, h)
SELECT d + INTERVAL 1 DAY, d + INTERVAL 1 DAY day, DATE '2020-01-01', TIMESTAMP'2020-01-01 00:00:00' x,
    'a' 'b', 'a' "b" c, x.end, CASE a WHEN 1 THEN 2 END
FROM x JOIN y USE INDEX FOR JOIN (i) ON LEFT(y.a, 2) = x.a, z;
INSERT INTO operators (a, b, c, d, e, f, g, h, i, j)
SELECT a IS NULL, NOT b, -c, c COLLATE utf8mb4_bin, c COLLATE utf8mb4_bin e, a DIV b, _utf8mb4'x' y, f -> '$.a', `a``b` `c`,
    (SELECT MAX(o.a) FROM o WHERE o.id = t.id)
FROM t;
/*!50001 INSERT INTO opened (id) SELECT /* a */ id FROM t */;
INSERT INTO united (id, kind) SELECT id, 'a' FROM a WHERE x = 1 UNION ALL (SELECT id, 'b' FROM b) UNION ALL SELECT id, 'c' FROM c ORDER BY 1;
INSERT INTO named (id, n) WITH f (id, n) AS (SELECT id, COUNT(*) FROM c GROUP BY id), g AS (SELECT * FROM f)
SELECT t.id, g.n FROM t JOIN g USING (id) WHERE t.id > 0 UNION ALL SELECT f.id, 0 FROM f;
INSERT INTO nested (id) SELECT a.id FROM ((a LEFT JOIN b ON a.x = b.x) JOIN (c, d) ON TRUE), e RIGHT JOIN f ON e.i = f.i;
INSERT INTO jason (id, v) SELECT t.id, j.v FROM t, JSON_TABLE(t.doc, '$[*]' COLUMNS (v INT PATH '$')) AS j;
INSERT INTO outer_join (id) SELECT a.id FROM { OJ a LEFT OUTER JOIN b ON a.id = b.id };
DELIMITER //
INSERT INTO delimited (id)
SELECT id FROM t PARTITION (p0, p1) AS q
//
DELIMITER ;
INSERT INTO stamped (at) SELECT UNIX_TIMESTAMP(at) + EXTRACT(DAY FROM at) + TRIM(BOTH 'x' FROM at) FROM t
