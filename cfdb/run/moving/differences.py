"""Which rows differ: narrowed to parts of a table, then to rows, which are shown with both values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cfdb.copying import checksums
from cfdb.copying.checksums import BUCKETS, Checksum
from cfdb.errors import LARGER_PACKETS, DatabaseError
from cfdb.model.comparison import Difference
from cfdb.model.copy import put
from cfdb.model.reject import Reject
from cfdb.model.route import Query
from cfdb.model.text import value_text
from cfdb.moving.row_checksums import RowChecksums
from cfdb.moving.source import MoveSource
from cfdb.run.moving import documents
from cfdb.run.moving.planned import Planned

SHARES = 10_000

Values = tuple[str | None, ...]

Known = tuple[int, frozenset[tuple[str, str | None]]]
"""A row of the source: the copy that it is of, and its key, whatever the order of columns."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of one side: the copy that it is of and its key, on the source, and the text of each column."""

    copy: int
    key: dict[str, str | None]
    values: Values

    @property
    def known(self) -> Known:
        return self.copy, frozenset(self.key.items())


@dataclass(frozen=True, slots=True)
class Compared:
    """A table and the copies that it is made of, all with the same columns; some may have been left out for that."""

    table: str
    copies: tuple[Planned, ...]
    not_compared: tuple[str, ...]
    checksum: Checksum
    sample: int = SHARES
    """How many of ten thousand rows are compared, about."""

    @property
    def first(self) -> Planned:
        return self.copies[0]

    @property
    def names(self) -> list[str]:
        return [column.target.name for column in self.first.columns]

    @property
    def documents(self) -> list[int]:
        """Columns that servers do not write alike, by their place."""
        return [place for place, column in enumerate(self.first.columns) if not column.is_canonical]

    @property
    def is_sampled(self) -> bool:
        """Both sides have to know a row by the same key for that; else all rows are compared."""
        same = all(planned.key_places == self.first.key_places for planned in self.copies)
        return self.sample < SHARES and same and all(planned.can_be_sampled for planned in self.copies)

    def asked(self, planned: Planned, query: Query, condition: str) -> str:
        """The query of a copy's rows, of those of the sample."""
        if not self.is_sampled:
            return query.on(condition)
        key = [put(planned.wires[at].here, f"({planned.copy.select.items[at]})") for at in planned.key_places]
        return query.on(f"({condition}) AND {self.checksum.of(key)} % {SHARES} < {self.sample}")

    def relation(self, target: RowChecksums) -> str:
        """The table, with the condition for the rows of the sample."""
        if not self.is_sampled:
            return self.table
        key = [self.first.shown_there[at] for at in self.first.key_places]
        return f"{self.table} WHERE {target.row_checksum(key, md5=self.checksum.md5)} % {SHARES} < {self.sample}"


def find(
    source: MoveSource, target: RowChecksums, compared: Compared, rejected: Sequence[Reject], shown: int
) -> tuple[int, int, tuple[Difference, ...]]:
    """Rows that were rejected, rows that differ, and the first of these."""
    among = _buckets(source, target, compared)
    here = _by_identity(_here(source, compared, among), compared)
    there = _by_identity(_there(target, compared, among), compared)
    for identity in here.keys() & there.keys():
        both = min(len(here[identity]), len(there[identity]))
        del here[identity][:both]
        del there[identity][:both]
    left = [row for rows in here.values() for row in rows]
    known = Counter((reject.copy, frozenset(reject.key.items())) for reject in rejected)
    missing = [row for row in left if not _taken(known, row.known)]
    found = list(_paired(missing, [row for rows in there.values() for row in rows], compared))
    return len(left) - len(missing), len(found), tuple(found[:shown])


def _taken(known: Counter[Known], row: Known) -> bool:
    if known[row] <= 0:
        return False
    known[row] -= 1
    return True


def _buckets(source: MoveSource, target: RowChecksums, compared: Compared) -> list[int]:
    """The parts of the table in which sums differ."""
    here: dict[int, tuple[int, int]] = {}
    for planned in compared.copies:
        for bucket, (rows, total) in _buckets_of(source, planned, compared):
            known = here.get(bucket, (0, 0))
            here[bucket] = known[0] + rows, known[1] + total
    there = _buckets_there(target, compared)
    return sorted(bucket for bucket in here.keys() | there.keys() if here.get(bucket) != there.get(bucket))


