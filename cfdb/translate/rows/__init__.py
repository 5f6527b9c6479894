"""Rows of a MySQL dump to PostgreSQL, streaming."""

from cfdb.translate.rows.statement import rows

__all__ = ["rows"]
