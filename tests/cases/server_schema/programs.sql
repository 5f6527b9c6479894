-- Triggers, routines and events.
CREATE TABLE stock (id int AUTO_INCREMENT PRIMARY KEY, name varchar(50), n int NOT NULL DEFAULT 0, changed datetime);
CREATE TABLE log (id int AUTO_INCREMENT PRIMARY KEY, said text);
DELIMITER $$
CREATE TRIGGER second BEFORE INSERT ON stock FOR EACH ROW SET NEW.name = trim(NEW.name)$$
CREATE TRIGGER first BEFORE INSERT ON stock FOR EACH ROW PRECEDES second
BEGIN
    -- Lower case; it's ours.
    SET NEW.name = lower(NEW.name);
    IF NEW.n < 0 THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no -- less /* than */ nothing';
    END IF; /* done */
END$$
CREATE TRIGGER third BEFORE INSERT ON stock FOR EACH ROW SET NEW.changed = now()$$
CREATE TRIGGER after_all AFTER UPDATE ON stock FOR EACH ROW INSERT INTO log (said) VALUES (concat(OLD.n, ' > ', NEW.n))$$
CREATE TRIGGER gone AFTER DELETE ON stock FOR EACH ROW BEGIN INSERT INTO log (said) VALUES ('gone'); END$$
CREATE DEFINER = CURRENT_USER PROCEDURE work (IN a int, OUT b varchar(20), INOUT c decimal(10,2), d enum('x', 'y,z'))
    READS SQL DATA SQL SECURITY INVOKER COMMENT 'works; it''s fine'
BEGIN
    DECLARE done int DEFAULT 0;
    # Look it up.
    SELECT name INTO b FROM stock WHERE id = a;
    SET c = c * 2;
END$$
CREATE PROCEDURE idle () SELECT 1$$
CREATE FUNCTION label (n int unsigned, word varchar(30) CHARACTER SET latin1) RETURNS varchar(50) DETERMINISTIC NO SQL
    RETURN concat(word, ' ', n)$$
CREATE FUNCTION today () RETURNS date MODIFIES SQL DATA RETURN curdate()$$
CREATE FUNCTION idle () RETURNS tinyint(1) NOT DETERMINISTIC CONTAINS SQL RETURN 1$$
CREATE FUNCTION document (raw longtext) RETURNS json DETERMINISTIC RETURN json_compact(raw)$$
CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 02:00:00' ON COMPLETION PRESERVE DISABLE
    COMMENT 'cleans' DO DELETE FROM log$$
CREATE EVENT once ON SCHEDULE AT '2035-05-05 05:05:05' DO BEGIN DELETE FROM log WHERE id < 10; END$$
CREATE EVENT odd ON SCHEDULE EVERY '1:30' HOUR_MINUTE STARTS '2030-01-01 00:00:00' ENDS '2031-01-01 00:00:00' DO DELETE FROM log$$
DELIMITER ;
