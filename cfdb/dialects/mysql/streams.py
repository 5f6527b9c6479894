"""Rows of a query as one stream of bytes: straight off the connection, and no value is touched on the way.

The server renders each row as it is to be written, for example as a line of COPY; what is yielded here are those
bytes, many rows at once. PyMySQL opens the connection and sends the query; its own way of reading takes ten times
as long.

A row may be larger than memory: it then comes in pieces. A result that was read to its end, or that ended with the
server's error, leaves the connection as it was. Who stops before that either calls `skip`, which reads the rest away,
and keeps the transaction with its snapshot, or `close`, which closes the connection.
"""

from __future__ import annotations

import struct
from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any, NoReturn, Self

import pymysql
from pymysql.constants import COMMAND, CR, SERVER_STATUS
from pymysql.err import OperationalError, raise_mysql_exception
from pymysql.protocol import FieldDescriptorPacket

from cfdb.dialects.mysql.connection import Link
from cfdb.dialects.mysql.failures import translated
from cfdb.errors import DatabaseError, TooLarge
from cfdb.model.chunk import Piece

SIZE = 1 << 18
"""Bytes of a block, about: larger ones were not faster."""

LEAST = 1 << 14
"""Bytes that are read at once, at least."""

HEAD = 4
"""Bytes before the content of a packet: three for its length, one for its number."""

WHOLE = 0xFFFFFF
"""The length of a packet that another one continues."""

NULL, TWO, THREE, EIGHT, ERROR = range(0xFB, 0x100)
"""What the first byte of a field says where it is not its length: that there is none, or in how many bytes the length
follows. An error, which is no row, starts with the last."""

END_LENGTH = 9
"""A packet that starts like a field of 16 MB and is shorter than this is the end of the rows."""

WIDTHS = {NULL: 1, TWO: 3, THREE: 4, EIGHT: 9}
"""Bytes that a field's length takes, with the first."""

MARGIN = bytes([ERROR]) * 264
"""Ends the walk through short rows behind what was read: longer than one of them with its packet's head."""


