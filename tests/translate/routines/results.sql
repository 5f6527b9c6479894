CREATE TABLE city (id INT PRIMARY KEY, name VARCHAR(30) NOT NULL, country CHAR(2) NOT NULL, people INT, kind ENUM('town','city') NOT NULL DEFAULT 'city', founded DATE);
CREATE TABLE visit (id INT AUTO_INCREMENT PRIMARY KEY, city_id INT NOT NULL, at DATETIME NOT NULL);
DELIMITER //
CREATE PROCEDURE cities_of(IN p_country CHAR(2))
  SELECT id, name, people, kind, founded FROM city WHERE country = p_country ORDER BY name//
CREATE PROCEDURE by_country()
BEGIN
  SELECT country, COUNT(*) AS cities, SUM(people) AS people, AVG(people) AS average FROM city GROUP BY country ORDER BY country;
END//
CREATE PROCEDURE one_or_other(IN which INT)
BEGIN
  IF which = 1 THEN
    SELECT name FROM city WHERE people > 1000000 ORDER BY name;
  ELSE
    SELECT name FROM city WHERE people <= 1000000 ORDER BY name;
  END IF;
END//
CREATE PROCEDURE two_results(IN p_id INT)
BEGIN
  SELECT name, country FROM city WHERE id = p_id;
  SELECT at FROM visit WHERE city_id = p_id ORDER BY at;
END//
CREATE PROCEDURE visit_and_show(IN p_id INT)
BEGIN
  INSERT INTO visit (city_id, at) VALUES (p_id, '2024-05-05 12:00:00');
  SELECT c.name, COUNT(v.id) visits FROM city c LEFT JOIN visit v ON v.city_id = c.id WHERE c.id = p_id GROUP BY c.id, c.name;
END//
CREATE PROCEDURE with_out(IN p_country CHAR(2), OUT p_n INT)
BEGIN
  SELECT COUNT(*) INTO p_n FROM city WHERE country = p_country;
  SELECT name AS city_name FROM city WHERE country = p_country ORDER BY people DESC;
END//
CREATE PROCEDURE message() SELECT 'ok' AS status, 1 AS code, NOW() > '2020-01-01' AS later//
CREATE PROCEDURE page(IN p_offset INT, IN p_limit INT)
  SELECT name FROM city ORDER BY name LIMIT p_offset, p_limit//
CREATE PROCEDURE search(IN p_text VARCHAR(30))
  SELECT name FROM city WHERE name LIKE CONCAT('%', p_text, '%') ORDER BY name//
CREATE PROCEDURE biggest(OUT p_name VARCHAR(30), OUT p_people INT)
  SELECT name, people INTO p_name, p_people FROM city ORDER BY people DESC LIMIT 1//
DELIMITER ;
