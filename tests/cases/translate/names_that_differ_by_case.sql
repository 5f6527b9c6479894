CREATE TABLE Thing (Id int PRIMARY KEY, Other int);
CREATE TABLE thing (id int PRIMARY KEY, other int, CONSTRAINT own FOREIGN KEY (other) REFERENCES Thing (Id));
