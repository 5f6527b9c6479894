CREATE TABLE property (object VARCHAR(30) NOT NULL, name VARCHAR(30) NOT NULL, place INT NOT NULL, value TEXT, PRIMARY KEY (object, name, place));
DELIMITER //
CREATE PROCEDURE properties(IN p_object VARCHAR(30), INOUT answer MEDIUMBLOB)
BEGIN
  DECLARE v_name VARCHAR(30);
  DECLARE v_value TEXT;
  DECLARE v_place, done, number INT DEFAULT 0;
  DECLARE at INT;
  DECLARE every CURSOR FOR SELECT name, place, value FROM property WHERE object = p_object ORDER BY name, place;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET done = 1;
  SET answer = CONCAT_WS(CHAR(0), answer, p_object);
  SET at = LENGTH(answer);
  OPEN every;
  REPEAT
    FETCH every INTO v_name, v_place, v_value;
    IF NOT done THEN
      SET answer = CONCAT_WS(CHAR(0), answer, v_name, v_value);
      SET number = number + 1;
    END IF;
  UNTIL done END REPEAT;
  CLOSE every;
  IF number != 0 THEN
    SET answer = INSERT(answer, at + 1, 1, CONCAT_WS(CONCAT(number), CHAR(0), CHAR(0)));
  ELSE
    SET answer = CONCAT_WS(CHAR(0), answer, 0);
  END IF;
END//
CREATE PROCEDURE names_of(IN p_object VARCHAR(30), OUT listed TEXT, OUT number INT)
BEGIN
  DECLARE v_name VARCHAR(30);
  DECLARE done INT DEFAULT 0;
  DECLARE every CURSOR FOR SELECT DISTINCT name FROM property WHERE object = p_object ORDER BY name;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET done = 1;
  SET number = 0;
  OPEN every;
  REPEAT
    FETCH every INTO v_name;
    IF NOT done THEN
      IF number = 0 THEN
        SET listed = CONCAT_WS("", listed, v_name);
      ELSE
        SET listed = CONCAT_WS(CHAR(0), listed, v_name);
      END IF;
      SET number = number + 1;
    END IF;
  UNTIL done END REPEAT;
  CLOSE every;
END//
CREATE PROCEDURE each_of(IN p_object VARCHAR(30), OUT answer MEDIUMBLOB)
BEGIN
  DECLARE listed BLOB;
  DECLARE one VARCHAR(30);
  DECLARE number, pos INT;
  DECLARE start INT DEFAULT 1;
  CALL names_of(p_object, listed, number);
  WHILE number > 0 DO
    SET pos = LOCATE(CHAR(0), listed, start);
    IF pos = 0 THEN
      SET one = SUBSTRING(listed, start);
    ELSE
      SET one = SUBSTRING(listed, start, pos - start);
      SET start = pos + 1;
    END IF;
    SET answer = CONCAT_WS('; ', answer, one);
    SET number = number - 1;
  END WHILE;
  IF LOCATE('Nothing', answer) != 0 THEN
    SET answer = 'nothing there';
  END IF;
END//
CREATE FUNCTION put(t VARCHAR(30), at INT, gone INT, n VARCHAR(30)) RETURNS VARCHAR(60) DETERMINISTIC RETURN INSERT(t, at, gone, n)//
CREATE FUNCTION place_of(part VARCHAR(30), t VARCHAR(30), start INT) RETURNS INT DETERMINISTIC RETURN LOCATE(part, t, start)//
CREATE PROCEDURE release_of(IN p_name VARCHAR(30), INOUT answer BLOB)
  COMMENT 'release 1.2'
BEGIN
  DECLARE found VARCHAR(255);
  DECLARE missing INT DEFAULT 0;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET missing = 1;
  SELECT ROUTINE_COMMENT INTO found FROM INFORMATION_SCHEMA.ROUTINES
  WHERE ROUTINE_NAME = p_name AND ROUTINE_SCHEMA = DATABASE();
  IF missing = 1 THEN
    SET answer = CONCAT_WS(CHAR(0), answer, 'Not Found');
  ELSE
    SET answer = CONCAT_WS(CHAR(0), answer, found);
  END IF;
END//
CREATE FUNCTION kept(t VARCHAR(30)) RETURNS VARCHAR(60) DETERMINISTIC RETURN CONCAT(t, CHAR(0))//
DELIMITER ;
