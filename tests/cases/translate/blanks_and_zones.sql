CREATE TABLE t (
    id int PRIMARY KEY, c char(5), v varchar(9), n char(3) NOT NULL,
    a timestamp DEFAULT '2020-01-01 10:00:00', b timestamp(3) NOT NULL DEFAULT '2020-01-01 10:00:00.5',
    d timestamp DEFAULT '2020-01-01', e datetime DEFAULT '2020-01-01 10:00:00'
);
INSERT INTO t (id, c, v, n) VALUES
    (1, 'ab ', 'ab ', 'x  '), (2, 'it''s ', 'it''s ', '\' '), (3, '  ', '  ', ' '), (4, 'a\\ ', 'b', '\\ '), (5, NULL, NULL, '');
