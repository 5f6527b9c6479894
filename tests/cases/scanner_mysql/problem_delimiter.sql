DELIMITER
select 1;
DELIMITER;
select 2;
DELIMITER \\
select 3;
DELIMITER ''
select 4;
DELIMITER 0123456789abcdef
select 5;
