"""The moves that the target's ledger knows."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import AbstractContextManager
from typing import Protocol

from cfdb.errors import CfdbError
from cfdb.model.move import Move, State
from cfdb.model.rebuild import Rebuild


class Transactions(Protocol):
    """What is done with the ledger, and with rows, so that it is done as a whole."""

    def transaction(self) -> AbstractContextManager[None]:
        """A transaction whose loss, where the server crashes, is that of its rows and its ledger row together."""


class Moves(Protocol):
    """Which moves there are, what each was told, and the state that it is in."""

    def prepare(self) -> None:
        """Make the ledger, where it is not there. Raises DatabaseError where the role has no right to."""

    def ledger_obstacle(self) -> CfdbError | None:
        """Why the role cannot keep the ledger of a move; nothing is written."""

    def may_read_ledger(self) -> bool: ...
    def moves(self, database: str | None = None, name: str | None = None) -> list[Move]: ...
    def move(self, id: int) -> Move: ...
    def start(self, database: str, name: str, mapping: str, source: str) -> int: ...
    def forget(self, id: int) -> None: ...
    def state(self, id: int) -> State: ...
    def set_state(self, id: int, state: State, among: Collection[State], *, durable: bool = False) -> bool:
        """False where its state is none of those `among`: somebody else was faster.

        With `durable`, all that was committed before it outlives a crash of the server, too.
        """

    def rebuilds(self, id: int) -> Rebuild:
        """What the move was told to have out of its way."""

    def will_rebuild(self, id: int, wanted: Rebuild) -> None: ...


def latest(ledger: Moves, database: str, name: str) -> Move | None:
    """The move of that name, None where it was not begun, or is forgotten."""
    return next(iter(ledger.moves(database, name)), None)
