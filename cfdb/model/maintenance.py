"""What keeps a database safe and in shape: backups, sizes, and the work on single tables."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class TableSize:
    """What a table holds, and what it takes, in bytes.

    `rows` and `dead` (rows that an UPDATE or DELETE left behind) are the server's estimates, None where it has none.
    `overflow` is what lies outside of the table for long values: PostgreSQL's TOAST.
    """

    schema: str
    name: str
    rows: int | None
    dead: int | None
    table: int
    overflow: int
    indexes: int

    @property
    def total(self) -> int:
        return self.table + self.overflow + self.indexes

    def __str__(self) -> str:
        return f"{self.schema}.{self.name}" if self.schema else self.name


@dataclass(frozen=True, slots=True)
class Sizes:
    """The tables of a database, the largest first; `database` is what all of it takes, in bytes."""

    database: int
    tables: tuple[TableSize, ...]


@dataclass(frozen=True, slots=True)
class Chore:
    """One statement that keeps one table in shape. `title` says what it does; `rebuilds` that it writes anew."""

    table: str
    title: str
    statement: str
    rebuilds: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """How a chore ended: `problem` says why it was not done, or what the server warned of. `duration` is in seconds."""

    chore: Chore
    duration: float
    problem: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that is complete; `size` in bytes, `duration` in seconds."""

    file: Path
    size: int
    duration: float
