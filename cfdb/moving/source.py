"""The database that rows come from."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from cfdb.model.chunk import Marked, Piece
from cfdb.model.copy import SourceColumn
from cfdb.model.schema import Table
from cfdb.model.tables import Volume

Row = tuple[object, ...]


class MoveSource(Protocol):
    """One connection to the database that rows come from; it only reads."""

    def set_up(self) -> None:
        """UTC, UTF-8, and the SQL mode that mappings are read in."""

    def tables(self) -> Mapping[str, Table]:
        """The tables of the database, by their names, as they were when they were first asked for."""

    def volume(self, table: str) -> Volume:
        """How much there is of a table, as its server guesses."""

    def describe(self, select: str) -> list[SourceColumn]: ...
    def ask(self, query: str) -> list[Row]: ...
    def estimate(self, explain: str) -> int:
        """The rows that a plan of the server expects."""

    def read_each_time(self, select: str) -> int:
        """What the server does anew for every part that is asked for, such as derived tables, in rows that it could
        have read meanwhile; 0 where the account may not know."""

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


def move_source(session: object) -> MoveSource | None:
    """None where data is not moved from the engine."""
    found: Callable[[], MoveSource] | None = getattr(session, "move_source", None)
    return found() if found else None
