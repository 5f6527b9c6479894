-- encoding = latin1
CREATE TABLE t (a varchar(20), b varbinary(20));
INSERT INTO t VALUES ('café € ',_binary 'é'),('ü\0',NULL);
