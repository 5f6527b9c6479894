-- A shop that lends films: what grew over fifteen years, in two character sets, with keys that go in circles.
CREATE TABLE place (
  place_id smallint unsigned NOT NULL AUTO_INCREMENT,
  street varchar(60) CHARACTER SET latin1 NOT NULL,
  town varchar(60) CHARACTER SET utf8mb4 NOT NULL,
  zip varchar(10) CHARACTER SET latin1 DEFAULT NULL,
  location point NOT NULL,
  changed timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  PRIMARY KEY (place_id),
  SPATIAL KEY (location)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE store (
  store_id tinyint unsigned NOT NULL AUTO_INCREMENT,
  keeper tinyint unsigned NOT NULL,
  place_id smallint unsigned NOT NULL,
  PRIMARY KEY (store_id),
  UNIQUE KEY one_keeper (keeper),
  CONSTRAINT store_place FOREIGN KEY (place_id) REFERENCES place (place_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE staff (
  staff_id tinyint unsigned NOT NULL AUTO_INCREMENT,
  name varchar(45) CHARACTER SET latin1 NOT NULL,
  nick varchar(45) CHARACTER SET utf8mb4 DEFAULT NULL,
  picture blob,
  store_id tinyint unsigned NOT NULL,
  active tinyint(1) NOT NULL DEFAULT 1,
  secret varchar(40) CHARACTER SET utf8mb3 COLLATE utf8mb3_bin DEFAULT NULL,
  changed timestamp NULL DEFAULT NULL ON UPDATE CURRENT_TIMESTAMP,
  PRIMARY KEY (staff_id),
  CONSTRAINT staff_store FOREIGN KEY (store_id) REFERENCES store (store_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

ALTER TABLE store ADD CONSTRAINT store_keeper FOREIGN KEY (keeper) REFERENCES staff (staff_id);

CREATE TABLE film (
  film_id smallint unsigned NOT NULL AUTO_INCREMENT,
  title varchar(128) NOT NULL,
  description text,
  made year DEFAULT NULL,
  sequel_of smallint unsigned DEFAULT NULL,
  lent_for tinyint unsigned NOT NULL DEFAULT 3,
  rate decimal(4,2) NOT NULL DEFAULT 4.99,
  minutes smallint unsigned DEFAULT NULL,
  replacement_cost decimal(5,2) NOT NULL DEFAULT 19.99,
  rating enum('all','7+','12+','16+','18+') DEFAULT 'all',
  special_features set('trailers','comments','cut scenes','making of') DEFAULT NULL,
  changed timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  PRIMARY KEY (film_id),
  KEY by_title (title),
  CONSTRAINT film_sequel FOREIGN KEY (sequel_of) REFERENCES film (film_id) ON UPDATE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE film_text (
  film_id smallint unsigned NOT NULL,
  title varchar(255) NOT NULL,
  description text,
  PRIMARY KEY (film_id),
  FULLTEXT KEY words (title, description)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TRIGGER film_is_searched AFTER INSERT ON film FOR EACH ROW
  INSERT INTO film_text (film_id, title, description) VALUES (NEW.film_id, NEW.title, NEW.description);

CREATE TABLE category (
  category_id tinyint unsigned NOT NULL AUTO_INCREMENT,
  label varchar(25) CHARACTER SET latin1 NOT NULL,
  PRIMARY KEY (category_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE film_category (
  film_id smallint unsigned NOT NULL,
  category_id tinyint unsigned NOT NULL,
  PRIMARY KEY (film_id, category_id),
  CONSTRAINT kind_of_film FOREIGN KEY (film_id) REFERENCES film (film_id),
  CONSTRAINT kind_is FOREIGN KEY (category_id) REFERENCES category (category_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE inventory (
  inventory_id mediumint unsigned NOT NULL AUTO_INCREMENT,
  film_id smallint unsigned NOT NULL,
  store_id tinyint unsigned NOT NULL,
  PRIMARY KEY (inventory_id),
  KEY shelf (store_id, film_id),
  CONSTRAINT copy_of FOREIGN KEY (film_id) REFERENCES film (film_id),
  CONSTRAINT copy_in FOREIGN KEY (store_id) REFERENCES store (store_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE rental (
  rental_id int NOT NULL AUTO_INCREMENT,
  taken datetime NOT NULL,
  inventory_id mediumint unsigned NOT NULL,
  back datetime DEFAULT NULL,
  staff_id tinyint unsigned NOT NULL,
  PRIMARY KEY (rental_id),
  UNIQUE KEY one_at_a_time (taken, inventory_id),
  CONSTRAINT rented FOREIGN KEY (inventory_id) REFERENCES inventory (inventory_id),
  CONSTRAINT rented_by FOREIGN KEY (staff_id) REFERENCES staff (staff_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE payment (
  payment_id int unsigned NOT NULL AUTO_INCREMENT,
  staff_id tinyint unsigned DEFAULT NULL,
  rental_id int DEFAULT NULL,
  amount decimal(5,2) NOT NULL,
  paid timestamp(3) NULL DEFAULT NULL,
  note tinytext CHARACTER SET latin1,
  PRIMARY KEY (payment_id),
  CONSTRAINT paid_for FOREIGN KEY (rental_id) REFERENCES rental (rental_id) ON DELETE SET NULL,
  CONSTRAINT paid_at FOREIGN KEY (staff_id) REFERENCES staff (staff_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