class Stream(ABC):
    """The blocks of one query's result. The server is at work from the start; nothing is read before the first block.

    Iterating raises ConnectionFailed, DatabaseError, and what becomes of a row that cannot be had, after which the
    connection can be used.
    """

    def __init__(self, link: Link, size: int) -> None:
        self.rows = 0
        """That were yielded so far."""
        self.warnings = 0
        """What the server counted, known at the end. SHOW WARNINGS then tells the first of them, such as 1301 for
        a value that became NULL since it is larger than max_allowed_packet."""
        self.done = False
        """The server has said all that it had to say, and the connection can be used."""
        self._raw: Any = link.raw
        self._size = size
        self._view = memoryview(b"")
        self._at = self._end = 0
        self._number = 0
        self._left = 0
        """Bytes of the packet that was begun."""
        self._continued = False
        """The next packet goes on with a row."""
        self._running = self._read()

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Piece:
        try:
            with translated():
                block = next(self._running)
        except BaseException:
            # Also Ctrl-C: nobody knows how far it came.
            self.close()
            raise
        self.rows += block.rows
        return block

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection where anything is left: the server then ends the query when it next writes."""
        if not self.done:
            self.done = True
            self._raw._force_close()

    def skip(self) -> None:
        """Read what is left, so that the connection can be used. Raises ConnectionFailed, and DatabaseError where the
        query failed before its first row."""
        try:
            with translated():
                if not self._view.nbytes:
                    self._begin()
                self._skip()
        except BaseException:
            self.close()
            raise

    @abstractmethod
    def _blocks(self, columns: list[Any]) -> Iterator[Piece]:
        """All blocks, up to the packet that `_last` takes."""

    def _read(self) -> Iterator[Piece]:
        yield from self._blocks(self._begin())

    def _begin(self) -> list[Any]:
        """The columns. What PyMySQL has read beyond them becomes ours."""
        try:
            first = self._raw._read_packet()
            if first.is_ok_packet() or first.is_load_local_packet():
                self._lost("it holds no rows")
            count = first.read_length_encoded_integer()
            columns = [self._raw._read_packet(FieldDescriptorPacket) for _ in range(count)]
            if not self._raw._read_packet().is_eof_packet():
                self._lost("its columns have no end")
        except pymysql.Error:
            # The server's error ends the result, and one of the driver has closed the connection.
            self._end_now()
            raise
        except (AssertionError, IndexError, TypeError, ValueError, struct.error) as error:
            # How PyMySQL says that it does not understand.
            self._lost(str(error))
        self._number = self._raw._next_seq_id
        try:
            found = self._raw._rfile.read1(-1)
        except OSError as error:
            self._gone(f" ({error})")
        if not found:
            self._gone()
        self._view = memoryview(bytearray(max(self._size, LEAST, len(found)) + len(MARGIN)))
        self._view[: len(found)] = found
        self._end = len(found)
        return columns

    def _fill(self, least: int = 1) -> None:
        """Read more, at least so many bytes; what is unread moves to the front."""
        rest = self._end - self._at
        if self._at:
            self._view[:rest] = self._view[self._at : self._end]
        self._at, self._end = 0, rest
        while self._end < rest + least:
            try:
                got = self._raw._sock.recv_into(self._view[self._end : self._room])
            except OSError as error:
                self._gone(f" ({error})")
            if not got:
                self._gone()
            self._end += got

    @property
    def _room(self) -> int:
        """Bytes that are at hand at once, at most."""
        return self._view.nbytes - len(MARGIN)

    def _gone(self, reason: str = "") -> NoReturn:
        raise OperationalError(CR.CR_SERVER_LOST, f"Lost connection to MySQL server during query{reason}")

    def _lost(self, what: str) -> NoReturn:
        """Server and client do not understand each other any more."""
        self.close()
        raise DatabaseError(f"the server's answer cannot be read: {what}")

    def _last(self, content: bytes) -> None:
        """Take the packet that ends the rows, well or with the server's error, which is raised."""
        if content[0] == ERROR:
            self._end_now()
            raise_mysql_exception(content)
        self.warnings = int.from_bytes(content[1:3], "little")
        status = int.from_bytes(content[3:5], "little")
        if status & SERVER_STATUS.SERVER_MORE_RESULTS_EXISTS or self._at < self._end:
            self._lost("it holds more than one result")
        self._raw.server_status = status
        self._end_now()

    def _end_now(self) -> None:
        self.done = True
        self._ended()

    def _ended(self) -> None:
        """Hook: the server has said its last word, and is free for the next command."""
        return

    def _skip(self) -> None:
        """Go from packet to packet. What the server says at the end is of no interest any more."""
        while not self.done:
            while self._left:
                if self._at == self._end:
                    self._fill()
                step = min(self._left, self._end - self._at)
                self._at += step
                self._left -= step
            while self._end - self._at < HEAD:
                self._fill()
            self._left = int.from_bytes(self._view[self._at : self._at + 3], "little")
            self._at += HEAD
            if not self._continued:
                self._skip_end()
            self._continued = self._left == WHOLE

    def _skip_end(self) -> None:
        """Stop where the packet that has begun is the last one."""
        if self._at == self._end:
            self._fill()
        first = self._view[self._at]
        if first == ERROR or (first == EIGHT and self._left < END_LENGTH):
            while self._end - self._at < self._left:
                self._fill()
            self._end_now()


