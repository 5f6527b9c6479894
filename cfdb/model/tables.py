"""Tables on both sides of a move: what the target's are like, and how much there is of the source's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cfdb.model.copy import TargetColumn


@dataclass(frozen=True, slots=True)
class ForeignKeyOf:
    """A foreign key of a target table; `columns` and `referenced` belong together, in order."""

    name: str
    table: str
    references: str
    columns: tuple[str, ...] = ()
    referenced: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UniqueKeyOf:
    """A unique index of a target table. `folded` are the columns that count without regard to case.

    `obstacle` says why it cannot be told from the source which values it refuses.
    """

    name: str
    columns: tuple[str, ...]
    folded: frozenset[str] = frozenset()
    nulls_distinct: bool = True
    obstacle: str = ""


@dataclass(frozen=True, slots=True)
class TargetTable:
    """A table that rows are written into, by its qualified name. `triggers` are those that an INSERT fires.

    `keys_away` are foreign keys that hold again once all rows are in.
    """

    name: str
    columns: tuple[TargetColumn, ...]
    primary_key: tuple[str, ...] = ()
    foreign_keys: tuple[ForeignKeyOf, ...] = ()
    keys_away: tuple[ForeignKeyOf, ...] = ()
    unique_keys: tuple[UniqueKeyOf, ...] = ()
    triggers: tuple[str, ...] = ()
    row_security: bool = False
    has_rows: bool = False
    writable: bool = True
    kind: str = "table"
    sequences: Mapping[str, str] = field(default_factory=dict)
    """Sequences by the column whose values they give."""
    fixed_sequences: frozenset[str] = frozenset()
    """Those that the role may not set."""

    def column(self, name: str) -> TargetColumn | None:
        """Exactly, else whatever its case."""
        found = next((column for column in self.columns if column.name == name), None)
        return found or next((column for column in self.columns if column.name.lower() == name.lower()), None)


@dataclass(frozen=True, slots=True)
class Volume:
    """How much there is of a source table, as its server guesses; `transactional` tables have snapshots."""

    rows: int
    row_bytes: int
    transactional: bool
