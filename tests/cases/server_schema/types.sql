-- Every type, with the arguments and attributes that it can have.
CREATE TABLE numbers (
    a tinyint, b tinyint(1) NOT NULL DEFAULT 1, c tinyint(3) unsigned, d smallint(5) unsigned zerofill, e mediumint,
    f int(11), g int(10) unsigned NOT NULL, h bigint(20) unsigned DEFAULT 18446744073709551615, i bool,
    j decimal(10,2) NOT NULL DEFAULT 0.00, k numeric(5), l float, m float(7,3), n double, o double(8,2) unsigned,
    p real, q bit(1) DEFAULT b'0', r bit(8) NOT NULL DEFAULT b'10101010', s year DEFAULT 2020, t float(30), u dec
);
CREATE TABLE texts (
    a char, b char(10) NOT NULL DEFAULT '', c varchar(255) CHARACTER SET latin1, d varchar(20) COLLATE utf8mb4_bin,
    e tinytext, f text, g mediumtext CHARACTER SET ascii, h longtext, i varchar(10) CHARACTER SET utf8mb3,
    j enum('a', 'it''s', 'back\\slash', 'comma,here', '"', '', 'Ünï') DEFAULT 'it''s', k set('x', 'y z', 'w') NOT NULL DEFAULT 'x,w',
    l enum('p', 'q') CHARACTER SET latin1 COLLATE latin1_bin NOT NULL, m varchar(3) BINARY, n json, o json NOT NULL,
    p text CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci, q char(36) CHARACTER SET ascii COLLATE ascii_bin
);
CREATE TABLE latin (a varchar(10), b text CHARACTER SET utf8mb4, c char(2) COLLATE latin1_german2_ci) CHARSET = latin1;
CREATE TABLE bytes (
    a binary(16), b varbinary(255) NOT NULL DEFAULT 'x', c tinyblob, d blob, e mediumblob, f longblob, g binary,
    h varbinary(4) DEFAULT x'007F41'
);
CREATE TABLE moments (
    a date, b time, c time(3), d datetime, e datetime(6), f timestamp NULL, g timestamp(6) NULL, h year(4),
    i timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
    j datetime(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
    k datetime DEFAULT '2020-01-02 03:04:05', l date NOT NULL DEFAULT '2000-01-01', m time DEFAULT '-01:00:00'
);
CREATE TABLE shapes (
    a geometry, b point NOT NULL, c linestring, d polygon, e multipoint, f multilinestring, g multipolygon,
    h geometrycollection, SPATIAL KEY at (b)
);
CREATE TABLE addresses (a inet6, b inet4, c uuid NOT NULL DEFAULT uuid());
