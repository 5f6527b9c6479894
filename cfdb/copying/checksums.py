"""Checksums of rows that two servers come to alike, in whatever order: the source's half, in MySQL's words.

A row is the canonical texts of its columns, one behind the other; its checksum is the CRC-32 of that, or, for servers
without it, the first 8 digits of its MD5. The sum over many rows does not depend on their order.

The CRC-32 is taken once more of its own decimal digits. By itself it is linear: where two rows have exchanged values of
one length, one time in ten thousand what one sum gains the other loses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cfdb.copying.lines import query_of
from cfdb.model.copy import Select, Wire, put
from cfdb.model.route import Query

BETWEEN, NULL, END = "x'1F'", "x'1E'", "x'1D'"
"""Control characters that no text of a person holds: what stands between columns, for NULL, and behind a row."""

FEW, MANY, LARGE = 1 << 10, 1 << 16, 1_000_000


def parts(rows: int) -> int:
    """How many buckets the rows of a table are told apart by where its checksum differs: by the checksum's remainder.

    Of a large table more: whatever is in a bucket with a row that differs is read.
    """
    return MANY if rows >= LARGE else FEW


@dataclass(frozen=True, slots=True)
class Checksum:
    """How rows are told apart: `md5` where one of the servers has no CRC-32."""

    md5: bool = False

    def of(self, texts: Sequence[str]) -> str:
        """MySQL's expression for the checksum of a row."""
        joined = ", ".join(f"COALESCE({text}, {NULL})" for text in texts) or "''"
        whole = f"CONCAT_WS({BETWEEN}, {joined})"
        return f"CAST(CONV(LEFT(MD5({whole}), 8), 16, 10) AS UNSIGNED)" if self.md5 else f"CRC32(CRC32({whole}))"


def compared(wires: Sequence[Wire]) -> list[int]:
    """The columns whose values servers can compare, by their place."""
    return [place for place, wire in enumerate(wires) if wire.here and wire.there]


def totals(select: Select, wires: Sequence[Wire], checksum: Checksum) -> Query:
    """One row: how many rows a copy has, and the sum of their checksums."""
    return query_of(select, lambda values: ["COUNT(*)", f"SUM({checksum.of(_texts(wires, values))})"])


def buckets(select: Select, wires: Sequence[Wire], checksum: Checksum, number: int) -> Query:
    """The same for each of so many buckets."""

    def items(values: list[str]) -> list[str]:
        row = checksum.of(_texts(wires, values))
        return [f"{row} % {number} AS cfdb_bucket", "COUNT(*)", f"SUM({row})"]

    return query_of(select, items, behind=" GROUP BY cfdb_bucket")


def rows(
    select: Select, wires: Sequence[Wire], checksum: Checksum, key: Sequence[str], number: int, among: Sequence[int]
) -> Query:
    """Rows, of some of so many buckets or all: the checksum, the key's expressions, and the text of each column.

    The text is the canonical one where servers can compare it, else one that a client makes sense of.
    """

    def items(values: list[str]) -> list[str]:
        texts = [
            put(wire.here, value) if wire.here and wire.there else f"CONVERT({value} USING utf8mb4)"
            for wire, value in zip(wires, values, strict=True)
        ]
        return [f"{checksum.of(_texts(wires, values))} AS cfdb_row", *key, *texts]

    behind = f" HAVING cfdb_row % {number} IN ({', '.join(map(str, among))})" if among else ""
    return query_of(select, items, behind=behind)


def documents(select: Select, wires: Sequence[Wire], checksum: Checksum) -> Query:
    """Every row as one text: its checksum, and the columns that only a client can compare."""
    known = set(compared(wires))

    def items(values: list[str]) -> list[str]:
        others = (
            f"COALESCE(CONVERT({value} USING utf8mb4), {NULL})" for at, value in enumerate(values) if at not in known
        )
        return [f"CONCAT(CONCAT_WS({BETWEEN}, {checksum.of(_texts(wires, values))}, {', '.join(others)}), {END})"]

    return query_of(select, items)


def _texts(wires: Sequence[Wire], values: Sequence[str]) -> list[str]:
    return [put(wires[place].here, values[place]) for place in compared(wires)]
