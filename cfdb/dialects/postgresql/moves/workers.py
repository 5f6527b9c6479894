"""The workers of a move, each known by the process that serves its session."""

from __future__ import annotations

from collections.abc import Sequence

from psycopg.rows import class_row

from cfdb.dialects.postgresql.failures import translated
from cfdb.dialects.postgresql.moves.connected import Connected
from cfdb.dialects.postgresql.queries import query
from cfdb.errors import DatabaseError
from cfdb.model.move import WorkerState


class Workers(Connected):
    """See `cfdb.moving.workers`."""

    def lead(self, id: int) -> None:
        self.dismiss(id)
        self._run("UPDATE cfdb.move SET client = pg_backend_pid() WHERE id = %(id)s", {"id": id})

    def attended(self, id: int) -> bool:
        with translated():
            return bool(self._one(query("moves/attended"), {"move": id}))

    def muster(self, id: int, snapshot: int, workers: Sequence[str]) -> None:
        # Somebody else may have left workers behind.
        self.dismiss(id)
        with translated(), self._connection.transaction(), self._connection.cursor() as cursor:
            cursor.execute(
                "UPDATE cfdb.move SET state = 'waiting', client = pg_backend_pid()"
                " WHERE id = %s AND snapshot = %s RETURNING id",
                [id, snapshot],
            )
            if not cursor.fetchone():
                raise DatabaseError("another cfdb works on this move", hint="see 'cfdb data status'")
            cursor.executemany("INSERT INTO cfdb.move_worker (move, name) VALUES (%s, %s)", [(id, w) for w in workers])

    def open_snapshot(self, id: int) -> None:
        self._run(query("moves/open_snapshot"), {"move": id})

    def snapshot_taken(self, id: int, position: str, held: str) -> None:
        self._run(
            "UPDATE cfdb.move SET position = %(position)s, held = %(held)s, instant = clock_timestamp()"
            " WHERE id = %(id)s",
            {"id": id, "position": position, "held": held},
        )

    def register(self, id: int, worker: str) -> bool:
        with translated():
            found = self._connection.execute(
                "UPDATE cfdb.move_worker SET pid = pg_backend_pid() WHERE move = %s AND name = %s AND pid IS NULL",
                [id, worker],
            )
        return found.rowcount == 1

    def has_snapshot(self, id: int, worker: str) -> int:
        with translated():
            return int(self._one(query("moves/has_snapshot"), {"move": id, "worker": worker}) or 0)

    def enlist(self, id: int, worker: str) -> None:
        with translated():
            self._connection.execute(
                "INSERT INTO cfdb.move_worker (move, name, pid) VALUES (%s, %s, pg_backend_pid())", [id, worker]
            )

    def leave(self, id: int, worker: str, failure: str = "") -> None:
        if failure:
            self._run(
                "UPDATE cfdb.move_worker SET failure = %(failure)s WHERE move = %(id)s AND name = %(name)s",
                {"id": id, "name": worker, "failure": failure},
            )
            return
        self._run("DELETE FROM cfdb.move_worker WHERE move = %(id)s AND name = %(name)s", {"id": id, "name": worker})

    def workers(self, id: int) -> list[WorkerState]:
        with translated():
            return (
                self._connection.cursor(row_factory=class_row(WorkerState))
                .execute(query("moves/workers"), {"move": id})
                .fetchall()
            )

    def dismiss(self, id: int) -> None:
        with translated(), self._connection.transaction():
            # First of all: who registers in this moment waits for us, and then finds that nobody expects them.
            self._connection.execute("SELECT FROM cfdb.move_worker WHERE move = %(id)s FOR UPDATE", {"id": id})
            left = self._one(query("moves/dismiss"), {"move": id})
            if left:
                raise DatabaseError(
                    "sessions of earlier workers do not end", hint="see pg_stat_activity for 'cfdb data', and try again"
                )
            self._connection.execute("DELETE FROM cfdb.move_worker WHERE move = %(id)s", {"id": id})
