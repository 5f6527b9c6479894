"""Tables of MySQL's information_schema that PostgreSQL's catalog can stand for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from cfdb.translate.scopes import Context
from cfdb.translate.values import Kind, Value

Columns = tuple[tuple[str, Value], ...]


class ServerTable(NamedTuple):
    """What PostgreSQL is asked for instead, and the columns that mean the same there: each in its words, and its kind.

    A schema of PostgreSQL stands for a database of MySQL: public, which is all that functions look into.
    """

    columns: Mapping[str, tuple[str, Kind]]
    rest: str


DATABASE = ("current_database()::text", Kind.TEXT)

TABLES = {
    "tables": ServerTable(
        {
            "table_schema": DATABASE,
            "table_name": ("c.relname::text", Kind.TEXT),
            "table_type": ("CASE c.relkind WHEN 'v' THEN 'VIEW' ELSE 'BASE TABLE' END", Kind.TEXT),
        },
        "FROM pg_class c"
        " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v') AND NOT c.relispartition",
    ),
    "columns": ServerTable(
        {
            "table_schema": DATABASE,
            "table_name": ("c.relname::text", Kind.TEXT),
            "column_name": ("a.attname::text", Kind.TEXT),
            # Unlike attnum, it is counted anew where a column is dropped.
            "ordinal_position": ("row_number() OVER (PARTITION BY c.oid ORDER BY a.attnum)::integer", Kind.INTEGER),
            "is_nullable": ("CASE WHEN a.attnotnull THEN 'NO' ELSE 'YES' END", Kind.TEXT),
        },
        "FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
        " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v') AND NOT c.relispartition",
    ),
    "routines": ServerTable(
        {
            "routine_name": ("p.proname::text", Kind.TEXT),
            "routine_schema": DATABASE,
            "routine_comment": ("coalesce(obj_description(p.oid, 'pg_proc'), '')", Kind.TEXT),
        },
        "FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prorettype <> 'trigger'::regtype",
    ),
}
"""By name."""


def found(context: Context, database: str, name: str) -> tuple[str, Columns] | None:
    """A query in parentheses that has what is in such a table, as far as its columns go."""
    table = TABLES.get(name.lower())
    if database.lower() != "information_schema" or table is None:
        return None
    context.stable("information_schema")
    context.note(
        f"information_schema.{name.lower()} is of the database that is connected to, by its name in PostgreSQL"
    )
    listed = ", ".join(f"{sql} AS {column}" for column, (sql, _) in table.columns.items())
    columns = table.columns.items()
    values = tuple((column, Value(column, kind, collation="ci", nullable=False)) for column, (_, kind) in columns)
    return f"(SELECT {listed} {table.rest})", values
