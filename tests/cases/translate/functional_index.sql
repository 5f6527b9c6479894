-- MySQL 8 only
CREATE TABLE person (
    id int NOT NULL PRIMARY KEY,
    name varchar(50),
    born date,
    KEY lower_name ((lower(name))),
    KEY unseen (born) INVISIBLE
);
