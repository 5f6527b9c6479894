"""The database that rows go to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from cfdb.moving.chunks import Chunks
from cfdb.moving.loading import RowLoader
from cfdb.moving.moves import Moves, Transactions
from cfdb.moving.preview import Preview
from cfdb.moving.rebuilding import Rebuilding
from cfdb.moving.rejects import Rejects
from cfdb.moving.row_checksums import RowChecksums
from cfdb.moving.tables import TargetTables
from cfdb.moving.workers import Workers


class MoveTarget(
    Transactions, Moves, Workers, Chunks, Rejects,
    TargetTables, Rebuilding, RowLoader, RowChecksums, Preview, Protocol,
):  # fmt: skip
    """One connection that does all of it: the ledger is in the database that the rows are in."""

    def set_up(self) -> None:
        """UTC, UTF-8, and one form for each date, whatever the server's settings are."""


def move_target(session: object) -> MoveTarget | None:
    """None where data is not moved to the engine."""
    found: Callable[[], MoveTarget] | None = getattr(session, "move_target", None)
    return found() if found else None
