CREATE TABLE note (id INT AUTO_INCREMENT PRIMARY KEY, body VARCHAR(60), by_whom VARCHAR(30));
CREATE TABLE stock (id INT PRIMARY KEY, qty INT NOT NULL);
DELIMITER //
-- A switch that the application turns.
CREATE TRIGGER note_ai BEFORE INSERT ON note FOR EACH ROW
BEGIN
  IF @no_triggers IS NULL THEN
    SET NEW.body = UPPER(NEW.body);
  END IF;
  SET NEW.by_whom = @who;
END//
CREATE PROCEDURE quiet_on() SET @no_triggers = 1//
CREATE PROCEDURE quiet_off() SET @no_triggers = NULL//
CREATE PROCEDURE login(IN p_name VARCHAR(30)) BEGIN SET @who = p_name; END//
CREATE PROCEDURE locally(IN p_a INT, OUT p_sum INT, OUT p_text VARCHAR(20))
BEGIN
  SET @total = 0;
  SET @total = @total + p_a;
  SELECT @total + 5 INTO @bigger;
  SET p_sum = @total + @bigger;
  SET @label = CONCAT('n', p_sum);
  SET p_text = @label;
END//
CREATE FUNCTION next_ticket() RETURNS INT
BEGIN
  SET @ticket = IFNULL(@ticket, 0) + 1;
  RETURN @ticket;
END//
CREATE PROCEDURE fixed_statement(IN p_id INT, IN p_qty INT)
BEGIN
  SET @sql = 'INSERT INTO stock (id, qty) VALUES (?, ?)';
  PREPARE stmt FROM @sql;
  SET @i = p_id, @q = p_qty;
  EXECUTE stmt USING @i, @q;
  DEALLOCATE PREPARE stmt;
END//
CREATE PROCEDURE dynamic_table(IN p_table VARCHAR(30))
BEGIN
  SET @s = CONCAT('SELECT COUNT(*) FROM ', p_table);
  PREPARE stmt FROM @s;
  EXECUTE stmt;
END//
CREATE PROCEDURE take(IN p_id INT, IN p_n INT, OUT p_ok INT)
BEGIN
  DECLARE v INT DEFAULT 0;
  START TRANSACTION;
  UPDATE stock SET qty = qty - p_n WHERE id = p_id;
  SELECT qty INTO v FROM stock WHERE id = p_id;
  IF v < 0 THEN
    ROLLBACK;
    SET p_ok = 0;
  ELSE
    COMMIT;
    SET p_ok = 1;
  END IF;
END//
CREATE PROCEDURE take_or_fail(IN p_id INT, IN p_n INT)
BEGIN
  DECLARE v INT;
  START TRANSACTION;
  UPDATE stock SET qty = qty - p_n WHERE id = p_id;
  SET v = (SELECT qty FROM stock WHERE id = p_id);
  IF v < 0 THEN
    ROLLBACK;
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'not enough';
  END IF;
  COMMIT;
END//
-- The flag of a handler decides between COMMIT and ROLLBACK.
CREATE PROCEDURE add_both(IN p_a INT, IN p_b INT, OUT p_done INT)
BEGIN
  DECLARE failed INT DEFAULT 0;
  DECLARE CONTINUE HANDLER FOR SQLEXCEPTION SET failed = 1;
  START TRANSACTION;
  INSERT INTO stock VALUES (p_a, 0);
  INSERT INTO stock VALUES (p_b, 0);
  IF failed THEN
    ROLLBACK;
    SET p_done = 0;
  ELSE
    COMMIT;
    SET p_done = 1;
  END IF;
END//
CREATE PROCEDURE truncated() TRUNCATE TABLE note//
DELIMITER ;
