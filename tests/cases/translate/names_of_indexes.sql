CREATE TABLE a (id int PRIMARY KEY, name varchar(10), KEY name (name), KEY a_name_2 (id, name));
CREATE TABLE b (id int PRIMARY KEY, name varchar(10), KEY name (name), KEY a (name, id));
CREATE TABLE name (id int PRIMARY KEY, b int, UNIQUE KEY b (b));
