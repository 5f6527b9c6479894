CREATE TABLE t (a varchar(20), b varbinary(20));
INSERT INTO t VALUES ('good',_binary 'é'),('béd',NULL),('good again','x');
