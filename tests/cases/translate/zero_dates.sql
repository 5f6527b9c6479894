SET sql_mode = '';
CREATE TABLE booking (
    id int NOT NULL PRIMARY KEY,
    day date NOT NULL DEFAULT '0000-00-00',
    at datetime NOT NULL DEFAULT '0000-00-00 00:00:00',
    since timestamp NOT NULL DEFAULT '0000-00-00 00:00:00',
    until date DEFAULT '2000-01-31'
);
