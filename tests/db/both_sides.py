"""Rows of one table, as each server's own driver reads them, in the same words: nothing of cfdb is asked."""

from __future__ import annotations

from typing import Any

from stage import Database, MySQLDatabase
from wire_cases import AS_TEXT, seen, wanted

COLUMNS = """
    SELECT column_name, CASE WHEN typtype = 'e' THEN 'enum' ELSE udt_name END, numeric_scale
    FROM information_schema.columns JOIN pg_type ON oid = format('%I.%I', udt_schema, udt_name)::regtype
    WHERE table_schema = 'public' AND table_name = '{}' ORDER BY ordinal_position
"""

ZERO = "0000-00-00"

FAMILIES = {
    "bit": "bit", "set": "set", "binary": "bytes", "varbinary": "bytes", "tinyblob": "bytes", "blob": "bytes",
    "mediumblob": "bytes", "longblob": "bytes",
}  # fmt: skip


def differing(mysql: MySQLDatabase, database: Database, table: str) -> list[str]:
    """The values that are not in PostgreSQL what Python makes of MySQL's, by row; a zero date is to be NULL.

    Rows are matched by their order: that of all columns of the source's primary key, which hold no text of a language.
    """
    types = dict(
        mysql.rows(
            "SELECT column_name, data_type FROM information_schema.columns"
            f" WHERE table_schema = DATABASE() AND table_name = '{table}'"
        )
    )
    key = ", ".join(
        mysql.column(
            "SELECT column_name FROM information_schema.key_column_usage WHERE constraint_name = 'PRIMARY'"
            f" AND table_schema = DATABASE() AND table_name = '{table}' ORDER BY ordinal_position"
        )
    )
    columns = database.rows(COLUMNS.format(table))
    here = mysql.rows(
        f"SELECT {', '.join(_here(name, types[name]) for name, *_ in columns)} FROM {table} ORDER BY {key}"
    )
    there = database.rows(
        f"SELECT {', '.join(_there(name, type) for name, type, _ in columns)} FROM {table} ORDER BY {key}"
    )
    if len(here) != len(there):
        return [f"{table} has {len(there)} rows, expected {len(here)}"]
    return [
        f"{table}.{name}, row {number}: {found!r}, expected {expected!r}"
        for number, (row, arrived) in enumerate(zip(here, there, strict=True), 1)
        for (name, type, scale), value, other in zip(columns, row, arrived, strict=True)
        if (found := seen(other, type)) != (expected := _expected(value, types[name], type, scale))
    ]


def _here(name: str, type: str) -> str:
    # As a text, a FLOAT has six digits.
    return f"CAST(`{name}` AS DOUBLE)" if type == "float" else f"`{name}`"


def _there(name: str, type: str) -> str:
    return f'"{name}"::text' if type in AS_TEXT else f'"{name}"'


def _expected(value: Any, family: str, target: str, scale: int | None) -> Any:
    if isinstance(value, str) and family in ("date", "datetime", "timestamp") and value.startswith(ZERO):
        return None
    return wanted(value, FAMILIES.get(family, ""), target, scale=scale)
