"""Rows into a table by COPY: all of a chunk at once, or so that those which the server refuses are told apart."""

from __future__ import annotations

import logging
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence

import psycopg
from psycopg import sql

from cfdb.dialects.postgresql.moves.connected import Connected
from cfdb.model.chunk import Chunk, Loaded, Marked, Piece
from cfdb.model.reject import Reject, RowRefused
from cfdb.model.route import Query, Route

# Where reading fails it warns, with rows, of what the server says as well; ours is the error that counts.
logging.getLogger("psycopg").addHandler(logging.NullHandler())

BINARY_START = b"PGCOPY\n\xff\r\n\0" + bytes(8)
BINARY_END = b"\xff\xff"
"""Around the tuples of COPY's binary format: https://www.postgresql.org/docs/current/sql-copy.html."""

BATCH_ROWS = 5_000
BATCH_BYTES = 4 << 20
"""What is tried together where rows have to be told apart, and kept in memory for that."""

EXAMPLES = 20
"""Rows beyond the limit that are told apart, for somebody to see what is wrong with them."""

PLACE = re.compile(r"^COPY .+?, \S+ (?P<line>\d+)(?:, \S+ (?P<column>[^:\n]+))?", re.MULTILINE)
"""In the context of an error: `COPY t, line 5, column c: "value"`, in whatever language."""

OF_ROWS = ("22", "23", "P0", "44", "54")
"""Classes of SQLSTATE that are about a row: data exceptions, constraints, RAISE of a trigger, WITH CHECK OPTION, and
limits of the server, such as that of a value in an index."""

NO_SUCH_ROW = "23503"
"""A foreign key finds none."""

REFERS_TO_ITSELF = (
    "SELECT EXISTS (SELECT FROM pg_catalog.pg_constraint"
    " WHERE contype = 'f' AND conrelid = %(table)s::regclass AND confrelid = conrelid)"
)

ESCAPED = {rb"\t": b"\t", rb"\n": b"\n", rb"\r": b"\r", rb"\b": b"\b", rb"\f": b"\f", rb"\v": b"\v", b"\\": b""}
"""Of COPY's text format; the backslash that is left, which says that a character is itself, comes last."""


class RowLoader(Connected):
    """See `cfdb.moving.loading`."""

    def load(self, route: Route, pieces: Iterable[Piece], *, binary: bool) -> Loaded:
        try:
            loaded = self._load(route, pieces, binary=binary)
            # What is put off until the end would be refused there with the chunk as a whole.
            self._connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        except psycopg.Error as error:
            raise refusal(error) from error
        return loaded

    def _load(self, route: Route, pieces: Iterable[Piece], *, binary: bool) -> Loaded:
        rows = size = checksum = 0
        with self._connection.cursor() as cursor:
            with cursor.copy(statement(route, binary=binary)) as copy:
                if binary:
                    copy.write(BINARY_START)
                for piece in pieces:
                    copy.write(piece.data)
                    checksum = zlib.crc32(piece.data, checksum)
                    size += len(piece.data)
                    rows += piece.rows
                if binary:
                    copy.write(BINARY_END)
            taken = cursor.rowcount
        if taken != rows:
            raise RowRefused("", f"{route.table} took {taken} of {rows} rows: a trigger or a rule leaves rows out")
        return Loaded(rows, size, checksum_text(checksum, binary=binary))

    def load_marked(self, chunk: Chunk, route: Route, rows: Iterable[Marked], limit: int) -> Loaded:
        self._connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        read = size = checksum = 0
        rejects: list[Reject] = []

        def counted() -> Iterator[list[Marked]]:
            nonlocal read, size, checksum
            for batch in _batches(rows):
                for row in batch:
                    checksum = zlib.crc32(row.line, checksum)
                    size += len(row.line)
                read += len(batch)
                yield batch
                if len(rejects) > limit:
                    return

        for row, refused in self._refused(route, counted()):
            rejects.append(_reject(chunk, route, row, refused))
            if len(rejects) > limit + EXAMPLES:
                break
        return Loaded(read - len(rejects), size, checksum_text(checksum, binary=False), tuple(rejects))

    def _refused(self, route: Route, batches: Iterable[Sequence[Marked]]) -> Iterator[tuple[Marked, RowRefused]]:
        """Load what can be loaded. A row may refer to one of its own table that comes behind it."""
        waiting: list[Marked] = []
        for batch in batches:
            for row, refused in self._told_apart(route, batch):
                if refused.sqlstate == NO_SUCH_ROW and self._refers_to_itself(route.table):
                    waiting.append(row)
                else:
                    yield row, refused
            if _is_full(waiting):
                yield from self._once_more(route, waiting)
                waiting = []
        yield from self._once_more(route, waiting)

    def _once_more(self, route: Route, rows: Sequence[Marked]) -> Iterator[tuple[Marked, RowRefused]]:
        """Try rows again, as long as that brings any in."""
        while rows:
            refused = list(self._told_apart(route, rows))
            if len(refused) == len(rows):
                yield from refused
                return
            rows = [row for row, _ in refused]

    def _refers_to_itself(self, table: str) -> bool:
        return bool(self._one(REFERS_TO_ITSELF, {"table": table}))

    def load_row(self, table: str, row: Mapping[str, str | None]) -> RowRefused | None:
        line = b"\t".join(map(_escaped, row.values())) + b"\n"
        whole = Query("")
        return self._attempt(Route(0, table, tuple(row), whole, whole), [Marked((), line)])

    def _told_apart(self, route: Route, batch: Sequence[Marked]) -> Iterator[tuple[Marked, RowRefused]]:
        """Load what can be loaded. Yields the others, in order."""
        pending = [batch]
        while pending:
            rows = pending.pop()
            refused = self._attempt(route, rows)
            if refused is None:
                continue
            if len(rows) == 1:
                yield rows[0], refused
            elif 0 < refused.line <= len(rows):
                # What is ahead of the line was taken, so it will be again, unless something is checked at the end.
                at = refused.line - 1
                pending += [part for part in (rows[at + 1 :], rows[at : at + 1], rows[:at]) if part]
            else:
                middle = len(rows) // 2
                pending += [rows[middle:], rows[:middle]]

    def _attempt(self, route: Route, rows: Sequence[Marked]) -> RowRefused | None:
        try:
            with self._connection.transaction():
                self._load(route, [Piece(b"".join(row.line for row in rows), len(rows))], binary=False)
        except psycopg.Error as error:
            found = refusal(error)
            if not isinstance(found, RowRefused):
                raise found from error
            return found
        except RowRefused as error:
            return error
        return None


