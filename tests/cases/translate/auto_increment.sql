CREATE TABLE from_one (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, name varchar(20));
CREATE TABLE from_many (id int unsigned NOT NULL AUTO_INCREMENT, PRIMARY KEY (id)) ENGINE=InnoDB AUTO_INCREMENT=1042;
CREATE TABLE huge (id bigint unsigned NOT NULL AUTO_INCREMENT, PRIMARY KEY (id));
CREATE TABLE keyed (name varchar(10) NOT NULL PRIMARY KEY, n smallint NOT NULL AUTO_INCREMENT, UNIQUE KEY n (n));
CREATE TABLE counted (id serial, PRIMARY KEY (id));
INSERT INTO from_one VALUES (1, 'a'), (7, 'b');
