"""What PostgreSQL's system catalogs say, as values."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import psycopg
from psycopg import sql

from cfdb.dialects.postgresql.queries import HERE, query
from cfdb.model.catalog import Catalog, Inventory, Item
from cfdb.model.script import Loss

MANY = 100_000
"""Rows up to which a table that is about to be dropped is counted exactly."""


def inventory(connection: psycopg.Connection) -> Inventory:
    items = [Item(*row) for row in connection.execute(query("catalog/inventory"))]
    return Inventory(
        items=frozenset(item for item in items if item.kind not in ("extensions", "secured")),
        extensions=frozenset(item.name for item in items if item.kind == "extensions"),
        secured=frozenset(str(item) for item in items if item.kind == "secured"),
    )


def kinds() -> list[str]:
    """The kinds of objects of which catalogs are compared: one query each in catalog/objects/."""
    return sorted(Path(path).stem for path in (HERE / "catalog" / "objects").glob("*.sql"))


def read(connection: psycopg.Connection) -> Catalog:
    """The definitions of all objects, as one instant of the database."""
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        # Definitions name everything with its schema when nothing is on the path.
        connection.execute("SET LOCAL search_path = ''")
        return Catalog(
            {kind: dict(connection.execute(query(f"catalog/objects/{kind}")).fetchall()) for kind in kinds()}
        )


def count_rows(connection: psycopg.Connection, table: str) -> int | None:
    """Rows of a table; None where there is no such table."""
    name = _identifier(connection, table)
    if name is None:
        return None
    row = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(name)).fetchone()
    return int(row[0]) if row else 0


def rows_at_stake(connection: psycopg.Connection, losses: Sequence[Loss]) -> dict[str, int]:
    """Rows in tables that the losses touch, up to MANY + 1 each. Tables that never held a row are not looked at.

    Where row level security hides rows even from the owner, all that is known is that there is something: MANY + 1.
    """
    values = {
        "names": sorted({loss.table for loss in losses if loss.kind != "schema"}),
        "schemas": sorted({loss.table for loss in losses if loss.kind == "schema"}),
        "cascades": any(loss.cascades for loss in losses),
    }
    tables = connection.execute(query("catalog/not_empty"), values).fetchall()
    counted = {f"{schema}.{name}": _count_up_to(connection, schema, name) for schema, name in tables}
    return {table: rows for table, rows in counted.items() if rows}


def _count_up_to(connection: psycopg.Connection, schema: str, name: str) -> int:
    count = sql.SQL("SELECT count(*) FROM (SELECT FROM {} LIMIT {}) AS counted").format(
        sql.Identifier(schema, name), MANY + 1
    )
    try:
        with connection.transaction():
            # An error is better than rows left out in silence.
            connection.execute("SET LOCAL row_security = off")
            row = connection.execute(count).fetchone()
    except psycopg.errors.InsufficientPrivilege:
        return MANY + 1
    return int(row[0]) if row else 0


def _identifier(connection: psycopg.Connection, table: str) -> sql.Identifier | None:
    row = connection.execute(query("catalog/table_name"), {"name": table}).fetchone()
    return sql.Identifier(*row) if row else None
