"""Several copies into one table, brought to the same columns in one order: their rows are compared together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from cfdb.model.copy import Select, SourceColumn
from cfdb.model.schema import Type
from cfdb.run.moving.planned import Column, Planned

NULL = "NULL"


def aligned(copies: Sequence[Planned]) -> tuple[tuple[Planned, ...], tuple[str, ...]]:
    """The copies with the columns that they can be compared by, and the names of the others.

    What a copy leaves out is NULL. Where it has a default, or copies are compared by different texts, nobody knows of a
    row in the table which copy it is of.
    """
    if len(copies) == 1:
        return tuple(copies), ()
    names = list(dict.fromkeys(column.target.name for planned in copies for column in planned.columns))
    kept = [name for name in names if _is_comparable(copies, name)]
    return tuple(_with(planned, copies, kept) for planned in copies), tuple(name for name in names if name not in kept)


def _is_comparable(copies: Sequence[Planned], name: str) -> bool:
    fed = list(_columns(copies, name))
    if len({(column.is_canonical, column.there) for column in fed}) > 1:
        return False
    if len(fed) == len(copies):
        return True
    # Of a query that is used as a whole each column has a name, and NULL is none of them.
    by_name = any(planned.copy.select.obstacle for planned in copies)
    return not fed[0].target.has_default and (fed[0].is_canonical or not by_name)


def _columns(copies: Sequence[Planned], name: str) -> Iterator[Column]:
    return (column for planned in copies for column in planned.columns if column.target.name == name)


def _with(planned: Planned, copies: Sequence[Planned], names: Sequence[str]) -> Planned:
    """A copy with these columns."""
    own = {column.target.name: place for place, column in enumerate(planned.columns)}
    places = [own.get(name) for name in names]
    columns = [
        _missing(next(_columns(copies, name))) if place is None else planned.columns[place]
        for name, place in zip(names, places, strict=True)
    ]
    return replace(
        planned,
        columns=tuple(columns),
        copy=replace(planned.copy, select=_selecting(planned.copy.select, places)),
        cut=replace(planned.cut, select=_selecting(planned.cut.select, places)),
    )


def _missing(column: Column) -> Column:
    here = NULL if column.is_canonical else ""
    return Column(SourceColumn(column.target.name, Type("null")), column.target, replace(column.wire, here=here))


def _selecting(select: Select, places: Sequence[int | None]) -> Select:
    return replace(
        select,
        items=tuple(NULL if place is None else select.items[place] for place in places),
        names=tuple(select.names[place or 0] for place in places),
    )
