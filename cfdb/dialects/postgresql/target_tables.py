"""The tables that rows are to be written into, as their server describes them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

from cfdb.dialects.postgresql.failures import translated
from cfdb.dialects.postgresql.queries import query
from cfdb.model.copy import TargetColumn
from cfdb.model.move import ForeignKeyOf, TargetTable, UniqueKeyOf

HEADER = 4
"""Bytes that atttypmod counts for the header of a value: VARHDRSZ in src/include/c.h."""

SECONDS = ("timestamp", "timestamptz", "time", "timetz")
LENGTHS = ("varchar", "bpchar")
BITS = ("bit", "varbit")

LOWER = re.compile(r'lower\(\(?(?:"(?P<quoted>(?:[^"]|"")+)"|(?P<bare>\w+))\)?(?:::text)?\)')
"""An expression of an index that is a column without regard to case, as pg_get_indexdef writes it."""


def find(connection: psycopg.Connection, name: str) -> str | None:
    """The qualified and quoted name of the table that a mapping calls `name`, perhaps with its schema before a dot."""
    schema, _, bare = name.rpartition(".")
    with translated():
        row = connection.execute(query("moves/find"), {"name": bare, "schema": schema or None}).fetchone()
    return str(row[0]) if row else None


def names(connection: psycopg.Connection, among: Sequence[str]) -> list[str]:
    """The tables that can be named without their schema and whose names, in lower case, are among these."""
    with translated():
        return [str(name) for (name,) in connection.execute(query("moves/names"), {"names": list(among)})]


def describe(connection: psycopg.Connection, name: str) -> TargetTable:
    """The table of a qualified, quoted name."""
    with translated():
        columns = _rows(connection, "moves/columns", name)
        keys = _rows(connection, "moves/references", name)
        unique = _rows(connection, "moves/unique_keys", name)
        (table,) = _rows(connection, "moves/table", name)
        has_rows = (
            table["writable"]
            and connection.execute(sql.SQL("SELECT EXISTS (SELECT FROM {})").format(sql.SQL(name))).fetchone()
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
        fixed_sequences=frozenset(
            row["sequence"] for row in columns if row["sequence"] and not _may_set(connection, row)
        ),
    )


def _rows(connection: psycopg.Connection, name: str, table: str) -> list[dict[str, Any]]:
    return connection.cursor(row_factory=dict_row).execute(query(name), {"table": table}).fetchall()


def _may_set(connection: psycopg.Connection, row: dict[str, Any]) -> bool:
    asked = "SELECT has_sequence_privilege(%(name)s, 'SELECT') AND has_sequence_privilege(%(name)s, 'UPDATE')"
    with translated():
        found = connection.execute(asked, {"name": row["sequence"]}).fetchone()
    return bool(found and found[0])


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
