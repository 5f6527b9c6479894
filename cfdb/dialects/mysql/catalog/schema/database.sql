SELECT DATABASE() AS name, @@SESSION.collation_database AS collation
