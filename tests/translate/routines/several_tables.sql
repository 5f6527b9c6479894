CREATE TABLE stock (id INT PRIMARY KEY, n INT NOT NULL, note VARCHAR(20));
CREATE TABLE wish (id INT PRIMARY KEY, stock INT NOT NULL, n INT NOT NULL, state VARCHAR(10) NOT NULL);
CREATE TABLE kept (stock INT PRIMARY KEY, n INT, what VARCHAR(20));
INSERT INTO stock VALUES (1, 10, NULL), (2, 20, NULL), (3, 30, 'old');
INSERT INTO wish VALUES (1, 1, 4, 'new'), (2, 2, 5, 'new'), (3, 3, 6, 'done');
INSERT INTO kept VALUES (1, 1, 'before'), (9, 9, 'stays');
DELIMITER //
-- Two tables at once: each sees the rows as they were.
CREATE PROCEDURE fulfil(what VARCHAR(20))
BEGIN
  UPDATE stock s JOIN wish w ON w.stock = s.id SET s.n = s.n - w.n, s.note = what, w.state = 'done' WHERE w.state = 'new';
END//
CREATE PROCEDURE keep() REPLACE INTO kept (stock, n, what) SELECT id, n, note FROM stock//
CREATE PROCEDURE shown() SELECT id, n FROM stock ORDER BY id//
CREATE PROCEDURE shown_and_kept()
BEGIN
  CALL shown();
  UPDATE kept SET n = n + 1;
END//
DELIMITER ;
