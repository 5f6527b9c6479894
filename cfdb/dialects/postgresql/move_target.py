"""A PostgreSQL database that data is moved to."""

from __future__ import annotations

from collections.abc import Sequence

import psycopg
from psycopg import sql

from cfdb.dialects.postgresql import target_tables
from cfdb.dialects.postgresql.failures import translated
from cfdb.dialects.postgresql.loading import Loading, fields, statement
from cfdb.dialects.postgresql.move_ledger import MoveLedger
from cfdb.dialects.postgresql.row_checksums import RowChecksums
from cfdb.dialects.postgresql.undoing import Undoing
from cfdb.model.copy import TargetColumn
from cfdb.model.move import Route, TargetTable

SETTINGS = (
    "TimeZone = 'UTC'", "DateStyle = 'ISO, YMD'", "IntervalStyle = 'postgres'", "client_encoding = 'UTF8'",
    "lc_monetary = 'C'",
)  # fmt: skip


class PostgreSQLMoveTarget(MoveLedger, Loading, RowChecksums, Undoing):
    """See `cfdb.moving.MoveTarget`."""

    def __init__(self, connection: psycopg.Connection) -> None:
        MoveLedger.__init__(self, connection)
        Loading.__init__(self, connection)
        RowChecksums.__init__(self, connection)
        Undoing.__init__(self, connection)

    def set_up(self) -> None:
        with translated():
            self._connection.execute(";".join(f"SET {setting}" for setting in SETTINGS).encode())

    def find(self, name: str) -> str | None:
        return target_tables.find(self._connection, name)

    def names(self, among: Sequence[str]) -> list[str]:
        return target_tables.names(self._connection, among)

    def describe(self, name: str) -> TargetTable:
        return target_tables.describe(self._connection, name)

    def statement(self, route: Route) -> str:
        """The COPY that a chunk goes into."""
        return statement(route, binary=route.values is not None).as_string(self._connection)

    def shown(self, table: TargetTable, route: Route, line: bytes) -> list[str]:
        """The values of a line as the target would show them, or what it says against them. Nothing is written."""
        columns = [column for name in route.columns if (column := table.column(name))]
        with translated():
            return [self._shown(column, value) for column, value in zip(columns, fields(line), strict=True)]

    def _shown(self, column: TargetColumn, value: str | None) -> str:
        if value is None:
            return "NULL"
        # A cast would cut off what is too long; what a record is made of goes through the type's input, as with COPY.
        form = "SELECT v::text FROM pg_catalog.json_to_record(pg_catalog.json_build_object('v', {}::text)) AS x (v {})"
        if column.type in ("json", "jsonb"):
            form = "SELECT {}::{}::text"
        try:
            with self._connection.transaction():
                row = self._connection.execute(
                    sql.SQL(form).format(sql.Literal(value), sql.SQL(column.declared))
                ).fetchone()
        except psycopg.DataError as error:
            return f"refused: {error.diag.message_primary or error}"
        return str(row[0]) if row else ""

    def data_folder(self) -> str:
        """Where the server keeps its data, on its own machine; empty where the role may not know."""
        with translated():
            row = self._connection.execute(
                "SELECT setting FROM pg_catalog.pg_settings WHERE name = 'data_directory'"
            ).fetchone()
        return str(row[0] or "") if row else ""

    def sequences_past(self, table: TargetTable) -> None:
        """Let each sequence go on behind the largest key; one that is further already stays."""
        for column, sequence in table.sequences.items():
            name, values = sql.Identifier(column), sql.SQL(table.name)
            with translated():
                self._connection.execute(
                    sql.SQL(
                        "SELECT setval({0}, m.largest) FROM (SELECT max({1})::bigint AS largest FROM {2}) AS m,"
                        " {3} AS s WHERE m.largest > s.last_value OR m.largest = s.last_value AND NOT s.is_called"
                    ).format(sql.Literal(sequence), name, values, sql.SQL(sequence))
                )

    def analyze(self, table: str) -> None:
        with translated():
            self._connection.execute(sql.SQL("ANALYZE {}").format(sql.SQL(table)))

    def row_counts(self, tables: Sequence[str]) -> dict[str, int]:
        counts = {}
        with translated():
            for table in tables:
                row = self._connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.SQL(table))).fetchone()
                counts[table] = int(row[0]) if row else 0
        return counts

    def empty(self, tables: Sequence[str]) -> None:
        """All at once, so that keys between them are no obstacle."""
        with translated():
            self._connection.execute(sql.SQL("TRUNCATE {}").format(sql.SQL(", ").join(map(sql.SQL, tables))))
