CREATE TABLE counter (id int NOT NULL PRIMARY KEY, n int NOT NULL);
DELIMITER //
CREATE PROCEDURE lost(IN what varchar(50)) BEGIN SET @text = CONCAT('SELECT ', what); PREPARE s FROM @text; EXECUTE s; END//
CREATE PROCEDURE nearly() CALL lost('1')//
CREATE PROCEDURE further() CALL nearly()//
CREATE PROCEDURE fine() UPDATE counter SET n = n + 1//
CREATE TRIGGER counted AFTER INSERT ON counter FOR EACH ROW CALL further()//
DELIMITER ;
