CREATE TABLE packet (
    id int NOT NULL PRIMARY KEY,
    flag bit NOT NULL DEFAULT b'1',
    flags bit(10) DEFAULT b'101',
    hash binary(4) DEFAULT 'ab',
    token varbinary(255) DEFAULT 'x',
    body blob, small tinyblob, medium mediumblob NOT NULL, large longblob
);
INSERT INTO packet VALUES (1, b'0', 5, x'deadbeef', 0x616263, 'a\0b', '', _binary 'z', NULL);
