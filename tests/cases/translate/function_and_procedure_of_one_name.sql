-- MySQL has a space of names for each kind of program, PostgreSQL one for all of them.
CREATE TABLE account (id INT PRIMARY KEY, total INT NOT NULL, changed TIMESTAMP NULL ON UPDATE CURRENT_TIMESTAMP);
CREATE FUNCTION total(a INT) RETURNS INT READS SQL DATA RETURN (SELECT account.total FROM account WHERE id = a);
CREATE PROCEDURE Total(a INT) UPDATE account SET account.total = account.total + 1 WHERE id = a;
CREATE PROCEDURE refresh() UPDATE account SET account.total = total(account.id);
CREATE FUNCTION refresh() RETURNS INT DETERMINISTIC RETURN 1;
CREATE PROCEDURE caller() CALL refresh();
CREATE EVENT refresh ON SCHEDULE EVERY 1 DAY DO DELETE FROM account WHERE total = 0;
CREATE TRIGGER account_on_update BEFORE UPDATE ON account FOR EACH ROW SET NEW.total = NEW.total + 1;
CREATE PROCEDURE again() DELETE FROM account;
DROP PROCEDURE AGAIN;
CREATE PROCEDURE again() DELETE FROM account WHERE id = 1;
