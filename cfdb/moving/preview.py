"""What is shown of a move before it begins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from cfdb.model.route import Route
from cfdb.model.tables import TargetTable


class Preview(Protocol):
    """How the target would take rows, and where it would put them. Writes nothing."""

    def statement(self, route: Route) -> str:
        """What loads a chunk, for a person to read."""

    def shown(self, table: TargetTable, route: Route, line: bytes) -> Sequence[str]:
        """The values of a line as the target would show them, or what it says against them."""

    def data_folder(self) -> str:
        """Where the server keeps its data, on its own machine; empty where that is not told."""
