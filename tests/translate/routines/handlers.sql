CREATE TABLE account (id INT PRIMARY KEY, owner VARCHAR(30) NOT NULL, balance DECIMAL(10,2) NOT NULL, email VARCHAR(40) UNIQUE,
  CHECK (balance >= 0));
CREATE TABLE log (id INT AUTO_INCREMENT PRIMARY KEY, msg VARCHAR(200));
CREATE TABLE child (id INT PRIMARY KEY, account_id INT NOT NULL, FOREIGN KEY (account_id) REFERENCES account (id));
DELIMITER //
CREATE PROCEDURE add_account(IN p_id INT, IN p_owner VARCHAR(30), OUT p_result VARCHAR(20))
BEGIN
  DECLARE EXIT HANDLER FOR 1062 SET p_result = 'duplicate';
  INSERT INTO account VALUES (p_id, p_owner, 0, NULL);
  SET p_result = 'added';
END//
CREATE PROCEDURE transfer(IN p_from INT, IN p_to INT, IN p_amount DECIMAL(10,2), OUT p_status INT)
BEGIN
  DECLARE EXIT HANDLER FOR SQLEXCEPTION
  BEGIN
    ROLLBACK;
    SET p_status = -1;
  END;
  START TRANSACTION;
  UPDATE account SET balance = balance + p_amount WHERE id = p_to;
  UPDATE account SET balance = balance - p_amount WHERE id = p_from;
  COMMIT;
  SET p_status = 0;
END//
CREATE PROCEDURE transfer_or_raise(IN p_from INT, IN p_to INT, IN p_amount DECIMAL(10,2))
BEGIN
  DECLARE v_balance DECIMAL(10,2);
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;
  START TRANSACTION;
  SELECT balance INTO v_balance FROM account WHERE id = p_from FOR UPDATE;
  IF v_balance IS NULL THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no such account';
  END IF;
  UPDATE account SET balance = balance + p_amount WHERE id = p_to;
  IF v_balance < p_amount THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'insufficient funds';
  END IF;
  UPDATE account SET balance = balance - p_amount WHERE id = p_from;
  COMMIT;
END//
-- What ran before the failing statement stays done.
CREATE PROCEDURE add_many(OUT p_added INT, OUT p_failed INT)
BEGIN
  DECLARE i INT DEFAULT 1;
  DECLARE CONTINUE HANDLER FOR SQLSTATE '23000' SET p_failed = p_failed + 1;
  SET p_added = 0, p_failed = 0;
  WHILE i <= 5 DO
    INSERT INTO account (id, owner, balance) VALUES (i, CONCAT('owner ', i), i * 10);
    SET i = i + 1;
  END WHILE;
  SELECT COUNT(*) INTO p_added FROM account;
END//
CREATE PROCEDURE keeps_what_was_done(OUT p_msg VARCHAR(100))
BEGIN
  DECLARE EXIT HANDLER FOR SQLEXCEPTION
  BEGIN
    INSERT INTO log (msg) VALUES ('failed');
    SET p_msg = 'failed';
  END;
  INSERT INTO log (msg) VALUES ('first');
  INSERT INTO account VALUES (1, 'again', 0, NULL);
  INSERT INTO log (msg) VALUES ('never');
  SET p_msg = 'done';
END//
CREATE PROCEDURE named_conditions(IN p_case INT, OUT p_what VARCHAR(30))
BEGIN
  DECLARE duplicate_key CONDITION FOR 1062;
  DECLARE too_small CONDITION FOR SQLSTATE '45001';
  DECLARE EXIT HANDLER FOR duplicate_key SET p_what = 'duplicate';
  DECLARE EXIT HANDLER FOR too_small SET p_what = 'too small';
  DECLARE EXIT HANDLER FOR SQLEXCEPTION SET p_what = 'something else';
  SET p_what = 'nothing';
  IF p_case = 1 THEN
    INSERT INTO account VALUES (1, 'x', 0, NULL);
  ELSEIF p_case = 2 THEN
    SIGNAL too_small;
  ELSEIF p_case = 3 THEN
    INSERT INTO child VALUES (1, 999);
  END IF;
END//
CREATE PROCEDURE nested(OUT p_trace VARCHAR(100))
BEGIN
  DECLARE EXIT HANDLER FOR SQLEXCEPTION SET p_trace = CONCAT(p_trace, ' outer');
  SET p_trace = 'start';
  BEGIN
    DECLARE EXIT HANDLER FOR SQLSTATE '45000' BEGIN SET p_trace = CONCAT(p_trace, ' inner'); RESIGNAL; END;
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'x';
  END;
  SET p_trace = CONCAT(p_trace, ' unreached');
END//
CREATE PROCEDURE resignal_changed()
BEGIN
  DECLARE EXIT HANDLER FOR SQLEXCEPTION
    RESIGNAL SQLSTATE '45009' SET MESSAGE_TEXT = 'wrapped';
  INSERT INTO account VALUES (1, 'x', 0, NULL);
END//
CREATE PROCEDURE not_found_values(IN p_id INT, OUT p_owner VARCHAR(30), OUT p_found INT)
BEGIN
  DECLARE v_owner VARCHAR(30) DEFAULT 'unknown';
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET p_found = 0;
  SET p_found = 1;
  SELECT owner INTO v_owner FROM account WHERE id = p_id;
  SET p_owner = v_owner;
END//
CREATE PROCEDURE too_many(OUT p_owner VARCHAR(30))
BEGIN
  DECLARE EXIT HANDLER FOR 1172 SET p_owner = 'several';
  SELECT owner INTO p_owner FROM account WHERE balance >= 0;
END//
CREATE FUNCTION divided(a INT, b INT) RETURNS DECIMAL(10,4) DETERMINISTIC
BEGIN
  IF b = 0 THEN
    SIGNAL SQLSTATE '22012' SET MESSAGE_TEXT = 'b must not be 0';
  END IF;
  RETURN a / b;
END//
CREATE PROCEDURE case_missing(IN x INT, OUT r INT)
BEGIN
  DECLARE EXIT HANDLER FOR 1339 SET r = -1;
  CASE x WHEN 1 THEN SET r = 10; WHEN 2 THEN SET r = 20; END CASE;
END//
CREATE PROCEDURE plain_signal() SIGNAL SQLSTATE '45000'//
DELIMITER ;
