CREATE TABLE customer (
    id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    email varchar(190) NOT NULL,
    state enum('new','active','gone') NOT NULL DEFAULT 'new',
    is_member tinyint(1) NOT NULL DEFAULT 0,
    updated_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
    UNIQUE KEY email (email)
);
CREATE TABLE bill (
    id bigint NOT NULL PRIMARY KEY,
    customer_id int unsigned NOT NULL,
    total decimal(10,2) NOT NULL CHECK (total >= 0),
    due date DEFAULT '0000-00-00',
    KEY customer_id (customer_id),
    CONSTRAINT bill_customer FOREIGN KEY (customer_id) REFERENCES customer (id) ON DELETE CASCADE
);
CREATE VIEW debt AS
SELECT customer_id, SUM(total) AS total, IF(SUM(total) > 100, 'much', 'little') AS how
  FROM bill GROUP BY customer_id;
