"""Names as PostgreSQL takes them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from cfdb.model.schema import Schema

LONGEST = 63
"""Bytes of a name (NAMEDATALEN - 1); PostgreSQL would cut a longer one in silence."""

PLAIN = re.compile(r"[a-z_][a-z0-9_$]*")

WORDS = """
    all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both
    case cast char character check coalesce collate collation column concurrently constraint create cross
    current_catalog current_date current_role current_schema current_time current_timestamp current_user dec
    decimal default deferrable desc distinct do else end except exists extract false fetch float for foreign
    freeze from full grant greatest group grouping having ilike in initially inner inout int integer intersect
    interval into is isnull join json json_array json_arrayagg json_exists json_object json_objectagg json_query
    json_scalar json_serialize json_table json_value lateral leading least left like limit localtime
    localtimestamp merge_action national natural nchar none normalize not notnull null nullif numeric offset on
    only or order out outer overlaps overlay placing position precision primary real references returning right
    row select session_user setof similar smallint some substring symmetric system_user table tablesample then
    time timestamp to trailing treat trim true union unique user using values varchar variadic verbose when
    where window with xmlattributes xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi
    xmlroot xmlserialize xmltable
"""
RESERVED = frozenset(WORDS.split())
"""Words that need quotes somewhere (https://www.postgresql.org/docs/18/sql-keywords-appendix.html)."""

SYSTEM = frozenset({"ctid", "oid", "tableoid", "xmin", "xmax", "cmin", "cmax"})
"""Names that no column can have, not even in quotes."""


def quoted(name: str) -> str:
    """A name as it is written in SQL: bare where that means the same."""
    if PLAIN.fullmatch(name) and name not in RESERVED:
        return name
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as an SQL literal, whatever standard_conforming_strings says."""
    if "\\" in text:
        return " E'" + text.replace("\\", "\\\\").replace("'", "''") + "'"
    return "'" + text.replace("'", "''") + "'"


def shortened(name: str) -> str:
    """At most 63 bytes; what is cut is replaced by a digest of all, so that two names stay two."""
    raw = name.encode()
    if len(raw) <= LONGEST:
        return name
    digest = sha256(raw, usedforsecurity=False).hexdigest()[:8]
    return raw[: LONGEST - 9].decode(errors="ignore") + "_" + digest


@dataclass(frozen=True, slots=True)
class Names:
    """What the objects of a schema are called in PostgreSQL, by their names in MySQL in lower case.

    `columns` is by table and column. What is not in here keeps its name.
    """

    tables: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def table(self, name: str) -> str:
        return self.tables.get(name.lower(), name)

    def column(self, table: str, name: str) -> str:
        return self.columns.get((table.lower(), name.lower()), name)


def names_of(schema: Schema) -> Names:
    """The declared spelling of every table, view and column, shortened and out of the way of PostgreSQL's own."""
    tables = {name.lower(): shortened(name) for name in (*schema.tables, *schema.views)}
    columns = {
        (table.name.lower(), column.name.lower()): column_name(column.name)
        for table in schema.tables.values()
        for column in table.columns
    }
    return Names(tables, columns)


def column_name(name: str) -> str:
    return shortened(f"{name}_" if name.lower() in SYSTEM else name)