def _buckets_of(source: MoveSource, planned: Planned, compared: Compared) -> Iterable[tuple[int, tuple[int, int]]]:
    select, wires = planned.cut.select, planned.wires
    if compared.documents:
        query = checksums.documents(select, wires, compared.checksum)
        pieces = source.pieces(compared.asked(planned, query, planned.cut.all))
        return documents.buckets((piece.data for piece in pieces), BUCKETS).items()
    query = checksums.buckets(select, wires, compared.checksum)
    found = source.ask(compared.asked(planned, query, planned.cut.all))
    if any(bucket is None for bucket, *_ in found):
        raise DatabaseError(
            f"{compared.table}: a row is larger than the source's max_allowed_packet, and cannot be compared",
            hint=LARGER_PACKETS,
        )
    return [(int(str(bucket)), (int(str(rows)), int(str(total)))) for bucket, rows, total in found]


def _buckets_there(target: RowChecksums, compared: Compared) -> dict[int, tuple[int, int]]:
    first, md5 = compared.first, compared.checksum.md5
    relation = compared.relation(target)
    if compared.documents:
        others = [first.shown_there[place] for place in compared.documents]
        return documents.buckets(target.documents(relation, first.texts_there, others, md5=md5), BUCKETS)
    return target.buckets(relation, first.texts_there, BUCKETS, md5=md5)


def _here(source: MoveSource, compared: Compared, among: Sequence[int]) -> Iterator[tuple[int, Row]]:
    for planned in compared.copies:
        key = planned.cut.expressions
        query = checksums.rows(planned.cut.select, planned.wires, compared.checksum, key, among)
        for checksum, *rest in source.rows(compared.asked(planned, query, planned.cut.all)):
            values = [None if value is None else value_text(value) for value in rest]
            names = dict(zip(planned.cut.names, values, strict=False))
            yield int(str(checksum)), Row(planned.copy.number, names, tuple(values[len(key) :]))


def _there(target: RowChecksums, compared: Compared, among: Sequence[int]) -> Iterator[tuple[int, Row]]:
    first, md5 = compared.first, compared.checksum.md5
    rows = target.rows_of(compared.relation(target), first.texts_there, first.shown_there, BUCKETS, among, md5=md5)
    return ((checksum, Row(0, {}, values)) for checksum, values in rows)


def _by_identity(rows: Iterable[tuple[int, Row]], compared: Compared) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for checksum, row in rows:
        found.setdefault(_identity((checksum, row), compared), []).append(row)
    return found


def _identity(found: tuple[int, Row], compared: Compared) -> int:
    checksum, row = found
    if not compared.documents:
        return checksum
    values = (row.values[place] for place in compared.documents)
    return documents.identity(checksum, [documents.NULL if value is None else value.encode() for value in values])


def _paired(missing: Sequence[Row], extra: Sequence[Row], compared: Compared) -> Iterator[Difference]:
    """Rows of both sides with the same key belong together, where the key is among the columns."""
    places = compared.first.key_places
    names = compared.names
    waiting: dict[Values, list[Row]] = {}
    for row in extra:
        waiting.setdefault(_key(row, places), []).append(row)
    for row in missing:
        others = waiting.get(_key(row, places)) if places else None
        if others:
            other = others.pop()
            yield Difference("changed", row.key, _changed(names, row.values, other.values))
        else:
            yield Difference(
                "missing", row.key, {name: (value, None) for name, value in zip(names, row.values, strict=True)}
            )
    for rows in waiting.values():
        for row in rows:
            key = {names[place]: row.values[place] for place in places}
            yield Difference("extra", key, _changed(names, (None,) * len(names), row.values))


def _key(row: Row, places: Sequence[int]) -> Values:
    return tuple(row.values[place] for place in places)


def _changed(names: Sequence[str], here: Values, there: Values) -> dict[str, tuple[str | None, str | None]]:
    pairs = zip(names, here, there, strict=True)
    return {name: (one, other) for name, one, other in pairs if one != other and not _same_document(one, other)}


def _same_document(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return False
    return documents.canonical(one.encode()) == documents.canonical(other.encode())
