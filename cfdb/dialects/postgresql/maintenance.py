"""What a DBA runs every week: VACUUM and ANALYZE, now and then REINDEX, and a look at the sizes."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql
from psycopg.pq import DiagnosticField as Field
from psycopg.rows import class_row

from cfdb.dialects.postgresql.exchange import Reply
from cfdb.dialects.postgresql.failures import HINTS
from cfdb.dialects.postgresql.queries import query
from cfdb.dialects.postgresql.runner import Runner
from cfdb.errors import SqlError
from cfdb.model.maintenance import Chore, Sizes, TableSize

REINDEX = "REINDEX TABLE CONCURRENTLY "
REINDEX_PATIENCE = 600_000
"""Milliseconds that it waits for each of the transactions that were open when it began."""


def sizes(connection: psycopg.Connection) -> Sizes:
    tables = connection.cursor(row_factory=class_row(TableSize)).execute(query("catalog/sizes")).fetchall()
    row = connection.execute("SELECT pg_catalog.pg_database_size(pg_catalog.current_database())").fetchone()
    return Sizes(row[0] if row else 0, tuple(tables))


def chores(connection: psycopg.Connection, tables: Collection[str] | None, *, reindex: bool) -> list[Chore]:
    """What is to be done, in order of the tables' names; for `tables`, or all there are where that is None."""
    found: list[Chore] = []
    for table in sorted(sizes(connection).tables, key=str):
        quoted = _quoted(connection, table.schema, table.name)
        found.append(Chore(str(table), "vacuum and analyze", f"VACUUM (ANALYZE) {quoted}"))
        if reindex and (table.indexes or table.overflow):
            found.append(Chore(str(table), "reindex", REINDEX + quoted, rebuilds=True))
    for schema, name in connection.execute(query("catalog/partitioned")):
        quoted = _quoted(connection, schema, name)
        found.append(Chore(f"{schema}.{name}", "analyze", f"ANALYZE {quoted}"))
    return [chore for chore in found if tables is None or chore.table in tables]


def _quoted(connection: psycopg.Connection, schema: str, name: str) -> str:
    return sql.Identifier(schema, name).as_string(connection)


def perform(runner: Runner, chore: Chore) -> list[str]:
    """Do it; VACUUM is tried again where a lock is not to be had. Returns what the server warned of."""
    warned: list[str] = []
    with _listening(runner.connection, warned):
        if chore.rebuilds:
            _rebuild(runner, chore)
        else:

            def attempt() -> SqlError | None:
                warned.clear()
                return _failure(runner.send(chore.statement.encode()), chore)

            runner.with_retries(attempt)
    return warned


def _rebuild(runner: Runner, chore: Chore) -> None:
    """REINDEX CONCURRENTLY waits for all that is open in the database, and stops nobody meanwhile.

    What it leaves when it breaks off is an INVALID index that every write has to keep up: that goes.
    """
    _drop_left(runner, chore)
    try:
        runner.send(f"SET lock_timeout = {max(REINDEX_PATIENCE, int(runner.settings.lock_timeout * 1000))}".encode())
        error = _failure(runner.send(chore.statement.encode()), chore)
    except KeyboardInterrupt:
        _drop_left(runner, chore)
        raise
    finally:
        runner.send(f"SET lock_timeout = {int(runner.settings.lock_timeout * 1000)}".encode())
    if error is not None:
        _drop_left(runner, chore)
        raise error


def _failure(reply: Reply, chore: Chore) -> SqlError | None:
    if reply.error is None:
        return None
    sqlstate = (reply.error.error_field(Field.SQLSTATE) or b"").decode()
    message = (reply.error.error_field(Field.MESSAGE_PRIMARY) or b"no reason given").decode(errors="replace")
    return SqlError(message, hint=HINTS.get(sqlstate, ""), sqlstate=sqlstate, statement=chore.statement)


def _drop_left(runner: Runner, chore: Chore) -> None:
    table = chore.statement.removeprefix(REINDEX)
    for schema, name in runner.connection.execute(query("catalog/left_by_reindex"), {"table": table}).fetchall():
        statement = sql.SQL("DROP INDEX CONCURRENTLY IF EXISTS {}").format(sql.Identifier(schema, name))
        failed = runner.send(statement.as_bytes(runner.connection)).error is not None
        found = f"the invalid index {schema}.{name}, left by a REINDEX that broke off"
        runner.settings.tell(f"no lock to drop {found}: the next --reindex will" if failed else f"dropped {found}")


@contextmanager
def _listening(connection: psycopg.Connection, warned: list[str]) -> Iterator[None]:
    def heard(message: psycopg.errors.Diagnostic) -> None:
        if message.severity_nonlocalized == "WARNING" and message.message_primary:
            warned.append(message.message_primary)

    connection.add_notice_handler(heard)
    try:
        yield
    finally:
        connection.remove_notice_handler(heard)
