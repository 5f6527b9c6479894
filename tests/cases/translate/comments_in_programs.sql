-- A finding has the line of what it is about.
CREATE TABLE t (id INT PRIMARY KEY, n INT);
DELIMITER //
CREATE PROCEDURE counted(
    a INT
)
    -- about the body
BEGIN
    -- a comment
    /* another one,
       of two lines */
    UPDATE t SET n = a; # and here
    UPDATE t SET n = (SELECT SLEEP(1));
END //
DELIMITER ;