class Lines(Stream):
    """Rows of the text protocol: the fields of each, one after the other."""

    def __init__(self, link: Link, query: str, size: int) -> None:
        super().__init__(link, size)
        self._data = b""
        self._parts: list[bytes] = []
        self._ready = 0
        """Rows that `_parts` hold."""
        with translated():
            self._raw._execute_command(COMMAND.COM_QUERY, query.encode())

    def _fill(self, least: int = 1) -> None:
        super()._fill(least)
        self._take()

    def _take(self) -> None:
        # Nothing is sliced as cheaply as bytes.
        end = self._end + len(MARGIN)
        self._view[self._end : end] = MARGIN
        self._data = bytes(self._view[:end])

    def _blocks(self, columns: list[Any]) -> Iterator[Piece]:
        self._take()
        held = 0
        while not self.done:
            start = self._at
            if len(columns) == 1:
                self._walk()
            length = self._packet()
            if length == WHOLE or length > max(0, self._end - self._at - HEAD):
                yield from self._flush()
                yield from self._large()
                held = 0
                continue
            if length > 0:
                self._row(length, len(columns))
            held += self._at - start
            if held >= self._size:
                yield from self._flush()
                held = 0
            if length < 0:
                self._fill(-length)
        yield from self._flush()

    def _flush(self) -> Iterator[Piece]:
        if self._ready:
            block = Piece(b"".join(self._parts), self._ready)
            self._parts.clear()
            self._ready = 0
            yield block

    def _walk(self) -> None:
        """Take the rows of one field of less than 64 KB.

        The first byte of such a row tells where the next one is. All that is not a short row, as the margin, is larger
        than any length. That we are not astray is seen by the number of the next packet.
        """
        data, append, before = self._data, self._parts.append, len(self._parts)
        at = self._at + HEAD
        while True:
            while (length := data[at]) < NULL:
                after = at + length
                append(data[at + 1 : after + 1])
                at = after + 1 + HEAD
            if length != TWO:
                break
            after = at + 2 + (data[at + 1] | data[at + 2] << 8)
            if after >= self._end:
                break
            append(data[at + 3 : after + 1])
            at = after + 1 + HEAD
        self._at = at - HEAD
        if self._at > self._end:
            # Not all of the last one is here.
            self._at -= len(self._parts.pop()) + 1 + HEAD
        taken = len(self._parts) - before
        self._ready += taken
        self._number = (self._number + taken) & 0xFF

    def _packet(self) -> int:
        """The length of the next row's first packet. Where it fits and is not all here: what is missing, below 0."""
        have, at = self._end - self._at, self._at
        if have <= HEAD:
            return have - HEAD - 1
        length = int.from_bytes(self._data[at : at + 3], "little")
        if not length or (self._data[at + 3] != self._number and self._data[at + HEAD] != ERROR):
            # An error that has nothing to do with the query comes with a number of its own.
            self._lost("a packet is missing")
        missing = HEAD + length - have
        return -missing if missing > 0 and length < self._room - HEAD else length

    def _row(self, length: int, columns: int) -> None:
        """Take the packet that is here: a row, the end of the rows, or an error."""
        data, at = self._data, self._at + HEAD
        end = self._at = at + length
        first = data[at]
        if first == ERROR or (first == EIGHT and length < END_LENGTH):
            self._last(data[at:end])
            return
        if first == NULL:
            self._at -= HEAD + length
            self._too_large()
        for _ in range(columns):
            width, size = _field(data, at)
            at += width + size
            if at > end:
                break
            self._parts.append(data[at - size : at])
        if at != end:
            self._lost("a row has other fields than were announced")
        self._ready += 1
        self._number = (self._number + 1) & 0xFF

    def _large(self) -> Iterator[Piece]:
        """The next row, which is larger than what is at hand at once."""
        rest, left = b"", 0
        first = True
        for read in self._pieces():
            piece, parts, at = rest + read, list[bytes](), 0
            while at < len(piece):
                if left:
                    parts.append(piece[at : at + left])
                    at += len(parts[-1])
                    left -= len(parts[-1])
                    continue
                if first and piece[at] == NULL:
                    self._too_large()
                if at + WIDTHS.get(piece[at], 1) > len(piece):
                    break
                first = False
                width, left = _field(piece, at)
                at += width
            rest = piece[at:]
            yield Piece(b"".join(parts), 0)
        if left or rest:
            self._lost("a row is too short")
        yield Piece(b"", 1)

    def _pieces(self) -> Iterator[bytes]:
        """The content of the next packet, and of those that continue it."""
        self._continued = True
        while self._continued:
            while self._end - self._at < HEAD:
                self._fill()
            self._left = int.from_bytes(self._data[self._at : self._at + 3], "little")
            if self._data[self._at + 3] != self._number:
                self._lost("a packet is missing")
            self._continued = self._left == WHOLE
            self._number = (self._number + 1) & 0xFF
            self._at += HEAD
            while self._left:
                if self._at == self._end:
                    self._fill()
                piece = self._data[self._at : min(self._at + self._left, self._end)]
                self._at += len(piece)
                self._left -= len(piece)
                yield piece

    def _too_large(self) -> NoReturn:
        number = self.rows + self._ready
        self._skip()
        raise TooLarge(number)


def _field(data: bytes, at: int) -> tuple[int, int]:
    """The bytes that a field's length takes, and those that the field takes."""
    first = data[at]
    if first < NULL:
        return 1, first
    width = WIDTHS.get(first)
    if width is None:
        # An error is no field. The caller sees that it leads nowhere.
        return len(data), 0
    return width, int.from_bytes(data[at + 1 : at + width], "little")


def blocks(link: Link, query: str, *, size: int = SIZE) -> Lines:
    """Send `query`, and give its rows in blocks of about `size` bytes.

    The data of a row are its fields, one after the other; a NULL adds nothing. Where the first field is NULL, which
    rendered rows never are but where they would be larger than max_allowed_packet, TooLarge is raised.
    """
    return Lines(link, query, size)
