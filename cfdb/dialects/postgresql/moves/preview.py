"""How PostgreSQL would take rows."""

from __future__ import annotations

import psycopg
from psycopg import sql

from cfdb.dialects.postgresql.failures import translated
from cfdb.dialects.postgresql.moves.connected import Connected
from cfdb.dialects.postgresql.moves.loading import fields, statement
from cfdb.model.copy import TargetColumn
from cfdb.model.route import Route
from cfdb.model.tables import TargetTable


class Preview(Connected):
    """See `cfdb.moving.preview`."""

    def statement(self, route: Route) -> str:
        """The COPY that a chunk goes into."""
        return statement(route, binary=route.values is not None).as_string(self._connection)

    def shown(self, table: TargetTable, route: Route, line: bytes) -> list[str]:
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
        """Empty where the role may not know."""
        with translated():
            row = self._connection.execute(
                "SELECT setting FROM pg_catalog.pg_settings WHERE name = 'data_directory'"
            ).fetchone()
        return str(row[0] or "") if row else ""
