select 1 as "a;b", 2 as "a""b;", 3 as "it's";
select 2;
