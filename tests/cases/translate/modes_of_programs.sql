-- A dump gives each program the sql_mode that it was made with.
SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO';
CREATE TABLE note (id INT PRIMARY KEY AUTO_INCREMENT, body VARCHAR(40));
SET @saved_sql_mode = @@sql_mode;
SET sql_mode = 'ANSI_QUOTES';
CREATE PROCEDURE quoted() UPDATE "note" SET "body" = 'x' WHERE "note"."id" = 1;
SET sql_mode = 'STRICT_TRANS_TABLES,PIPES_AS_CONCAT';
CREATE PROCEDURE joined() UPDATE note SET body = body || '!';
CREATE PROCEDURE untouched() UPDATE note SET body = 'a||b';
CREATE VIEW shouted AS SELECT body || '!' AS loud FROM note;
SET sql_mode = 'HIGH_NOT_PRECEDENCE';
CREATE PROCEDURE negated() DELETE FROM note WHERE NOT id = 1;
CREATE PROCEDURE kept() DELETE FROM note WHERE body IS NOT NULL AND id NOT IN (1, 2);
SET sql_mode = @saved_sql_mode;
INSERT INTO note VALUES (0, 'zero');
CREATE PROCEDURE plain() UPDATE note SET body = "x";
SET SQL_MODE=@OLD_SQL_MODE;
