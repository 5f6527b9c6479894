"""What a DBA runs every week: VACUUM and ANALYZE, now and then REINDEX, and a look at the sizes."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql
from psycopg.pq import DiagnosticField as Field
from psycopg.rows import class_row

from cfdb.dialects.postgresql.failures import HINTS
from cfdb.dialects.postgresql.queries import query
from cfdb.dialects.postgresql.runner import Runner
from cfdb.errors import SqlError
from cfdb.model.maintenance import Chore, Sizes, TableSize

REINDEX = "REINDEX TABLE CONCURRENTLY "


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
    """Do it; tried again where a lock is not to be had. Returns what the server warned of, such as a missing right."""
    warned: list[str] = []

    def attempt() -> SqlError | None:
        if chore.rebuilds:
            _drop_left(runner, chore)
        warned.clear()
        reply = runner.send(chore.statement.encode())
        if reply.error is None:
            return None
        sqlstate = (reply.error.error_field(Field.SQLSTATE) or b"").decode()
        message = (reply.error.error_field(Field.MESSAGE_PRIMARY) or b"no reason given").decode(errors="replace")
        return SqlError(message, hint=HINTS.get(sqlstate, ""), sqlstate=sqlstate, statement=chore.statement)

    with _listening(runner.connection, warned):
        try:
            runner.with_retries(attempt)
        except (SqlError, KeyboardInterrupt):
            if chore.rebuilds:
                _drop_left(runner, chore)
            raise
    return warned


def _drop_left(runner: Runner, chore: Chore) -> None:
    """A REINDEX CONCURRENTLY that breaks off leaves an INVALID index, which every write has to keep up."""
    table = chore.statement.removeprefix(REINDEX)
    for schema, name in runner.connection.execute(query("catalog/left_by_reindex"), {"table": table}).fetchall():
        runner.settings.tell(f"dropping the invalid index {schema}.{name}, left by a REINDEX that broke off")
        statement = sql.SQL("DROP INDEX CONCURRENTLY IF EXISTS {}").format(sql.Identifier(schema, name))
        runner.send(statement.as_bytes(runner.connection))


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
