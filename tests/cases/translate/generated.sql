CREATE TABLE line (
    id int NOT NULL PRIMARY KEY,
    price decimal(8,2) NOT NULL,
    amount int NOT NULL,
    total decimal(12,2) GENERATED ALWAYS AS (price * amount) STORED,
    label varchar(30) AS (concat('#', id)) VIRTUAL,
    first_name varchar(20), last_name varchar(20),
    full_name varchar(41) AS (concat_ws(' ', first_name, last_name)) PERSISTENT,
    KEY total (total)
);
