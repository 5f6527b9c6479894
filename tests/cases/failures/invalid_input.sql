INSERT INTO person VALUES (30, 'fine'), ('ü31', 'bad');
