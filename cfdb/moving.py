"""What an engine adds that data is moved from or to. Apart from `cfdb.dialect`: few commands need its values."""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from cfdb.model.copy import SourceColumn
from cfdb.model.move import (
    Chunk,
    Clearing,
    CopyState,
    Listed,
    Loaded,
    Marked,
    Move,
    Piece,
    Rebuild,
    Reject,
    Route,
    RowRefused,
    State,
    Step,
    TargetTable,
    Weight,
    WorkerState,
)
from cfdb.model.schema import Table

Row = tuple[object, ...]


class MoveSource(Protocol):
    """One connection to the database that rows come from; it only reads."""

    def set_up(self) -> None:
        """UTC, UTF-8, and the SQL mode that mappings are read in."""

    def tables(self) -> Mapping[str, Table]:
        """The tables of the database, by their names, as they were when they were first asked for."""

    def weight(self, table: str) -> Weight:
        """How much there is of a table, as its server guesses."""

    def describe(self, select: str) -> list[SourceColumn]: ...
    def ask(self, query: str) -> list[Row]: ...
    def estimate(self, explain: str) -> int:
        """The rows that a plan of the server expects."""

    def may_hold(self) -> Sequence[str]:
        """How `hold` could do it, as far as the account's rights tell; nothing where it may not."""

    def hold(self, tables: Sequence[str]) -> AbstractContextManager[str]:
        """Keep everybody from writing to the tables. Yields how, or an empty text where no right allows it."""

    def begin(self) -> None:
        """See the database as it is now from here on."""

    def position(self) -> str:
        """Where the log of changes stands; empty where the server keeps none, or does not tell."""

    def pieces(self, query: str) -> Generator[Piece, None, None]:
        """The rows of a query whose every row is a line, or a tuple, of COPY."""

    @property
    def converts(self) -> bool:
        """Whether `values` can be asked for."""

    def values(self, query: str, forms: Sequence[str]) -> Generator[Piece, None, None]:
        """The rows of a query, made tuples of COPY's binary format."""

    def rows(self, query: str) -> Iterator[Row]:
        """The rows of a query, however many."""

    def marked(self, query: str, keys: int) -> Iterator[Marked]:
        """The rows of a query that begins with `keys` columns of a key and ends with the line."""


