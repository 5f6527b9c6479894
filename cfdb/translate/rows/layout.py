"""How the rows of one table are read and written: worked out once, used for all statements that fill it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from cfdb.model.policies import Policies
from cfdb.model.schema import Column, Table
from cfdb.syntax.patterns import compiled
from cfdb.translate.names import Names, literal, quoted
from cfdb.translate.rows.charsets import codec, text_of
from cfdb.translate.rows.plain import Convert, Plain, copied, escaped, plain, undone
from cfdb.translate.rows.values import Target
from cfdb.translate.types import NoType, sql_type

WIDE_CHARSETS = ("sjis", "cp932", "ujis", "euckr", "gbk", "gb2312", "gb18030", "big5")
"""In these a byte may look like a quote or a backslash and be half a character."""

MOST_COLUMNS = 500
"""More would make a pattern that takes longer to compile than most dumps to read."""


class NoColumn(Exception):
    """The table has no column of this name."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(frozen=True, slots=True)
class Options:
    """What a dump and its reader have agreed on. `copy` writes COPY instead of INSERT.

    `again` is what the next statement of a run begins with, up to its rows.
    """

    copy: bool = False
    encoding: str = "utf8mb4"
    auto_on_zero: bool = False
    again: bytes = b""


@dataclass(frozen=True, slots=True)
class Place:
    """A value of a row: the column that it is for, and whether PostgreSQL has that one."""

    target: Target
    written: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """`places` are all values of a row, `columns` the names of those that are written.

    `run` matches as many plain rows as there are, with what is between them: commas, or the border of two statements,
    which `again` matches; `each` gives their values, and is made when it is asked for the first time.
    `converts` are the written values that do not stay as they are. A row `counts` by itself if it gives the column with
    the counter no value; `counter` puts that above all numbers that rows have brought along, as MySQL does by itself.
    """

    table: Table
    relation: str
    places: tuple[Place, ...]
    columns: tuple[str, ...]
    lost: tuple[tuple[str, str], ...]
    run: Callable[..., re.Match[bytes] | None] | None
    again: Callable[..., re.Match[bytes] | None] | None
    row: bytes
    converts: tuple[tuple[int, Convert], ...]
    verbatim: bool
    options: Options
    counts: bool
    counter: bytes

    def inserts(self, chunk: bytes, *, borders: bool = False) -> bytes:
        """Plain rows as rows of an INSERT, with `borders` of statements between them or without. Raises as `keyed`."""
        if self.verbatim and not borders:
            text = chunk.rstrip(b", \t\r\n")
        else:
            text = b"(" + b"),\n(".join(map(b",".join, self._values(chunk))) + b")"
        return self._checked(undone(text))

    def copies(self, chunk: bytes) -> bytes:
        """Plain rows as lines of COPY. Raises as `keyed`."""
        lines = b"\n" + b"\n".join(map(b"\t".join, self._values(escaped(chunk)))) + b"\n"
        return self._checked(copied(lines)[1:])

    def keyed(self, chunk: bytes, key: Sequence[int]) -> Iterator[tuple[tuple[bytes, ...], bytes]]:
        """Plain rows, one by one, each with the values of its key. Raises Doubtful, and UnicodeDecodeError."""
        for row in self._values(chunk):
            yield tuple(row[at] for at in key), self._checked(undone(b"(" + b",".join(row) + b")"))

    def _values(self, chunk: bytes) -> Iterable[tuple[bytes, ...]]:
        found = _pattern(self.row).findall(chunk)
        rows: list[tuple[bytes, ...]] = [(value,) for value in found] if len(self.columns) == 1 else found
        if not self.converts:
            return rows
        by_column: list[Iterable[bytes]] = list(zip(*rows, strict=True))
        for at, convert in self.converts:
            by_column[at] = map(convert, by_column[at])
        return zip(*by_column, strict=True)

    def _checked(self, text: bytes) -> bytes:
        if text.isascii():
            return text
        if codec(self.options.encoding) == "utf-8":
            text.decode()
            return text
        return text_of(text, self.options.encoding).encode()


