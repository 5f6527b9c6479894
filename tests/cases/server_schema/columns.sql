-- Attributes of columns.
CREATE TABLE counted (
    id bigint unsigned NOT NULL AUTO_INCREMENT COMMENT 'the key; it''s -- not a comment /* nor this */',
    a varchar(20) NOT NULL COMMENT 'Ünï # "quoted" \\ back', b varchar(20) INVISIBLE DEFAULT 'x', hidden int INVISIBLE,
    total decimal(10,2) AS (a * 2) VIRTUAL, kept varchar(60) GENERATED ALWAYS AS (concat(a, '-', upper(b), '\'')) STORED,
    flag tinyint(1) AS (a = 'x' AND b <> 'it''s') PERSISTENT COMMENT 'generated', doc json,
    named varchar(20) AS (json_value(doc, '$.name')) VIRTUAL INVISIBLE,
    PRIMARY KEY (id), KEY (kept)
) ENGINE = InnoDB AUTO_INCREMENT = 1000 COMMENT = 'counts; it''s all' ROW_FORMAT = DYNAMIC;
CREATE TABLE uncounted (a int PRIMARY KEY) ENGINE = Aria COMMENT '';
CREATE TABLE fresh (id int AUTO_INCREMENT PRIMARY KEY) ENGINE = MyISAM;
CREATE TABLE `odd ``name``` (`select` int, `a b` int, `ü` int, `back``quote` varchar(5) DEFAULT 'x', `Mixed` int, KEY `a b` (`a b`, `back``quote`(2)));
CREATE TABLE squeezed (a varchar(2000) COMPRESSED, b blob COMPRESSED NOT NULL);
