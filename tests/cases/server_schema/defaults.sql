-- What a column may get when nothing is said.
CREATE TABLE defaults (
    id int NOT NULL, a int, b int DEFAULT NULL, c int NOT NULL DEFAULT 0, d int DEFAULT -5, e int DEFAULT '7',
    f varchar(40) DEFAULT 'it''s', g varchar(40) DEFAULT 'back\\slash', h varchar(40) DEFAULT 'line\nbreak',
    i varchar(40) DEFAULT 'NULL', j varchar(40) DEFAULT 'current_timestamp()', k varchar(40) DEFAULT '',
    l varchar(40) NOT NULL, m text, n text DEFAULT 'long', o blob DEFAULT 'bytes', p decimal(6,3) DEFAULT 1.5,
    q double DEFAULT 1e10, r boolean DEFAULT true, s boolean DEFAULT FALSE, t varchar(36) DEFAULT uuid(),
    u varchar(40) DEFAULT (concat('a', 'b')), v int DEFAULT (1 + 2), w date DEFAULT (curdate() + interval 1 day),
    x varchar(40) DEFAULT (case when 1 = 1 then 'yes' else 'no' end), y json DEFAULT '{}', z json DEFAULT (json_object('k', 'it''s'))
);
CREATE TABLE more_defaults (
    a datetime DEFAULT current_timestamp, b datetime DEFAULT now(), c timestamp(3) NULL DEFAULT current_timestamp(3),
    d date DEFAULT (current_date), e time DEFAULT (current_time), f int DEFAULT (abs(-3)), g int DEFAULT 0x10,
    h varchar(10) DEFAULT 0x41, i int DEFAULT (g * 2), j varchar(10) DEFAULT _latin1'caf', k varchar(20) DEFAULT 'Ünï "x"',
    l varchar(64) DEFAULT (md5('x')), m float DEFAULT 0.1, n varchar(10) DEFAULT (left('abc', 2)), o int DEFAULT (NULL),
    p char(1) DEFAULT '%', q varchar(20) DEFAULT 'a\tb', r int unsigned DEFAULT 4294967295, s varchar(9) DEFAULT (if(1, 'x', NULL))
);
