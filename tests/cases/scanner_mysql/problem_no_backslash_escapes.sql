SET sql_mode = 'NO_BACKSLASH_ESCAPES,ANSI';
/*!50003 SET SESSION sql_mode="STRICT_ALL_TABLES,no_backslash_escapes" */;
