CREATE TABLE copy (id int);
