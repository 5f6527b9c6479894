-- Outside strict mode a NULL or an unknown code would be written as 0 or '' instead of stopping the migration.
SELECT CONCAT('sql_mode is not strict: ''', @@SESSION.sql_mode, '''; it needs STRICT_ALL_TABLES or STRICT_TRANS_TABLES') AS reason
  FROM DUAL
 WHERE FIND_IN_SET('STRICT_ALL_TABLES', @@SESSION.sql_mode) = 0
   AND FIND_IN_SET('STRICT_TRANS_TABLES', @@SESSION.sql_mode) = 0;
