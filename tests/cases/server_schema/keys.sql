-- Indexes and keys.
CREATE TABLE parts (
    a int NOT NULL, b varchar(100) NOT NULL, c text, d varchar(300), e point NOT NULL, f blob,
    PRIMARY KEY (a, b), UNIQUE KEY once (b, a), UNIQUE (d), KEY begins (c(20), f(10)), KEY downward (a DESC, b),
    KEY down_up (b(5) DESC, a ASC), FULLTEXT KEY words (c, d), SPATIAL KEY place (e), KEY said (a) COMMENT 'it''s said',
    KEY ignored (d(10)) IGNORED, UNIQUE KEY partly (c(30)), KEY `odd key` (d) USING BTREE
);
CREATE TABLE in_memory (a int, b int, KEY hashed (a) USING HASH, KEY treed (b) USING BTREE) ENGINE = MEMORY;
CREATE TABLE long_unique (a text, b int, UNIQUE KEY whole (a)) ENGINE = InnoDB;
CREATE TABLE keyless (a int, b int);
CREATE TABLE unnamed (a int UNIQUE, b int, KEY (b), KEY (b, a), UNIQUE KEY (a, b));
CREATE TABLE made (id serial, code varchar(10) UNIQUE KEY);
CREATE UNIQUE INDEX later ON keyless (a, b DESC);
