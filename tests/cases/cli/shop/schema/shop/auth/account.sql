CREATE TABLE account (id int);
