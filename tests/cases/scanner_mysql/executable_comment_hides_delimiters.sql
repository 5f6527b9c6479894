/*!50003 CREATE TRIGGER a BEFORE INSERT ON t FOR EACH ROW BEGIN SET @a = 'x;*/'; SET @b = 2; /* ; */ -- it's */
 # it's */
END */;
select 1;
