CREATE TABLE `order` (
    id int NOT NULL PRIMARY KEY,
    state enum('new','paid','it''s late','Ä') NOT NULL DEFAULT 'new',
    kind enum('a','b') CHARACTER SET latin1 DEFAULT NULL,
    tags set('red','green','blue') NOT NULL DEFAULT 'red,blue',
    none set('x','y') DEFAULT ''
);
INSERT INTO `order` VALUES (1, 'it''s late', 'b', 'green', ''), (2, 'new', NULL, '', NULL);
