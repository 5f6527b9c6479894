CREATE TABLE session (id int PRIMARY KEY, at datetime);
CREATE EVENT tidy ON SCHEDULE EVERY 1 DAY DO DELETE FROM session WHERE at < now() - INTERVAL 1 DAY;
CREATE USER someone@localhost IDENTIFIED BY 'secret';
GRANT SELECT ON session TO someone@localhost;
CREATE TEMPORARY TABLE passing (id int);
