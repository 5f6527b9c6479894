"""Tables of MySQL's information_schema that PostgreSQL's catalog can stand for."""

from __future__ import annotations

from cfdb.translate.scopes import Context
from cfdb.translate.values import Kind, Value

Columns = tuple[tuple[str, Value], ...]

ROUTINES = """(
    SELECT p.proname::text AS routine_name, current_database()::text AS routine_schema,
    coalesce(obj_description(p.oid, 'pg_proc'), '') AS routine_comment
    FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prorettype <> 'trigger'::regtype
)"""

TABLES = {"routines": (ROUTINES, ("routine_name", "routine_schema", "routine_comment"))}
"""By name: a query, and its columns, all of which are texts."""


def found(context: Context, database: str, name: str) -> tuple[str, Columns] | None:
    """A query in parentheses that has what is in such a table, as far as its columns go."""
    if database.lower() != "information_schema" or name.lower() not in TABLES:
        return None
    sql, columns = TABLES[name.lower()]
    context.stable("information_schema")
    context.note(
        f"information_schema.{name.lower()} is of the database that is connected to, by its name in PostgreSQL"
    )
    shown = " ".join(sql.split()).replace("( ", "(").replace(" )", ")")
    return shown, tuple((column, Value(column, Kind.TEXT, collation="ci", nullable=False)) for column in columns)
