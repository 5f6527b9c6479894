"""The rows that PostgreSQL has refused."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from psycopg.rows import class_row, dict_row

from cfdb.dialects.postgresql.failures import translated
from cfdb.dialects.postgresql.moves.connected import Connected
from cfdb.dialects.postgresql.queries import query
from cfdb.model.reject import Listed, Reject


class Rejects(Connected):
    """See `cfdb.moving.rejects`."""

    def rejects(self, id: int) -> Iterator[Reject]:
        with translated(), self._connection.transaction():
            cursor = self._connection.cursor("rejects", row_factory=class_row(Reject))
            with cursor:
                yield from cursor.execute(query("moves/rejects"), {"move": id})

    def last_reject(self) -> int:
        with translated():
            found = self._one("SELECT to_regclass('cfdb.move_reject') IS NOT NULL", {})
            last = "SELECT pg_sequence_last_value(pg_get_serial_sequence('cfdb.move_reject', 'id')::regclass)"
            return int(self._one(last, {}) or 0) if found else 0

    def on_the_list(self, rejects: Collection[int]) -> dict[int, Listed]:
        with translated():
            rows = self._connection.cursor(row_factory=dict_row).execute(
                query("moves/on_the_list"), {"ids": list(rejects)}
            )
            return {row["id"]: Listed(row["table"], row["key"], frozenset(row["columns"])) for row in rows}

    def settle_reject(self, reject: int) -> bool | None:
        found = self._one(query("moves/settle_reject"), {"id": reject})
        return None if found is None else bool(found)
