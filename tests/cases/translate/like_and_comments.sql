CREATE TABLE original (
    id int NOT NULL AUTO_INCREMENT PRIMARY KEY COMMENT 'what it''s called',
    name varchar(10) DEFAULT 'x',
    KEY name (name)
) COMMENT='the \\ first';
CREATE TABLE copied LIKE original;
