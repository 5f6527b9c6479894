-- A shop that lends films.
CREATE TABLE country (
  country_id SMALLINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  country VARCHAR(50) NOT NULL
);
CREATE TABLE city (
  city_id SMALLINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  city VARCHAR(50) NOT NULL,
  country_id SMALLINT UNSIGNED NOT NULL,
  FOREIGN KEY (country_id) REFERENCES country (country_id)
);
CREATE TABLE address (
  address_id SMALLINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  address VARCHAR(50) NOT NULL,
  district VARCHAR(20) DEFAULT NULL,
  city_id SMALLINT UNSIGNED NOT NULL,
  postal_code VARCHAR(10) DEFAULT NULL,
  phone VARCHAR(20) NOT NULL,
  FOREIGN KEY (city_id) REFERENCES city (city_id)
);
CREATE TABLE customer (
  customer_id SMALLINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  store_id TINYINT UNSIGNED NOT NULL,
  first_name VARCHAR(45) NOT NULL,
  last_name VARCHAR(45) NOT NULL,
  email VARCHAR(50) DEFAULT NULL,
  address_id SMALLINT UNSIGNED NOT NULL,
  active BOOLEAN NOT NULL DEFAULT TRUE,
  create_date DATETIME NOT NULL,
  FOREIGN KEY (address_id) REFERENCES address (address_id)
);
CREATE TABLE category (
  category_id TINYINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name VARCHAR(25) NOT NULL
);
CREATE TABLE actor (
  actor_id SMALLINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  first_name VARCHAR(45) NOT NULL,
  last_name VARCHAR(45) NOT NULL
);
CREATE TABLE film (
  film_id SMALLINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  title VARCHAR(128) NOT NULL,
  description TEXT DEFAULT NULL,
  release_year YEAR DEFAULT NULL,
  rental_duration TINYINT UNSIGNED NOT NULL DEFAULT 3,
  rental_rate DECIMAL(4,2) NOT NULL DEFAULT 4.99,
  length SMALLINT UNSIGNED DEFAULT NULL,
  replacement_cost DECIMAL(5,2) NOT NULL DEFAULT 19.99,
  rating ENUM('G','PG','PG-13','R','NC-17') DEFAULT 'G',
  special_features SET('Trailers','Commentaries','Deleted Scenes') DEFAULT NULL
);
CREATE TABLE film_actor (
  actor_id SMALLINT UNSIGNED NOT NULL,
  film_id SMALLINT UNSIGNED NOT NULL,
  PRIMARY KEY (actor_id, film_id),
  FOREIGN KEY (actor_id) REFERENCES actor (actor_id),
  FOREIGN KEY (film_id) REFERENCES film (film_id)
);
CREATE TABLE film_category (
  film_id SMALLINT UNSIGNED NOT NULL,
  category_id TINYINT UNSIGNED NOT NULL,
  PRIMARY KEY (film_id, category_id),
  FOREIGN KEY (film_id) REFERENCES film (film_id),
  FOREIGN KEY (category_id) REFERENCES category (category_id)
);
CREATE TABLE inventory (
  inventory_id MEDIUMINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  film_id SMALLINT UNSIGNED NOT NULL,
  store_id TINYINT UNSIGNED NOT NULL,
  FOREIGN KEY (film_id) REFERENCES film (film_id)
);
CREATE TABLE rental (
  rental_id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  rental_date DATETIME NOT NULL,
  inventory_id MEDIUMINT UNSIGNED NOT NULL,
  customer_id SMALLINT UNSIGNED NOT NULL,
  return_date DATETIME DEFAULT NULL,
  UNIQUE KEY (rental_date, inventory_id, customer_id),
  FOREIGN KEY (inventory_id) REFERENCES inventory (inventory_id),
  FOREIGN KEY (customer_id) REFERENCES customer (customer_id)
);
CREATE TABLE payment (
  payment_id SMALLINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  customer_id SMALLINT UNSIGNED NOT NULL,
  rental_id INT DEFAULT NULL,
  amount DECIMAL(5,2) NOT NULL,
  payment_date DATETIME NOT NULL,
  FOREIGN KEY (customer_id) REFERENCES customer (customer_id),
  FOREIGN KEY (rental_id) REFERENCES rental (rental_id)
);

