-- Checks of columns and tables.
CREATE TABLE checked (
    id int PRIMARY KEY, n int CHECK (n > 0), m int, word varchar(20) CHECK (word <> 'it''s' AND word NOT LIKE 'a\\%b'),
    doc json, other longtext CHECK (json_valid(other)), third json NOT NULL CHECK (json_length(third) > 0), state char(1),
    CONSTRAINT between_them CHECK (n BETWEEN 1 AND 10 OR m IS NULL), CHECK (n < m),
    CONSTRAINT `m` CHECK (n <> 5), CONSTRAINT listed CHECK (state IN ('a', 'b', "c")),
    CONSTRAINT `odd name` CHECK (char_length(word) > 1 XOR n = 3), CHECK (word REGEXP '^[a-z]+$')
);
