CREATE TABLE child (
    id int NOT NULL PRIMARY KEY,
    parent_id int unsigned NOT NULL,
    code varchar(10),
    CONSTRAINT to_parent FOREIGN KEY (parent_id) REFERENCES parent (id) ON DELETE CASCADE ON UPDATE RESTRICT,
    FOREIGN KEY (code) REFERENCES parent (code) ON DELETE SET NULL
);
CREATE TABLE parent (
    id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    code varchar(20) NOT NULL UNIQUE,
    favourite int,
    CONSTRAINT favourite FOREIGN KEY (favourite) REFERENCES child (id) ON DELETE NO ACTION
);
CREATE TABLE tree (id bigint NOT NULL PRIMARY KEY, up bigint, KEY up (up), FOREIGN KEY (up) REFERENCES tree (id));
