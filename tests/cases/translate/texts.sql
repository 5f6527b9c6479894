CREATE TABLE note (
    id char(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    code char(2) NOT NULL DEFAULT '',
    title varchar(255) COLLATE utf8mb4_unicode_ci DEFAULT 'it''s \\ "new"',
    body text, small tinytext, medium mediumtext NOT NULL, large longtext,
    `national` nvarchar(20), n nchar(3)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
INSERT INTO note VALUES ('a', 'de', 'tab\there', 'line\nbreak', '', 'emoji 😀', NULL, 'ñ', 'abc');
