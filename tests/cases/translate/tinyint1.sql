CREATE TABLE account (
    id int NOT NULL PRIMARY KEY,
    active tinyint(1) NOT NULL DEFAULT 1,
    hidden bool DEFAULT FALSE,
    level tinyint(1) DEFAULT 3,
    age tinyint(4)
);
INSERT INTO account VALUES (1, 1, 0, 9, -5), (2, 0, NULL, NULL, NULL);
