"""The copies of a move and their chunks, as the target's ledger has them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from cfdb.model.chunk import Chunk, Claim
from cfdb.model.move import CopyState
from cfdb.model.reject import Reject


class Chunks(Protocol):
    """What there is to do, and what has become of it. The rows of a chunk and its ledger row are one transaction."""

    def add_copies(self, id: int, copies: Iterable[tuple[int, str, int, Sequence[int]]]) -> None:
        """Each as number, table, estimated rows and the numbers of the copies that have to be in before."""

    def wait_for(self, id: int, waits: Mapping[int, Sequence[int]]) -> None:
        """Each copy for the copies that have to be in before it."""

    def copies(self, id: int) -> list[CopyState]: ...
    def add_chunks(self, id: int, copy: int, conditions: Sequence[str]) -> None:
        """All chunks of a copy at once, numbered from 1: it is cut, or it is not."""

    def look_again(self, id: int) -> None:
        """All that is loaded is to be held against the next snapshot."""

    def claim(self, id: int, snapshot: int) -> Chunk | None:
        """A chunk that is to be dealt with, for as long as the transaction lasts."""

    def claims(self, id: int) -> list[Claim]:
        """The chunks that workers are at."""

    def anything_left(self, id: int, snapshot: int) -> bool: ...
    def loaded(
        self, id: int, chunk: Chunk, *, rows: int, bytes: int, checksum: str, rejects: Sequence[Reject]
    ) -> None: ...
    def refuse(self, id: int, chunk: Chunk, rejects: Sequence[Reject]) -> None:
        """Write down the rows of a chunk that were refused, in the place of those of an earlier try."""

    def looked_at(self, id: int, chunk: Chunk, *, changed: bool) -> None: ...
