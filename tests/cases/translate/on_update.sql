CREATE TABLE article (
    id int NOT NULL PRIMARY KEY,
    title varchar(100) NOT NULL,
    created_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp NULL DEFAULT NULL ON UPDATE CURRENT_TIMESTAMP,
    seen_at datetime(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6)
);
CREATE TABLE touched (
    id int PRIMARY KEY,
    at timestamp DEFAULT now() ON UPDATE now()
);
