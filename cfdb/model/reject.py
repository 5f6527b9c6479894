"""Rows that the target refuses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that the target refused: by its key in the source, and the column and value, where the target says so.

    `id` is its number in the ledger; 0 where it is not there yet. It `waits` where its chunk is not in: the row will be
    tried again with that.
    """

    copy: int
    table: str
    key: Mapping[str, str | None]
    column: str
    value: str | None
    sqlstate: str
    message: str
    row: Mapping[str, str | None]
    id: int = 0
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """What a rejected row is known by, and the columns that it has."""

    table: str
    key: Mapping[str, str | None]
    columns: frozenset[str]


class RowRefused(Exception):
    """The target does not take a row: which `line` of those sent, from 1 on, where it says so, and why."""

    def __init__(self, sqlstate: str, message: str, *, line: int = 0, column: str = "") -> None:
        super().__init__(message)
        self.sqlstate = sqlstate
        self.message = message
        self.line = line
        self.column = column
