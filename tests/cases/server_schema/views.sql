-- Views, with names that look like the database's own.
CREATE TABLE person (id int PRIMARY KEY, name varchar(50), boss int, `own_schema` int);
CREATE TABLE own_schema (id int PRIMARY KEY, person int, word varchar(20));
CREATE FUNCTION twice (x int) RETURNS int DETERMINISTIC RETURN x * 2;
CREATE VIEW plain AS SELECT id, name FROM person;
CREATE VIEW named (number, called) AS SELECT id, concat(name, ' (`own_schema`.`x`)') FROM person;
CREATE VIEW joined AS SELECT p.id, b.name AS boss FROM person p LEFT JOIN person b ON b.id = p.boss;
CREATE VIEW both_named AS SELECT p.id, o.word FROM person p JOIN own_schema o ON o.person = p.id;
CREATE VIEW same_name AS SELECT own_schema.id, own_schema.word, person.own_schema
    FROM own_schema JOIN person ON own_schema.person = person.id WHERE own_schema.id > 0;
CREATE VIEW called AS SELECT id, twice(id) AS doubled FROM person;
CREATE VIEW checked AS SELECT id, name FROM person WHERE id > 10 WITH CHECK OPTION;
CREATE VIEW locally AS SELECT id, name FROM checked WHERE id < 100 WITH LOCAL CHECK OPTION;
CREATE SQL SECURITY INVOKER VIEW asked AS SELECT count(*) AS n FROM person;
CREATE ALGORITHM = TEMPTABLE VIEW grouped AS SELECT boss, count(*) AS n, max(name) FROM person GROUP BY boss HAVING n > 1 ORDER BY n DESC LIMIT 5;
CREATE VIEW nested AS SELECT * FROM (SELECT id FROM person WHERE id IN (SELECT person FROM own_schema)) x
    UNION ALL SELECT id FROM plain;
CREATE VIEW recursive_one AS WITH RECURSIVE up AS (SELECT id, boss FROM person WHERE boss IS NULL
    UNION ALL SELECT p.id, p.boss FROM person p JOIN up ON p.boss = up.id) SELECT * FROM up;
CREATE VIEW windowed AS SELECT id, row_number() OVER (PARTITION BY boss ORDER BY id) AS n FROM person;
CREATE VIEW wordy AS SELECT 'it''s -- here' AS a, "x # y" AS b, 'back\\slash' AS c, if(id, 'y', NULL) AS d FROM person;
