select 1,
\echo it's
2;
copy t
\set x it's
 from stdin;
1
\.
select 3;
