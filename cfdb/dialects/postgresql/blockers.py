"""Who stands in the way, while we wait."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import psycopg
from psycopg.rows import dict_row

from cfdb.dialect import Tell
from cfdb.dialects.postgresql.queries import query
from cfdb.errors import CfdbError

NEVER = 86_400.0


@dataclass
class Blockers:
    """Looks, from a second connection, at what our session waits for, and tells it once per blocker."""

    connect: Callable[[], psycopg.Connection]
    pid: int
    tell: Tell
    every: float
    last: str = ""
    _connection: psycopg.Connection | None = field(default=None, repr=False)

    def look(self) -> None:
        """Called when the server has been silent for a while. Never fails: it is only there to inform."""
        try:
            self._connection = self._connection or self.connect()
            rows = (
                self._connection.cursor(row_factory=dict_row)
                .execute(query("catalog/blockers"), {"pid": self.pid})
                .fetchall()
            )
        except (psycopg.Error, CfdbError):
            # No connection left for us, say: then nobody is named, and nobody is asked again.
            self.every = NEVER
            return
        if not rows:
            return
        said = "; ".join(
            "process {pid} of {username} at {client} ({application}{state} for {seconds:.0f} s): {query}".format(
                **row | {"application": f"{row['application']}, " if row["application"] else ""}
            )
            for row in rows
        )
        holders = ", ".join(str(row["pid"]) for row in rows)
        if holders not in self.last or not self.last:
            self.tell(f"waiting for a lock held by {said}")
        self.last = said

    def close(self) -> None:
        if self._connection:
            self._connection.close()
