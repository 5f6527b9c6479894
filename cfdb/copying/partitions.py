"""Tables without a key of use, cut by their partitions instead."""

from __future__ import annotations

from dataclasses import replace

from cfdb.copying import query as queries
from cfdb.copying.words import quoted
from cfdb.copying.words import words as words_of
from cfdb.model.copy import Select
from cfdb.model.schema import Table


def partitions(table: Table) -> tuple[str, ...]:
    """The names of a table's partitions, which together have every row once; nothing where it has none."""
    found = table.partitioning
    if found is None:
        return ()
    if found.partitions:
        return tuple(partition.name for partition in found.partitions)
    return tuple(f"p{number}" for number in range(found.count or 1))


def of_partition(select: Select, partition: str) -> Select | None:
    """The SELECT of one partition of its driving table; None where it names partitions itself."""
    words = words_of(select.source)
    start, stop = 1, len(words)
    first = next(queries.factors(words, start, stop))
    while first.kind == "tables":
        first = next(queries.factors(words, *first.inside))
    behind = first.name[1]
    if words.keyword(behind) == "PARTITION":
        return None
    at = words.token(behind - 1).end
    return replace(select, source=f"{select.source[:at]} PARTITION ({quoted(partition)}){select.source[at:]}")
