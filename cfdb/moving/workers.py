"""The workers of a move, as the target's ledger knows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from cfdb.model.move import WorkerState


class Workers(Protocol):
    """Who is expected, who is there, and the snapshot that they begin together."""

    def lead(self, id: int) -> None:
        """Be the client that leads the move, once all workers of an earlier one are gone."""

    def attended(self, id: int) -> bool:
        """Whether the client that leads the move is there."""

    def muster(self, id: int, snapshot: int, workers: Sequence[str]) -> None:
        """Expect these workers and no others, for the snapshot behind the one of this number.

        Raises DatabaseError where another snapshot was taken since: another cfdb is at work.
        """

    def open_snapshot(self, id: int) -> None:
        """Let workers begin their snapshots, unless the move was stopped meanwhile."""

    def snapshot_taken(self, id: int, position: str, held: str) -> None: ...
    def register(self, id: int, worker: str) -> bool:
        """False for whom nobody expects, or not any more."""

    def has_snapshot(self, id: int, worker: str) -> int:
        """Say that the worker sees the source as it is now. Returns the snapshot's number, 0 where that is too late."""

    def enlist(self, id: int, worker: str) -> None:
        """Be on the list of sessions that are ended with the move."""

    def leave(self, id: int, worker: str, failure: str = "") -> None: ...
    def workers(self, id: int) -> list[WorkerState]: ...
    def dismiss(self, id: int) -> None:
        """Take all workers off the list, so that none can join any more, and end their sessions.

        Raises DatabaseError where one does not end.
        """
