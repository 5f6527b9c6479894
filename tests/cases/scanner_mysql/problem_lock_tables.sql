LOCK TABLES `t` WRITE;
insert into t values (1);
UNLOCK TABLES;
lock table t read;