class MoveTarget(Protocol):
    """One connection to the database that rows go to. The rows of a chunk and its ledger row are one transaction."""

    def set_up(self) -> None: ...
    def find(self, name: str) -> str | None: ...
    def describe(self, name: str) -> TargetTable: ...
    def names(self, among: Sequence[str]) -> list[str]:
        """The tables whose names, in lower case, are among these."""

    def statement(self, route: Route) -> str:
        """What loads a chunk, for a person to read."""

    def shown(self, table: TargetTable, route: Route, line: bytes) -> Sequence[str]:
        """The values of a line as the target would show them, or what it says against them. Writes nothing."""

    def data_folder(self) -> str:
        """Where the server keeps its data, on its own machine; empty where that is not told."""

    def prepare(self) -> None: ...
    def may_read_ledger(self) -> bool: ...
    def moves(self, database: str | None = None, name: str | None = None) -> list[Move]: ...
    def move(self, id: int) -> Move: ...
    def start(self, database: str, name: str, mapping: str, source: str) -> int: ...
    def forget(self, id: int) -> None: ...
    def state(self, id: int) -> State: ...
    def set_state(self, id: int, state: State, among: Collection[State], *, durable: bool = False) -> bool:
        """False where its state is none of those `among`."""

    def attended(self, id: int) -> bool:
        """Whether the client that leads the move is there."""

    def muster(self, id: int, snapshot: int, workers: Sequence[str]) -> None:
        """Expect these workers and no others, for the snapshot behind the one of this number."""

    def open_snapshot(self, id: int) -> None: ...
    def snapshot_taken(self, id: int, position: str, held: str) -> None: ...
    def add_copies(self, id: int, copies: Iterable[tuple[int, str, int, Sequence[int]]]) -> None: ...
    def add_chunks(self, id: int, copy: int, conditions: Sequence[str]) -> None: ...
    def wait_for(self, id: int, waits: Mapping[int, Sequence[int]]) -> None: ...
    def look_again(self, id: int) -> None: ...
    def copies(self, id: int) -> list[CopyState]: ...
    def register(self, id: int, worker: str) -> bool:
        """False for whom nobody expects, or not any more."""

    def has_snapshot(self, id: int, worker: str) -> int:
        """Say that the worker sees the source as it is now. Returns the snapshot's number, 0 where that is too late."""

    def leave(self, id: int, worker: str, failure: str = "") -> None: ...
    def workers(self, id: int) -> list[WorkerState]: ...
    def dismiss(self, id: int) -> None: ...
    def transaction(self) -> AbstractContextManager[None]: ...
    def claim(self, id: int, snapshot: int) -> Chunk | None: ...
    def anything_left(self, id: int, snapshot: int) -> bool: ...
    def loaded(
        self, id: int, chunk: Chunk, *, rows: int, bytes: int, checksum: str, rejects: Sequence[Reject]
    ) -> None: ...
    def refuse(self, id: int, chunk: Chunk, rejects: Sequence[Reject]) -> None: ...
    def looked_at(self, id: int, chunk: Chunk, *, changed: bool) -> None: ...
    def rejects(self, id: int) -> Iterator[Reject]: ...

    def last_reject(self) -> int: ...
    def on_the_list(self, rejects: Collection[int]) -> Mapping[int, Listed]: ...
    def settle_reject(self, reject: int) -> bool | None: ...
    def load_row(self, table: str, row: Mapping[str, str | None]) -> RowRefused | None: ...
    def load(self, route: Route, pieces: Iterable[Piece], *, binary: bool) -> Loaded: ...
    def load_marked(self, chunk: Chunk, route: Route, rows: Iterable[Marked], limit: int) -> Loaded: ...
    @property
    def has_crc32(self) -> bool:
        """Whether the server knows the checksum that is cheapest for both."""

    def row_checksum(self, texts: Sequence[str], *, md5: bool) -> str: ...
    def totals(self, table: str, texts: Sequence[str], *, md5: bool) -> tuple[int, int]: ...
    def buckets(self, table: str, texts: Sequence[str], number: int, *, md5: bool) -> dict[int, tuple[int, int]]: ...
    def rows_of(
        self, table: str, texts: Sequence[str], shown: Sequence[str], number: int, among: Sequence[int], *, md5: bool
    ) -> Iterator[tuple[int, tuple[str | None, ...]]]: ...

    def documents(self, table: str, texts: Sequence[str], others: Sequence[str], *, md5: bool) -> Iterator[bytes]: ...

    def clearing(self, tables: Sequence[str], wanted: Rebuild) -> Clearing:
        """What of the tables can be taken away for the load, as they are now."""

    def rebuilds(self, id: int) -> Rebuild:
        """What the move was told to have out of its way."""

    def will_rebuild(self, id: int, wanted: Rebuild) -> None: ...

    def take_away(self, id: int, steps: Sequence[Step]) -> None:
        """Remember how it comes back and take it away, in one transaction."""

    def away(self, id: int) -> list[Step]:
        """What is not back, in the order in which it comes."""

    def enlist(self, id: int, worker: str) -> None:
        """Be on the list of sessions that are ended with the move."""

    def bring_back(self, id: int, step: Step, sessions: int) -> None:
        """One step, and that it is done, in one transaction; `sessions` do so at once. Raises CfdbError."""

    def sequences_past(self, table: TargetTable) -> None: ...
    def analyze(self, table: str) -> None: ...
    def row_counts(self, tables: Sequence[str]) -> dict[str, int]: ...
    def empty(self, tables: Sequence[str]) -> None: ...


def source_of(session: object) -> MoveSource | None:
    """None where data is not moved from the engine."""
    found: Callable[[], MoveSource] | None = getattr(session, "move_source", None)
    return found() if found else None


def target_of(session: object) -> MoveTarget | None:
    """None where data is not moved to the engine."""
    found: Callable[[], MoveTarget] | None = getattr(session, "move_target", None)
    return found() if found else None
