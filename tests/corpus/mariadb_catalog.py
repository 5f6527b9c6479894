"""What MariaDB says of a database that has been loaded into it."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any, TypeAlias

import pymysql
import pymysql.cursors

from .catalog import Catalog, Check, Column, ForeignKey, Index, Part, Routine, Table, Trigger, View

Row = dict[str, Any]
Connection: TypeAlias = "pymysql.connections.Connection[pymysql.cursors.DictCursor]"

MOMENT = re.compile(r"(?:current_timestamp|now)(?:\(\d*\))?", re.IGNORECASE)
MEMBER = re.compile(r"'((?:[^']|'')*)'")
VALID = re.compile(r"json_valid\(`((?:[^`]|``)+)`\)", re.IGNORECASE)
NAME = re.compile(r"`((?:[^`]|``)+)`")
NOW = "now"
"""How a default that is the present moment is written in a catalog."""


def read(connection: Connection, database: str) -> Catalog:
    def ask(query: str) -> list[Row]:
        with connection.cursor() as cursor:
            cursor.execute(query, {"database": database})
            return [{key.lower(): value for key, value in row.items()} for row in cursor.fetchall()]

    columns, indexes = _grouped(ask(COLUMNS)), _grouped(ask(INDEXES))
    keys, checks = _grouped(ask(FOREIGN_KEYS)), _grouped(ask(CHECKS))
    partitions = {row["table_name"]: int(row["count"]) for row in ask(PARTITIONS)}
    tables = {}
    views = {}
    for row in ask(TABLES):
        name = row["table_name"]
        if row["table_type"] == "VIEW":
            views[name] = _view(connection, database, name, columns[name])
        elif row["table_type"] == "BASE TABLE":
            tables[name] = Table(
                name,
                {column["column_name"]: _column(connection, column, checks[name]) for column in columns[name]},
                _primary_key(indexes[name]),
                tuple(_indexes(indexes[name])),
                tuple(_foreign_keys(keys[name])),
                tuple(_checks(columns[name], checks[name])),
                row["table_comment"],
                partitions.get(name, 0),
                _count(connection, database, name),
            )
    triggers = tuple(
        Trigger(row["trigger_name"], row["event_object_table"], row["action_timing"], row["event_manipulation"])
        for row in ask(TRIGGERS)
    )
    events = tuple(row["event_name"] for row in ask(EVENTS))
    # The last of all, as some of them commit by themselves.
    routines = tuple(_routine(connection, database, row) for row in ask(ROUTINES))
    return Catalog(tables, views, triggers, routines, events)


def _grouped(rows: list[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["table_name"]].append(row)
    return found


def _column(connection: Connection, row: Row, checks: list[Row]) -> Column:
    type, extra = row["column_type"], row["extra"].lower()
    generated = row["generation_expression"] or ""
    identity = "auto_increment" in extra
    return Column(
        row["column_name"],
        type,
        row["is_nullable"] == "YES",
        None if generated or identity else _default(connection, row["column_default"]),
        generated,
        identity,
        row["column_comment"],
        "on update" in extra,
        tuple(map(_member, MEMBER.findall(type))) if type[:4] in ("enum", "set(") else (),
        any(
            (found := VALID.fullmatch(check["check_clause"])) and _bare(found[1]) == row["column_name"]
            for check in checks
        ),
    )


def _member(text: str) -> str:
    return text.replace("''", "'").replace("\\\\", "\\")


def _default(connection: Connection, text: str | None) -> str | None:
    """MariaDB writes a default as SQL: it is asked what that is."""
    if text is None or text.upper() == "NULL":
        return None
    if MOMENT.fullmatch(text):
        return NOW
    with connection.cursor() as cursor:
        try:
            cursor.execute(f"SELECT {text} AS value")
        except pymysql.err.Error:
            return text
        value = cursor.fetchall()[0]["value"]
    return value.decode("latin-1") if isinstance(value, bytes) else None if value is None else str(value)


def _part(row: Row) -> Part:
    return Part(row["column_name"], row["sub_part"])


def _by_index(rows: list[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["index_name"]].append(row)
    return found


def _primary_key(rows: list[Row]) -> tuple[Part, ...]:
    return tuple(_part(row) for row in _by_index(rows)["PRIMARY"])


def _indexes(rows: list[Row]) -> list[Index]:
    methods = {"FULLTEXT": "fulltext", "SPATIAL": "spatial"}
    return [
        Index(
            name,
            # What SPATIAL says of a length means nothing.
            tuple(Part(row["column_name"]) if row["index_type"] in methods else _part(row) for row in parts),
            not parts[0]["non_unique"],
            methods.get(parts[0]["index_type"], "btree"),
        )
        for name, parts in _by_index(rows).items()
        if name != "PRIMARY"
    ]


def _foreign_keys(rows: list[Row]) -> list[ForeignKey]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["constraint_name"]].append(row)
    return [
        ForeignKey(
            name,
            tuple(part["column_name"] for part in parts),
            parts[0]["referenced_table_name"],
            tuple(part["referenced_column_name"] for part in parts),
            parts[0]["delete_rule"],
            parts[0]["update_rule"],
        )
        for name, parts in found.items()
    ]


def _valid(check: Row) -> str:
    """The column that a check holds to be JSON."""
    found = VALID.fullmatch(check["check_clause"])
    return _bare(found[1]) if found else ""


def _bare(name: str) -> str:
    return name.replace("``", "`")


def _checks(columns: list[Row], rows: list[Row]) -> list[Check]:
    known = {column["column_name"].lower() for column in columns}
    return [
        Check(
            row["constraint_name"],
            frozenset(name for found in NAME.findall(row["check_clause"]) if (name := _bare(found).lower()) in known),
            row["check_clause"],
        )
        for row in rows
        if not VALID.fullmatch(row["check_clause"])
    ]


def _view(connection: Connection, database: str, name: str, columns: list[Row]) -> View:
    try:
        rows, problem = _count(connection, database, name), ""
    except pymysql.err.Error as error:
        rows, problem = 0, str(error)
    return View(name, tuple(column["column_name"] for column in columns), rows, problem)


def _count(connection: Connection, database: str, name: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) AS number FROM `{database}`.`{name.replace('`', '``')}`")
        return int(cursor.fetchall()[0]["number"])


def _routine(connection: Connection, database: str, row: Row) -> Routine:
    """With what calling it with NULL for everything comes to, where it asks for a column that is nowhere."""
    name, number, problem = row["routine_name"], int(row["arguments"]), ""
    is_function = row["routine_type"] == "FUNCTION"
    given = ", ".join("NULL" if is_function else f"@cfdb_{at}" for at in range(number))
    with connection.cursor() as cursor:
        try:
            cursor.execute("SET max_statement_time = 5")
            connection.begin()
            cursor.execute(f"{'SELECT' if is_function else 'CALL'} `{database}`.`{name}`({given})")
            while cursor.nextset():
                pass
        except pymysql.err.Error as error:
            problem = str(error) if error.args[:1] == (UNKNOWN_COLUMN,) else ""
        connection.rollback()
        cursor.execute("SET max_statement_time = 0")
    return Routine(name, is_function, number, problem)


UNKNOWN_COLUMN = 1054

TABLES = """
SELECT table_name, table_type, table_comment FROM information_schema.tables
WHERE table_schema = %(database)s ORDER BY table_name
"""

COLUMNS = """
SELECT table_name, column_name, column_type, is_nullable, column_default, generation_expression, extra, column_comment
FROM information_schema.columns WHERE table_schema = %(database)s ORDER BY table_name, ordinal_position
"""

INDEXES = """
SELECT table_name, index_name, column_name, sub_part, non_unique, index_type
FROM information_schema.statistics WHERE table_schema = %(database)s ORDER BY table_name, index_name, seq_in_index
"""

FOREIGN_KEYS = """
SELECT k.table_name, k.constraint_name, k.column_name, k.referenced_table_name, k.referenced_column_name,
       r.delete_rule, r.update_rule
