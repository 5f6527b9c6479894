/*!40101 SET @a = 1 /* b ;
select 2;
