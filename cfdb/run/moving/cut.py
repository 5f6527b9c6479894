"""How copies are cut into chunks: by the key of the driving table, into ranges of about equal rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from cfdb.copying import ranges
from cfdb.copying.cutting import cut_integers, rows_per_chunk
from cfdb.copying.keys import BYTES, Bound, Key, KeyColumn, key_of, qualified, sorted_by
from cfdb.copying.lines import PARTITION, WHOLE
from cfdb.copying.partitions import of_partition, partitions
from cfdb.copying.words import quoted
from cfdb.model.copy import Copy, Select
from cfdb.model.schema import Table
from cfdb.model.tables import TargetTable
from cfdb.moving.source import MoveSource

SUBQUERY = re.compile(r"\(\s*(SELECT|WITH)\b|^\s*WITH\b", re.IGNORECASE)
"""Not to be looked for by a parser: what is taken for one without need only costs a question."""


@dataclass(frozen=True, slots=True)
class Cut:
    """How a copy is cut: by `key` of `table`, both as SQL says them, or by `partitions`.

    `select` is what is cut: it has a place for partitions where these are there. `whole` says why it is one chunk.
    """

    select: Select

    estimated: int
    key: Key | None = None
    table: str = ""
    alias: str = ""
    rows: int = 0
    whole: str = ""
    row_bytes: int = 0
    """Of a row of the driving table, as its server guesses."""
    partitions: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.key.columns) if self.key else ()

    @property
    def expressions(self) -> list[str]:
        """The key as a person reads it."""
        return [_readable(column, self.alias) for column in self.key.columns] if self.key else []

    @property
    def order(self) -> str:
        """Rows come in one order each time: what a checksum of a chunk relies on."""
        return sorted_by(self.key, self.alias) if self.key else ""

    @property
    def all(self) -> str:
        """What every row answers to."""
        return ", ".join(self.partitions) or WHOLE

    def first(self, source: MoveSource) -> str:
        """The condition of the first chunk."""
        if self.key is None or self.whole:
            return self.partitions[0] if self.partitions else WHOLE
        return ranges.condition(self.key, next(ranges.ranges(self._borders(source, self.key))), self.alias) or WHOLE

    def count(self, source: MoveSource) -> int:
        """About how many chunks; of an integer key by estimates of the server, of another one by the rows alone."""
        if self.key is None or self.whole:
            return max(1, len(self.partitions))
        if self.key.is_integer:
            return len(self.conditions(source))
        return max(1, -(-self.estimated // max(1, self.rows)))

    def conditions(self, source: MoveSource) -> list[str]:
        """One for each chunk; every row answers to one of them."""
        if self.key is None or self.whole:
            return list(self.partitions) or [WHOLE]
        found = ranges.ranges(self._borders(source, self.key))
        return [ranges.condition(self.key, range, self.alias) or WHOLE for range in found]

    def _borders(self, source: MoveSource, key: Key) -> Iterator[Bound]:
        if key.is_integer:
            ((low, high),) = source.ask(ranges.extent(key, self.table))
            if low is not None and high is not None:
                borders = cut_integers(
                    int(str(low)),
                    int(str(high)),
                    lambda least, most: source.estimate(ranges.estimate(key, self.table, least, most)),
                    self.rows,
                )
                yield from ((str(border),) for border in borders)
            return
        after: Bound | None = None
        while found := source.ask(ranges.walk(key, self.table, self.rows, after)):
            after = tuple(map(str, found[0]))
            yield after


def cut(source: MoveSource, copy: Copy, table: TargetTable, legacy: Mapping[str, Table], chunk_rows: int = 0) -> Cut:
    """Decide how; nothing is looked at yet but the catalog. `chunk_rows` is 0 where the size of rows is to say."""
    select = copy.select
    driving = _driving(select.table, legacy)
    if driving is None:
        return Cut(select, 0, whole=select.obstacle or f"{select.table} is no table of the source")
    volume = source.volume(driving.name)
    if select.obstacle:
        return Cut(select, volume.rows, whole=select.obstacle, row_bytes=volume.row_bytes)
    # With fewer rows, most of the work were what each chunk has to read before its first row.
    rows = chunk_rows or max(rows_per_chunk(volume.rows, volume.row_bytes), _read_each_time(source, select))
    found = Cut(select, volume.rows, key_of(driving), select.table, select.alias, rows, row_bytes=volume.row_bytes)
    if any(one.references == table.name for one in table.foreign_keys):
        return replace(found, whole=f"rows of {table.name.removeprefix('public.')} refer to each other")
    if found.key is not None:
        return found
    parted = of_partition(select, PARTITION) if partitions(driving) else None
    if parted is None:
        return replace(found, whole=f"{driving.name} has no key to cut it by")
    return replace(found, select=parted, partitions=tuple(map(quoted, partitions(driving))))


def _read_each_time(source: MoveSource, select: Select) -> int:
    """What the source does for each chunk, whichever of its rows these are, in rows that it could have read."""
    return source.read_each_time(select.text) if SUBQUERY.search(select.text) else 0


def _driving(name: str, legacy: Mapping[str, Table]) -> Table | None:
    """The table of a name as it is written. One of another database is not known here."""
    bare = name.strip("`").replace("``", "`")
    found = legacy.get(bare)
    return found or next((table for known, table in legacy.items() if known.lower() == bare.lower()), None)


def _readable(column: KeyColumn, alias: str) -> str:
    name = qualified(column, alias)
    return f"HEX({name})" if column.type.name in BYTES else f"CAST({name} AS CHAR)"
