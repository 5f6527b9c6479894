"""Rows of MySQL's binary protocol as tuples of PostgreSQL's binary COPY, converted by compiled code.

`converter.c` is a shared library that knows nothing of Python: one serves every version of it. It is made when cfdb is
installed, where there is a compiler; where it is not there, or the variable CFDB_PURE_PYTHON is 1, `available` says
so, and the server renders the rows (see `streams`).

What a value cannot be converted into, without being another one, is NotConverted: the caller then takes a way on
which the servers convert. Text is UTF-8, timestamps are as the session's time zone has them: both are of the session.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import pymysql
from pymysql.constants import FIELD_TYPE
from pymysql.protocol import FieldDescriptorPacket

from cfdb.dialects.mysql.connection import Link
from cfdb.dialects.mysql.failures import translated
from cfdb.dialects.mysql.streams import HEAD, SIZE, Stream
from cfdb.errors import DatabaseError, NotConverted
from cfdb.model.chunk import Piece

FORMS = (
    "bool", "int2", "int4", "int8", "float4", "float8", "numeric", "text", "jsonb", "bytea", "date", "timestamp",
    "timestamptz", "time", "interval", "uuid", "bit", "varbit", "oid", "date or null", "timestamp or null",
    "timestamptz or null",
)  # fmt: skip
"""Types of PostgreSQL by the names that pg_type has. What is sent as text is `text`: varchar, bpchar, json, an enum.
Where a zero date is to be NULL it is `or null`."""

REASONS = (
    "",
    "the number is out of range",
    "the number is neither 0 nor 1",
    "it is not a number as PostgreSQL writes it",
    "there is no such date",
    "there is no such time of day",
    "the date has a time of day, too",
    "the text has a NUL byte",
    "the text is not UTF-8",
    "it is not a UUID",
    "the value is too long",
)

VERSION = 2
LIBRARY = Path(__file__).with_name("libconverter.so")
MOST_COLUMNS = 1600
"""That a table of PostgreSQL has."""

STMT_PREPARE, STMT_EXECUTE, STMT_CLOSE = 0x16, 0x17, 0x19
"""Commands that PyMySQL has no names for."""

ONCE = bytes([0, 1, 0, 0, 0])
"""No cursor, one execution."""

MORE, FULL, END, REFUSED, ASTRAY = range(5)
"""What the library says."""


class Report(ctypes.Structure):
    """What a call of the library came to."""

    _fields_ = tuple(
        (name, ctypes.c_int64) for name in ("in_used", "out_used", "rows", "column", "reason", "left", "continued")
    )
    in_used: int
    out_used: int
    rows: int
    column: int
    reason: int
    left: int
    continued: int


@cache
def load(path: Path) -> Any:
    """The library, None where there is none that is ours."""
    if not path.is_file():
        return None
    try:
        library = ctypes.CDLL(str(path))
        for name in ("cfdb_version", "cfdb_state_size", "cfdb_prepare", "cfdb_room"):
            getattr(library, name).restype = ctypes.c_int64
    except (OSError, AttributeError):
        # Made for another machine.
        return None
    if library.cfdb_version() != VERSION:
        return None
    number, address = ctypes.c_int64, ctypes.c_void_p
    library.cfdb_state_size.argtypes = [number]
    library.cfdb_room.argtypes = [number, number]
    library.cfdb_prepare.argtypes = [address, number, address, number]
    library.cfdb_convert.argtypes = [address, address, number, number, address, number, address]
    library.cfdb_convert.restype = ctypes.c_int
    return library


def available() -> bool:
    """Whether `converted` can be called."""
    return os.environ.get("CFDB_PURE_PYTHON", "") != "1" and load(LIBRARY) is not None


class Tuples(Stream):
    """Rows of the binary protocol, each a tuple of COPY.

    Iterating raises NotConverted besides, after which the connection can be used.
    """

    def __init__(self, link: Link, query: str, forms: Sequence[str], size: int) -> None:
        super().__init__(link, size)
        self._library = load(LIBRARY)
        self._forms = [FORMS.index(form) for form in forms]
        with translated():
            self._statement, columns = self._prepare(query)
            try:
                self._state(columns)
            except BaseException:
                self._ended()
                raise
            self._raw._execute_command(STMT_EXECUTE, self._statement + ONCE)

    def _prepare(self, query: str) -> tuple[bytes, list[Any]]:
        """The statement's number on the server, and the columns that it will give."""
        self._raw._execute_command(STMT_PREPARE, query.encode())
        said = self._raw._read_packet().get_all_data()
        columns, values = int.from_bytes(said[5:7], "little"), int.from_bytes(said[7:9], "little")
        for count in (values, columns):
            found = [self._raw._read_packet(FieldDescriptorPacket) for _ in range(count)]
            if count and not self._raw._read_packet().is_eof_packet():
                self._lost("its columns have no end")
        return said[1:5], found

    def _state(self, columns: list[Any]) -> ctypes.Array[ctypes.c_char]:
        """What the library keeps between calls. Raises NotConverted where a column has no way to its form."""
        if len(columns) != len(self._forms):
            raise DatabaseError(f"the query gives {len(columns)} columns, expected {len(self._forms)}")
        if not 0 < len(columns) <= MOST_COLUMNS:
            raise NotConverted(None, 0, f"there are {len(columns)} columns")
        told = [
            number
            for column, form in zip(columns, self._forms, strict=True)
            for number in (column.type_code, column.flags, column.charsetnr, column.length, column.scale, form)
        ]
        state = ctypes.create_string_buffer(self._library.cfdb_state_size(len(columns)))
        wrong = self._library.cfdb_prepare(state, len(columns), (ctypes.c_int64 * len(told))(*told), self._number)
        if wrong >= 0:
            kind, form = columns[wrong].type_code, FORMS[self._forms[wrong]]
            raise NotConverted(None, wrong, f"there is no way from MySQL's {_NAMES.get(kind, kind)} to {form}")
        return state

    def _blocks(self, columns: list[Any]) -> Iterator[Piece]:
        library, report = self._library, Report()
        try:
            state = self._state(columns)
        except NotConverted:
            self._skip()
            raise
        out = bytearray(self._size + library.cfdb_room(len(columns), self._room))
        source, target = (ctypes.addressof(ctypes.c_char.from_buffer(buffer)) for buffer in (self._view, out))
        held = rows = 0
        while not self.done:
            status = library.cfdb_convert(
                state, source + self._at, self._end - self._at, self._room, target + held, len(out) - held,
                ctypes.addressof(report),
            )  # fmt: skip
            self._at += report.in_used
            self._left, self._continued = report.left, bool(report.continued)
            held += report.out_used
            rows += report.rows
            if status == REFUSED:
                number = self.rows + rows
                self._skip()
                raise NotConverted(number, report.column, REASONS[report.reason])
            if status == ASTRAY:
                self._lost(f"row {self.rows + rows} is none, or a packet is missing")
            if status == END:
                self._finish()
            if held and (status in {FULL, END} or held >= self._size):
                yield Piece(bytes(memoryview(out)[:held]), rows)
                held = rows = 0
            if status == MORE:
                self._fill(self._missing())

    def _missing(self) -> int:
        """Bytes that the next step lacks."""
        have = self._end - self._at
        if have < HEAD or self._left or self._continued:
            return 1
        length = int.from_bytes(self._view[self._at : self._at + 3], "little") + HEAD
        return max(1, length - have) if length <= self._room else 1

    def _finish(self) -> None:
        length = int.from_bytes(self._view[self._at : self._at + 3], "little")
        while self._end - self._at < HEAD + length <= self._room:
            self._fill(HEAD + length - (self._end - self._at))
        start = self._at + HEAD
        self._at = start + length
        self._last(bytes(self._view[start : self._at]))

    def _ended(self) -> None:
        """There may only be so many statements on a server."""
        if self._raw.open:
            with suppress(pymysql.Error):
                self._raw._execute_command(STMT_CLOSE, self._statement)


_NAMES = {number: name.lower() for name, number in vars(FIELD_TYPE).items() if isinstance(number, int)}


def converted(link: Link, query: str, forms: Sequence[str], *, size: int = SIZE) -> Tuples:
    """Prepare and send `query`, and give its rows as tuples of COPY in blocks of about `size` bytes.

    `forms` are the types of the target's columns, as FORMS has them. Raises
    NotConverted, before the query runs, where a column cannot be converted at all.
    """
    return Tuples(link, query, forms, size)
