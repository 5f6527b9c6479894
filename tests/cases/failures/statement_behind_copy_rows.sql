COPY person FROM stdin;
21	füne 🚀
\.
SELECT 1;
SELECT 'ü', missing FROM person;
