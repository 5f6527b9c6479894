"""Indexes, keys and triggers that are taken away for a load, each remembered in the transaction in which it goes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.rows import dict_row

from cfdb.dialects.postgresql.failures import translated
from cfdb.dialects.postgresql.moves.clearing import clearing
from cfdb.dialects.postgresql.moves.connected import Connected
from cfdb.dialects.postgresql.queries import query
from cfdb.errors import CfdbError, ConnectionFailed, DatabaseError
from cfdb.model.rebuild import Clearing, Rebuild, Stage, Step

EXISTS = ("42P07", "42710")
"""A relation, or a constraint, of this name is there."""

MEND = "mend the rows, and run it again: the ledger keeps what is missing"
REPLACE = "drop what has its name, and run it again"
AGAIN = "run it again: the ledger keeps what is missing"


class Rebuilding(Connected):
    """See `cfdb.moving.rebuilding`."""

    def clearing(self, tables: Sequence[str], wanted: Rebuild) -> Clearing:
        return clearing(self._connection, tables, wanted)

    def take_away(self, id: int, steps: Sequence[Step]) -> None:
        with translated(), self._connection.transaction():
            for step in steps:
                self._connection.execute(query("moves/take"), {"move": id, **_values(step)})
            for step in steps:
                if step.take:
                    self._connection.execute(step.take.encode())

    def away(self, id: int) -> list[Step]:
        with translated():
            found = self._connection.execute("SELECT to_regclass('cfdb.move_undo') IS NOT NULL").fetchone()
            if not found or not found[0]:
                return []
            rows = self._connection.cursor(row_factory=dict_row).execute(query("moves/away"), {"move": id})
            return [Step(**{**row, "stage": Stage(row["stage"]), "needs": tuple(row["needs"])}) for row in rows]

    def bring_back(self, id: int, step: Step, sessions: int) -> None:
        with _named(step), translated(), self._connection.transaction():
            # Who waits keeps others waiting, but what is away is worse.
            self._connection.execute("SET LOCAL lock_timeout = '60s'")
            # Who was here before, and was killed, may still be at it.
            waiting = self._connection.execute(
                "SELECT FROM cfdb.move_undo WHERE move = %s AND what = %s AND NOT back FOR UPDATE", [id, step.what]
            ).fetchone()
            if waiting is None:
                return
            if step.stage in (Stage.INDEX, Stage.CONSTRAINT):
                memory = self._connection.execute(query("moves/memory"), {"sessions": sessions}).fetchone()
                assert memory is not None
                self._connection.execute(f"SET LOCAL maintenance_work_mem = {int(memory[0])}".encode())
            self._connection.execute(step.bring.encode())
            self._connection.execute(
                "UPDATE cfdb.move_undo SET back = true WHERE move = %s AND what = %s", [id, step.what]
            )


@contextmanager
def _named(step: Step) -> Iterator[None]:
    """Say what does not come back, and the row that is in its way."""
    try:
        yield
    except ConnectionFailed:
        raise
    except DatabaseError as error:
        cause = error.__cause__
        if not isinstance(cause, psycopg.Error):
            raise
        state, detail = cause.sqlstate or "", (cause.diag.message_detail or "").rstrip(".")
        raise CfdbError(
            f"{step.what} does not come back: {cause.diag.message_primary}{': ' if detail else ''}{detail} ({state})",
            hint=MEND if state.startswith("23") else REPLACE if state in EXISTS else error.hint or AGAIN,
        ) from error


def _values(step: Step) -> dict[str, Any]:
    return {
        "what": step.what, "stage": step.stage.value, "track": step.track, "needs": list(step.needs),
        "take": step.take, "bring": step.bring,
    }  # fmt: skip