INSERT INTO country VALUES (1,'Algeria'),(2,'Brazil'),(3,'Canada');
INSERT INTO city VALUES (1,'Batna',1),(2,'Belem',2),(3,'London',3),(4,'Campinas',2);
INSERT INTO address VALUES (1,'47 MySakila Drive','Alberta',3,NULL,''),(2,'28 Lane',NULL,1,'35200','838635286649'),
  (3,'1913 Way','Nagasaki',2,'35200','28303384290'),(4,'1121 Loja','California',4,'17886','838635286649');
INSERT INTO customer VALUES (1,1,'MARY','SMITH','mary.smith@example.org',2,1,'2006-02-14 22:04:36'),
  (2,1,'PATRICIA','JOHNSON',NULL,3,1,'2006-02-14 22:04:36'),(3,2,'LINDA','WILLIAMS','linda@example.org',4,0,'2006-03-01 10:00:00'),
  (4,2,'BARBARA','JONES','barbara@example.org',1,1,'2007-01-31 23:59:59');
INSERT INTO category VALUES (1,'Action'),(2,'Animation'),(3,'Children'),(4,'Empty');
INSERT INTO actor VALUES (1,'PENELOPE','GUINESS'),(2,'NICK','WAHLBERG'),(3,'ED','CHASE'),(4,'JOHNNY','LOLLOBRIGIDA');
INSERT INTO film VALUES (1,'ACADEMY DINOSAUR','A Epic Drama',2006,6,0.99,86,20.99,'PG','Deleted Scenes'),
  (2,'ACE GOLDFINGER','A Astounding Epistle',2006,3,4.99,48,12.99,'G','Trailers,Deleted Scenes'),
  (3,'ADAPTATION HOLES',NULL,2007,7,2.99,50,18.99,'NC-17',NULL),
  (4,'AFFAIR PREJUDICE','A Fanciful Documentary',NULL,5,2.99,117,26.99,'G','Commentaries'),
  (5,'AFRICAN EGG','A Fast-Paced Documentary',2008,6,2.99,NULL,22.99,'R','');
INSERT INTO film_actor VALUES (1,1),(1,2),(2,2),(2,3),(3,1),(3,3),(3,4);
INSERT INTO film_category VALUES (1,1),(2,2),(3,1),(4,3),(5,2);
INSERT INTO inventory VALUES (1,1,1),(2,1,2),(3,2,1),(4,3,2),(5,4,1),(6,5,2);
INSERT INTO rental VALUES (1,'2005-05-24 22:53:30',1,1,'2005-05-26 22:04:30'),(2,'2005-05-24 22:54:33',3,1,'2005-05-28 19:40:33'),
  (3,'2005-06-15 00:00:00',4,2,'2005-07-01 22:12:39'),(4,'2005-07-08 19:03:39',5,3,NULL),(5,'2005-08-20 05:00:00',6,2,'2005-08-21 05:00:00'),
  (6,'2006-02-14 15:16:03',2,4,NULL);
INSERT INTO payment VALUES (1,1,1,2.99,'2005-05-25 11:30:37'),(2,1,2,0.99,'2005-05-28 10:35:23'),(3,2,3,5.99,'2005-06-15 00:54:12'),
  (4,3,4,0.99,'2005-07-08 19:10:00'),(5,2,5,9.99,'2005-08-21 06:00:00'),(6,4,6,4.99,'2006-02-14 15:16:03'),(7,4,NULL,1.00,'2006-02-15 00:00:00');

CREATE DEFINER=CURRENT_USER SQL SECURITY INVOKER VIEW customer_list AS
  SELECT cu.customer_id AS ID, CONCAT(cu.first_name, _utf8mb4' ', cu.last_name) AS name, a.address AS address,
    a.postal_code AS `zip code`, a.phone AS phone, city.city AS city, country.country AS country,
    IF(cu.active, _utf8mb4'active', _utf8mb4'') AS notes, cu.store_id AS SID
  FROM customer AS cu JOIN address AS a ON cu.address_id = a.address_id JOIN city ON a.city_id = city.city_id
    JOIN country ON city.country_id = country.country_id;

