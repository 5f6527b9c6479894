"""Which rows differ: narrowed to parts of a table, then to rows, which are shown with both values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from cfdb.copying import checksums
from cfdb.copying.checksums import Checksum
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

Counted = TypeVar("Counted", bound=Hashable)

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

    def at(self, places: Sequence[int]) -> Values:
        return tuple(self.values[place] for place in places)


class Unmatched:
    """Rows of one side that the other one does not have: the first of them, and of each what its key is."""

    def __init__(self, places: Sequence[int], most: int) -> None:
        self.rows: list[Row] = []
        self.number = 0
        self._keys: Counter[int] = Counter()
        self._places = places
        self._most = most

    def add(self, row: Row, *, always: bool = False) -> None:
        self.number += 1
        if self._places:
            self._keys[hash(row.at(self._places))] += 1
        if always or len(self.rows) < self._most:
            self.rows.append(row)

    def has(self, row: Row) -> bool:
        """Whether there is a row of its key."""
        return hash(row.at(self._places)) in self._keys

    def shared(self, other: Unmatched) -> int:
        """Rows that are on both sides, by their keys, with other values."""
        return sum(min(count, other._keys[key]) for key, count in self._keys.items())


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
    source: MoveSource, target: RowChecksums, compared: Compared, rejected: Sequence[Reject], shown: int, number: int
) -> tuple[int, int, tuple[Difference, ...]]:
    """Rows that were rejected, rows that differ, and the first of these; `number` is that of buckets.

    However many rows differ, only so many are held as are shown: of the others no more than what tells them apart.
    """
    among = _buckets(source, target, compared, number)
    left = Counter(_identities_there(target, compared, number, among))
    known = Counter((reject.copy, frozenset(reject.key.items())) for reject in rejected)
    places = compared.first.key_places
    missing, extra = Unmatched(places, shown), Unmatched(places, shown)
    settled = 0
    for checksum, row in _here(source, compared, number, among):
        if _take(left, _identity(checksum, row, compared)):
            continue
        if _take(known, row.known):
            settled += 1
        else:
            missing.add(row)
    left = +left
    if left:
        wanted = {row.at(places) for row in missing.rows} if places else ()
        for checksum, row in _there(target, compared, number, among):
            if _take(left, _identity(checksum, row, compared)):
                extra.add(row, always=row.at(places) in wanted)
    found = _paired(missing, extra, compared)
    return settled, missing.number + extra.number - missing.shared(extra), tuple(islice(found, shown))


def _take(counts: Counter[Counted], one: Counted) -> bool:
    """Whether there was one more of them."""
    if counts.get(one, 0) <= 0:
        return False
    counts[one] -= 1
    return True


def _buckets(source: MoveSource, target: RowChecksums, compared: Compared, number: int) -> list[int]:
    """The buckets in which sums differ."""
    here: dict[int, tuple[int, int]] = {}
    for planned in compared.copies:
        for bucket, (rows, total) in _buckets_of(source, planned, compared, number):
            known = here.get(bucket, (0, 0))
            here[bucket] = known[0] + rows, known[1] + total
    there = _buckets_there(target, compared, number)
    return sorted(bucket for bucket in here.keys() | there.keys() if here.get(bucket) != there.get(bucket))


def _buckets_of(
    source: MoveSource, planned: Planned, compared: Compared, number: int
) -> Iterable[tuple[int, tuple[int, int]]]:
    select, wires = planned.cut.select, planned.wires
    if compared.documents:
        query = checksums.documents(select, wires, compared.checksum)
        pieces = source.pieces(compared.asked(planned, query, planned.cut.all))
        return documents.buckets((piece.data for piece in pieces), number).items()
    query = checksums.buckets(select, wires, compared.checksum, number)
    found = source.ask(compared.asked(planned, query, planned.cut.all))
    if any(bucket is None for bucket, *_ in found):
        raise DatabaseError(
            f"{compared.table}: a row is larger than the source's max_allowed_packet, and cannot be compared",
            hint=LARGER_PACKETS,
        )
    return [(int(str(bucket)), (int(str(rows)), int(str(total)))) for bucket, rows, total in found]


def _buckets_there(target: RowChecksums, compared: Compared, number: int) -> dict[int, tuple[int, int]]:
    first, md5 = compared.first, compared.checksum.md5
    relation = compared.relation(target)
    if compared.documents:
        others = [first.shown_there[place] for place in compared.documents]
        return documents.buckets(target.documents(relation, first.texts_there, others, md5=md5), number)
    return target.buckets(relation, first.texts_there, number, md5=md5)


def _here(source: MoveSource, compared: Compared, number: int, among: Sequence[int]) -> Iterator[tuple[int, Row]]:
    for planned in compared.copies:
        key = planned.cut.expressions
        query = checksums.rows(planned.cut.select, planned.wires, compared.checksum, key, number, among)
        for checksum, *rest in source.rows(compared.asked(planned, query, planned.cut.all)):
            values = [None if value is None else value_text(value) for value in rest]
            names = dict(zip(planned.cut.names, values, strict=False))
            yield int(str(checksum)), Row(planned.copy.number, names, tuple(values[len(key) :]))


def _there(target: RowChecksums, compared: Compared, number: int, among: Sequence[int]) -> Iterator[tuple[int, Row]]:
    shown = compared.first.shown_there
    return ((checksum, Row(0, {}, values)) for checksum, values in _rows_there(target, compared, shown, number, among))


def _identities_there(target: RowChecksums, compared: Compared, number: int, among: Sequence[int]) -> Iterator[int]:
    shown = [compared.first.shown_there[place] for place in compared.documents]
    for checksum, values in _rows_there(target, compared, shown, number, among):
        yield _identity_of(checksum, values)


def _rows_there(
    target: RowChecksums, compared: Compared, shown: Sequence[str], number: int, among: Sequence[int]
) -> Iterator[tuple[int, Values]]:
    relation, md5 = compared.relation(target), compared.checksum.md5
    return target.rows_of(relation, compared.first.texts_there, shown, number, among, md5=md5)


def _identity(checksum: int, row: Row, compared: Compared) -> int:
    return _identity_of(checksum, row.at(compared.documents))


def _identity_of(checksum: int, values: Values) -> int:
    """`values` are those of documents."""
    if not values:
        return checksum
    return documents.identity(checksum, [documents.NULL if value is None else value.encode() for value in values])


def _paired(missing: Unmatched, extra: Unmatched, compared: Compared) -> Iterator[Difference]:
    """Rows of both sides with the same key belong together, where the key is among the columns."""
    places, names = compared.first.key_places, compared.names
    waiting: dict[Values, list[Row]] = {}
    for row in extra.rows:
        waiting.setdefault(row.at(places), []).append(row)
    for row in missing.rows:
        others = waiting.get(row.at(places)) if places else None
        if others:
            other = others.pop(0)
            yield Difference("changed", row.key, _changed(names, row.values, other.values))
        else:
            yield Difference(
                "missing", row.key, {name: (value, None) for name, value in zip(names, row.values, strict=True)}
            )
    for row in (row for rows in waiting.values() for row in rows):
        # It may belong to a row that is not among the first.
        if not (places and missing.number > len(missing.rows) and missing.has(row)):
            key = {names[place]: row.values[place] for place in places}
            yield Difference("extra", key, _changed(names, (None,) * len(names), row.values))


def _changed(names: Sequence[str], here: Values, there: Values) -> dict[str, tuple[str | None, str | None]]:
    pairs = zip(names, here, there, strict=True)
    return {name: (one, other) for name, one, other in pairs if one != other and not _same_document(one, other)}


def _same_document(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return False
    return documents.canonical(one.encode()) == documents.canonical(other.encode())
