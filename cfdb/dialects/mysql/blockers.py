"""Who stands in the way, while we wait."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pymysql

from cfdb.dialect import Tell
from cfdb.dialects.mysql.connection import Link
from cfdb.dialects.mysql.queries import query
from cfdb.errors import CfdbError

NEVER = 86_400.0


@dataclass
class Blockers:
    """Looks, from a second connection, at what our session waits for, and tells it once per blocker.

    Neither MariaDB nor MySQL say by default who holds a metadata lock: those are named who have an open transaction.
    """

    connect: Callable[[], Link]
    id: int
    tell: Tell
    every: float
    last: str = ""
    _told: frozenset[int] = field(default=frozenset(), repr=False)
    _link: Link | None = field(default=None, repr=False)

    def look(self) -> None:
        """Called when the server has been silent for a while. Never fails: it is only there to inform."""
        try:
            self._link = self._link or self.connect()
            rows = self._link.records(query("catalog/blockers"), {"id": self.id})
        except (pymysql.Error, CfdbError):
            # The privilege PROCESS is missing, say: then nobody is named, and nobody is asked again.
            self.every = NEVER
            return
        if not rows:
            return
        said = "; ".join(
            "connection {id} of {user} at {host} ({command}, in a transaction for {seconds} s){doing}".format(
                **row | {"doing": f": {row['query']}" if row["query"] else ""}
            )
            for row in rows
        )
        holders = frozenset(row["id"] for row in rows)
        if not self.last or not holders <= self._told:
            self.tell(f"waiting for a lock, perhaps of {said}")
        self.last, self._told = said, holders

    def close(self) -> None:
        if self._link:
            self._link.close()
