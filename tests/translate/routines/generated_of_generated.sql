-- PostgreSQL's generated columns read no others.
CREATE TABLE g (
    id int PRIMARY KEY, a int,
    b int AS (a * 2), c int AS (b + 1) STORED, d varchar(3) AS (concat(c, '')), e decimal(6,2) AS (a / 3),
    f varchar(20) AS (concat(e, '-', d)), small tinyint(1) AS (f = '0.33-3'), KEY (c), CHECK (c > 0)
);
INSERT INTO g (id, a) VALUES (1, 1), (2, 10), (3, NULL);
CREATE TABLE defaults (id int PRIMARY KEY, y year DEFAULT 24, z year DEFAULT '69', s set('a', 'b', 'c') DEFAULT 'c,a');
INSERT INTO defaults (id) VALUES (1);
