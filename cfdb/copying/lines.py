"""Queries whose rows are COPY's: the source's server makes the lines, Python never looks at a value."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cfdb.copying.select import ROWS, ranged
from cfdb.copying.words import quoted
from cfdb.model.copy import Select, Wire, put
from cfdb.model.route import Query

CONDITION = "/* the chunk */ TRUE"
"""Stands where the condition of a chunk goes, until the query is cut there."""

WHOLE = "TRUE"
"""The condition of all rows of a copy."""

PARTITION = "cfdb: the chunk"
"""The name that stands for partitions in a query that is cut by them."""

TAB, LINE_END, NULL = "x'09'", "x'0A'", "x'5C4E'"
"""As bytes: what they are joined with is UTF-8 already, and nothing converts it once more."""

Items = Callable[[list[str]], list[str]]
"""Makes the items of a query of expressions, one for each column of a copy."""


def line(fields: Sequence[str]) -> str:
    """MySQL's expression for a line of COPY's text format; NULL where it would exceed max_allowed_packet."""
    joined = ", ".join(f"COALESCE({field}, {NULL})" for field in fields)
    return f"CONCAT(CONCAT_WS({TAB}, {joined}), {LINE_END})"


def lines(select: Select, wires: Sequence[Wire], *, key: Sequence[str] = (), order: str = "") -> Query:
    """One line for each row of a copy; with `key`, behind these expressions over the driving table."""
    forms = [wire.text for wire in wires]
    return query_of(select, lambda values: [*key, line(_put(forms, values))], order)


def values(select: Select, wires: Sequence[Wire], *, order: str = "") -> Query:
    """The columns of a copy as a converter reads them."""
    forms = [wire.plain for wire in wires]
    return query_of(select, lambda values: _put(forms, values), order)


def _put(forms: Sequence[str], values: Sequence[str]) -> list[str]:
    return [put(form, value) for form, value in zip(forms, values, strict=True)]


def query_of(select: Select, items: Items, order: str = "", behind: str = "") -> Query:
    """The query of what `items` makes of the columns; `behind` are clauses that follow its WHERE."""
    if not select.obstacle:
        place, condition = (f"`{PARTITION}`", "") if PARTITION in select.source else (CONDITION, CONDITION)
        text = ranged(select, items([f"({item})" for item in select.items]), condition, order)
        head, _, tail = text.partition(place)
        return Query(head, tail + behind)
    made = ", ".join(items([f"{ROWS}.{quoted(name)}" for name in select.names]))
    return Query(f"SELECT {made} FROM ({select.text}) AS {ROWS}{behind}")
