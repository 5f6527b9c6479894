"""What tables and schemas were called before a script renamed them: the question is put before anything runs.

The search path is not known, so that a name without a schema may be that of any table of this name. Where in doubt,
all tables that may be meant are named: a question too many costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple


class Name(NamedTuple):
    """A table, as SQL names it; `schema` is empty where the search path decides."""

    schema: str
    table: str

    def may_be(self, other: Name) -> bool:
        return self.table == other.table and (self.schema == other.schema or "" in (self.schema, other.schema))


@dataclass(slots=True)
class Renames:
    """By the names that they have by now, what they were called at first."""

    tables: dict[Name, frozenset[Name]] = field(default_factory=dict)
    schemas: dict[str, str] = field(default_factory=dict)

    def before(self, name: Name) -> frozenset[Name]:
        """All that the table which is called `name` by now may have been called at first."""
        found = {first for now, names in self.tables.items() if now.may_be(name) for first in names}
        if name not in self.tables:
            found.add(Name(self.schema_before(name.schema), name.table))
        return frozenset(found)

    def schema_before(self, schema: str) -> str:
        return self.schemas.get(schema, schema)

    def moved_into(self, schema: str) -> Iterable[Name]:
        """Tables that have come from elsewhere, by their first names."""
        return (first for now, names in self.tables.items() if now.schema == schema for first in names)

    def rename(self, old: Name, new: Name) -> None:
        self.tables[new] = self.before(old)
        self.tables.pop(old, None)

    def rename_schema(self, old: str, new: str) -> None:
        self.schemas[new] = self.schema_before(old)
        self.schemas.pop(old, None)
        self.tables = {Name(new, now.table) if now.schema == old else now: names for now, names in self.tables.items()}
