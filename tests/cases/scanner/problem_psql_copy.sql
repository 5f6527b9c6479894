\copy t from stdin
1	it's
\.
\copy t from 'file.csv' csv
select 1;
