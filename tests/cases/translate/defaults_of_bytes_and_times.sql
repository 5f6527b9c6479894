-- Defaults that are no text, or no time of a day.
CREATE TABLE raw (
    a BINARY(4) NOT NULL DEFAULT 'ab',
    b VARBINARY(4) DEFAULT x'FF00',
    c BINARY(4) DEFAULT 0xFF,
    d VARBINARY(4) DEFAULT '?',
    e TIME DEFAULT '-01:00:00',
    f TIME DEFAULT '30:00:00',
    g TIME DEFAULT '8:05',
    h TIME DEFAULT 0,
    i DATETIME DEFAULT '2020-1-2',
    j DATE DEFAULT '20200102'
);
