CREATE TABLE session (id INT AUTO_INCREMENT PRIMARY KEY, who VARCHAR(20) NOT NULL, bytes BIGINT, closed DATETIME);
CREATE TABLE used (who VARCHAR(20) NOT NULL, day DATE NOT NULL, bytes BIGINT, average DECIMAL(10,2), note VARCHAR(40), PRIMARY KEY (who, day));
CREATE TABLE counted (who VARCHAR(20) PRIMARY KEY, n INT);
CREATE TABLE address (ip VARCHAR(15) PRIMARY KEY, pool VARCHAR(20) NOT NULL, owner VARCHAR(20), taken INT NOT NULL DEFAULT 0);
DELIMITER //
CREATE TRIGGER counted_in BEFORE INSERT ON counted FOR EACH ROW SET NEW.n = NEW.n + 100//
CREATE PROCEDURE analyzed() ANALYZE TABLE session, used//
CREATE PROCEDURE optimized()
BEGIN
  DELETE FROM session WHERE bytes IS NULL;
  OPTIMIZE LOCAL TABLE session;
END//
CREATE PROCEDURE never_right(IN p_user VARCHAR(20))
BEGIN
  INSERT INTO session (who, bytes) VALUES (p_user, 0);
  INSERT INTO session (who, socket) VALUES (p_user, 1);
END//
CREATE PROCEDURE never_right_but_caught(OUT p_error INT)
BEGIN
  DECLARE CONTINUE HANDLER FOR SQLEXCEPTION SET p_error = 1;
  SET p_error = 0;
  INSERT INTO session (who, socket) VALUES ('x', 1);
END//
CREATE PROCEDURE sum_up(IN p_day DATE)
BEGIN
  DECLARE EXIT HANDLER FOR SQLEXCEPTION
  BEGIN
    ROLLBACK;
    RESIGNAL;
  END;
  START TRANSACTION;
  INSERT INTO used (who, day, bytes, average, note)
  SELECT * FROM (SELECT who, p_day, SUM(bytes) AS bytes, 1.25 AS average, CONCAT('of ', who) AS note FROM session GROUP BY who) AS s
  ON DUPLICATE KEY UPDATE bytes = used.bytes + s.bytes, note = CONCAT(used.note, ', ', s.note);
  COMMIT;
END//
CREATE PROCEDURE sum_up_by_name(IN p_day DATE)
  INSERT INTO used (who, day, bytes)
  SELECT q.who, p_day, q.bytes FROM session q WHERE q.bytes > 10 AND q.closed IS NULL
  ON DUPLICATE KEY UPDATE bytes = used.bytes * 10 + q.bytes//
CREATE PROCEDURE rounded(IN p_day DATE)
  INSERT INTO used (who, day, average)
  SELECT * FROM (SELECT who, p_day, AVG(bytes) AS rate FROM session GROUP BY who) AS s
  ON DUPLICATE KEY UPDATE average = s.rate * 3//
CREATE PROCEDURE counted_anew()
  INSERT INTO counted (who, n)
  SELECT * FROM (SELECT who, COUNT(*) AS times FROM session GROUP BY who) AS s
  ON DUPLICATE KEY UPDATE n = s.times//
CREATE PROCEDURE opened(IN p_who VARCHAR(20))
  INSERT INTO session (who, bytes, closed) SELECT * FROM (SELECT who, 0 - SUM(bytes), NULL FROM session WHERE who = p_who GROUP BY who) AS s//
CREATE PROCEDURE take(IN p_pool VARCHAR(20), IN p_owner VARCHAR(20))
proc: BEGIN
  DECLARE found VARCHAR(15);
  DECLARE EXIT HANDLER FOR SQLEXCEPTION
  BEGIN
    ROLLBACK;
    RESIGNAL;
  END;
  START TRANSACTION;
  SELECT ip INTO found FROM address WHERE pool = p_pool AND owner IS NULL ORDER BY ip LIMIT 1 FOR UPDATE;
  IF found IS NULL THEN
    COMMIT;
    LEAVE proc;
  END IF;
  UPDATE address SET owner = p_owner, taken = taken + 1 WHERE ip = found;
  COMMIT;
  SELECT found;
END//
CREATE PROCEDURE take_twice(IN p_pool VARCHAR(20), IN p_owner VARCHAR(20))
BEGIN
  DECLARE EXIT HANDLER FOR SQLEXCEPTION
  BEGIN
    ROLLBACK;
    RESIGNAL;
  END;
  START TRANSACTION;
  again: LOOP
    UPDATE address SET taken = taken + 1 WHERE pool = p_pool;
    COMMIT;
    IF p_owner = 'x' THEN LEAVE again; END IF;
  END LOOP;
  UPDATE address SET owner = p_owner WHERE pool = p_pool;
END//
CREATE PROCEDURE in_strides(IN stride INT)
BEGIN
  DECLARE a, z INT;
  DECLARE updated INT DEFAULT 0;
  SELECT MIN(id) INTO a FROM session;
  strides: LOOP
    SET z = a + stride - 1;
    UPDATE session SET closed = '2024-01-01' WHERE id BETWEEN a AND z AND closed IS NULL;
    SET updated = updated + ROW_COUNT();
    SET a = z + 1;
    SELECT z AS latest, updated AS closed_now;
    IF a > (SELECT MAX(id) FROM session) THEN LEAVE strides; END IF;
  END LOOP;
END//
DELIMITER ;
