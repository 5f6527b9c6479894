CREATE DEFINER=`root`@`local;host` PROCEDURE p() SELECT 1;
create definer = admin@localhost function f() returns int return 1;
CREATE DEFINER=CURRENT_USER() SQL SECURITY INVOKER VIEW v AS SELECT 1;
CREATE OR REPLACE ALGORITHM=MERGE DEFINER='event'@'%' VIEW v AS SELECT 1;
create or replace view v as select 1;
create temporary table t (a int);
create /* a */ table -- b
 t (a int);
create unique index i on t (a);
create fulltext index i on t (a);
create aggregate function f returns int soname 'x';
alter ignore table t add a int;
alter definer=a@b event e disable;
alter algorithm=merge view v as select 1;
drop temporary table t;
drop table t;
create role r;
create database `d`;
