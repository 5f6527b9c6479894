"""The tables of the target that rows go to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from cfdb.model.tables import TargetTable


class TargetTables(Protocol):
    """What is there to write into, and what is done to a table before its rows come and after them."""

    def find(self, name: str) -> str | None:
        """The qualified and quoted name of the table that a mapping calls `name`, perhaps with its schema."""

    def names(self, among: Sequence[str]) -> list[str]:
        """The tables that need no schema before them and whose names, in lower case, are among these."""

    def describe(self, name: str) -> TargetTable:
        """The table of a qualified, quoted name."""

    def row_counts(self, tables: Sequence[str]) -> dict[str, int]: ...
    def empty(self, tables: Sequence[str]) -> None:
        """All at once, so that keys between them are no obstacle."""

    def sequences_past(self, table: TargetTable) -> None:
        """Let each sequence go on behind the largest key; one that is further already stays."""

    def analyze(self, table: str) -> None: ...
