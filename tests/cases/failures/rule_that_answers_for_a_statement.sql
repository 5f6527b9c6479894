CREATE RULE quiet AS ON UPDATE TO person DO ALSO (INSERT INTO person VALUES (50, 'r'); SELECT 1);
UPDATE person SET name = 'renamed' WHERE id = 1;
INSERT INTO person VALUES (1, 'twice');
