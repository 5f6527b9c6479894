"""The rows that the target has refused, as its ledger has them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Protocol

from cfdb.model.reject import Listed, Reject


class Rejects(Protocol):
    """A list that rows leave as they come in after all."""

    def rejects(self, id: int) -> Iterator[Reject]: ...
    def last_reject(self) -> int:
        """The largest number that a rejected row has had here; 0 where there was none."""

    def on_the_list(self, rejects: Collection[int]) -> Mapping[int, Listed]:
        """Those of the rejected rows that are not in yet, by their numbers."""

    def settle_reject(self, reject: int) -> bool | None:
        """Take a row off the list, in the transaction that brings it in.

        False where its chunk is not in, and the row will come with that; None where it is not on the list any more.
        """
