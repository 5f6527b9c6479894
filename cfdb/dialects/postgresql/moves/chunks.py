"""What there is to do, and what has become of it. The rows of a chunk and its line here are one transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from psycopg.rows import class_row

from cfdb.dialects.postgresql.failures import translated
from cfdb.dialects.postgresql.moves.connected import Connected
from cfdb.dialects.postgresql.queries import query
from cfdb.model.chunk import Chunk, Claim
from cfdb.model.move import CopyState
from cfdb.model.reject import Reject


class Chunks(Connected):
    """See `cfdb.moving.chunks`."""

    def add_copies(self, id: int, copies: Iterable[tuple[int, str, int, Sequence[int]]]) -> None:
        with translated(), self._connection.transaction(), self._connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO cfdb.move_copy (move, number, target, estimated, waits_for) VALUES (%s, %s, %s, %s, %s)",
                [(id, number, table, estimated, list(waits)) for number, table, estimated, waits in copies],
            )

    def wait_for(self, id: int, waits: Mapping[int, Sequence[int]]) -> None:
        with translated(), self._connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE cfdb.move_copy SET waits_for = %s WHERE move = %s AND number = %s",
                [(list(before), id, number) for number, before in waits.items()],
            )

    def copies(self, id: int) -> list[CopyState]:
        with translated():
            return (
                self._connection.cursor(row_factory=class_row(CopyState))
                .execute(query("moves/progress"), {"move": id})
                .fetchall()
            )

    def add_chunks(self, id: int, copy: int, conditions: Sequence[str]) -> None:
        with translated(), self._connection.transaction(), self._connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit = off")
            cursor.execute(
                "INSERT INTO cfdb.move_chunk (move, copy, number, condition)"
                " SELECT %s, %s, c.place, c.text FROM unnest(%s::text[]) WITH ORDINALITY AS c (text, place)",
                (id, copy, list(conditions)),
            )
            cursor.execute("UPDATE cfdb.move_copy SET cut = true WHERE move = %s AND number = %s", (id, copy))

    def look_again(self, id: int) -> None:
        self._run("UPDATE cfdb.move_chunk SET todo = true WHERE move = %(id)s AND rows IS NOT NULL", {"id": id})

    def claim(self, id: int, snapshot: int) -> Chunk | None:
        row = self._connection.execute(query("moves/claim"), {"move": id, "snapshot": snapshot}).fetchone()
        return Chunk(*row[:5]) if row else None

    def claims(self, id: int) -> list[Claim]:
        with translated():
            return (
                self._connection.cursor(row_factory=class_row(Claim))
                .execute(query("moves/claims"), {"move": id})
                .fetchall()
            )

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


def _json(values: Mapping[str, str | None]) -> str:
    return json.dumps({name: _storable(value) for name, value in values.items()})


def _storable(value: str | None) -> str | None:
    """PostgreSQL keeps no NUL byte: it is shown as its picture."""
    return value if value is None else value.replace("\x00", "␀")