FROM information_schema.key_column_usage k
JOIN information_schema.referential_constraints r
  ON r.constraint_schema = k.constraint_schema AND r.constraint_name = k.constraint_name AND r.table_name = k.table_name
WHERE k.table_schema = %(database)s AND r.constraint_schema = %(database)s AND k.referenced_table_name IS NOT NULL
ORDER BY k.table_name, k.constraint_name, k.ordinal_position
"""

CHECKS = """
SELECT table_name, constraint_name, check_clause FROM information_schema.check_constraints
WHERE constraint_schema = %(database)s ORDER BY table_name, constraint_name
"""

PARTITIONS = """
SELECT table_name, count(DISTINCT partition_name) AS count FROM information_schema.partitions
WHERE table_schema = %(database)s AND partition_name IS NOT NULL GROUP BY table_name
"""

TRIGGERS = """
SELECT trigger_name, event_object_table, action_timing, event_manipulation FROM information_schema.triggers
WHERE trigger_schema = %(database)s ORDER BY trigger_name
"""

ROUTINES = """
SELECT r.routine_name, r.routine_type,
       (SELECT count(*) FROM information_schema.parameters p WHERE p.specific_schema = %(database)s
        AND p.specific_name = r.specific_name AND p.routine_type = r.routine_type
        AND p.ordinal_position > 0) AS arguments
FROM information_schema.routines r WHERE r.routine_schema = %(database)s ORDER BY r.routine_name
"""

EVENTS = "SELECT event_name FROM information_schema.events WHERE event_schema = %(database)s ORDER BY event_name"
