"""What the catalogs of both servers are brought to, so that they can be compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Column:
    """`type` is the server's own spelling. `default` is the value that it evaluates to; None is no default, or NULL."""

    name: str
    type: str
    nullable: bool
    default: str | None
    generated: str
    identity: bool
    comment: str
    on_update: bool = False
    members: tuple[str, ...] = ()
    """Of an enum or a set."""
    json: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """`length`: only so many characters or bytes of the column. Without a column, the text of an expression."""

    column: str
    length: int | None = None
    expression: str = ""


@dataclass(frozen=True, slots=True)
class Index:
    """`method`: btree, fulltext or spatial."""

    name: str
    parts: tuple[Part, ...]
    unique: bool
    method: str = "btree"


@dataclass(frozen=True, slots=True)
class ForeignKey:
    name: str
    columns: tuple[str, ...]
    table: str
    references: tuple[str, ...]
    on_delete: str
    on_update: str


@dataclass(frozen=True, slots=True)
class Check:
    name: str
    columns: frozenset[str]
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    columns: Mapping[str, Column]
    primary_key: tuple[Part, ...]
    indexes: tuple[Index, ...]
    foreign_keys: tuple[ForeignKey, ...]
    checks: tuple[Check, ...]
    comment: str
    partitions: int
    rows: int


@dataclass(frozen=True, slots=True)
class View:
    """`problem`: what the server says when it is read."""

    name: str
    columns: tuple[str, ...]
    rows: int = 0
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Trigger:
    name: str
    table: str
    timing: str
    event: str


@dataclass(frozen=True, slots=True)
class Routine:
    name: str
    function: bool
    arguments: int
    problem: str = ""
    """What the server says when it is called with NULL for everything, where that is a fault of the routine."""


@dataclass(frozen=True, slots=True)
class Catalog:
    tables: Mapping[str, Table] = field(default_factory=dict)
    views: Mapping[str, View] = field(default_factory=dict)
    triggers: tuple[Trigger, ...] = ()
    routines: tuple[Routine, ...] = ()
    events: tuple[str, ...] = ()
