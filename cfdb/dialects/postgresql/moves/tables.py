"""The tables that rows are to be written into, as their server describes them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from psycopg import sql
from psycopg.rows import dict_row

from cfdb.dialects.postgresql.failures import translated
from cfdb.dialects.postgresql.moves.connected import Connected
from cfdb.dialects.postgresql.queries import query
from cfdb.model.copy import TargetColumn
from cfdb.model.tables import ForeignKeyOf, TargetTable, UniqueKeyOf

HEADER = 4
"""Bytes that atttypmod counts for the header of a value: VARHDRSZ in src/include/c.h."""

SECONDS = ("timestamp", "timestamptz", "time", "timetz")
LENGTHS = ("varchar", "bpchar")
BITS = ("bit", "varbit")

LOWER = re.compile(r'lower\(\(?(?:"(?P<quoted>(?:[^"]|"")+)"|(?P<bare>\w+))\)?(?:::text)?\)')
"""An expression of an index that is a column without regard to case, as pg_get_indexdef writes it."""


class TargetTables(Connected):
    """See `cfdb.moving.tables`."""

    def find(self, name: str) -> str | None:
        schema, _, bare = name.rpartition(".")
        with translated():
            row = self._connection.execute(query("moves/find"), {"name": bare, "schema": schema or None}).fetchone()
        return str(row[0]) if row else None

    def names(self, among: Sequence[str]) -> list[str]:
        with translated():
            return [str(name) for (name,) in self._connection.execute(query("moves/names"), {"names": list(among)})]

    def describe(self, name: str) -> TargetTable:
        with translated():
            columns = self._rows("moves/columns", name)
            keys = self._rows("moves/references", name)
            unique = self._rows("moves/unique_keys", name)
            (table,) = self._rows("moves/table", name)
            has_rows = (
                table["writable"]
                and self._connection.execute(sql.SQL("SELECT EXISTS (SELECT FROM {})").format(sql.SQL(name))).fetchone()
            )
        return TargetTable(
            name=table["name"],
            columns=tuple(_column(row) for row in columns),
            primary_key=tuple(table["primary_key"]),
            foreign_keys=tuple(
                ForeignKeyOf(**row | {"columns": tuple(row["columns"]), "referenced": tuple(row["referenced"])})
                for row in keys
            ),
            unique_keys=tuple(_unique_keys(unique)),
            triggers=tuple(table["triggers"]),
            row_security=table["row_security"],
            has_rows=bool(has_rows and has_rows[0]),
            writable=table["writable"],
            kind=table["kind"],
            sequences={row["name"]: row["sequence"] for row in columns if row["sequence"]},
            fixed_sequences=frozenset(row["sequence"] for row in columns if row["sequence"] and not self._may_set(row)),
        )

    def _rows(self, name: str, table: str) -> list[dict[str, Any]]:
        return self._connection.cursor(row_factory=dict_row).execute(query(name), {"table": table}).fetchall()

    def _may_set(self, row: dict[str, Any]) -> bool:
        asked = "SELECT has_sequence_privilege(%(name)s, 'SELECT') AND has_sequence_privilege(%(name)s, 'UPDATE')"
        with translated():
            found = self._connection.execute(asked, {"name": row["sequence"]}).fetchone()
        return bool(found and found[0])

    def row_counts(self, tables: Sequence[str]) -> dict[str, int]:
        counts = {}
        with translated():
            for table in tables:
                row = self._connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.SQL(table))).fetchone()
                counts[table] = int(row[0]) if row else 0
        return counts

    def empty(self, tables: Sequence[str]) -> None:
        with translated():
            self._connection.execute(sql.SQL("TRUNCATE {}").format(sql.SQL(", ").join(map(sql.SQL, tables))))

    def sequences_past(self, table: TargetTable) -> None:
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


def _unique_keys(rows: Sequence[dict[str, Any]]) -> Iterator[UniqueKeyOf]:
    for name, found in groupby(rows, key=lambda row: str(row["name"])):
        parts = list(found)
        columns = [row["column"] or _lowered(row["definition"]) for row in parts]
        folded = {column for row, column in zip(parts, columns, strict=True) if column and row["folded"] is not False}
        unknown = next((row["definition"] for row, column in zip(parts, columns, strict=True) if not column), "")
        obstacle = ""
        if unknown:
            obstacle = f"it is on {unknown}"
        elif parts[0]["partial"]:
            obstacle = "it is on some rows only"
        elif not all(row["deterministic"] for row in parts):
            obstacle = "its collation is not deterministic"
        yield UniqueKeyOf(
            name, tuple(filter(None, columns)), frozenset(folded), not parts[0]["nulls_equal"], obstacle
        )  # fmt: skip


def _lowered(definition: str) -> str:
    found = LOWER.fullmatch(definition)
    return (found["bare"] or found["quoted"].replace('""', '"')) if found else ""


def _column(row: dict[str, Any]) -> TargetColumn:
    type, modifier = str(row["type"]), int(row["modifier"])
    length = precision = scale = None
    if modifier >= 0:
        # numerictypmodin() in src/backend/utils/adt/numeric.c: 16 bits of precision, then 11 of scale with its sign.
        if type == "numeric":
            precision, scale = (modifier - HEADER) >> 16 & 0xFFFF, ((modifier - HEADER & 0x7FF) ^ 1024) - 1024
        elif type in SECONDS:
            precision = modifier
        elif type == "interval":
            precision = modifier & 0xFFFF if modifier & 0xFFFF != 0xFFFF else None
        elif type in LENGTHS:
            length = modifier - HEADER
        elif type in BITS:
            length = modifier
    return TargetColumn(
        name=row["name"],
        type=type,
        declared=row["declared"],
        length=length,
        precision=precision,
        scale=scale,
        nullable=row["nullable"],
        has_default=row["has_default"],
        generated=row["generated"],
        identity=row["identity"],
        labels=tuple(row["labels"]),
    )
