CREATE TABLE event (
    id int NOT NULL PRIMARY KEY,
    day date NOT NULL,
    at datetime DEFAULT '2020-02-29 12:30:00',
    precise datetime(3),
    moment timestamp(6) NULL,
    lasts time NOT NULL DEFAULT '00:30:00',
    fine time(2),
    founded year,
    closed year(4) DEFAULT 1999
);
