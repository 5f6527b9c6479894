select 1 -- one; it's
;
select 2 /* two /* ; */ */ -- '
 ;
select 3 -- three
