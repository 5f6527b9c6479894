"""Reads cfdb.toml and the SQL folders into values: the only reader of project files."""
