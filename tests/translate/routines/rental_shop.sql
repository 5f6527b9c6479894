-- Shops, copies and rentals in the manner of a video library.
CREATE TABLE film (film_id SMALLINT UNSIGNED NOT NULL AUTO_INCREMENT, title VARCHAR(128) NOT NULL,
  rental_rate DECIMAL(4,2) NOT NULL DEFAULT 4.99, replacement_cost DECIMAL(5,2) NOT NULL DEFAULT 19.99,
  rental_duration TINYINT UNSIGNED NOT NULL DEFAULT 3,
  rating ENUM('G','PG','R') DEFAULT 'G', last_update TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  PRIMARY KEY (film_id));
CREATE TABLE inventory (inventory_id MEDIUMINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, film_id SMALLINT UNSIGNED NOT NULL,
  store_id TINYINT UNSIGNED NOT NULL, KEY (film_id), FOREIGN KEY (film_id) REFERENCES film (film_id));
CREATE TABLE customer (customer_id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, first_name VARCHAR(45) NOT NULL,
  email VARCHAR(50) DEFAULT NULL, active TINYINT(1) NOT NULL DEFAULT 1);
CREATE TABLE rental (rental_id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, rental_date DATETIME NOT NULL,
  inventory_id MEDIUMINT UNSIGNED NOT NULL, customer_id INT UNSIGNED NOT NULL, return_date DATETIME DEFAULT NULL,
  UNIQUE KEY (rental_date, inventory_id, customer_id));
CREATE TABLE payment (payment_id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, customer_id INT UNSIGNED NOT NULL,
  rental_id INT DEFAULT NULL, amount DECIMAL(5,2) NOT NULL, payment_date DATETIME NOT NULL);
CREATE TABLE film_text (film_id SMALLINT UNSIGNED NOT NULL PRIMARY KEY, title VARCHAR(255) NOT NULL);

DELIMITER //
CREATE TRIGGER ins_film AFTER INSERT ON film FOR EACH ROW BEGIN
  INSERT INTO film_text (film_id, title) VALUES (new.film_id, new.title);
END//
CREATE TRIGGER upd_film AFTER UPDATE ON film FOR EACH ROW BEGIN
  IF (old.title != new.title) OR (old.film_id != new.film_id) THEN
    UPDATE film_text SET title = new.title, film_id = new.film_id WHERE film_id = old.film_id;
  END IF;
END//
CREATE TRIGGER del_film AFTER DELETE ON film FOR EACH ROW BEGIN
  DELETE FROM film_text WHERE film_id = old.film_id;
END//
CREATE TRIGGER rental_date BEFORE INSERT ON rental FOR EACH ROW
  SET NEW.return_date = IFNULL(NEW.return_date, NEW.rental_date + INTERVAL 7 DAY)//

CREATE FUNCTION inventory_in_stock(p_inventory_id INT) RETURNS BOOLEAN READS SQL DATA
BEGIN
  DECLARE v_rentals INT;
  DECLARE v_out INT;
  SELECT COUNT(*) INTO v_rentals FROM rental WHERE inventory_id = p_inventory_id;
  IF v_rentals = 0 THEN RETURN TRUE; END IF;
  SELECT COUNT(rental_id) INTO v_out FROM inventory LEFT JOIN rental USING (inventory_id)
   WHERE inventory.inventory_id = p_inventory_id AND rental.return_date IS NULL;
  IF v_out > 0 THEN RETURN FALSE; ELSE RETURN TRUE; END IF;
END//
CREATE FUNCTION inventory_held_by_customer(p_inventory_id INT) RETURNS INT READS SQL DATA
BEGIN
  DECLARE v_customer_id INT;
  DECLARE EXIT HANDLER FOR NOT FOUND RETURN NULL;
  SELECT customer_id INTO v_customer_id FROM rental WHERE return_date IS NULL AND inventory_id = p_inventory_id;
  RETURN v_customer_id;
END//
CREATE PROCEDURE film_in_stock(IN p_film_id INT, IN p_store_id INT, OUT p_film_count INT) READS SQL DATA
BEGIN
  SELECT inventory_id FROM inventory
   WHERE film_id = p_film_id AND store_id = p_store_id AND inventory_in_stock(inventory_id) ORDER BY inventory_id;
  SELECT COUNT(*) FROM inventory
   WHERE film_id = p_film_id AND store_id = p_store_id AND inventory_in_stock(inventory_id) INTO p_film_count;
END//
CREATE PROCEDURE film_not_in_stock(IN p_film_id INT, IN p_store_id INT, OUT p_film_count INT) READS SQL DATA
BEGIN
  SELECT inventory_id FROM inventory
   WHERE film_id = p_film_id AND store_id = p_store_id AND NOT inventory_in_stock(inventory_id) ORDER BY inventory_id;
  SELECT FOUND_ROWS() INTO p_film_count;
END//
CREATE FUNCTION get_customer_balance(p_customer_id INT, p_effective_date DATETIME) RETURNS DECIMAL(5,2)
  DETERMINISTIC READS SQL DATA
BEGIN
  DECLARE v_rentfees DECIMAL(5,2);
  DECLARE v_overfees INTEGER;
  DECLARE v_payments DECIMAL(5,2);
  SELECT IFNULL(SUM(film.rental_rate), 0) INTO v_rentfees FROM film, inventory, rental
   WHERE film.film_id = inventory.film_id AND inventory.inventory_id = rental.inventory_id
     AND rental.rental_date <= p_effective_date AND rental.customer_id = p_customer_id;
  SELECT IFNULL(SUM(IF((TO_DAYS(rental.return_date) - TO_DAYS(rental.rental_date)) > film.rental_duration,
     ((TO_DAYS(rental.return_date) - TO_DAYS(rental.rental_date)) - film.rental_duration), 0)), 0) INTO v_overfees
   FROM rental, inventory, film
   WHERE film.film_id = inventory.film_id AND inventory.inventory_id = rental.inventory_id
     AND rental.rental_date <= p_effective_date AND rental.customer_id = p_customer_id;
  SELECT IFNULL(SUM(payment.amount), 0) INTO v_payments FROM payment
   WHERE payment.payment_date <= p_effective_date AND payment.customer_id = p_customer_id;
  RETURN v_rentfees + v_overfees - v_payments;
END//
CREATE PROCEDURE rewards_report(IN min_purchases TINYINT UNSIGNED, IN min_spent DECIMAL(10,2) UNSIGNED, OUT count_rewardees INT)
READS SQL DATA COMMENT 'Customers who spent enough'
proc: BEGIN
  IF min_purchases = 0 THEN
    SET count_rewardees = -1;
    LEAVE proc;
  END IF;
  IF min_spent = 0.00 THEN
    SET count_rewardees = -2;
    LEAVE proc;
  END IF;
  SELECT COUNT(*) INTO count_rewardees FROM (SELECT customer_id FROM payment GROUP BY customer_id
    HAVING SUM(amount) > min_spent AND COUNT(customer_id) > min_purchases) AS t;
END//
DELIMITER ;
