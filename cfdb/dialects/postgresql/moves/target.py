"""A PostgreSQL database that data is moved to."""

from __future__ import annotations

import psycopg

from cfdb.dialects.postgresql.failures import translated
from cfdb.dialects.postgresql.moves.chunks import Chunks
from cfdb.dialects.postgresql.moves.loading import RowLoader
from cfdb.dialects.postgresql.moves.moves import Moves, Transactions
from cfdb.dialects.postgresql.moves.preview import Preview
from cfdb.dialects.postgresql.moves.rebuilding import Rebuilding
from cfdb.dialects.postgresql.moves.rejects import Rejects
from cfdb.dialects.postgresql.moves.row_checksums import RowChecksums
from cfdb.dialects.postgresql.moves.tables import TargetTables
from cfdb.dialects.postgresql.moves.workers import Workers
from cfdb.moving.target import MoveTarget

SETTINGS = (
    "TimeZone = 'UTC'", "DateStyle = 'ISO, YMD'", "IntervalStyle = 'postgres'", "client_encoding = 'UTF8'",
    "lc_monetary = 'C'",
)  # fmt: skip


class PostgreSQLMoveTarget(
    Transactions, Moves, Workers, Chunks, Rejects, TargetTables, Rebuilding, RowLoader, RowChecksums, Preview
):
    """See `cfdb.moving.target.MoveTarget`."""

    def set_up(self) -> None:
        with translated():
            self._connection.execute(";".join(f"SET {setting}" for setting in SETTINGS).encode())


def move_target(connection: psycopg.Connection) -> MoveTarget:
    """The target that a session is of."""
    return PostgreSQLMoveTarget(connection)
