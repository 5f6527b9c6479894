select 1;
/*!40101 SELECT 1 \! rm */;
select 2;