def layout(table: Table, named: tuple[str, ...] | None, names: Names, policies: Policies, options: Options) -> Layout:
    """Raises NoColumn."""
    lost: list[tuple[str, str]] = []
    places: list[Place] = []
    for column in _columns(table, named):
        reason = "" if column.generated else _no_type(column, table, names, policies)
        if reason:
            lost.append(("type", f"{table.name}.{column.name}: its values are left out: {reason}"))
        places.append(Place(Target(column, table, policies, options.encoding), not (reason or column.generated)))
    written = [place for place in places if place.written]
    readers = [plain(place.target, auto_on_zero=options.auto_on_zero) for place in places]
    kept = [reader for place, reader in zip(places, readers, strict=True) if place.written]
    by_column = (reader.copy if options.copy else reader.insert for reader in kept)
    converts = tuple((at, convert) for at, convert in enumerate(by_column) if convert)
    fast = bool(written) and len(places) <= MOST_COLUMNS and options.encoding.lower() not in WIDE_CHARSETS
    again = rb"\s*+;\s*+" + re.escape(options.again) + rb"\s*+" if options.again else b""
    between = (rb"\s*+,\s*+", *([again] if again else []), rb"(?!\s*+\()")
    run = rb"(?:" + _row(readers, places, groups=False) + rb"(?:" + b"|".join(between) + rb"))++"
    return Layout(
        table,
        quoted(names.table(table.name)),
        tuple(places),
        tuple(quoted(names.column(table.name, place.target.column.name)) for place in written),
        tuple(lost),
        compiled(run).match if fast else None,
        compiled(again).match if again else None,
        _row(readers, places, groups=True),
        converts,
        not converts and len(written) == len(places) and not options.copy,
        options,
        any(column.auto_increment and all(column is not it.target.column for it in places) for column in table.columns),
        counter_of(table, names),
    )


def counter_of(table: Table, names: Names) -> bytes:
    """Puts the next number above all that rows have brought along, as MySQL does by itself; empty without one."""
    column = next((column for column in table.columns if column.auto_increment), None)
    if column is None:
        return b""
    relation, name = quoted(names.table(table.name)), names.column(table.name, column.name)
    top = f"(SELECT coalesce(max({quoted(name)}), 0) + 1 FROM {relation})"
    sequence = f"SELECT pg_get_serial_sequence({literal(relation)}, {literal(name)})::regclass AS s"
    return f"SELECT setval(s, greatest(nextval(s), {top}), false) FROM ({sequence}) AS own;\n".encode()


@lru_cache(maxsize=512)
def _pattern(row: bytes) -> re.Pattern[bytes]:
    return compiled(row)


def _row(readers: Iterable[Plain], places: Iterable[Place], *, groups: bool) -> bytes:
    opened = (b"(" if groups and place.written else b"(?:" for place in places)
    values = (begin + reader.pattern + b")" for begin, reader in zip(opened, readers, strict=True))
    return rb"\(" + rb",\ *+".join(values) + rb"\)"


def _columns(table: Table, named: tuple[str, ...] | None) -> Iterator[Column]:
    if named is None:
        yield from (column for column in table.columns if not column.invisible)
        return
    for name in named:
        column = table.column(name)
        if column is None:
            raise NoColumn(name)
        yield column


def _no_type(column: Column, table: Table, names: Names, policies: Policies) -> str:
    try:
        sql_type(column, table, names, policies)
    except NoType as error:
        return error.reason
    return ""


Key = tuple[str, str, tuple[int, ...], int, int, tuple[str, ...] | None, Policies, Options]

_known: dict[Key, tuple[Table, Names, Layout]] = {}
MOST_KNOWN = 512


def known_layout(
    table: Table, named: tuple[str, ...] | None, names: Names, policies: Policies, options: Options
) -> Layout:
    """The same layout for the same table: hashing all of a schema would take longer than a small statement."""
    # A copy of a table with the same columns and indexes is that table.
    own = tuple(map(id, table.columns))
    key = (table.name, table.charset, own, id(table.indexes), id(names), named, policies, options)
    # What is known by its identity is kept, so that nothing else gets the same.
    if (found := _known.get(key)) is None:
        if len(_known) >= MOST_KNOWN:
            _known.clear()
        found = _known[key] = (table, names, layout(table, named, names, policies, options))
    return found[2]
