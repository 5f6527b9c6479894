"""What all parts of a target have: its connection."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import psycopg

from cfdb.dialects.postgresql.failures import translated


class Connected:
    """Asks and tells the server."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self._connection = connection

    def _one(self, text: Any, values: Mapping[str, Any]) -> Any:
        row = self._connection.execute(text, values).fetchone()
        return row[0] if row else None

    def _run(self, text: Any, values: Mapping[str, Any]) -> None:
        with translated():
            self._connection.execute(text, values)
