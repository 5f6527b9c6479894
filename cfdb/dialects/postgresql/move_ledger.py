"""What PostgreSQL remembers of a data migration. The rows of a chunk and its line here are one transaction."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.rows import class_row, dict_row

from cfdb.dialects.postgresql.failures import translated
from cfdb.dialects.postgresql.queries import query
from cfdb.errors import DatabaseError
from cfdb.model.move import Chunk, CopyState, Listed, Move, Reject, State, WorkerState


class MoveLedger:
    """See `cfdb.moving.MoveLedger`."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self._connection = connection

    def prepare(self) -> None:
        with translated(), self._connection.transaction():
            self._connection.execute("SET LOCAL client_min_messages = warning")
            if not self._one("SELECT true FROM pg_namespace WHERE nspname = 'cfdb'", {}):
                self._make_schema()
            self._connection.execute(query("moves/create"))

    def _make_schema(self) -> None:
        """Not IF NOT EXISTS: that asks for the right, too, where somebody else has made it for us."""
        if not self._one("SELECT has_database_privilege(current_database(), 'CREATE')", {}):
            role = self._one("SELECT quote_ident(current_user)", {})
            raise DatabaseError(
                "the role has no right to make the schema cfdb, where the ledger of the move is kept",
                hint=f"CREATE SCHEMA cfdb AUTHORIZATION {role}",
            )
        self._connection.execute("CREATE SCHEMA cfdb")

    def may_read_ledger(self) -> bool:
        with translated():
            found = self._one(
                "SELECT coalesce(has_schema_privilege(oid, 'USAGE'), false) FROM pg_namespace WHERE nspname = 'cfdb'",
                {},
            )
            return bool(found) and bool(
                self._one(
                    "SELECT bool_and(has_table_privilege(oid, 'SELECT')) FROM pg_class"
                    " WHERE relnamespace = 'cfdb'::regnamespace"
                    " AND relname IN ('move', 'move_chunk', 'move_reject')",
                    {},
                )
            )

    def moves(self, database: str | None = None, name: str | None = None) -> list[Move]:
        with translated():
            found = self._connection.execute("SELECT to_regclass('cfdb.move') IS NOT NULL").fetchone()
            if not found or not found[0]:
                return []
            rows = (
                self._connection.cursor(row_factory=dict_row)
                .execute(query("moves/moves"), {"database": database, "name": name})
                .fetchall()
            )
        return [Move(**{**row, "state": State(row["state"])}) for row in rows]

    def move(self, id: int) -> Move:
        return next(move for move in self.moves() if move.id == id)

    def start(self, database: str, name: str, mapping: str, source: str) -> int:
        values = {"database": database, "name": name, "mapping": mapping, "source": source}
        with translated():
            return int(self._one(query("moves/start"), values))

    def forget(self, id: int) -> None:
        self._run("DELETE FROM cfdb.move WHERE id = %(id)s", {"id": id})

    def set_state(self, id: int, state: State, among: Collection[State], *, durable: bool = False) -> bool:
        """False where its state is none of those `among`: somebody else was faster.

        With `durable`, all that was committed before it outlives a crash of the server, too.
        """
        with translated(), self._connection.transaction():
            if durable:
                self._connection.execute("SET LOCAL synchronous_commit = on")
            values = {
                "id": id,
                "state": state.value,
                "among": [one.value for one in among],
                "done": state is State.DONE,
            }
            return self._connection.execute(query("moves/set_state"), values).rowcount == 1

    def state(self, id: int) -> State:
        with translated():
            found = self._one("SELECT state FROM cfdb.move WHERE id = %(id)s", {"id": id})
        if found is None:
            raise DatabaseError("the move is not in the ledger any more", hint="see 'cfdb data status'")
        return State(found)

    def attended(self, id: int) -> bool:
        with translated():
            return bool(self._one(query("moves/attended"), {"move": id}))

    def muster(self, id: int, snapshot: int, workers: Sequence[str]) -> None:
        """Send all workers home whom somebody else may have left behind, and expect these.

        Raises DatabaseError where another snapshot was taken since: another cfdb is at work.
        """
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
        """Let workers begin their snapshots, unless the move was stopped meanwhile."""
        self._run(query("moves/open_snapshot"), {"move": id})

    def snapshot_taken(self, id: int, position: str, held: str) -> None:
        self._run(
            "UPDATE cfdb.move SET position = %(position)s, held = %(held)s, instant = clock_timestamp()"
            " WHERE id = %(id)s",
            {"id": id, "position": position, "held": held},
        )

    def add_copies(self, id: int, copies: Iterable[tuple[int, str, int, Sequence[int]]]) -> None:
        """Each as number, table, estimated rows and the numbers of the copies that have to be in before."""
        with translated(), self._connection.transaction(), self._connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO cfdb.move_copy (move, number, target, estimated, waits_for) VALUES (%s, %s, %s, %s, %s)",
                [(id, number, table, estimated, list(waits)) for number, table, estimated, waits in copies],
            )

    def add_chunks(self, id: int, copy: int, conditions: Sequence[str]) -> None:
        """All chunks of a copy at once, numbered from 1: it is cut, or it is not."""
        with translated(), self._connection.transaction(), self._connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit = off")
            cursor.execute(
                "INSERT INTO cfdb.move_chunk (move, copy, number, condition)"
                " SELECT %s, %s, c.place, c.text FROM unnest(%s::text[]) WITH ORDINALITY AS c (text, place)",
                (id, copy, list(conditions)),
            )
            cursor.execute("UPDATE cfdb.move_copy SET cut = true WHERE move = %s AND number = %s", (id, copy))

    def wait_for(self, id: int, waits: Mapping[int, Sequence[int]]) -> None:
        """Each copy for the copies that have to be in before it."""
        with translated(), self._connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE cfdb.move_copy SET waits_for = %s WHERE move = %s AND number = %s",
                [(list(before), id, number) for number, before in waits.items()],
            )

    def look_again(self, id: int) -> None:
        """All that is loaded is to be held against the next snapshot."""
        self._run("UPDATE cfdb.move_chunk SET todo = true WHERE move = %(id)s AND rows IS NOT NULL", {"id": id})

    def copies(self, id: int) -> list[CopyState]:
        with translated():
            return (
                self._connection.cursor(row_factory=class_row(CopyState))
                .execute(query("moves/progress"), {"move": id})
                .fetchall()
            )

    def register(self, id: int, worker: str) -> bool:
        """False for whom nobody expects, or not any more."""
        with translated():
            found = self._connection.execute(
                "UPDATE cfdb.move_worker SET pid = pg_backend_pid() WHERE move = %s AND name = %s AND pid IS NULL",
                [id, worker],
            )
        return found.rowcount == 1

    def has_snapshot(self, id: int, worker: str) -> int:
        with translated():
            return int(self._one(query("moves/has_snapshot"), {"move": id, "worker": worker}) or 0)

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
        """Take all workers off the list, so that none can join any more, and end their sessions.

        Raises DatabaseError where one does not end.
        """
        with translated(), self._connection.transaction():
            # First of all: who registers in this moment waits for us, and then finds that nobody expects them.
            self._connection.execute("SELECT FROM cfdb.move_worker WHERE move = %(id)s FOR UPDATE", {"id": id})
            left = self._one(query("moves/dismiss"), {"move": id})
            if left:
                raise DatabaseError(
                    "sessions of earlier workers do not end", hint="see pg_stat_activity for 'cfdb data', and try again"
                )
            self._connection.execute("DELETE FROM cfdb.move_worker WHERE move = %(id)s", {"id": id})

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """A transaction whose loss, where the server crashes, is that of its rows and its ledger row together."""
        with translated(), self._connection.transaction():
            self._connection.execute("SET LOCAL synchronous_commit = off")
            yield

    def claim(self, id: int, snapshot: int) -> Chunk | None:
        """A chunk that is to be dealt with, for as long as the transaction lasts."""
        row = self._connection.execute(query("moves/claim"), {"move": id, "snapshot": snapshot}).fetchone()
        return Chunk(*row) if row else None

    def anything_left(self, id: int, snapshot: int) -> bool:
        with translated():
            return bool(self._one(query("moves/left"), {"move": id, "snapshot": snapshot}))

    def loaded(self, id: int, chunk: Chunk, *, rows: int, bytes: int, checksum: str, rejects: Sequence[Reject]) -> None:
        self._connection.execute(
            query("moves/loaded"),
            {
                "move": id, "copy": chunk.copy, "number": chunk.number, "rows": rows, "bytes": bytes,
                "rejected": len(rejects), "checksum": checksum,
            },
        )  # fmt: skip
        self.refuse(id, chunk, rejects)

    def refuse(self, id: int, chunk: Chunk, rejects: Sequence[Reject]) -> None:
        """Write down the rows of a chunk that were refused, in the place of those of an earlier try."""
        self._connection.execute(
            "DELETE FROM cfdb.move_reject WHERE move = %(move)s AND copy = %(copy)s AND chunk = %(number)s",
            {"move": id, "copy": chunk.copy, "number": chunk.number},
        )
        for reject in rejects:
            self._connection.execute(
                query("moves/reject"),
                {
                    "move": id, "copy": reject.copy, "chunk": chunk.number, "table": reject.table,
                    "key": _json(reject.key), "column": reject.column, "value": _storable(reject.value),
                    "sqlstate": reject.sqlstate, "message": reject.message, "row": _json(reject.row),
                },
            )  # fmt: skip

    def looked_at(self, id: int, chunk: Chunk, *, changed: bool) -> None:
        values = {"move": id, "copy": chunk.copy, "number": chunk.number, "changed": changed}
        self._connection.execute(query("moves/looked_at"), values)

    def rejects(self, id: int) -> Iterator[Reject]:
        with translated(), self._connection.transaction():
            cursor = self._connection.cursor("rejects", row_factory=class_row(Reject))
            with cursor:
                yield from cursor.execute(query("moves/rejects"), {"move": id})

    def last_reject(self) -> int:
        """The largest number that a rejected row has had here; 0 where there was none."""
        with translated():
            found = self._one("SELECT to_regclass('cfdb.move_reject') IS NOT NULL", {})
            last = "SELECT pg_sequence_last_value(pg_get_serial_sequence('cfdb.move_reject', 'id')::regclass)"
            return int(self._one(last, {}) or 0) if found else 0

    def on_the_list(self, rejects: Collection[int]) -> dict[int, Listed]:
        """Those of the rejected rows that are not in yet, by their numbers."""
        with translated():
            rows = self._connection.cursor(row_factory=dict_row).execute(
                query("moves/on_the_list"), {"ids": list(rejects)}
            )
            return {row["id"]: Listed(row["table"], row["key"], frozenset(row["columns"])) for row in rows}

    def settle_reject(self, reject: int) -> bool | None:
        """Take a row off the list, in the transaction that brings it in.

        False where its chunk is not in, and the row will come with that; None where it is not on the list any more.
        """
        found = self._one(query("moves/settle_reject"), {"id": reject})
        return None if found is None else bool(found)

    def _one(self, text: Any, values: Mapping[str, Any]) -> Any:
        row = self._connection.execute(text, values).fetchone()
        return row[0] if row else None

    def _run(self, text: Any, values: Mapping[str, Any]) -> None:
        with translated():
            self._connection.execute(text, values)


def _json(values: Mapping[str, str | None]) -> str:
    return json.dumps({name: _storable(value) for name, value in values.items()})


def _storable(value: str | None) -> str | None:
    """PostgreSQL keeps no NUL byte: it is shown as its picture."""
    return value if value is None else value.replace("\x00", "␀")
