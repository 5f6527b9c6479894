select (1);
create table rule (a int, function int);
select (2);
