-- A CALL is made behind everything else, or it is said that it is not; one that only alters tables is read as that.
CREATE TABLE t (id INT PRIMARY KEY, n INT);
CREATE TABLE u (id INT PRIMARY KEY, t_id INT);
DELIMITER //
CREATE PROCEDURE tie() ALTER TABLE u ADD CONSTRAINT u_t FOREIGN KEY (t_id) REFERENCES t (id)//
CREATE PROCEDURE grown() BEGIN ALTER TABLE t ADD COLUMN note VARCHAR(10); ALTER TABLE t MODIFY n BIGINT; END//
CREATE PROCEDURE counted(IN p INT) UPDATE t SET n = n + p//
CREATE PROCEDURE kept() BEGIN INSERT INTO t (id) VALUES (3); ROLLBACK; END//
CREATE PROCEDURE odd(INOUT p INT) SET p = p + 1//
CREATE PROCEDURE beyond() SELECT * FROM mysql.db//
DELIMITER ;
CALL tie();
CALL grown;
DROP PROCEDURE grown;
CALL counted(1);
INSERT INTO t (id, n, note) VALUES (1, 1, 'a');
CALL counted(2);
CALL kept();
CALL odd(@n);
CALL beyond();
CREATE PROCEDURE gone() UPDATE t SET n = 0;
CALL gone();
DROP PROCEDURE gone;
