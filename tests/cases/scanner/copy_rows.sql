copy t (a, b) from stdin;
1	it's; "x" $$ /* --
2	\N
\.
select 2;
