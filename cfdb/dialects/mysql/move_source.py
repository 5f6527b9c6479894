"""A MySQL or MariaDB database that data is moved from. It is only read."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from pymysql.constants import ER
from pymysql.cursors import SSCursor

from cfdb.dialects.mysql import converter, grant, schema, streams
from cfdb.dialects.mysql.connection import IDLE, Link
from cfdb.dialects.mysql.described import described
from cfdb.dialects.mysql.failures import translated
from cfdb.dialects.mysql.queries import query
from cfdb.dialects.mysql.streams import Stream
from cfdb.errors import LARGER_PACKETS, ConnectionFailed, DatabaseError, TooLarge
from cfdb.model.chunk import Marked, Piece
from cfdb.model.copy import SourceColumn
from cfdb.model.schema import Table
from cfdb.model.tables import Volume
from cfdb.moving.source import MoveSource

HELD = 60
"""Seconds for which a session that holds the source may say nothing."""

PAUSES = (1.0, 2.0, 4.0)
"""Seconds between tries to hold the source."""

WARNINGS = 65535
"""Those of a query that the server tells, at most."""

LONGEST = (1 << 32) - 1
"""Bytes of a LONGTEXT."""

LOSSES = {
    ER.WARN_ALLOWED_PACKET_OVERFLOWED: "a value became NULL on its way",
    ER.CUT_VALUE_GROUP_CONCAT: "a value was cut off on its way",
}
"""Warnings of what would be lost in silence. Each is of a value that is larger than max_allowed_packet."""

SETTINGS = (
    "SET NAMES utf8mb4",
    # A mapping is read without ANSI_QUOTES, PIPES_AS_CONCAT and what else changes the meaning of its text.
    "SET SESSION time_zone = '+00:00', sql_mode = ''",
    "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ",
    f"SET SESSION max_error_count = {WARNINGS}",
    # GROUP_CONCAT and JSON_ARRAYAGG cut off what is longer, with no more than a warning.
    f"SET SESSION group_concat_max_len = {LONGEST}",
)

TRANSACTIONAL = ("innodb", "rocksdb", "tokudb")

GLOBAL_LOCK, TABLE_LOCKS = "a global read lock", "read locks on its tables"

GLOBAL_RIGHTS = ("RELOAD", "FLUSH_TABLES", "SUPER")
"""Each lets an account hold all tables."""


EACH_TIME = ("DERIVED", "MATERIALIZED", "SUBQUERY", "UNION", "RECURSIVE UNION")
"""What a plan calls queries that are run once, for whatever asks for their rows:
https://mariadb.com/docs/server/reference/sql-statements/administrative-sql-statements/analyze-and-explain-statements/explain."""


TEMPORARY, SORTED = "Using temporary", 10
"""What a plan says of rows that are grouped in a table of their own, and how many rows that are only read one counts
for. On disk it takes 40 µs, where a row of 17 columns is moved in 3 to 10 (MariaDB 10.11, 500,000 texts)."""


