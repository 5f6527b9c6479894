"""What PostgreSQL says of a database that has been loaded into it."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

from .catalog import Catalog, Check, Column, ForeignKey, Index, Part, Routine, Table, Trigger, View
from .mariadb_catalog import NOW

Row = dict[str, Any]
Connection = psycopg.Connection[Any]

MOMENT = re.compile(r"\(*(?:CURRENT_TIMESTAMP|LOCALTIMESTAMP|now|CURRENT_TIME|CURRENT_DATE|LOCALTIME)\b.*", re.DOTALL)
ACTIONS = {"a": "NO ACTION", "r": "RESTRICT", "c": "CASCADE", "n": "SET NULL", "d": "SET DEFAULT"}
CUT = re.compile(
    r"\b(?:\"?left\"?|substring|\"substring\")\((.*?)(?:, 1)?, (\d+)\)|substring\((.*?) from 1 for (\d+)\)", re.I
)
BEFORE, INSERT, DELETE, UPDATE = 2, 4, 8, 16
"""Bits of pg_trigger.tgtype."""

MISSING = ("42883", "42P01", "42703", "42601", "42P02", "42725", "42804", "42846", "42702", "0A000")
"""What a routine cannot be blamed on its arguments for: functions, tables, columns that do not exist, wrong types."""


def read(connection: Connection) -> Catalog:
    def ask(query: str) -> list[Row]:
        return connection.cursor(row_factory=dict_row).execute(query).fetchall()

    columns, indexes = _grouped(ask(COLUMNS)), _grouped(ask(INDEXES))
    keys, checks, triggers = _grouped(ask(FOREIGN_KEYS)), _grouped(ask(CHECKS)), ask(TRIGGERS)
    by_table = _grouped(triggers)
    tables, views = {}, {}
    for row in ask(RELATIONS):
        name = row["name"]
        if row["kind"] == "v":
            views[name] = _view(connection, name, columns[name])
            continue
        own = [_index(index) for index in indexes[name]]
        tables[name] = Table(
            name,
            {column["name"]: _column(connection, column, by_table[name]) for column in columns[name]},
            next((index.parts for index, raw in zip(own, indexes[name], strict=True) if raw["is_primary"]), ()),
            tuple(index for index, raw in zip(own, indexes[name], strict=True) if not raw["is_primary"]),
            tuple(_foreign_key(key) for key in keys[name]),
            tuple(Check(check["name"], frozenset(check["columns"]), check["text"]) for check in checks[name]),
            row["comment"] or "",
            row["partitions"],
            _count(connection, name),
        )
    routines = tuple(_routine(connection, row) for row in ask(ROUTINES))
    return Catalog(tables, views, tuple(found for row in triggers for found in _triggers(row)), routines)


def _grouped(rows: list[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["table"]].append(row)
    return found


def _column(connection: Connection, row: Row, triggers: list[Row]) -> Column:
    name = row["name"]
    default = row["default"]
    identity = bool(row["identity"]) or (default or "").startswith("nextval(")
    sets = re.compile(rf"NEW\.\"?{re.escape(name)}\"? := (?:CURRENT_TIMESTAMP|LOCALTIMESTAMP)", re.IGNORECASE)
    return Column(
        name,
        row["type"],
        not row["not_null"],
        None if identity or row["generated"] else _default(connection, default),
        default if row["generated"] else "",
        identity,
        row["comment"] or "",
        any(
            trigger["type"] & BEFORE and trigger["type"] & UPDATE and sets.search(trigger["source"])
            for trigger in triggers
        ),
        tuple(row["members"] or ()),
        row["type"] in ("json", "jsonb"),
    )


def _default(connection: Connection, text: str | None) -> str | None:
    if text is None:
        return None
    if MOMENT.fullmatch(text):
        return NOW
    try:
        found = connection.execute(f"SELECT ({text})::text".encode()).fetchone()
    except psycopg.Error:
        return text
    return None if found is None or found[0] is None else str(found[0])


def _index(row: Row) -> Index:
    parts = tuple(_part(column, text) for column, text in zip(row["columns"], row["texts"], strict=True))
    method = {"gin": "fulltext", "gist": "spatial"}.get(row["method"], "btree")
    if method == "fulltext":
        parts = tuple(Part(column) for column in row["uses"])
    return Index(row["name"], parts, row["is_unique"], method)


def _part(column: str | None, text: str) -> Part:
    if column:
        return Part(column)
    found = CUT.search(text)
    if found is None:
        return Part("", expression=text)
    inner = (found[1] or found[3]).strip().strip("()").split("::")[0].strip("()").strip('"')
    return Part(inner, int(found[2] or found[4]))


def _foreign_key(row: Row) -> ForeignKey:
    return ForeignKey(
        row["name"], tuple(row["columns"]), row["target"], tuple(row["references"]),
        ACTIONS[row["on_delete"]], ACTIONS[row["on_update"]],
    )  # fmt: skip


def _triggers(row: Row) -> list[Trigger]:
    timing = "BEFORE" if row["type"] & BEFORE else "AFTER"
    events = (("INSERT", INSERT), ("DELETE", DELETE), ("UPDATE", UPDATE))
    return [Trigger(row["name"], row["table"], timing, event) for event, bit in events if row["type"] & bit]


def _view(connection: Connection, name: str, columns: list[Row]) -> View:
    try:
        rows, problem = _count(connection, name), ""
    except psycopg.Error as error:
        rows, problem = 0, str(error)
    return View(name, tuple(column["name"] for column in columns), rows, problem)


def _count(connection: Connection, name: str) -> int:
    found = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name))).fetchone()
    return int(found[0]) if found else 0


def _routine(connection: Connection, row: Row) -> Routine:
    return Routine(row["name"], row["kind"] == "f", row["arguments"], _tried(connection, row))


def _tried(connection: Connection, row: Row) -> str:
    """What calling it with NULL for everything comes to, where that is a fault of the routine."""
    arguments = ", ".join(f"NULL::{type}" for type in row["types"])
    name = sql.Identifier(row["name"]).as_string(connection)
    verb = "SELECT" if row["kind"] == "f" else "CALL"
    try:
        with connection.transaction(force_rollback=True):
            connection.execute("SET LOCAL statement_timeout = '5s'")
            connection.execute(f"{verb} {name}({arguments})".encode())
    except psycopg.Error as error:
        if error.sqlstate in MISSING:
            return str(error).split("\n", 1)[0]
    return ""


RELATIONS = """
SELECT c.relname AS name, c.relkind AS kind, obj_description(c.oid, 'pg_class') AS comment,
       (SELECT count(*) FROM pg_inherits i WHERE i.inhparent = c.oid) AS partitions
FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v') AND NOT c.relispartition
ORDER BY 1
"""

COLUMNS = """
SELECT c.relname AS "table", a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull AS not_null,
       pg_get_expr(d.adbin, d.adrelid) AS "default", a.attgenerated <> '' AS generated, a.attidentity <> '' AS identity,
       col_description(c.oid, a.attnum) AS comment,
       (SELECT array_agg(e.enumlabel::text ORDER BY e.enumsortorder) FROM pg_enum e
        WHERE e.enumtypid = a.atttypid) AS members
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v') AND NOT c.relispartition
ORDER BY 1, a.attnum
"""

INDEXES = """
SELECT c.relname AS "table", x.relname AS name, i.indisunique AS is_unique, i.indisprimary AS is_primary,
       m.amname AS method,
       (SELECT array_agg(a.attname::text ORDER BY k.at)
        FROM unnest(i.indkey::int[]) WITH ORDINALITY k(number, at)
        LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.number AND k.number > 0) AS columns,
       (SELECT array_agg(pg_get_indexdef(x.oid, k.at::int, true) ORDER BY k.at)
        FROM unnest(i.indkey::int[]) WITH ORDINALITY k(number, at)) AS texts,
       ARRAY(SELECT a.attname::text FROM pg_depend d
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid
        WHERE d.classid = 'pg_class'::regclass AND d.objid = x.oid AND d.refobjid = c.oid AND d.refobjsubid > 0) AS uses
FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_class x ON x.oid = i.indexrelid
JOIN pg_am m ON m.oid = x.relam
WHERE c.relnamespace = 'public'::regnamespace AND NOT c.relispartition ORDER BY 1, 2
"""

FOREIGN_KEYS = """
SELECT c.relname AS "table", k.conname AS name, t.relname AS target,
       k.confdeltype::text AS on_delete, k.confupdtype::text AS on_update,
       (SELECT array_agg(a.attname::text ORDER BY n.at) FROM unnest(k.conkey) WITH ORDINALITY n(number, at)
        JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = n.number) AS columns,
       (SELECT array_agg(a.attname::text ORDER BY n.at) FROM unnest(k.confkey) WITH ORDINALITY n(number, at)
        JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = n.number) AS "references"
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class t ON t.oid = k.confrelid
WHERE k.contype = 'f' AND k.conparentid = 0 AND c.relnamespace = 'public'::regnamespace ORDER BY 1, 2
"""

CHECKS = """
SELECT c.relname AS "table", k.conname AS name, pg_get_constraintdef(k.oid) AS text,
       ARRAY(SELECT lower(a.attname::text) FROM pg_attribute a
        WHERE a.attrelid = c.oid AND a.attnum = ANY (k.conkey)) AS columns
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
WHERE k.contype = 'c' AND c.relnamespace = 'public'::regnamespace AND NOT c.relispartition ORDER BY 1, 2
"""

TRIGGERS = """
SELECT c.relname AS "table", t.tgname AS name, t.tgtype::int AS type, p.prosrc AS source
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
WHERE NOT t.tgisinternal AND c.relnamespace = 'public'::regnamespace AND NOT c.relispartition ORDER BY 1, 2
"""

ROUTINES = """
SELECT p.proname AS name, p.prokind::text AS kind,
       coalesce(array_length(coalesce(p.proallargtypes, p.proargtypes::oid[]), 1), 0) AS arguments,
       ARRAY(SELECT format_type(t.type, NULL)
             FROM unnest(CASE WHEN p.prokind = 'p' THEN coalesce(p.proallargtypes, p.proargtypes::oid[])
                         ELSE p.proargtypes::oid[] END) WITH ORDINALITY t(type, at) ORDER BY t.at) AS types
FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prorettype <> 'trigger'::regtype ORDER BY 1
"""
