CREATE TABLE shop.t (id int PRIMARY KEY);
CREATE TABLE other.t (id int PRIMARY KEY, other int);
INSERT INTO shop.t VALUES (1);
INSERT INTO other.t VALUES (2, 2);