class MySQLMoveSource:
    """See `cfdb.moving.source.MoveSource`."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._tables: Mapping[str, Table] | None = None

    def set_up(self) -> None:
        for statement in SETTINGS:
            self._link.ask(statement)
        if self._link.vendor == "mariadb":
            # It takes the answer of a subquery from the last row whose outer columns are equal to their collation: a
            # lookup by bytes would give 'one' what it gave 'One'.
            self._link.ask("SET SESSION optimizer_switch = 'subquery_cache=off'")

    def tables(self) -> Mapping[str, Table]:
        if self._tables is None:
            self._tables = schema.tables(self._link)
        return self._tables

    def volume(self, table: str) -> Volume:
        found = self._link.ask(query("catalog/volume"), {"table": table})
        if not found:
            return Volume(0, 0, transactional=True)
        rows, size, engine = found[0]
        return Volume(int(rows or 0), int(size or 0), str(engine or "").lower() in TRANSACTIONAL)

    def describe(self, select: str) -> list[SourceColumn]:
        return described(self._link, select)

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        return list(self._link.ask(query.replace("%", "%%"), ()))

    def estimate(self, explain: str) -> int:
        return max(int(row.get("rows") or 0) for row in self._link.records(explain))

    def read_each_time(self, select: str) -> int:
        try:
            plan = self._link.records(f"EXPLAIN {select}")
        except ConnectionFailed:
            raise
        except DatabaseError:
            # Of a view a plan takes more rights than its rows do.
            return 0
        rows = ((row, int(row.get("rows") or 0)) for row in plan if row.get("select_type") in EACH_TIME)
        return sum(SORTED * number if TEMPORARY in str(row.get("Extra")) else number for row, number in rows)

    def may_hold(self) -> tuple[str, ...]:
        """How `hold` could keep the source still, as far as the account's rights tell."""
        grants = [str(row[0]) for row in self._link.ask("SHOW GRANTS")]
        (database,) = self._link.ask("SELECT DATABASE()")[0]
        ways = ((GLOBAL_LOCK, grant.allows(grants, GLOBAL_RIGHTS)),
                (TABLE_LOCKS, grant.allows(grants, ("LOCK TABLES",), str(database or ""))))  # fmt: skip
        return tuple(way for way, allowed in ways if allowed)

    @contextmanager
    def hold(self, tables: Sequence[str]) -> Iterator[str]:
        # Were we cut off now, others could not write until the server noticed.
        self._link.ask(f"SET SESSION wait_timeout = {HELD}")
        how = self._lock(tables)
        try:
            yield how
        finally:
            self._link.ask("UNLOCK TABLES")
            self._link.ask(f"SET SESSION wait_timeout = {IDLE}")

    def _lock(self, tables: Sequence[str]) -> str:
        locks = ", ".join(f"{table} READ" for table in tables)
        for how, statement in (
            (GLOBAL_LOCK, "FLUSH TABLES WITH READ LOCK"),
            (TABLE_LOCKS, f"LOCK TABLES {locks}"),
        ):
            try:
                self._ask_patiently(statement)
            except DatabaseError as error:
                # 1227: no RELOAD; 1044, 1142: no LOCK TABLES.
                if not any(f"({code})" in str(error) for code in (1227, 1044, 1142)):
                    raise
            else:
                return how
        return ""

    def _ask_patiently(self, statement: str) -> None:
        """Others who write wait behind a lock that waits: it is given up after seconds, and asked for again."""
        for pause in (*PAUSES, None):
            try:
                self._link.ask(statement)
            except DatabaseError as error:
                if f"({ER.LOCK_WAIT_TIMEOUT})" not in str(error):
                    raise
                if pause is None:
                    raise DatabaseError(
                        "the source cannot be held still: a long statement or transaction is in the way",
                        hint="see SHOW PROCESSLIST of the source; end it, or run this again when there is less to do",
                    ) from error
                time.sleep(pause)
            else:
                return

    def begin(self) -> None:
        self._link.ask("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY")

    def position(self) -> str:
        """With the time at which the server started: a crash may take commits back, and their numbers come again."""
        log = query("catalog/position_mariadb" if self._link.vendor == "mariadb" else "catalog/position_mysql")
        ((position,),) = self._link.ask(log)
        return str(position or "")

    def pieces(self, query: str) -> Generator[Piece, None, None]:
        # The query is sent with the first piece that is asked for: what was never begun needs no end.
        yield from self._read(streams.blocks(self._link, query))

    @property
    def converts(self) -> bool:
        return converter.available()

    def values(self, query: str, forms: Sequence[str]) -> Generator[Piece, None, None]:
        yield from self._read(converter.converted(self._link, query, forms))

    def _read(self, rows: Stream) -> Generator[Piece, None, None]:
        try:
            yield from rows
            self._check_warnings(rows.warnings)
        finally:
            # The snapshot is the session's: where nobody reads on, what is left has to be read away.
            if not rows.done:
                rows.skip()

    def rows(self, query: str) -> Iterator[tuple[Any, ...]]:
        with translated(), self._link.raw.cursor(SSCursor) as cursor:
            cursor.execute(query)
            # One at a time: any of them may be as large as a packet.
            yield from iter(cursor.fetchone, None)
            warnings = int(cursor.warning_count or 0)
        self._check_warnings(warnings)

    def _check_warnings(self, number: int) -> None:
        """What a function makes larger than max_allowed_packet is NULL, or cut off, and a warning is all there is."""
        if not number:
            return
        shown = self._link.ask("SHOW WARNINGS")
        found = next((f"{LOSSES[code]}: {message}" for _, code, message in shown if code in LOSSES), "")
        if found:
            raise DatabaseError(found, hint=LARGER_PACKETS)
        if number > len(shown):
            raise DatabaseError(
                f"the source has {number:,} warnings of a chunk, more than it tells",
                hint="make chunks smaller with --chunk-rows, or mend the expressions that are warned of",
            )

    def marked(self, query: str, keys: int) -> Iterator[Marked]:
        for number, row in enumerate(self.rows(query)):
            key = tuple(None if value is None else _text(value) for value in row[:keys])
            if row[keys] is None:
                raise TooLarge(number, [part or "NULL" for part in key])
            yield Marked(key, row[keys])


def move_source(link: Link) -> MoveSource:
    """The source that a session is of."""
    return MySQLMoveSource(link)


def _text(value: Any) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)
