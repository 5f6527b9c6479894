select 'a
;
delimiter //
b';
select 2;
