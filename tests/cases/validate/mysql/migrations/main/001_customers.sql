CREATE TABLE customer (
    id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name varchar(50) NOT NULL,
    KEY name_idx (name(10))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COMMENT = 'all of them';
/*!50003 CREATE TRIGGER t BEFORE INSERT ON customer FOR EACH ROW SET NEW.name = TRIM(NEW.name) */;
START TRANSACTION;
INSERT INTO customer (name) VALUES ('a');
COMMIT;
USE other;
