COPY person FROM stdin;
21	fine
\.

INSERT INTO person VALUES (22, 'between');
COPY person FROM stdin;
30	too	many
\.
