copy t.from (a) from stdin where a is not null;
1
\.
copy binary t from stdin;
\.
copy t from stdout;
1
\.
select 4;
