DELIMITER //
select 1; // DELIMITER ;
select 2; delimiter |
select 3 | select 4; | delimiter ;
