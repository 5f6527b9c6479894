DELIMITER --
select 1 # --
; -- select 2 --
DELIMITER #
select 3; -- a
 # select 4 #
DELIMITER /*
select 5; -- a
/*select 6 /*
