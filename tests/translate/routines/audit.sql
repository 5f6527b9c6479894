CREATE TABLE account (id INT AUTO_INCREMENT PRIMARY KEY, owner VARCHAR(40) NOT NULL, balance DECIMAL(12,2) NOT NULL DEFAULT 0,
  status ENUM('open','frozen','closed') NOT NULL DEFAULT 'open', version INT NOT NULL DEFAULT 0, email VARCHAR(80),
  updated_at DATETIME DEFAULT NULL);
CREATE TABLE audit_log (id INT AUTO_INCREMENT PRIMARY KEY, action VARCHAR(10) NOT NULL, account_id INT, detail VARCHAR(200),
  old_balance DECIMAL(12,2), new_balance DECIMAL(12,2));
DELIMITER $$
CREATE TRIGGER account_bi BEFORE INSERT ON account FOR EACH ROW
BEGIN
  SET NEW.owner = TRIM(NEW.owner), NEW.email = LOWER(NEW.email);
  IF NEW.balance < 0 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'balance must not be negative';
  END IF;
END$$
CREATE TRIGGER account_bu BEFORE UPDATE ON account FOR EACH ROW
BEGIN
  DECLARE msg VARCHAR(128);
  SET NEW.version = OLD.version + 1;
  IF OLD.status = 'closed' AND NEW.status <> 'closed' THEN
    SET msg = CONCAT('account ', OLD.id, ' is closed');
    SIGNAL SQLSTATE '45001' SET MESSAGE_TEXT = msg;
  ELSEIF NEW.balance <> OLD.balance AND OLD.status = 'frozen' THEN
    SET NEW.balance = OLD.balance;
  END IF;
END$$
CREATE TRIGGER account_ai AFTER INSERT ON account FOR EACH ROW
  INSERT INTO audit_log (action, account_id, detail, new_balance) VALUES ('insert', NEW.id, CONCAT_WS(' / ', NEW.owner, NEW.email), NEW.balance)$$
CREATE TRIGGER account_au AFTER UPDATE ON account FOR EACH ROW
BEGIN
  IF NOT (OLD.balance <=> NEW.balance) THEN
    INSERT INTO audit_log SET action = 'balance', account_id = NEW.id, old_balance = OLD.balance, new_balance = NEW.balance;
  END IF;
  IF NEW.status <> OLD.status THEN
    INSERT INTO audit_log (action, account_id, detail) VALUES ('status', NEW.id, CONCAT(OLD.status, '->', NEW.status));
  END IF;
END$$
CREATE TRIGGER account_ad AFTER DELETE ON account FOR EACH ROW
  INSERT INTO audit_log VALUES (NULL, 'delete', OLD.id, OLD.owner, OLD.balance, NULL)$$
CREATE TRIGGER account_bd BEFORE DELETE ON account FOR EACH ROW
BEGIN
  IF OLD.balance > 0 THEN
    SIGNAL SQLSTATE '45002' SET MESSAGE_TEXT = 'account is not empty';
  END IF;
END$$
DELIMITER ;
