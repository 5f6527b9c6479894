create function f() returns void begin atomic end;
select 2;
create procedure p() begin atomic;;end;
select 3;
