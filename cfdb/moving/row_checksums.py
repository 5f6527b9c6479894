"""Checksums of the rows that the target has: its half of a comparison."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol


class RowChecksums(Protocol):
    """`texts` are expressions for the canonical text of each column of a table."""

    @property
    def has_crc32(self) -> bool:
        """Whether the server knows the checksum that is cheapest for both."""

    def row_checksum(self, texts: Sequence[str], *, md5: bool) -> str:
        """The expression for the checksum of these texts."""

    def totals(self, table: str, texts: Sequence[str], *, md5: bool) -> tuple[int, int]:
        """Rows, and the sum of their checksums."""

    def buckets(self, table: str, texts: Sequence[str], number: int, *, md5: bool) -> dict[int, tuple[int, int]]:
        """The same for each remainder of the checksum."""

    def rows_of(
        self, table: str, texts: Sequence[str], shown: Sequence[str], number: int, among: Sequence[int], *, md5: bool
    ) -> Iterator[tuple[int, tuple[str | None, ...]]]:
        """The rows of some buckets, or all: the checksum, and the expressions that are to be shown."""

    def documents(self, table: str, texts: Sequence[str], others: Sequence[str], *, md5: bool) -> Iterator[bytes]:
        """Every row as one text: its checksum, and columns that only a client can compare; in blocks of bytes."""
