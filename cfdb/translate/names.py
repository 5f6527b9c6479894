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

SYSTEM = frozenset({"ctid", "tableoid", "xmin", "xmax", "cmin", "cmax"})
"""Names that no column can have, not even in quotes."""


def quoted(name: str) -> str:
    """A name as it is written in SQL: bare where that means the same."""
    if PLAIN.fullmatch(name) and name not in RESERVED:
        return name
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as an SQL literal, whatever standard_conforming_strings says."""
    if "\\" in text:
        return "E'" + text.replace("\\", "\\\\").replace("'", "''") + "'"
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
    """What the objects of a schema are called in PostgreSQL, by their names in MySQL, and by those in lower case.

    `columns` and `enums`, the types of columns, are by table, likewise, and column in lower case; `programs` by kind
    (function, procedure, event, trigger, and on_update of a table) and name. What is not in here keeps its name.
    """

    tables: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[tuple[str, str], str] = field(default_factory=dict)
    enums: Mapping[tuple[str, str], str] = field(default_factory=dict)
    programs: Mapping[tuple[str, str], str] = field(default_factory=dict)
    foreign_keys: dict[tuple[str, str], str] = field(default_factory=dict)
    """By table and name, in lower case; there are none until they have been written."""

    def table(self, name: str) -> str:
        return self.tables.get(name) or self.tables.get(name.lower(), name)

    def column(self, table: str, name: str) -> str:
        return self.columns.get((table, name.lower())) or self.columns.get((table.lower(), name.lower()), name)

    def enum(self, table: str, column: str) -> str:
        """The type that an ENUM becomes."""
        found = self.enums.get((table, column.lower())) or self.enums.get((table.lower(), column.lower()))
        return found or shortened(f"{self.table(table)}_{self.column(table, column)}")

    def program(self, kind: str, name: str) -> str:
        """A function or procedure; of a trigger, or of a table for on_update, the function that it runs."""
        found = self.programs.get((kind, name)) or self.programs.get((kind, name.lower()))
        return found or shortened(f"{self.table(name)}_on_update" if kind == "on_update" else name)


def names_of(schema: Schema) -> Names:
    """The declared spelling of every object, shortened, out of the way of PostgreSQL's own, and of each other's."""
    # Two tables may differ by case alone: each is found by its own name, either of them by that in lower case.
    tables: dict[str, str] = {}
    taken: set[str] = set()
    for name in (*schema.tables, *schema.views):
        tables[name] = apart(name, taken)
    for name in (*schema.tables, *schema.views):
        tables.setdefault(name.lower(), tables[name])
    columns: dict[tuple[str, str], str] = {}
    for table in schema.tables.values():
        own: set[str] = set()
        # What keeps its name comes first, so that it does keep it.
        for column in sorted(table.columns, key=lambda column: column_name(column.name) != column.name):
            written = apart(column_name(column.name), own)
            columns[table.name, column.name.lower()] = written
            columns.setdefault((table.name.lower(), column.name.lower()), written)
    names = Names(tables, columns)
    return Names(tables, columns, _enums(schema, names, taken), _programs(schema, names))


def _enums(schema: Schema, names: Names, taken: set[str]) -> Mapping[tuple[str, str], str]:
    """A table has a type of its own name, so that no ENUM can be called like one."""
    found: dict[tuple[str, str], str] = {}
    for table in schema.tables.values():
        for column in table.columns:
            if column.type.name == "enum":
                own = apart(f"{names.table(table.name)}_{names.column(table.name, column.name)}", taken)
                found[table.name, column.name.lower()] = own
                found.setdefault((table.name.lower(), column.name.lower()), own)
    return found


def _programs(schema: Schema, names: Names) -> Mapping[tuple[str, str], str]:
    """Functions keep their names, then procedures; MySQL has a space of names for each kind, PostgreSQL one for all."""
    routines = schema.routines.values()
    wanted = [("function", routine.name, routine.name) for routine in routines if routine.returns is not None]
    wanted += [("procedure", routine.name, routine.name) for routine in routines if routine.returns is None]
    wanted += [("event", name, name) for name in schema.events]
    wanted += [("trigger", name, name) for name in schema.triggers]
    wanted += [
        ("on_update", table.name, f"{names.table(table.name)}_on_update")
        for table in schema.tables.values()
        if any(column.on_update for column in table.columns)
    ]
    found: dict[tuple[str, str], str] = {}
    taken: set[str] = set()
    for kind, name, own in wanted:
        found[kind, name] = apart(f"{own}_{kind}" if shortened(own) in taken else own, taken)
        found.setdefault((kind, name.lower()), found[kind, name])
    return found


def apart(wanted: str, taken: set[str]) -> str:
    """`wanted`, or that with a number, whichever is not `taken`; it is taken from now on."""
    name, number = shortened(wanted), 1
    while name in taken:
        number += 1
        name = shortened(f"{wanted}_{number}")
    taken.add(name)
    return name


def column_name(name: str) -> str:
    return shortened(f"{name}_" if name.lower() in SYSTEM else name)