CREATE VIEW film_list AS
  SELECT film.film_id AS FID, film.title AS title, film.description AS description, category.name AS category,
    film.rental_rate AS price, film.length AS length, film.rating AS rating,
    GROUP_CONCAT(CONCAT(actor.first_name, ' ', actor.last_name) ORDER BY actor.actor_id SEPARATOR ', ') AS actors
  FROM film LEFT JOIN film_category ON film_category.film_id = film.film_id
    LEFT JOIN category ON category.category_id = film_category.category_id
    LEFT JOIN film_actor ON film.film_id = film_actor.film_id LEFT JOIN actor ON film_actor.actor_id = actor.actor_id
  GROUP BY film.film_id, category.name;

CREATE VIEW nicer_film_list AS
  SELECT film.film_id AS FID, film.title, category.name AS category,
    GROUP_CONCAT(DISTINCT CONCAT(CONCAT(UCASE(SUBSTR(actor.first_name, 1, 1)), LCASE(SUBSTR(actor.first_name, 2, LENGTH(actor.first_name))),
      ' ', CONCAT(UCASE(SUBSTR(actor.last_name, 1, 1)), LCASE(SUBSTR(actor.last_name, 2, LENGTH(actor.last_name)))))) SEPARATOR ', ') AS actors
  FROM category LEFT JOIN film_category ON category.category_id = film_category.category_id
    LEFT JOIN film ON film_category.film_id = film.film_id JOIN film_actor ON film.film_id = film_actor.film_id
    JOIN actor ON film_actor.actor_id = actor.actor_id
  GROUP BY film.film_id, category.name;

CREATE VIEW sales_by_store AS
  SELECT CONCAT(c.city, ',', cy.country) AS store, i.store_id AS manager, SUM(p.amount) AS total_sales
  FROM payment AS p INNER JOIN rental AS r ON p.rental_id = r.rental_id
    INNER JOIN inventory AS i ON r.inventory_id = i.inventory_id INNER JOIN customer cu ON cu.customer_id = p.customer_id
    INNER JOIN address AS a ON cu.address_id = a.address_id INNER JOIN city AS c ON a.city_id = c.city_id
    INNER JOIN country AS cy ON c.country_id = cy.country_id
  GROUP BY i.store_id, c.city_id ORDER BY cy.country, c.city;

CREATE VIEW sales_by_film_category AS
  SELECT c.name AS category, SUM(p.amount) AS total_sales
  FROM payment AS p INNER JOIN rental AS r ON p.rental_id = r.rental_id
    INNER JOIN inventory AS i ON r.inventory_id = i.inventory_id INNER JOIN film AS f ON i.film_id = f.film_id
    INNER JOIN film_category AS fc ON f.film_id = fc.film_id INNER JOIN category AS c ON fc.category_id = c.category_id
  GROUP BY c.name ORDER BY total_sales DESC;

CREATE VIEW actor_info AS
  SELECT a.actor_id, a.first_name, a.last_name,
    GROUP_CONCAT(DISTINCT CONCAT(c.name, ': ',
      (SELECT GROUP_CONCAT(f.title ORDER BY f.title SEPARATOR ', ') FROM film f
        INNER JOIN film_category fc ON f.film_id = fc.film_id INNER JOIN film_actor fa ON f.film_id = fa.film_id
        WHERE fc.category_id = c.category_id AND fa.actor_id = a.actor_id)) SEPARATOR '; ') AS film_info
  FROM actor a LEFT JOIN film_actor fa ON a.actor_id = fa.actor_id
    LEFT JOIN film_category fc ON fa.film_id = fc.film_id LEFT JOIN category c ON fc.category_id = c.category_id
  GROUP BY a.actor_id, a.first_name, a.last_name;

CREATE VIEW sales_by_month AS
  SELECT DATE_FORMAT(payment_date, '%Y-%m') AS month, COUNT(*) AS payments, SUM(amount) AS total, AVG(amount) AS average,
    MIN(amount) AS least, MAX(payment_date) AS last
  FROM payment GROUP BY DATE_FORMAT(payment_date, '%Y-%m') ORDER BY month;

