-- auto_on_zero = true
CREATE TABLE t (id int AUTO_INCREMENT PRIMARY KEY, a varchar(20));
INSERT INTO t VALUES (1,'given'),(0,'counted'),(2,'given');
