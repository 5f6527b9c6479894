CREATE TABLE defaulted (
    id int NOT NULL PRIMARY KEY,
    a int DEFAULT (1 + 2),
    b varchar(36) DEFAULT (uuid()),
    c datetime DEFAULT NOW(),
    d date DEFAULT (curdate()),
    e varchar(10) DEFAULT 'NULL',
    f varchar(10) DEFAULT NULL,
    g int NOT NULL,
    h text DEFAULT 'abc',
    i tinyint DEFAULT '1'
);
