CREATE TABLE b (id int);
SELECT 'one;
