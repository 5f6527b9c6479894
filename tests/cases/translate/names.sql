CREATE TABLE `user` (
    `order` int NOT NULL PRIMARY KEY,
    `ctid` int,
    `Mixed Case` varchar(5),
    `quo"te` int,
    `umläut` int,
    `a_name_of_exactly_sixty_four_characters_is_the_longest_in_mysql_` int,
    KEY `a_key_of_exactly_sixty_four_characters_is_the_longest_in_mysql__` (`umläut`)
);
CREATE TABLE `a_table_of_exactly_sixty_four_characters_the_longest_in_mysql_1` (id int PRIMARY KEY);
CREATE TABLE `a_table_of_exactly_sixty_four_characters_the_longest_in_mysql_2` (id int PRIMARY KEY);
