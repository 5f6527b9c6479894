/* change it */ DELIMITER //
-- and
# again
select 1; //
