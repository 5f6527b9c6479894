"""Ranges of a key as values, and as conditions that let MySQL read no more of the index than the range."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cfdb.copying.keys import Bound, Key, KeyColumn, asked, literal, qualified, sorted_by
from cfdb.copying.words import quoted


@dataclass(frozen=True, slots=True)
class Range:
    """Rows whose key is greater than `after` and not greater than `through`; None is open. Numbers count from 1."""

    number: int
    after: Bound | None = None
    through: Bound | None = None


def ranges(borders: Iterable[Bound]) -> Iterator[Range]:
    """The ranges between borders that ascend, as the server sorts them. Together they have every row once."""
    number, after = 1, None
    for number, border in enumerate(borders, 1):
        yield Range(number, after, border)
        after = border
    yield Range(number + (after is not None), after)


def condition(key: Key, range: Range, alias: str = "") -> str:
    """MySQL's condition for the rows of a range; empty where it has all of them."""
    return _between(key.columns, range.after, range.through, alias)


def _between(columns: Sequence[KeyColumn], after: Bound | None, through: Bound | None, alias: str) -> str:
    # What both bounds have in common is said once; it is one range of the index then.
    if after is not None and through is not None and len(columns) > 1 and after[0] == through[0]:
        rest = _between(columns[1:], after[1:], through[1:], alias)
        return f"{qualified(columns[0], alias)} = {literal(columns[0], after[0])} AND {rest}"
    sides = [
        _side(columns, bound, inner, last, alias)
        for bound, inner, last in ((after, ">", ">"), (through, "<", "<="))
        if bound is not None
    ]
    return " AND ".join(sides)


def _side(columns: Sequence[KeyColumn], bound: Bound, inner: str, last: str, alias: str) -> str:
    """One bound, column by column: the first one differs, or it is the same and the next one decides."""
    name, value = qualified(columns[0], alias), literal(columns[0], bound[0])
    if len(columns) == 1:
        return f"{name} {last} {value}"
    rest = _side(columns[1:], bound[1:], inner, last, alias)
    # The first comparison is implied by the second, and is what the optimizer makes a range of in any case.
    return f"{name} {inner}= {value} AND ({name} {inner} {value} OR {name} = {value} AND {rest})"


def walk(key: Key, table: str, rows: int, after: Bound | None = None) -> str:
    """The query for the key that is `rows` rows behind `after`; no row where there are not that many.

    `table` is as SQL names it.
    """
    where = condition(key, Range(1, after))
    return " ".join([
        f"SELECT {', '.join(map(asked, key.columns))} FROM {table} FORCE INDEX ({quoted(key.index)})",
        *([f"WHERE {where}"] if where else []),
        f"ORDER BY {sorted_by(key)} LIMIT 1 OFFSET {rows - 1}",
    ])  # fmt: skip


def extent(key: Key, table: str) -> str:
    """The query for the least and the greatest value of the first column; NULL and NULL where there is no row."""
    column = qualified(key.columns[0])
    return f"SELECT MIN({column}), MAX({column}) FROM {table} FORCE INDEX ({quoted(key.index)})"


def estimate(key: Key, table: str, low: int, high: int) -> str:
    """The query that EXPLAIN is asked about: the rows of an integer key from `low` through `high`."""
    column = qualified(key.columns[0])
    between = f"{column} >= {low} AND {column} <= {high}"
    return f"EXPLAIN SELECT {column} FROM {table} FORCE INDEX ({quoted(key.index)}) WHERE {between}"
