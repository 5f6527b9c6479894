"""A data migration under way: what the target remembers of it, and what its workers need to know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum

from cfdb.model.copy import TargetColumn


class State(StrEnum):
    """How far a move is. Workers take chunks while it is `moving`; `pausing` lets them finish what they have."""

    PREPARING = "preparing"
    WAITING = "waiting"
    SNAPSHOT = "snapshot"
    MOVING = "moving"
    PAUSING = "pausing"
    PAUSED = "paused"
    STOPPED = "stopped"
    FINISHING = "finishing"
    DONE = "done"


AT_WORK = (State.WAITING, State.SNAPSHOT, State.MOVING)
"""States in which a client waits for workers, and which may be stopped."""


@dataclass(frozen=True, slots=True)
class Move:
    """One data migration, as the target's ledger has it.

    `mapping` is the checksum of what says which rows go where. `snapshot` counts the instants of the source that
    chunks were read under, from 1 on; `position` is where the source's log stood at the last one, empty where its
    server keeps none. `held` says how the instant was made one for all readers.
    """

    id: int
    database: str
    name: str
    mapping: str
    source: str
    state: State
    snapshot: int = 0
    position: str = ""
    held: str = ""
    instant: datetime | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Chunk:
    """A range of a copy's rows: MySQL's condition for it. `checksum` is that of its bytes, empty until it is loaded."""

    copy: int
    number: int
    condition: str
    rows: int | None = None
    checksum: str = ""


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that the target refused: by its key in the source, and the column and value, where the target says so.

    `id` is its number in the ledger; 0 where it is not there yet. It `waits` where its chunk is not in: the row will be
    tried again with that.
    """

    copy: int
    table: str
    key: Mapping[str, str | None]
    column: str
    value: str | None
    sqlstate: str
    message: str
    row: Mapping[str, str | None]
    id: int = 0
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """What a rejected row is known by, and the columns that it has."""

    table: str
    key: Mapping[str, str | None]
    columns: frozenset[str]


@dataclass(frozen=True, slots=True)
class CopyState:
    """How far a copy is. `estimated` rows are the server's guess; `cut` once all of its chunks are in the ledger."""

    number: int
    table: str
    estimated: int
    cut: bool
    chunks: int = 0
    done: int = 0
    rows: int = 0
    bytes: int = 0
    rejected: int = 0
    changed: int = 0


@dataclass(frozen=True, slots=True)
class WorkerState:
    """A worker that is expected, or `here`. `snapshot` is 0 before it has one."""

    name: str
    here: bool
    snapshot: int = 0
    failure: str = ""

    @property
    def is_well(self) -> bool:
        return self.here and not self.failure


@dataclass(frozen=True, slots=True)
class Query:
    """A SELECT with a gap where the condition of a chunk goes; with none where `tail` is None."""

    head: str
    tail: str | None = None

    def on(self, condition: str) -> str:
        return self.head if self.tail is None else f"{self.head}{condition}{self.tail}"


@dataclass(frozen=True, slots=True)
class Route:
    """How the rows of one copy travel, as a worker needs to know it.

    `lines` yields COPY's text lines; `marked` the columns of `key` first, then the line: for rows that have to be told
    apart. Where `forms` are there, `values` yields what a converter makes binary rows of these forms of.
    """

    number: int
    table: str
    columns: tuple[str, ...]
    lines: Query
    marked: Query
    key: tuple[str, ...] = ()
    values: Query | None = None
    forms: tuple[str, ...] = ()


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


class Stage(IntEnum):
    """When something comes back: all of a stage before the next one begins."""

    INDEX = 1
    CONSTRAINT = 2
    ATTACH = 3
    KEY = 4
    VALIDATION = 5
    MARK = 6
    TRIGGER = 7


@dataclass(frozen=True, slots=True)
class Step:
    """One step on the way back of what is taken away for the load, as SQL; `take` is empty where another step took it.

    Steps of one stage with the same `track` follow each other, as their locks are in each other's way; one without
    a track goes with all. What it `needs` are the names (`what`) of steps that have to be through.
    """

    what: str
    stage: Stage
    bring: str
    take: str = ""
    track: str = ""
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """What is not taken away though it was asked for, and why."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Rebuild:
    """What a person wants out of the way while rows move."""

    indexes: bool = False
    triggers: bool = False

    def __bool__(self) -> bool:
        return self.indexes or self.triggers

    def __or__(self, other: Rebuild) -> Rebuild:
        return Rebuild(self.indexes or other.indexes, self.triggers or other.triggers)


@dataclass(frozen=True, slots=True)
class Clearing:
    """What is to be taken away for the load, in order: the steps of each part are remembered as it goes.

    `keys` are the foreign keys among it, `triggers` the triggers, each by table and name.
    """

    wanted: Rebuild = field(default_factory=Rebuild)
    parts: tuple[tuple[Step, ...], ...] = ()
    kept: tuple[Kept, ...] = ()
    keys: frozenset[tuple[str, str]] = frozenset()
    triggers: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class TargetTable:
    """A table that rows are written into, by its qualified name. `triggers` are those that an INSERT fires."""

    name: str
    columns: tuple[TargetColumn, ...]
    primary_key: tuple[str, ...] = ()
    foreign_keys: tuple[ForeignKeyOf, ...] = ()
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
class Piece:
    """Bytes of COPY's data, and how many rows end in them: none where it is within a large one."""

    data: bytes
    rows: int


@dataclass(frozen=True, slots=True)
class Marked:
    """One row: its key in the source, and its line in COPY's text format."""

    key: tuple[str | None, ...]
    line: bytes


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a chunk: rows that are in, bytes that were sent, their checksum, and the rows refused."""

    rows: int
    bytes: int
    checksum: str
    rejects: tuple[Reject, ...] = ()


class RowRefused(Exception):
    """The target does not take a row: which `line` of those sent, from 1 on, where it says so, and why."""

    def __init__(self, sqlstate: str, message: str, *, line: int = 0, column: str = "") -> None:
        super().__init__(message)
        self.sqlstate = sqlstate
        self.message = message
        self.line = line
        self.column = column


@dataclass(frozen=True, slots=True)
class Weight:
    """How much there is of a source table, as its server guesses; `transactional` tables have snapshots."""

    rows: int
    row_bytes: int
    transactional: bool
