INSERT INTO person (id) VALUES (40);
