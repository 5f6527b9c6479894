create table begin (atomic int);
create function f(begin int, atomic text default 'begin atomic') returns int language sql return 1;
create function g() returns text language sql as 'begin atomic; end';
select 4;
