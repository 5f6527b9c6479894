CREATE TABLE setting (
    id int NOT NULL PRIMARY KEY,
    value json NOT NULL,
    extra longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL CHECK (json_valid(`extra`))
);
INSERT INTO setting VALUES (1, '{"a": [1, 2, "x\\ny"]}', NULL);
