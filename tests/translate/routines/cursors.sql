CREATE TABLE item (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(30) NOT NULL, qty INT NOT NULL DEFAULT 0, price DECIMAL(8,2), grp INT);
CREATE TABLE summary (grp INT NOT NULL PRIMARY KEY, total DECIMAL(12,2) NOT NULL, names TEXT);
DELIMITER //
-- A loop with a flag, in the most common shape.
CREATE FUNCTION list_names(p_grp INT) RETURNS TEXT READS SQL DATA
BEGIN
  DECLARE done INT DEFAULT FALSE;
  DECLARE v_name VARCHAR(30);
  DECLARE result TEXT DEFAULT '';
  DECLARE cur CURSOR FOR SELECT name FROM item WHERE grp = p_grp ORDER BY name;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET done = TRUE;
  OPEN cur;
  read_loop: LOOP
    FETCH cur INTO v_name;
    IF done THEN LEAVE read_loop; END IF;
    SET result = CONCAT(result, IF(result = '', '', ', '), v_name);
  END LOOP;
  CLOSE cur;
  RETURN result;
END//
-- REPEAT with a flag; the last row must not be counted twice.
CREATE PROCEDURE total_value(OUT p_total DECIMAL(12,2), OUT p_rows INT)
BEGIN
  DECLARE done BOOLEAN DEFAULT 0;
  DECLARE q INT; DECLARE p DECIMAL(8,2);
  DECLARE c CURSOR FOR SELECT qty, price FROM item ORDER BY id;
  DECLARE CONTINUE HANDLER FOR SQLSTATE '02000' SET done = 1;
  SET p_total = 0, p_rows = 0;
  OPEN c;
  REPEAT
    FETCH c INTO q, p;
    IF NOT done THEN
      SET p_total = p_total + q * IFNULL(p, 0);
      SET p_rows = p_rows + 1;
    END IF;
  UNTIL done END REPEAT;
  CLOSE c;
END//
-- WHILE that fetches ahead, and reads what the last FETCH left behind.
CREATE PROCEDURE last_seen(OUT p_last VARCHAR(30), OUT p_count INT)
BEGIN
  DECLARE finished INT DEFAULT 0;
  DECLARE v VARCHAR(30) DEFAULT 'nothing';
  DECLARE c CURSOR FOR SELECT name FROM item WHERE qty > 0 ORDER BY id;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET finished = 1;
  SET p_count = 0;
  OPEN c;
  FETCH c INTO v;
  WHILE finished = 0 DO
    SET p_count = p_count + 1;
    FETCH c INTO v;
  END WHILE;
  CLOSE c;
  SET p_last = v;
END//
-- Cursors within cursors, each with a block and a flag of its own.
CREATE PROCEDURE build_summary()
BEGIN
  DECLARE g INT; DECLARE no_more INT DEFAULT 0;
  DECLARE groups_cur CURSOR FOR SELECT DISTINCT grp FROM item WHERE grp IS NOT NULL ORDER BY grp;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET no_more = 1;
  DELETE FROM summary;
  OPEN groups_cur;
  outer_loop: LOOP
    FETCH groups_cur INTO g;
    IF no_more = 1 THEN LEAVE outer_loop; END IF;
    BEGIN
      DECLARE n VARCHAR(30); DECLARE q INT; DECLARE p DECIMAL(8,2); DECLARE inner_done INT DEFAULT 0;
      DECLARE t DECIMAL(12,2) DEFAULT 0; DECLARE all_names TEXT DEFAULT NULL;
      DECLARE items_cur CURSOR FOR SELECT name, qty, price FROM item WHERE grp = g ORDER BY name;
      DECLARE CONTINUE HANDLER FOR NOT FOUND SET inner_done = 1;
      OPEN items_cur;
      inner_loop: LOOP
        FETCH items_cur INTO n, q, p;
        IF inner_done THEN LEAVE inner_loop; END IF;
        IF p IS NULL THEN ITERATE inner_loop; END IF;
        SET t = t + q * p;
        SET all_names = CONCAT_WS('|', all_names, n);
      END LOOP inner_loop;
      CLOSE items_cur;
      INSERT INTO summary (grp, total, names) VALUES (g, t, all_names);
    END;
  END LOOP outer_loop;
  CLOSE groups_cur;
END//
-- EXIT HANDLER ends the block at the first FETCH without a row.
CREATE PROCEDURE restock(IN p_limit INT, OUT p_changed INT)
BEGIN
  DECLARE v_id INT; DECLARE v_qty INT;
  SET p_changed = 0;
  BEGIN
    DECLARE c CURSOR FOR SELECT id, qty FROM item WHERE qty < p_limit ORDER BY id;
    DECLARE EXIT HANDLER FOR NOT FOUND BEGIN END;
    OPEN c;
    LOOP
      FETCH c INTO v_id, v_qty;
      UPDATE item SET qty = p_limit WHERE id = v_id;
      SET p_changed = p_changed + 1;
    END LOOP;
  END;
  IF p_changed = 0 THEN SET p_changed = -1; END IF;
END//
-- A SELECT … INTO without a row trips the flag of the loop, too.
CREATE PROCEDURE lookup_each(OUT p_seen INT, OUT p_flag INT)
BEGIN
  DECLARE done INT DEFAULT 0; DECLARE v_id INT; DECLARE v_total DECIMAL(12,2) DEFAULT -1;
  DECLARE c CURSOR FOR SELECT grp FROM item WHERE grp IS NOT NULL ORDER BY id;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET done = 1;
  SET p_seen = 0;
  OPEN c;
  l: LOOP
    FETCH c INTO v_id;
    IF done = 1 THEN LEAVE l; END IF;
    SET p_seen = p_seen + 1;
    SELECT total INTO v_total FROM summary WHERE grp = v_id + 1000;
  END LOOP;
  CLOSE c;
  SET p_flag = v_total;
END//
-- The same cursor twice.
CREATE FUNCTION twice() RETURNS INT READS SQL DATA
BEGIN
  DECLARE n, v, round INT DEFAULT 0; DECLARE done INT DEFAULT 0;
  DECLARE c CURSOR FOR SELECT qty FROM item WHERE id > round;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET done = 1;
  WHILE round < 2 DO
    SET done = 0;
    OPEN c;
    l: LOOP
      FETCH c INTO v;
      IF done THEN LEAVE l; END IF;
      SET n = n + 1;
    END LOOP;
    CLOSE c;
    SET round = round + 1;
  END WHILE;
  RETURN n;
END//
-- No handler: a FETCH without a row is an error.
CREATE PROCEDURE unhandled()
BEGIN
  DECLARE v INT;
  DECLARE c CURSOR FOR SELECT id FROM item WHERE id = 12345;
  OPEN c;
  FETCH c INTO v;
END//
DELIMITER ;
