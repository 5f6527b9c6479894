"""Indexes, keys and triggers of the target's tables, which are out of the way while rows come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from cfdb.model.rebuild import Clearing, Rebuild, Step


class Rebuilding(Protocol):
    """Takes away what the ledger then knows how to bring back."""

    def clearing(self, tables: Sequence[str], wanted: Rebuild) -> Clearing:
        """What of the tables can be taken away for the load, as they are now."""

    def take_away(self, id: int, steps: Sequence[Step]) -> None:
        """Remember how it comes back and take it away, in one transaction."""

    def away(self, id: int) -> list[Step]:
        """What is not back, in the order in which it comes."""

    def bring_back(self, id: int, step: Step, sessions: int) -> None:
        """One step, and that it is done, in one transaction; `sessions` do so at once. Raises CfdbError."""
