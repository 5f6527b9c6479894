"""Rows of a MySQL dump to PostgreSQL, streaming."""
