SET @OLD_AUTOCOMMIT = @@AUTOCOMMIT;
SET @a = 'autocommit = 0', @autocommit = 1;
SET GLOBAL autocommit = 1;
select @@autocommit;
SET sql_mode = REPLACE(@@sql_mode, 'NO_BACKSLASH_ESCAPES', '');
