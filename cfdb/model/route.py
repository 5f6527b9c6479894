"""The ways that rows travel, as a worker needs to know them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Query:
    """A SELECT with a gap where the condition of a chunk goes; with none where `tail` is None."""

    head: str
    tail: str | None = None

    def on(self, condition: str) -> str:
        return self.head if self.tail is None else f"{self.head}{condition}{self.tail}"


@dataclass(frozen=True, slots=True)
class Route:
    """How the rows of one copy travel, as a worker needs to know it.

    `lines` yields COPY's text lines; `marked` the columns of `key` first, then the line: for rows that have to be told
    apart. Where `forms` are there, `values` yields what a converter makes binary rows of these forms of.
    """

    number: int
    table: str
    columns: tuple[str, ...]
    lines: Query
    marked: Query
    key: tuple[str, ...] = ()
    values: Query | None = None
    forms: tuple[str, ...] = ()
