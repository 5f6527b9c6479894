copy t from stdin;
\.x
 \.
\\.
\.\.
\.
select 2;
