select date'2020-01-01', name'\', name'e;'
;
select 2;
