CREATE TABLE `order` (id INT PRIMARY KEY, buyer INT, `end` DATE, note VARCHAR(40), doc TEXT, price DECIMAL(9,2), `a``b` INT);
CREATE TABLE buyer (id INT PRIMARY KEY, name VARCHAR(40), boss INT, `group` INT);
CREATE TABLE line (order_id INT, number INT, what VARCHAR(20), PRIMARY KEY (order_id, number));
INSERT INTO `order` SELECT seq, seq % 7, IF(seq % 5, '2020-02-28' + INTERVAL seq DAY, NULL),
    ELT(1 + seq % 6, 'plain', '', 'it''s', 'a -- b', 'a; /* b */', NULL), CONCAT('{"k": [', seq, ', 2]}'), seq / 3, seq % 4 FROM seq_1_to_50;
INSERT INTO buyer SELECT seq, CONCAT('buyer ', seq), NULLIF(seq % 3, 0), seq % 2 FROM seq_1_to_5;
INSERT INTO line SELECT o.seq, n.seq, CONCAT('thing ', o.seq * n.seq % 5) FROM seq_1_to_30 AS o JOIN seq_1_to_4 AS n WHERE n.seq <= o.seq % 5;
