"""What writing a schema comes to: statements and reasons, each with the object it is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from enum import IntEnum, auto

from cfdb.model.policies import Policies
from cfdb.model.schema import NOWHERE, Column, Event, Origin, Routine, Schema, Table, Trigger
from cfdb.translate import supplied
from cfdb.translate.names import Names, apart, quoted
from cfdb.translate.routines.scope import Program


class Stage(IntEnum):
    """The order in which statements are written: rows go in before there are indexes to keep."""

    TYPES = auto()
    TABLES = auto()
    OWNERS = auto()
    ROWS = auto()
    COUNTERS = auto()
    UNIQUES = auto()
    INDEXES = auto()
    FOREIGN_KEYS = auto()
    ROUTINES = auto()
    VIEWS = auto()
    TRIGGERS = auto()
    COMMENTS = auto()


def in_order(pieces: Iterable[Piece], *, keys_first: bool) -> tuple[list[Piece], list[Piece]]:
    """The statements that run before rows, and those that run after them; unique keys are made last, if they can."""
    by_stage = sorted(pieces, key=lambda piece: piece.stage)

    def is_before(piece: Piece) -> bool:
        return piece.stage < Stage.ROWS or (keys_first and piece.stage is Stage.UNIQUES)

    return [piece for piece in by_stage if is_before(piece)], [piece for piece in by_stage if not is_before(piece)]


@dataclass(frozen=True, slots=True)
class Piece:
    """One statement, without its semicolon."""

    stage: Stage
    sql: str
    origin: Origin = NOWHERE
    """Of what it was declared by."""
    table: str = ""
    """The table that it is a part of, by its name in MySQL."""
    name: str = ""
    """What it makes, by its name in PostgreSQL: an index, a constraint, a type or a view."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is not what it was: `lost`, or carried over with a change."""

    code: str
    message: str
    object: str
    origin: Origin
    lost: bool


def line_of(program: Routine | Trigger | Event, line: int) -> Origin:
    """The place of a line of its body, 1-based."""
    origin = program.origin
    return replace(origin, line=origin.line + program.body_line + max(line - 1, 0)) if origin.line else origin


@dataclass(frozen=True, slots=True)
class WrittenColumn:
    """`name` is as it is written; `clause` is its default, identity or expression."""

    declared: Column
    name: str
    type: str
    clause: str = ""

    @property
    def line(self) -> str:
        return " ".join(filter(None, (self.name, self.type, self.clause, "" if self.declared.nullable else "NOT NULL")))


@dataclass(frozen=True, slots=True)
class Constraint:
    """Of CREATE TABLE. Its name is empty where PostgreSQL gives it one; `columns`, in lower case, are of a key all."""

    name: str
    definition: str
    columns: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        return f"CONSTRAINT {quoted(self.name)} {self.definition}" if self.name else self.definition


@dataclass(frozen=True, slots=True)
class WrittenTable:
    """What CREATE TABLE says, part by part. Columns are by their names in MySQL, in lower case."""

    columns: Mapping[str, WrittenColumn]
    primary: Constraint | None
    checks: tuple[Constraint, ...]
    partitioned: str


@dataclass
class Writer:
    """Collects what is written. `schema` has been brought into agreement with itself."""

    schema: Schema
    names: Names
    policies: Policies
    pieces: list[Piece] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    relations: set[str] = field(default_factory=set)
    """Names of tables, views, indexes, sequences and types in use: PostgreSQL has one space for all of them."""

    constraints: dict[str, set[str]] = field(default_factory=dict)
    """By table, the names of its constraints."""
    columns: dict[str, set[str]] = field(default_factory=dict)
    """By table, the columns that were carried over, in lower case."""
    lost_views: dict[str, str] = field(default_factory=dict)
    """By name, why views are not carried over."""
    procedures: dict[str, Program] = field(default_factory=dict)
    failing: set[str] = field(default_factory=set)
    """Procedures that call something that is not carried over."""
    tables: dict[str, WrittenTable] = field(default_factory=dict)
    """By their names in MySQL."""
    written_once: set[str] = field(default_factory=set)
    _about: str = ""

    @property
    def carried(self) -> Schema:
        """The schema without the columns that are not carried over, once tables have been written.

        Views that are not carried over have the reason as their obstacle.
        """
        tables = {name: self.left_of(table) for name, table in self.schema.tables.items()}
        views = {
            name: replace(view, obstacle=self.lost_views.get(name, view.obstacle))
            for name, view in self.schema.views.items()
        }
        return replace(self.schema, tables=tables, views=views)

    def left_of(self, table: Table) -> Table:
        """The table without those columns."""
        if table.name not in self.columns or len(self.columns[table.name]) == len(table.columns):
            return table
        return replace(table, columns=tuple(column for column in table.columns if self.has(table, column.name)))

    def has(self, table: Table, *columns: str) -> bool:
        """Whether all of these columns were carried over."""
        return {column.lower() for column in columns} <= self.columns.get(table.name, set())

    def constraint(self, table: Table, wanted: str) -> str:
        """`wanted`, or that with a number where another constraint of the table has it."""
        return apart(wanted, self.constraints.setdefault(table.name, set()))

    @contextmanager
    def about(self, table: Table) -> Iterator[None]:
        """What is written meanwhile is a part of the table."""
        self._about = table.name
        yield
        self._about = ""

    def write(self, stage: Stage, sql: str, origin: Origin, *, name: str = "") -> None:
        if "\0" in sql:
            self.lose("nul-byte", "PostgreSQL's texts hold no NUL byte: it is left out", origin.place, origin)
            sql = sql.replace("\0", "")
        for function in supplied.called(sql):
            self.once(Stage.TYPES, function.create(), NOWHERE)
        self.pieces.append(Piece(stage, sql, origin, self._about, name))

    def once(self, stage: Stage, sql: str, origin: Origin) -> None:
        """The same, ahead of all, where nobody has written it yet."""
        if sql not in self.written_once:
            self.written_once.add(sql)
            self.pieces.insert(0, Piece(stage, sql, origin))

    def lose(self, code: str, message: str, object: str, origin: Origin = NOWHERE) -> None:
        self.reasons.append(Reason(code, message, object, origin, lost=True))

    def change(self, code: str, message: str, object: str, origin: Origin = NOWHERE) -> None:
        self.reasons.append(Reason(code, message, object, origin, lost=False))
