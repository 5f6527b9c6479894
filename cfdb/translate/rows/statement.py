"""The rows of one INSERT or REPLACE, or of a run of them, piece by piece."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace

from cfdb.model.policies import Policies
from cfdb.model.schema import Column, Table
from cfdb.syntax.patterns import compiled
from cfdb.translate.expressions import Untranslatable
from cfdb.translate.names import Names
from cfdb.translate.rows import heads
from cfdb.translate.rows.conflicts import Conflict, Rules, assigned, conflict
from cfdb.translate.rows.heads import Head, Tail
from cfdb.translate.rows.layout import Layout, NoColumn, Options, known_layout
from cfdb.translate.rows.literals import DEFAULT as DEFAULT_LITERAL
from cfdb.translate.rows.literals import GAP, Kind, Literal, Unreadable, match_gap, value
from cfdb.translate.rows.plain import Doubtful
from cfdb.translate.rows.written import copyable, insertable

Report = Callable[[str, str, int], None]
"""Takes a code, a message, and where in the statement it is, in bytes."""

PIECE = 1 << 19
"""Bytes of rows that are looked at, and written, at once. Bytes in hexadecimal take twice as many."""

_row_begin = compiled(GAP + rb"(?:(?i:ROW)" + GAP + rb")?+\(" + GAP, re.DOTALL).match
_no_values = compiled(GAP + rb"\(" + GAP + rb"\)", re.DOTALL).match
_comma = compiled(GAP + rb"," + GAP, re.DOTALL).match
_value_end = compiled(GAP + rb"([,)])" + GAP, re.DOTALL).match


def rows(
    statement: bytes | memoryview,
    *,
    table_of: Callable[[str], Table | None],
    names: Names,
    policies: Policies,
    report: Report | None = None,
    copy: bool = False,
    encoding: str = "utf8mb4",
    auto_on_zero: bool = False,
    again: bytes = b"",
    ends: Sequence[int] = (),
    head: Head | None = None,
) -> Iterator[bytes]:
    r"""The rows of one INSERT or REPLACE of MySQL as statements of PostgreSQL, in pieces of about 1 MB.

    A piece is whole statements of INSERT; with `copy`, COPY … FROM STDIN with its lines and \. may go over several
    pieces, and rows that COPY cannot bring (DEFAULT, expressions, conflicts) are INSERTs all the same. `encoding` is
    what SET NAMES said, `auto_on_zero` that sql_mode had no NO_AUTO_VALUE_ON_ZERO. What is written is UTF-8, wants
    standard_conforming_strings to be on, and TimeZone to be what the dump's time_zone was (mostly UTC).

    A run of statements is read as one: each begins with the bytes `again`, up to its rows, and they end at `ends`;
    between them is a semicolon. `head` is what stands before the rows, if that is known.

    What is not carried over, or not as it was, is told to `report`, each thing once per statement.
    """
    statement = memoryview(statement)
    ends = ends or (len(statement),)
    tell = _telling(report, ends)

    def tell_of_all(code: str, message: str) -> None:
        for at in (0, *(end + 1 for end in ends[:-1])):
            tell(code, message, at)

    head = head or heads.head(statement)
    if head is None:
        tell("not-understood", "INSERT is not understood, and left out", 0)
        return
    table = table_of(head.table)
    if table is None:
        tell_of_all("unknown-table", f"rows of table {head.table} are left out: it is not known")
        return
    if head.form not in ("VALUES", "SET"):
        tell("change", f"{table.name}: {head.verb} … SELECT brings no rows along", 0)
        return
    options = Options(copy, encoding, auto_on_zero, again)
    try:
        yield from _rows(statement, ends, head, table, names, policies, options, tell)
    except NoColumn as error:
        tell_of_all("unknown-column", f"{table.name}: rows are left out: column {error.name} does not exist")
    except Untranslatable as error:
        tell_of_all("not-understood", f"{table.name}: rows are left out: {error.reason}")
    except Unreadable as error:
        tell("not-understood", f"{table.name}: rows are left out: a value is not understood", error.offset)


def _telling(report: Report | None, ends: Sequence[int]) -> Report:
    """Tells each thing once per statement."""
    told: dict[tuple[str, str], int] = {}

    def tell(code: str, message: str, at: int) -> None:
        if report and at > told.get((code, message), -1):
            told[code, message] = ends[min(bisect_left(ends, at), len(ends) - 1)]
            report(code, message, at)

    return tell


def _rows(
    statement: memoryview,
    ends: Sequence[int],
    head: Head,
    table: Table,
    names: Names,
    policies: Policies,
    options: Options,
    tell: Callable[[str, str, int], None],
) -> Iterator[bytes]:
    # What has one is no part of a run.
    tail = heads.tail(statement, head.end) if len(ends) == 1 else Tail()
    if options.copy and (tail.update or head.ignores or head.verb == "REPLACE"):
        options = replace(options, copy=False)
    given, at = head.columns, head.end
    if head.form == "SET":
        given = _set_columns(statement, at, Rules(known_layout(table, (), names, policies, options), names, policies))
    elif not given and _no_values(statement, at):
        # VALUES () is a row of defaults.
        given = tuple(column.name for column in table.columns if not column.generated)
    layout = known_layout(table, given, names, policies, options)
    for code, message in layout.lost:
        tell(code, message, 0)
    rules = Rules(layout, names, policies)
    settled = conflict(statement, head, tail, rules, lambda code, message: tell(code, message, tail.update))
    output = Output(layout, settled)
    reader = Reader(statement, ends, layout, names, policies, tail, settled.key, tell)
    if head.form == "SET":
        values = [value(statement, start)[0] for _, start, _ in assigned(statement, at, rules)]
        yield from output.slow(reader.row(values, at))
    else:
        yield from reader.all(at, output)
    yield from output.close()


def _set_columns(statement: bytes | memoryview, at: int, rules: Rules) -> tuple[str, ...]:
    return tuple(column.name for column, _, _ in assigned(statement, at, rules))


def _gap_end(statement: bytes | memoryview, at: int) -> int:
    found = match_gap(statement, at)
    assert found is not None  # it matches nothing, too
    return found.end()


@dataclass(frozen=True, slots=True)
class Row:
    """A row as COPY takes it if it is `copied`, else as INSERT does; it `counts` if its number is to come."""

    text: bytes
    copied: bool
    counts: bool
    key: tuple[bytes, ...] = ()


@dataclass(slots=True)
class Output:
    """Rows become statements once there are enough of them."""

    layout: Layout
    conflict: Conflict
    _rows: list[bytes] = field(default_factory=list)
    _size: int = 0
    _copied: bool = False
    _counts: bool = False
    _open: bool = False
    _keys: set[tuple[bytes, ...]] = field(default_factory=set)

    def add(self, text: bytes, *, copied: bool, counts: bool) -> Iterator[bytes]:
        if self._rows and (copied != self._copied or counts != self._counts):
            yield from self._flush()
        self._copied, self._counts = copied, counts
        self._rows.append(text)
        self._size += len(text)
        if self._size >= PIECE:
            yield from self._flush()

    def slow(self, row: Row | None) -> Iterator[bytes]:
        if row is None:
            return
        if row.key:
            # PostgreSQL's ON CONFLICT DO UPDATE touches a row once; MySQL goes row by row.
            if row.key in self._keys:
                yield from self._flush()
            self._keys.add(row.key)
        yield from self.add(row.text, copied=row.copied, counts=row.counts)

    def close(self) -> Iterator[bytes]:
        yield from self._flush()
        if self._open:
            self._open = False
            yield b"\\.\n"

    def _flush(self) -> Iterator[bytes]:
        if not self._rows:
            return
        waiting, self._rows, self._size = self._rows, [], 0
        self._keys.clear()
        into = f"{self.layout.relation} ({', '.join(self.layout.columns)})".encode()
        if self._copied:
            head = b"" if self._open else b"COPY " + into + b" FROM STDIN;\n"
            self._open = True
            yield b"".join([head, *waiting])
            return
        end = b"\\.\n" if self._open else b""
        self._open = False
        counter = self.layout.counter if self._counts else b""
        yield b"".join(
            (end, counter, b"INSERT INTO ", into, b" VALUES\n", b",\n".join(waiting), self.conflict.clause, b";\n")
        )


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the rows of a run of statements: plain ones all at once, others value by value."""

    statement: memoryview
    ends: Sequence[int]
    layout: Layout
    names: Names
    policies: Policies
    tail: Tail
    key: tuple[int, ...]
    tell: Callable[[str, str, int], None]

    def all(self, at: int, output: Output) -> Iterator[bytes]:
        """What follows something that is not understood is left out, up to the next statement."""
        statement, run = self.statement, self.layout.run
        place: int | None = _gap_end(statement, at)
        slow_until = 0
        while place is not None:
            at = place
            found = run(statement, at, at + PIECE) if run and at >= slow_until else None
            if found is None:
                place = yield from self._slow(at, output)
                continue
            chunk = found[0]
            try:
                yield from self._plain(chunk, at, output)
            except (Doubtful, UnicodeDecodeError):
                slow_until = found.end()
                continue
            place = found.end()
            # Else it ends with a comma, or with the beginning of the next statement.
            if chunk.rstrip(b" \t\r\n")[-1:] == b")":
                place = self._next(place)

    def _plain(self, chunk: bytes, at: int, output: Output) -> Iterator[bytes]:
        layout = self.layout
        if output.conflict.key:
            # All of them first: none must be written twice where one of them is doubtful.
            for key, text in list(layout.keyed(chunk, output.conflict.key)):
                yield from output.slow(Row(text, False, layout.counts, key))
        elif layout.options.copy and not layout.counts:
            yield from output.add(layout.copies(chunk), copied=True, counts=False)
        else:
            joined = self._joined(chunk, at) if layout.verbatim else None
            text = layout.inserts(chunk, borders=True) if joined is None else layout.inserts(joined)
            yield from output.add(text, copied=False, counts=layout.counts)

    def _joined(self, chunk: bytes, at: int) -> bytes | None:
        """The rows with commas where a statement ends; None where borders are not all alike, or a text has one."""
        first = bisect_right(self.ends, at)
        borders = bisect_left(self.ends, at + len(chunk)) - first
        if borders <= 0:
            return chunk
        start, end = self.ends[first], self._begin(first + 1)
        border = bytes(self.statement[start:end])
        return chunk.replace(border, b",\n") if chunk.count(border) == borders else None

    def _begin(self, number: int) -> int:
        """Where the rows of a statement of the run begin."""
        assert self.layout.again is not None  # there is another statement
        found = self.layout.again(self.statement, self.ends[number - 1])
        assert found is not None  # whoever found the run has seen it
        return found.end()

    def _slow(self, at: int, output: Output) -> Generator[bytes, None, int | None]:
        """One row. Gives the place of the next one, if there is one."""
        number = min(bisect_right(self.ends, at), len(self.ends) - 1)
        try:
            row, at = self._read(at, self.ends[number])
        except Unreadable as error:
            return self._skipped(error.offset, number)
        yield from output.slow(row)
        return self._next(at, number)

    def _next(self, at: int, number: int | None = None) -> int | None:
        """Where the next row begins: behind a comma, or in the next statement; None behind the last one."""
        if (comma := _comma(self.statement, at)) is not None:
            return comma.end()
        if number is None:
            # A row may end where its statement does.
            number = bisect_left(self.ends, at)
        end = self.ends[number]
        if not heads.ends(self.statement[:end], at, self.tail):
            return self._skipped(at, number)
        return self._begin(number + 1) if number + 1 < len(self.ends) else None

    def _skipped(self, at: int, number: int) -> int | None:
        """The beginning of the next statement."""
        message = f"{self.layout.table.name}: the rest of the rows is left out: it is not understood"
        self.tell("not-understood", message, at)
        return self._begin(number + 1) if number + 1 < len(self.ends) else None

    def _read(self, at: int, end: int) -> tuple[Row | None, int]:
        """The row that begins at `at`, and where it ends, in a statement that ends at `end`. Raises Unreadable."""
        statement = self.statement[:end]
        begin = _row_begin(statement, at)
        if begin is None:
            raise Unreadable(at)
        start, at = at, begin.end()
        values: list[Literal] = []
        if bytes(statement[at : at + 1]) == b")":
            return self.row([DEFAULT_LITERAL] * len(self.layout.places), start), at + 1
        while True:
            found, end = value(statement, at)
            values.append(found)
            border = _value_end(statement, end)
            if border is None:
                raise Unreadable(at)
            at = border.end()
            if border[1] == b")":
                return self.row(values, start), border.end(1)

    def row(self, values: list[Literal], at: int) -> Row | None:
        """A row whose values are known; None where it cannot be carried over."""
        layout = self.layout
        if len(values) != len(layout.places):
            counted = f"{len(values)} values for {len(layout.places)} columns"
            message = f"{layout.table.name}: rows with {counted} are left out"
            self.tell("column-count", message, at)
            return None

        def tell(code: str, message: str) -> None:
            self.tell(code, message, at)

        given = [
            (place.target, self._settled(place.target.column, literal))
            for place, literal in zip(layout.places, values, strict=True)
            if place.written
        ]
        counts = self.layout.counts or any(
            target.column.auto_increment and literal.kind is Kind.DEFAULT for target, literal in given
        )
        simple = all(literal.kind not in (Kind.DEFAULT, Kind.EXPRESSION) for _, literal in given)
        if layout.options.copy and simple and not counts:
            return Row(b"\t".join([copyable(*one, tell) for one in given]) + b"\n", True, False)
        try:
            written = [insertable(*one, self.names, self.policies, tell) for one in given]
        except Untranslatable as error:
            tell("expression", f"{layout.table.name}: rows are left out: {error.reason}")
            return None
        return Row(b"(" + b",".join(written) + b")", False, counts, tuple(written[at] for at in self.key))

    def _settled(self, column: Column, literal: Literal) -> Literal:
        """NULL asks for the next number, and in a TIMESTAMP that allows none for the time."""
        if column.auto_increment:
            zero = self.layout.options.auto_on_zero and literal.kind is Kind.NUMBER and not literal.data.strip(b"0")
            return DEFAULT_LITERAL if zero or literal.kind is Kind.NULL else literal
        if literal.kind is Kind.NULL and not column.nullable and column.type.name == "timestamp":
            return DEFAULT_LITERAL
        return literal
