CREATE TABLE place (
    id int NOT NULL PRIMARY KEY,
    at point NOT NULL,
    area polygon,
    shape geometry,
    SPATIAL KEY at (at)
);