CREATE VIEW sales_by_month_aliased AS
  SELECT YEAR(payment_date) AS y, MONTH(payment_date) AS m, SUM(amount) AS total, COUNT(DISTINCT customer_id) customers
  FROM payment GROUP BY y, m HAVING total > 1 ORDER BY y DESC, m DESC;

CREATE VIEW sales_rolled_up AS
  SELECT YEAR(payment_date) AS year, SUM(amount) AS total
  FROM payment GROUP BY YEAR(payment_date) WITH ROLLUP;

CREATE VIEW last_rental AS
  SELECT r.* FROM rental r
  JOIN (SELECT customer_id, MAX(rental_date) AS latest FROM rental GROUP BY customer_id) l
    ON l.customer_id = r.customer_id AND l.latest = r.rental_date;

CREATE VIEW last_rental_by_absence AS
  SELECT a.rental_id, a.customer_id, a.rental_date FROM rental a LEFT JOIN rental b
    ON a.customer_id = b.customer_id AND a.rental_date < b.rental_date WHERE b.rental_id IS NULL;

CREATE VIEW last_rental_ranked AS
  SELECT * FROM (
    SELECT rental_id, customer_id, rental_date,
      ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY rental_date DESC) AS position
    FROM rental) AS ranked
  WHERE position = 1;

CREATE VIEW overdue AS
  SELECT CONCAT(customer.last_name, ', ', customer.first_name) AS customer, address.phone, film.title,
    DATEDIFF('2006-03-01', rental_date) AS days_out
  FROM rental INNER JOIN customer ON rental.customer_id = customer.customer_id
    INNER JOIN address ON customer.address_id = address.address_id
    INNER JOIN inventory ON rental.inventory_id = inventory.inventory_id INNER JOIN film ON inventory.film_id = film.film_id
  WHERE rental.return_date IS NULL AND rental_date + INTERVAL film.rental_duration DAY < '2006-03-01'
  ORDER BY title;

CREATE VIEW film_by_length AS
  SELECT title, CASE WHEN length IS NULL THEN 'unknown' WHEN length < 50 THEN 'short' WHEN length < 100 THEN 'middle' ELSE 'long' END AS size,
    length DIV 60 AS hours, length % 60 AS minutes, rental_rate / length AS rate_per_minute
  FROM film;

CREATE VIEW films_without_rental AS
  SELECT f.film_id, f.title FROM film f
  WHERE NOT EXISTS (SELECT 1 FROM inventory i JOIN rental r USING (inventory_id) WHERE i.film_id = f.film_id)
    OR f.film_id NOT IN (SELECT film_id FROM film_actor);

CREATE VIEW people AS
  SELECT 'customer' AS kind, customer_id AS id, first_name, last_name, email FROM customer
  UNION ALL SELECT 'actor', actor_id, first_name, last_name, NULL FROM actor
  ORDER BY last_name, first_name;

CREATE VIEW names AS
  SELECT first_name AS name FROM customer UNION SELECT first_name FROM actor UNION SELECT NULL;

CREATE VIEW ratings AS
  SELECT rating, COUNT(*) AS films, SUM(length IS NULL) AS unknown_length, SUM(IF(rental_rate > 1, 1, 0)) AS dear,
    AVG(length) AS average_length, COUNT(length) AS known, MIN(rating) AS first_rating
  FROM film GROUP BY rating ORDER BY rating DESC;

CREATE VIEW ratings_and_none AS
  SELECT rating FROM film WHERE rating IN ('G', 'PG') UNION SELECT 'none';

CREATE VIEW film_flags AS
  SELECT film_id, rating = 'G' AS for_all, length > 60 AS is_long, rating <> 'R' AND release_year = 2006 AS chosen,
    special_features LIKE '%Trailers%' AS has_trailers, description IS NULL AS undescribed, NOT release_year AS none
  FROM film;

CREATE VIEW featured AS SELECT film_id, special_features FROM film WHERE FIND_IN_SET('Deleted Scenes', special_features) > 0;

CREATE VIEW customer_totals AS
  SELECT c.customer_id, c.first_name, c.last_name, COALESCE(SUM(p.amount), 0) AS spent,
    (SELECT COUNT(*) FROM rental r WHERE r.customer_id = c.customer_id) AS rentals,
    (SELECT MAX(rental_date) FROM rental r WHERE r.customer_id = c.customer_id) AS last_rental
  FROM customer c LEFT JOIN payment p ON p.customer_id = c.customer_id GROUP BY c.customer_id;

