select 5--3;
select --5
;select 1 -- 5;
;select 2--
;