def refusal(error: psycopg.Error) -> Exception:
    """RowRefused where it is about a row, else the error itself."""
    state = error.sqlstate or ""
    if not state.startswith(OF_ROWS):
        return error
    place = PLACE.search(error.diag.context or "")
    column = error.diag.column_name or (place["column"] or "" if place else "")
    detail = error.diag.message_detail or ""
    return RowRefused(
        state,
        f"{error.diag.message_primary}{': ' + detail if detail and state.startswith('23') else ''}",
        line=int(place["line"]) if place else 0,
        column=column,
    )


def checksum_text(value: int, *, binary: bool) -> str:
    """What the ledger keeps: CRC-32 of the bytes as they were sent, in order, with the format they were in."""
    return f"{'binary' if binary else 'text'}:{value:08x}"


def statement(route: Route, *, binary: bool) -> sql.Composed:
    """The COPY that rows of a copy go into."""
    return sql.SQL("COPY {} ({}) FROM STDIN{}").format(
        sql.SQL(route.table),
        sql.SQL(", ").join(map(sql.Identifier, route.columns)),
        sql.SQL(" (FORMAT binary)" if binary else ""),
    )


def _batches(rows: Iterable[Marked]) -> Iterator[list[Marked]]:
    batch: list[Marked] = []
    size = 0
    for row in rows:
        batch.append(row)
        size += len(row.line)
        if len(batch) >= BATCH_ROWS or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _is_full(batch: Sequence[Marked]) -> bool:
    return len(batch) >= BATCH_ROWS or sum(len(row.line) for row in batch) >= BATCH_BYTES


def _reject(chunk: Chunk, route: Route, row: Marked, refused: RowRefused) -> Reject:
    values = dict(zip(route.columns, fields(row.line), strict=True))
    return Reject(
        copy=chunk.copy,
        table=route.table,
        key=dict(zip(route.key, row.key, strict=True)),
        column=refused.column,
        value=values.get(refused.column),
        sqlstate=refused.sqlstate,
        message=refused.message,
        row=values,
    )


def fields(line: bytes) -> list[str | None]:
    """The values of a line of COPY's text format."""
    return [None if field == rb"\N" else _plain(field) for field in line.removesuffix(b"\n").split(b"\t")]


def _escaped(value: str | None) -> bytes:
    if value is None:
        return rb"\N"
    for plain, escape in (("\\", r"\\"), ("\t", r"\t"), ("\n", r"\n"), ("\r", r"\r")):
        value = value.replace(plain, escape)
    return value.encode()


def _plain(field: bytes) -> str:
    # A list of all escapes would take fifty times the memory of a long text.
    return b"\\".join(map(_unescaped, field.split(rb"\\"))).decode(errors="replace")


def _unescaped(part: bytes) -> bytes:
    for written, character in ESCAPED.items():
        part = part.replace(written, character)
    return part
