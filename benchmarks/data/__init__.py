"""Rows of MariaDB into PostgreSQL: three tables, the ways that cfdb has, and pgloader beside them."""
