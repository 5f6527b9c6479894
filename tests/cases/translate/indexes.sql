CREATE TABLE page (
    id int NOT NULL,
    url varchar(500) NOT NULL,
    body text NOT NULL,
    raw blob,
    made datetime,
    score int,
    PRIMARY KEY (id),
    UNIQUE KEY url (url(100)),
    KEY body (body(20), made),
    KEY raw (raw(10)),
    KEY newest (made DESC, score),
    KEY hashed (score) USING HASH COMMENT 'who asks',
    FULLTEXT KEY words (url, body),
    INDEX (made)
);
CREATE INDEX by_score ON page (score);
CREATE UNIQUE INDEX made_score ON page (made, score);
