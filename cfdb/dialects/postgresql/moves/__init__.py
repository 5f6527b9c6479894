"""PostgreSQL as the database that data is moved to: one file for each contract of `cfdb.moving`, and the SQL."""
