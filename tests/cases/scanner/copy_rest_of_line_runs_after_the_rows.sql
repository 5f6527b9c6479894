select 1; copy a from stdin; select 2; copy b from stdin; -- rest
a;
\.
b;
\.
select 3;
