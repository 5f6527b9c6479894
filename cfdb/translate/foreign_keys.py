"""Foreign keys as ALTER TABLE adds them."""

from __future__ import annotations

from cfdb.model.schema import ForeignKey, Table
from cfdb.translate.agreement import referenced
from cfdb.translate.names import Names, quoted


def added(names: Names, table: Table, key: ForeignKey, target: Table, name: str) -> str:
    """`name` is that of PostgreSQL, empty where MySQL has given one."""
    there = referenced(key.references, target)
    named = f"CONSTRAINT {quoted(name)} " if name else ""
    events = (("UPDATE", key.on_update), ("DELETE", key.on_delete))
    actions = "".join(f" ON {event} {action}" for event, action in events if action)
    here = ", ".join(quoted(names.column(table.name, column)) for column in key.columns)
    other = ", ".join(quoted(names.column(target.name, column)) for column in there)
    return (
        f"ALTER TABLE {quoted(names.table(table.name))} ADD {named}FOREIGN KEY ({here}) "
        f"REFERENCES {quoted(names.table(target.name))} ({other}){actions}"
    )
