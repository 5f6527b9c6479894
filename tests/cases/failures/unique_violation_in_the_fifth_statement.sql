INSERT INTO person VALUES (11, 'a');
-- a comment; with a semicolon
INSERT INTO person VALUES (12, 'b;');
SELECT 1;

/* ; */ UPDATE person SET name = $x$;$x$ WHERE id = 12;
  INSERT INTO person
  VALUES (1, 'twice');
CREATE TABLE never ();
