-- MySQL dump 10.13  Distrib 8.0.36, for Linux (x86_64)
--
-- Host: localhost    Database: shop
-- ------------------------------------------------------
CREATE TABLE `shop`.`orders` (id INT PRIMARY KEY, shop INT, FOREIGN KEY (shop) REFERENCES `shop`.`shop` (id));
CREATE TABLE shop (id INT PRIMARY KEY, name VARCHAR(20));
CREATE VIEW shop.names AS SELECT shop.name, `shop`.`orders`.`id` FROM `shop`.`shop`, `shop`.`orders` WHERE `shop`.`orders`.`shop` = `shop`.`id`;
CREATE VIEW archived AS SELECT o.id FROM archive.orders o;
CREATE TRIGGER shop.orders_bd BEFORE DELETE ON shop.orders FOR EACH ROW DELETE FROM shop.shop WHERE shop.id = OLD.shop;
CREATE TRIGGER orders_ad AFTER DELETE ON orders FOR EACH ROW INSERT INTO archive.orders VALUES (OLD.id);
CREATE FUNCTION shop.years(o DATE) RETURNS INT DETERMINISTIC RETURN EXTRACT(YEAR FROM o);
CREATE TABLE archive.kept (id INT PRIMARY KEY);
CREATE TABLE linked (id INT PRIMARY KEY, far INT, FOREIGN KEY (far) REFERENCES archive.orders (id));
USE shop;
USE elsewhere;
