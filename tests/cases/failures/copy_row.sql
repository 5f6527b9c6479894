INSERT INTO person VALUES (20, 'before');
COPY person (id, name) FROM stdin;
21	fine
22	fine, too
not a number	bad
\.
INSERT INTO person VALUES (23, 'after');
