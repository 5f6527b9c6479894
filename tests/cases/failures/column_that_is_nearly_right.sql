INSERT INTO person (id, nmae) VALUES (10, 'x');
