-- Text search, orders of groups, windows that go on from others, queries that ask themselves.
CREATE TABLE book (
    id int NOT NULL PRIMARY KEY AUTO_INCREMENT,
    title varchar(100) NOT NULL,
    about text,
    shelf int NOT NULL,
    pages int,
    part_of int,
    lent datetime,
    back datetime,
    FULLTEXT KEY words (title, about)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

INSERT INTO book VALUES
    (1, 'Database systems', 'tables and their relations', 1, 300, NULL, '2024-01-01 10:00:00', '2024-01-03 12:30:00'),
    (2, 'Relational databases', 'theory of relations', 1, 250, 1, '2024-02-01 09:00:00', '2024-02-01 17:15:20'),
    (3, 'Gardening', 'flowers, vegetables and tables', 2, NULL, NULL, NULL, NULL),
    (4, 'Roses', NULL, 2, 120, 3, '2024-03-05 00:00:00', '2024-03-04 23:00:00'),
    (5, 'Cooking vegetables', 'recipes for garden vegetables', 3, 80, 3, '2024-03-05 12:00:00', NULL),
    (6, 'Wild roses', 'a garden of roses', 2, 90, 4, NULL, '2024-03-05 12:00:00');

CREATE VIEW about_tables AS SELECT id, title FROM book WHERE MATCH (title, about) AGAINST ('tables flowers');

CREATE VIEW about_vegetables AS
    SELECT id FROM book WHERE MATCH (about, title) AGAINST ('+vegetables -flowers' IN BOOLEAN MODE);

CREATE VIEW about_roses AS
    SELECT id, MATCH (title, about) AGAINST ('roses') > 0 AS found FROM book;

CREATE VIEW begins_with_data AS
    SELECT id FROM book WHERE MATCH (title, about) AGAINST ('data* garden' IN BOOLEAN MODE) AND pages > 50;

CREATE VIEW shelves AS SELECT shelf, COUNT(*) AS books FROM book GROUP BY shelf DESC;

CREATE VIEW sizes AS
    SELECT id, SUM(pages) OVER w AS so_far, RANK() OVER ranked AS place
    FROM book WINDOW w AS (PARTITION BY shelf ORDER BY id), s AS (PARTITION BY shelf), ranked AS (s ORDER BY pages);

CREATE VIEW parts AS
    WITH RECURSIVE tree (id, title, depth) AS (
        SELECT id, title, 0 FROM book WHERE part_of IS NULL
        UNION ALL
        SELECT b.id, CONCAT(t.title, ' / ', b.title), t.depth + 1 FROM book b JOIN tree t ON b.part_of = t.id
    )
    SELECT id, title, depth FROM tree;

CREATE VIEW numbers AS
    WITH RECURSIVE n AS (SELECT 1 AS i UNION SELECT i + 1 FROM n WHERE i < 5) SELECT i, i * i AS square FROM n;

CREATE VIEW loans AS
    SELECT id, TIMEDIFF(back, lent) AS away, TIME_TO_SEC(TIMEDIFF(back, lent)) AS seconds,
        SEC_TO_TIME(pages * 60) AS reading
    FROM book;

CREATE VIEW longest_loan AS SELECT shelf, MAX(TIMEDIFF(back, lent)) AS longest FROM book GROUP BY shelf;

CREATE TABLE shop_order (
    id int NOT NULL PRIMARY KEY,
    doc json
) DEFAULT CHARSET=utf8mb4;

INSERT INTO shop_order VALUES
    (1, '{"lines": [{"item": "pen", "count": 3, "price": 1.25, "tags": ["a", "b"]}, {"item": "ink", "count": 1, "price": 10, "tags": []}]}'),
    (2, '{"lines": []}'),
    (3, '{"lines": [{"item": "pad", "price": 2.5, "gift": true}]}'),
    (4, NULL);

CREATE VIEW order_lines AS
    SELECT o.id, l.place, l.item, l.count, l.price, l.colour, l.is_gift
    FROM shop_order o, JSON_TABLE(o.doc, '$.lines[*]' COLUMNS (
        place FOR ORDINALITY,
        item VARCHAR(20) PATH '$.item',
        count INT PATH '$.count' DEFAULT '0' ON EMPTY NULL ON ERROR,
        price DECIMAL(8,2) PATH '$.price',
        colour VARCHAR(10) PATH '$.colour',
        is_gift INT EXISTS PATH '$.gift'
    )) AS l;

CREATE VIEW order_tags AS
    SELECT o.id, t.item, t.tag
    FROM shop_order o JOIN JSON_TABLE(o.doc, '$.lines[*]' COLUMNS (
        item VARCHAR(20) PATH '$.item',
        NESTED PATH '$.tags[*]' COLUMNS (tag VARCHAR(5) PATH '$')
    )) AS t ON t.item <> 'ink';

CREATE VIEW order_totals AS
    SELECT o.id, (SELECT SUM(l.count * l.price) FROM JSON_TABLE(o.doc, '$.lines[*]' COLUMNS (
        count INT PATH '$.count', price DECIMAL(8,2) PATH '$.price')) AS l) AS total
    FROM shop_order o;

CREATE VIEW listed AS SELECT n.v FROM JSON_TABLE('[3, 1, "2"]', '$[*]' COLUMNS (v INT PATH '$')) AS n ORDER BY n.v;
