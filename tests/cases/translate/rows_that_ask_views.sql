-- Views and functions are written ahead of rows that ask for them.
CREATE TABLE sale (id int PRIMARY KEY, amount int);
INSERT INTO sale VALUES (1, 2), (2, 5);
CREATE FUNCTION doubled(x int) RETURNS int DETERMINISTIC RETURN x * 2;
CREATE VIEW large AS SELECT id, amount FROM sale WHERE amount > 3;
CREATE VIEW larger AS SELECT id, doubled(amount) AS amount FROM large;
CREATE TABLE report (id int PRIMARY KEY, amount int);
INSERT INTO report SELECT id, amount FROM larger;
INSERT INTO report (id, amount) VALUES (3, (SELECT COUNT(*) FROM large));
UPDATE report SET amount = doubled(amount) WHERE id = 3;
INSERT INTO sale VALUES (7, 8);
