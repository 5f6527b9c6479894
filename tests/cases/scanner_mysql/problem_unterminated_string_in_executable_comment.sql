/*!40101 SET @a = 'b */;
select 2;
