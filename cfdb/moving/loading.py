"""Rows into the tables of the target."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from cfdb.model.chunk import Chunk, Loaded, Marked, Piece
from cfdb.model.reject import RowRefused
from cfdb.model.route import Route


class RowLoader(Protocol):
    """Loads rows within the transaction of the caller."""

    def load(self, route: Route, pieces: Iterable[Piece], *, binary: bool) -> Loaded:
        """Raises RowRefused where the server does not take all of them; the transaction is of no more use then."""

    def load_marked(self, chunk: Chunk, route: Route, rows: Iterable[Marked], limit: int) -> Loaded:
        """Load all that the server takes. Gives up, with more than `limit` rejects, where it refuses too many."""

    def load_row(self, table: str, row: Mapping[str, str | None]) -> RowRefused | None:
        """Load one row of texts. Returns why it was refused; then nothing has changed."""
