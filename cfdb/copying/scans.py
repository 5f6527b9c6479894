"""Questions about the rows of a copy, before they move: one for all doubts, one for each foreign and unique key."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cfdb.copying.lines import WHOLE, query_of
from cfdb.copying.query import factors
from cfdb.copying.wires.pair import FAMILY
from cfdb.copying.words import words
from cfdb.model.copy import Select, SourceColumn, Wire, put

PLAIN = re.compile(r"(?:(?P<table>`(?:[^`]|``)+`|\w+)\.)?(?P<column>`(?:[^`]|``)+`|[A-Za-z_]\w*)")
WORDS = frozenset(("null", "true", "false"))

SHOWN = 60
"""Characters of a value that is an example."""

AS_BYTES = frozenset(("text", "bytes", "geometry"))
"""Families whose values can be equal to a collation and not to PostgreSQL."""

Condition = tuple[int, str]
"""The place of a column, and what holds for the values in question."""


@dataclass(frozen=True, slots=True)
class Feed:
    """How one copy fills the columns of a key: the places of their values in the SELECT."""

    select: Select
    places: tuple[int, ...]
    sources: tuple[SourceColumn, ...]
    wires: tuple[Wire, ...]
    key: str = ""
    """An expression by which a row is named; empty where there is none."""


def counts(select: Select, conditions: Sequence[Condition]) -> str:
    """One row: for each condition, how many rows it holds for."""
    return _of_each(select, conditions, "COUNT", "1")


def examples(select: Select, conditions: Sequence[Condition], key: str) -> str:
    """One row: for each condition, the least key of the rows that it holds for."""
    return _of_each(select, conditions, "MIN", key)


def _of_each(select: Select, conditions: Sequence[Condition], aggregate: str, what: str) -> str:
    def items(values: list[str]) -> list[str]:
        return [
            f"{aggregate}(CASE WHEN {put(condition, values[place])} THEN {what} END)" for place, condition in conditions
        ]

    return query_of(select, items).on(WHOLE)


def repeated(feeds: Sequence[Feed], folded: Sequence[bool], *, nulls_distinct: bool = True) -> str:
    """One row: values of a unique key that are there more than once, the rows that have them, and one such value.

    `folded` says of each column whether case does not count.
    """
    columns = [f"k{number}" for number in range(1, len(folded) + 1)]
    every = " UNION ALL ".join(
        f"SELECT * FROM ({_keyed(feed, columns, folded)}) AS cfdb_{number}" for number, feed in enumerate(feeds, 1)
    )
    where = f" WHERE {' AND '.join(f'{column} IS NOT NULL' for column in columns)}" if nulls_distinct else ""
    groups = (
        f"SELECT COUNT(*) AS cfdb_rows, MIN(example) AS example FROM ({every}) AS cfdb_every{where}"
        f" GROUP BY {', '.join(columns)} HAVING COUNT(*) > 1"
    )
    return f"SELECT COUNT(*), SUM(cfdb_rows), MIN(example) FROM ({groups}) AS cfdb_repeated"


def _keyed(feed: Feed, columns: Sequence[str], folded: Sequence[bool]) -> str:
    def items(values: list[str]) -> list[str]:
        mine = [values[place] for place in feed.places]
        parts = list(zip(mine, feed.sources, feed.wires, folded, strict=True))
        keys = [_comparable(*part) for part in parts]
        shown = ", ".join(f"COALESCE({_shown(value, source)}, 'NULL')" for value, source, _, _ in parts)
        named = [f"{key} AS {column}" for key, column in zip(keys, columns, strict=True)]
        return [*named, f"CONCAT_WS(', ', {shown}) AS example"]

    return query_of(feed.select, items).on(WHOLE)


def _comparable(value: str, source: SourceColumn, wire: Wire, folded: bool) -> str:
    """What is equal where PostgreSQL finds the values equal, whatever their collation says."""
    same = put(wire.here, value)
    if folded:
        return f"CAST(LOWER(CONVERT({same} USING utf8mb4)) AS BINARY)"
    return f"CAST({same} AS BINARY)" if FAMILY.get(source.type.name) in AS_BYTES else same


def _shown(value: str, source: SourceColumn) -> str:
    if FAMILY.get(source.type.name) == "bytes":
        return f"LEFT(HEX({value}), {SHOWN})"
    return f"LEFT(CONVERT(CAST({value} AS CHAR) USING utf8mb4), {SHOWN})"


def is_unique(feeds: Sequence[Feed], names: Sequence[str], folded: Sequence[bool]) -> bool:
    """Whether values cannot repeat, as they are all of a unique key, `names`, of the one table that is read."""
    if len(feeds) != 1 or not names or any(folded) or feeds[0].select.obstacle:
        return False
    feed = feeds[0]
    if any(doubt.name != "null-into-not-null" for wire in feed.wires for doubt in wire.doubts):
        return False
    columns = {plain_column(feed.select, place).lower() for place in feed.places}
    return set(map(str.lower, names)) <= columns and _is_alone(feed.select)


def _is_alone(select: Select) -> bool:
    found = words(select.source)
    tables = list(factors(found, 1, len(found)))
    return len(tables) == 1 and tables[0].kind == "table"


def plain_column(select: Select, place: int) -> str:
    """The column of the driving table that an item is, without quotes; empty where it is anything else."""
    found = PLAIN.fullmatch(select.items[place].strip())
    if not found or found["column"].lower() in WORDS:
        return ""
    if found["table"] and found["table"].strip("`").lower() != select.alias.strip("`").lower():
        return ""
    return "" if not found["table"] and not _is_alone(select) else found["column"].strip("`")


def lost(child: Feed, parents: Sequence[Feed]) -> str:
    """One row: how many rows of a copy refer to what none of the others brings, and the least key of them."""
    columns = [f"f{number}" for number in range(1, len(child.places) + 1)]

    def items(values: list[str]) -> list[str]:
        mine = [f"{values[place]} AS {column}" for place, column in zip(child.places, columns, strict=True)]
        return [*mine, f"{child.key or 'NULL'} AS cfdb_key"]

    rows = query_of(child.select, items).on(WHOLE)
    conditions = [f"cfdb_child.{column} IS NOT NULL" for column in columns]
    conditions += [f"NOT EXISTS ({_row_of(parent, columns)})" for parent in parents]
    return f"SELECT COUNT(*), MIN(cfdb_key) FROM ({rows}) AS cfdb_child WHERE {' AND '.join(conditions)}"


def _row_of(parent: Feed, columns: Sequence[str]) -> str:
    select = parent.select
    conditions = [f"({select.where})"] if select.where else []
    for place, source, column in zip(parent.places, parent.sources, columns, strict=True):
        mine, other = f"({select.items[place]})", f"cfdb_child.{column}"
        conditions.append(f"{mine} = {other}")
        if FAMILY.get(source.type.name) in AS_BYTES:
            # The first comparison finds the row by an index, the second is PostgreSQL's.
            conditions.append(f"{_bytes(mine)} = {_bytes(other)}")
    return f"SELECT 1 {select.source} WHERE {' AND '.join(conditions)}"


def _bytes(value: str) -> str:
    return f"CAST(CONVERT({value} USING utf8mb4) AS BINARY)"


def lookup_obstacle(parents: Sequence[Feed]) -> str:
    """Why it cannot be asked simply which keys there are."""
    for parent in parents:
        if parent.select.obstacle or parent.select.prefix:
            return f"{parent.select.obstacle or 'it has WITH'}, where the rows come from that it refers to"
        if not all(PLAIN.fullmatch(parent.select.items[place].strip()) for place in parent.places):
            return "what it refers to is computed"
    return ""
