"""What MySQL's information_schema says, as values."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cfdb.dialects.mysql.connection import Link
from cfdb.dialects.mysql.queries import HERE, query
from cfdb.model.catalog import Catalog, Inventory, Item
from cfdb.model.script import Loss
from cfdb.model.text import value_text

MANY = 100_000
"""Rows up to which a table that is about to be dropped is counted exactly."""


def inventory(link: Link) -> Inventory:
    items = frozenset(Item(*map(str, row)) for row in link.ask(query("catalog/inventory", link.vendor)))
    return Inventory(items=items, extensions=frozenset(), secured=frozenset())


def kinds() -> list[str]:
    """The kinds of objects of which catalogs are compared: one query each in catalog/objects/."""
    return sorted({Path(path).name.partition(".")[0] for path in (HERE / "catalog" / "objects").glob("*.sql")})


def read(link: Link) -> Catalog:
    """The definitions of all objects. There is no one instant of it: DDL is not transactional here."""
    # MySQL cuts a GROUP_CONCAT at 1024 bytes by default, MariaDB at a megabyte.
    link.ask("SET SESSION group_concat_max_len = 16777216")
    try:
        return Catalog({kind: _objects(link, kind) for kind in kinds()})
    finally:
        link.ask("SET SESSION group_concat_max_len = DEFAULT")


def _objects(link: Link, kind: str) -> dict[str, str]:
    rows = link.ask(query(f"catalog/objects/{kind}", link.vendor))
    return {value_text(name): value_text(definition) for name, definition in rows}


def count_rows(link: Link, table: str) -> int | None:
    """Rows of a table; None where there is no such table."""
    found = _found(link, table)
    return None if found is None else int(link.ask(f"SELECT count(*) FROM {found}")[0][0])


def rows_at_stake(link: Link, losses: Sequence[Loss]) -> dict[str, int]:
    """Rows in tables that the losses touch, up to MANY + 1 each; those without rows are left out."""
    found: dict[str, int] = {}
    tables = {loss.table for loss in losses if loss.kind != "schema"}
    if any(loss.kind == "schema" for loss in losses):
        tables |= {item.name for item in inventory(link).items if item.kind == "tables"}
    for table in sorted(tables):
        name = _found(link, table)
        if name is None:
            continue
        rows = link.ask(f"SELECT count(*) FROM (SELECT 1 FROM {name} LIMIT {MANY + 1}) AS counted")[0][0]
        if rows:
            found[table] = int(rows)
    return found


def quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


def _found(link: Link, table: str) -> str | None:
    """The table or view, as SQL refers to it; a name with a dot may be one of another database."""
    if rows := link.ask(query("catalog/table_name"), {"database": "", "name": table}):
        return quoted(str(rows[0][0]))
    database, _, name = table.partition(".")
    if name and (rows := link.ask(query("catalog/table_name"), {"database": database, "name": name})):
        return f"{quoted(database)}.{quoted(str(rows[0][0]))}"
    return None
