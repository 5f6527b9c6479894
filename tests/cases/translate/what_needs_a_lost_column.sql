CREATE TABLE g (
    a int, k date,
    m varchar(10) AS (date_format(k, '%Y-%m')) STORED,
    n varchar(20) AS (concat(m, 'x')),
    CHECK (m <> 'x'),
    KEY (m),
    KEY upper_m ((upper(m)))
);
CREATE VIEW asks AS SELECT a, m FROM g;
CREATE VIEW asks_all AS SELECT * FROM g;
CREATE FUNCTION counts() RETURNS int READS SQL DATA RETURN (SELECT count(*) FROM g WHERE m = 'a');
INSERT INTO g (a, k) VALUES (1, '2024-01-01');
INSERT INTO g (a, k, m) VALUES (2, '2024-01-01', DEFAULT);
UPDATE g SET a = 4 WHERE m = '2024-01';
CREATE TABLE twice (a int, b int, A int);
CREATE TABLE once (a int);
ALTER TABLE once ADD COLUMN a int;
ALTER TABLE once ADD COLUMN IF NOT EXISTS a int;
CREATE TABLE d (y year DEFAULT 24, z year DEFAULT '69', zero year DEFAULT 0, text_zero year DEFAULT '0',
    s set('a', 'b', 'c') DEFAULT 'C,a,c');
