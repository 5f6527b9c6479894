-- cfdb: irreversible: it is only an example
ALTER TABLE customer ADD COLUMN age int;
CREATE TABLE orders (
    id int PRIMARY KEY
    customer int
);
