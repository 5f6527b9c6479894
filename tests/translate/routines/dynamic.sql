CREATE TABLE `Log` (id INT PRIMARY KEY, packet BIGINT, `order` INT);
CREATE TABLE extension (id INT AUTO_INCREMENT PRIMARY KEY, table_name VARCHAR(30) NOT NULL, join_name VARCHAR(30) NOT NULL);
CREATE TABLE tcp (packet BIGINT, port INT);
CREATE TABLE udp (of_packet BIGINT, port INT);
DELIMITER //
CREATE PROCEDURE gone(IN t VARCHAR(64), IN c VARCHAR(64), IN n BIGINT)
BEGIN
  SET @gone = CONCAT('DELETE FROM ', t, ' WHERE ', t, '.', c, ' = ', n);
  PREPARE gone FROM @gone;
  EXECUTE gone;
  DEALLOCATE PREPARE gone;
END//
CREATE PROCEDURE gone_everywhere(IN n BIGINT)
BEGIN
  DECLARE t, c VARCHAR(30);
  DECLARE done INT DEFAULT 0;
  DECLARE every CURSOR FOR SELECT table_name, join_name FROM extension ORDER BY id;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET done = 1;
  OPEN every;
  each_one: LOOP
    FETCH every INTO t, c;
    IF done THEN LEAVE each_one; END IF;
    CALL gone(t, c, n);
  END LOOP;
  CLOSE every;
END//
CREATE PROCEDURE of_log(IN n INT)
BEGIN
  DECLARE CONTINUE HANDLER FOR SQLEXCEPTION SELECT 'not done' AS said;
  SET @s = CONCAT('DELETE FROM Log WHERE `order` = ', n);
  PREPARE s FROM @s;
  EXECUTE s;
END//
CREATE PROCEDURE of_text(IN n VARCHAR(20))
BEGIN
  SET @s = CONCAT('DELETE FROM tcp WHERE port = ', n);
  PREPARE s FROM @s;
  EXECUTE s;
END//
CREATE PROCEDURE of_changed(IN n INT)
BEGIN
  SET @s = CONCAT('DELETE FROM tcp WHERE port = ', n);
  SET n = n + 1;
  PREPARE s FROM @s;
  EXECUTE s;
END//
CREATE PROCEDURE joined_names(IN t VARCHAR(20), IN n INT)
BEGIN
  SET @s = CONCAT('DELETE FROM ', t, '1 WHERE port = ', n);
  PREPARE s FROM @s;
  EXECUTE s;
END//
DELIMITER ;
