CREATE TABLE product (id INT AUTO_INCREMENT PRIMARY KEY, sku VARCHAR(20) NOT NULL UNIQUE, qty INT NOT NULL DEFAULT 0, price DECIMAL(8,2) NOT NULL DEFAULT 1.00, note VARCHAR(50), active TINYINT(1) NOT NULL DEFAULT 1);
CREATE TABLE orders (id INT AUTO_INCREMENT PRIMARY KEY, customer VARCHAR(30) NOT NULL, total DECIMAL(10,2) NOT NULL DEFAULT 0, state ENUM('new','paid','sent') NOT NULL DEFAULT 'new');
CREATE TABLE order_line (order_id INT NOT NULL, line INT NOT NULL, product_id INT NOT NULL, n INT NOT NULL, PRIMARY KEY (order_id, line));
CREATE TABLE counter (name VARCHAR(20) NOT NULL PRIMARY KEY, n INT NOT NULL DEFAULT 0);
CREATE TABLE job (id INT AUTO_INCREMENT PRIMARY KEY, queue VARCHAR(20) NOT NULL, payload VARCHAR(40), state VARCHAR(10) NOT NULL DEFAULT 'ready', prio INT NOT NULL DEFAULT 0, worker VARCHAR(20));
CREATE TABLE pair (a INT NOT NULL PRIMARY KEY, b INT, c INT);
DELIMITER //
CREATE PROCEDURE bump(IN p_name VARCHAR(20))
  INSERT INTO counter (name, n) VALUES (p_name, 1) ON DUPLICATE KEY UPDATE n = n + 1//
CREATE PROCEDURE bump_by(IN p_name VARCHAR(20), IN p_n INT)
  INSERT INTO counter SET name = p_name, n = p_n ON DUPLICATE KEY UPDATE n = n + VALUES(n)//
CREATE PROCEDURE add_product(IN p_sku VARCHAR(20), IN p_qty INT, OUT p_id INT)
BEGIN
  INSERT INTO product (sku, qty) VALUES (p_sku, p_qty)
    ON DUPLICATE KEY UPDATE id = LAST_INSERT_ID(id), qty = qty + VALUES(qty);
  SET p_id = LAST_INSERT_ID();
END//
CREATE PROCEDURE add_quietly(IN p_sku VARCHAR(20))
  INSERT IGNORE INTO product (sku) VALUES (p_sku)//
CREATE PROCEDURE replace_product(IN p_sku VARCHAR(20), IN p_price DECIMAL(8,2))
  REPLACE INTO product (sku, price) VALUES (p_sku, p_price)//
CREATE PROCEDURE new_order(IN p_customer VARCHAR(30), IN p_sku VARCHAR(20), IN p_n INT, OUT p_order INT)
BEGIN
  DECLARE v_product INT;
  DECLARE v_price DECIMAL(8,2);
  SELECT id, price INTO v_product, v_price FROM product WHERE sku = p_sku;
  IF v_product IS NULL THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'unknown product';
  END IF;
  UPDATE product SET qty = qty - p_n WHERE id = v_product AND qty >= p_n;
  IF ROW_COUNT() = 0 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'out of stock';
  END IF;
  INSERT INTO orders (customer) VALUES (p_customer);
  SET p_order = LAST_INSERT_ID();
  INSERT INTO order_line VALUES (p_order, 1, v_product, p_n);
  UPDATE orders o JOIN (SELECT l.order_id, SUM(l.n * p.price) AS total FROM order_line l JOIN product p ON p.id = l.product_id GROUP BY l.order_id) t
    ON t.order_id = o.id SET o.total = t.total WHERE o.id = p_order;
END//
CREATE PROCEDURE drop_orders_of(IN p_customer VARCHAR(30), OUT p_gone INT)
BEGIN
  DELETE l FROM order_line l JOIN orders o ON o.id = l.order_id WHERE o.customer = p_customer;
  DELETE FROM orders WHERE customer = p_customer;
  SET p_gone = ROW_COUNT();
END//
CREATE PROCEDURE drop_both(IN p_id INT)
  DELETE o, l FROM orders o LEFT JOIN order_line l ON l.order_id = o.id WHERE o.id = p_id//
CREATE PROCEDURE claim(IN p_queue VARCHAR(20), IN p_worker VARCHAR(20), OUT p_job INT, OUT p_payload VARCHAR(40))
BEGIN
  SELECT id, payload INTO p_job, p_payload FROM job WHERE queue = p_queue AND state = 'ready' ORDER BY prio DESC, id LIMIT 1 FOR UPDATE;
  IF p_job IS NOT NULL THEN
    UPDATE job SET state = 'taken', worker = p_worker WHERE id = p_job;
  END IF;
END//
CREATE PROCEDURE claim_some(IN p_queue VARCHAR(20), IN p_worker VARCHAR(20), IN p_most INT, OUT p_n INT)
BEGIN
  UPDATE job SET state = 'taken', worker = p_worker WHERE queue = p_queue AND state = 'ready' ORDER BY prio DESC, id LIMIT p_most;
  SELECT ROW_COUNT() INTO p_n;
END//
CREATE PROCEDURE purge_jobs(IN p_keep INT)
BEGIN
  DELETE FROM job WHERE state = 'done' ORDER BY id LIMIT 1;
  DELETE FROM job WHERE id NOT IN (SELECT id FROM (SELECT id FROM job ORDER BY id DESC LIMIT 2) AS newest) AND state = 'ready' AND p_keep = 2;
END//
CREATE PROCEDURE set_in_order(IN p INT)
  UPDATE pair SET b = b + p, c = b * 2 WHERE a = 1//
CREATE PROCEDURE copy_lines(IN p_from INT, IN p_to INT)
  INSERT INTO order_line (order_id, line, product_id, n) SELECT p_to, line, product_id, n FROM order_line WHERE order_id = p_from//
CREATE PROCEDURE reprice(IN p_rate FLOAT)
  UPDATE product SET price = price * 1.1, note = CONCAT('repriced ', sku), active = price > 5 WHERE active = 1//
CREATE PROCEDURE several_numbers(OUT p_first INT)
BEGIN
  INSERT INTO job (queue, payload) VALUES ('m', 'one'), ('m', 'two'), ('m', 'three');
  SELECT payload INTO @x FROM job WHERE id = LAST_INSERT_ID();
  SET p_first = IF(@x = 'one', 1, 0);
END//
CREATE PROCEDURE use_null_id() INSERT INTO job VALUES (NULL, 'n', 'null', DEFAULT, 5, NULL), (0, 'n', 'zero', 'done', -1, 'w')//
CREATE PROCEDURE mark(IN p_state VARCHAR(10))
  UPDATE orders SET state = p_state WHERE state = 'new'//
DELIMITER ;
