CREATE TABLE item (
    id int NOT NULL PRIMARY KEY CHECK (id > 0),
    price decimal(8,2) NOT NULL,
    discount decimal(8,2) NOT NULL DEFAULT 0,
    state varchar(10),
    CONSTRAINT sane CHECK (price >= 0 AND discount <= price),
    CONSTRAINT known CHECK (state IN ('new','old') OR state IS NULL),
    CHECK (char_length(state) <= 10)
);
