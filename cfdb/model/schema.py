"""A MySQL schema as values: what its DDL, or its server's catalog, says.

Names are as they were declared; text of expressions, queries and bodies is MySQL's own, without the comments that a
server does not see. `line` is 1-based within `path`; both are there for findings, and are empty where a server was
read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Origin:
    """Where something was declared; `column`, 1-based in characters, where it is known."""

    path: Path = Path()
    line: int = 0
    column: int = 0

    @property
    def place(self) -> str:
        return f"{self.path}:{self.line}"


NOWHERE = Origin()


@dataclass(frozen=True, slots=True)
class Type:
    """A column type: `name` in lower case and without synonyms (int, not integer; double, not real).

    `arguments` are length, precision and scale, or the decoded members of ENUM and SET.
    """

    name: str
    arguments: tuple[str, ...] = ()
    unsigned: bool = False
    zerofill: bool = False
    charset: str = ""
    collation: str = ""
    srid: str = ""

    @property
    def length(self) -> int | None:
        return self._number(0)

    @property
    def scale(self) -> int | None:
        return self._number(1)

    def _number(self, at: int) -> int | None:
        text = self.arguments[at] if at < len(self.arguments) else ""
        # More digits than those of a 64-bit number are no length of anything.
        return int(text) if text.isascii() and text.isdecimal() and len(text) <= 20 else None


@dataclass(frozen=True, slots=True)
class Default:
    """What a column gets when nothing is said: a `literal` (decoded; None is NULL), or the text of an `expression`."""

    literal: str | None = None
    expression: str = ""
    quoted: bool = False
    """Whether the literal was written in quotes: '0' is a text, 0 a number."""


@dataclass(frozen=True, slots=True)
class Column:
    """`default` is None where none was declared. `on_update` is the expression, such as CURRENT_TIMESTAMP(6).

    `formerly` is what the column was called when its script began, where an ALTER has renamed it.
    """

    name: str
    type: Type
    nullable: bool = True
    default: Default | None = None
    on_update: str = ""
    auto_increment: bool = False
    generated: str = ""
    stored: bool = False
    comment: str = ""
    invisible: bool = False
    origin: Origin = NOWHERE
    formerly: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an index: a column, of which perhaps only `length` characters or bytes, or an expression."""

    column: str = ""
    expression: str = ""
    length: int | None = None
    descending: bool = False


class IndexKind(StrEnum):
    PRIMARY = "primary"
    UNIQUE = "unique"
    INDEX = "index"
    FULLTEXT = "fulltext"
    SPATIAL = "spatial"


@dataclass(frozen=True, slots=True)
class Index:
    """`name` is empty where none was given; MySQL then takes that of the first column."""

    kind: IndexKind
    parts: tuple[Part, ...]
    name: str = ""
    comment: str = ""
    visible: bool = True
    using: str = ""
    origin: Origin = NOWHERE


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """`on_delete` and `on_update` in upper case (CASCADE, SET NULL …), empty where nothing was said."""

    columns: tuple[str, ...]
    table: str
    references: tuple[str, ...]
    name: str = ""
    on_delete: str = ""
    on_update: str = ""
    origin: Origin = NOWHERE


@dataclass(frozen=True, slots=True)
class Check:
    expression: str
    name: str = ""
    enforced: bool = True
    origin: Origin = NOWHERE


@dataclass(frozen=True, slots=True)
class Partition:
    """`values` is the text between the parentheses of VALUES LESS THAN or IN, MAXVALUE where that was said."""

    name: str
    values: str = ""


@dataclass(frozen=True, slots=True)
class Partitioning:
    """`method`: RANGE, RANGE COLUMNS, LIST, LIST COLUMNS, HASH, LINEAR HASH, KEY or LINEAR KEY."""

    method: str
    expression: str
    partitions: tuple[Partition, ...] = ()
    count: int | None = None
    subpartitioned: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    columns: tuple[Column, ...]
    indexes: tuple[Index, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    checks: tuple[Check, ...] = ()
    comment: str = ""
    engine: str = ""
    charset: str = ""
    collation: str = ""
    auto_increment: int | None = None
    partitioning: Partitioning | None = None
    temporary: bool = False
    origin: Origin = NOWHERE

    def column(self, name: str) -> Column | None:
        """By its name, whose case does not matter in MySQL."""
        return next((column for column in self.columns if column.name.lower() == name.lower()), None)


@dataclass(frozen=True, slots=True)
class View:
    """`query` is the SELECT; `columns` the names that were given in parentheses."""

    name: str
    query: str
    columns: tuple[str, ...] = ()
    definer: str = ""
    invoker: bool = False
    check_option: str = ""
    origin: Origin = NOWHERE
    obstacle: str = ""
    """Why the query does not mean what it says, as where it asks another database."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """`timing` BEFORE or AFTER; `event` INSERT, UPDATE or DELETE; `follows` names the trigger that runs before it.

    `body_line` is the line of the body within the statement, from 0 on; `obstacle` is why it cannot be read.
    """

    name: str
    table: str
    timing: str
    event: str
    body: str
    definer: str = ""
    follows: str = ""
    origin: Origin = NOWHERE
    body_line: int = 0
    obstacle: str = ""


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    type: Type
    mode: str = "IN"


@dataclass(frozen=True, slots=True)
class Routine:
    """A procedure, or a function where `returns` is there. `body_line` and `obstacle` are those of a Trigger."""

    name: str
    parameters: tuple[Parameter, ...]
    body: str
    returns: Type | None = None
    deterministic: bool = False
    data_access: str = ""
    invoker: bool = False
    definer: str = ""
    comment: str = ""
    origin: Origin = NOWHERE
    body_line: int = 0
    obstacle: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """`schedule` is the text behind ON SCHEDULE."""

    name: str
    schedule: str
    body: str
    enabled: bool = True
    comment: str = ""
    origin: Origin = NOWHERE
    body_line: int = 0
    obstacle: str = ""


@dataclass(frozen=True, slots=True)
class Schema:
    """All of a database, each object by its declared name, in the order of declaration."""

    tables: Mapping[str, Table] = field(default_factory=dict)
    views: Mapping[str, View] = field(default_factory=dict)
    triggers: Mapping[str, Trigger] = field(default_factory=dict)
    routines: Mapping[str, Routine] = field(default_factory=dict)
    events: Mapping[str, Event] = field(default_factory=dict)

    def table(self, name: str) -> Table | None:
        """By its name: exactly, else whatever its case."""
        found = self.tables.get(name)
        if found is not None:
            return found
        return next((table for table in self.tables.values() if table.name.lower() == name.lower()), None)
