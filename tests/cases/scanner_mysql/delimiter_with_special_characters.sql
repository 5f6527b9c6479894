DELIMITER ^
select 1; ^
DELIMITER ]-
select a[1] - 2; ]-
DELIMITER .*
select 1.5 * 2; .*
DELIMITER §§
select 3; §§
