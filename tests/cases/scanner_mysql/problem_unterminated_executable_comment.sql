select 1;
/*!40101 SET NAMES utf8;
select 2;