CREATE VIEW good_customers AS SELECT first_name, spent, rentals, spent / NULLIF(rentals, 0) AS per_rental
  FROM customer_totals WHERE spent > (SELECT AVG(spent) FROM customer_totals);

CREATE VIEW customers_of_a_city AS
  SELECT city, COUNT(*) AS customers, GROUP_CONCAT(name ORDER BY name) AS who FROM customer_list GROUP BY city;

CREATE VIEW customer_by_natural_join AS
  SELECT * FROM city NATURAL JOIN country;

CREATE VIEW using_join AS
  SELECT *, customer_id + 1 AS next_id FROM customer LEFT JOIN payment USING (customer_id);

CREATE VIEW crossed (store, kind) AS
  SELECT DISTINCT i.store_id, c.name FROM inventory i, category c WHERE c.category_id < 3 ORDER BY 1, 2;

CREATE VIEW comma_and_join AS
  SELECT f.title, c.name, a.last_name FROM film_category fc, film f JOIN (film_actor fa, actor a)
    ON fa.film_id = f.film_id AND fa.actor_id = a.actor_id, category c
  WHERE fc.film_id = f.film_id AND c.category_id = fc.category_id;

CREATE VIEW right_joined AS
  SELECT c.name, COUNT(fc.film_id) AS films FROM film_category fc RIGHT OUTER JOIN category c USING (category_id)
  GROUP BY c.category_id ORDER BY films DESC, c.name LIMIT 1, 2;

CREATE VIEW running AS
  SELECT payment_id, customer_id, SUM(amount) OVER w AS so_far, LAG(amount) OVER w AS before_that, RANK() OVER (ORDER BY amount DESC) AS place,
    amount - AVG(amount) OVER (PARTITION BY customer_id) AS off
  FROM payment WINDOW w AS (PARTITION BY customer_id ORDER BY payment_date, payment_id);

CREATE VIEW shares AS
  SELECT customer_id, SUM(amount) AS total, ROUND(100 * SUM(amount) / SUM(SUM(amount)) OVER (), 2) AS percent FROM payment GROUP BY customer_id;

CREATE VIEW monthly_cte AS
  WITH monthly AS (SELECT DATE(payment_date) AS day, SUM(amount) AS total FROM payment GROUP BY DATE(payment_date)),
    best (most) AS (SELECT MAX(total) FROM monthly)
  SELECT m.day, m.total, b.most, m.total = b.most AS is_best FROM monthly m, best b;

CREATE VIEW weekdays AS
  SELECT DAYNAME(rental_date) AS day, WEEKDAY(rental_date) AS number, HOUR(rental_date) AS hour, COUNT(*) AS rentals
  FROM rental GROUP BY DAYNAME(rental_date), WEEKDAY(rental_date), HOUR(rental_date);

CREATE VIEW durations AS
  SELECT rental_id, TIMESTAMPDIFF(HOUR, rental_date, return_date) AS hours, DATEDIFF(return_date, rental_date) AS days,
    DATE_ADD(rental_date, INTERVAL 1 MONTH) AS month_later, LAST_DAY(rental_date) AS month_end FROM rental;

CREATE VIEW any_payment AS
  SELECT title FROM film WHERE rental_rate >= ALL (SELECT rental_rate FROM film)
    OR film_id = ANY (SELECT film_id FROM inventory WHERE store_id = 2);

CREATE VIEW in_pairs AS
  SELECT rental_id FROM rental WHERE (customer_id, rental_date) IN (SELECT customer_id, MIN(rental_date) FROM rental GROUP BY customer_id);

CREATE VIEW unnamed AS SELECT COUNT(*), 1 + 1, 'text', MAX(amount) FROM payment;

CREATE VIEW active_customer AS SELECT customer_id, first_name, active FROM customer WHERE active = 1 WITH CHECK OPTION;
CREATE VIEW inactive AS SELECT customer_id, NOT active AS gone FROM customer WHERE NOT active;
CREATE VIEW active_of_store AS SELECT first_name FROM active_customer WHERE customer_id > 1 WITH LOCAL CHECK OPTION;
