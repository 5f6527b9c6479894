CREATE TABLE users (id int);

CREATE TABEL teams (id int);
SELECT 'ä' FORM users;
