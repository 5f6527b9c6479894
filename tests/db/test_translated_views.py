"""The views of tests/translate/views on a real MariaDB and, translated, on PostgreSQL: the same rows, or a reason.

The newest PostgreSQL has the policies that are usual, the oldest the other ones: both see every script.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest
from stage import VERSIONS, MySQLDatabase, Servers

from cfdb.model.policies import Policies
from cfdb.model.schema import Column, Origin, Schema, Table
from cfdb.model.script import Source
from cfdb.translate.agreement import agreed
from cfdb.translate.names import names_of, quoted
from cfdb.translate.reading.script import Reader
from cfdb.translate.types import is_boolean
from cfdb.translate.values import Untranslatable
from cfdb.translate.views import view
from cfdb.translate.writing import indexes, tables
from cfdb.translate.writing.piece import Writer

SCRIPTS = sorted((Path(__file__).parents[1] / "translate" / "views").glob("*.sql"))

POLICIES = [Policies(), Policies(tinyint1="boolean", enum="check", unsigned="same", collation="lower")]
UNTRANSLATABLE: dict[str, str] = {}
"""Views that have no counterpart, with the reason that is given."""

CASELESS = {"admins_by_number", "managers_or_staff", "titles_counted"}
"""Views that show less where a comparison tells case apart, which their notes then say."""

UNORDERED = {"statuses_in_order"}
"""Views whose rows come in another order where an ENUM is a text."""


def reported(code: str, message: str, origin: Origin) -> None:
    raise AssertionError(f"{origin.line}: {code} {message}")


def schema_of(script: Path, policies: Policies) -> Schema:
    reader = Reader(reported)
    reader.read(Source(script, script.read_bytes()))
    return agreed(reader.schema(), policies)


def statements(script: Path) -> Iterator[str]:
    for statement in script.read_text(encoding="utf-8").split(";\n"):
        if statement.strip():
            yield statement


def comparable(value: Any) -> Any:
    """A value as both drivers have it."""
    match value:
        case bool() | int() | float() | Decimal():
            return round(float(value), 6)
        case timedelta():
            return value.total_seconds()
        case time():
            return timedelta(hours=value.hour, minutes=value.minute, seconds=value.second).total_seconds()
        case datetime():
            return value.replace(tzinfo=None).isoformat(" ")
        case list():
            return ",".join(value)
        case bytes():
            return value.decode()
        case date():
            return value.isoformat()
    return value


def rows_of(found: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return [tuple(map(comparable, row)) for row in found]


def in_any_order(found: list[tuple[Any, ...]]) -> list[str]:
    return sorted(map(repr, found))


def filled(table: Table, mysql: MySQLDatabase, connection: psycopg.Connection, writer: Writer) -> None:
    columns = ", ".join(quoted(writer.names.column(table.name, column.name)) for column in table.columns)
    marks = ", ".join("%s" for _ in table.columns)
    into = f"INSERT INTO {quoted(table.name)} ({columns}) OVERRIDING SYSTEM VALUE VALUES ({marks})"
    for row in mysql.rows(f"SELECT * FROM `{table.name}`"):
        values = [given(value, column, writer) for value, column in zip(row, table.columns, strict=True)]
        connection.execute(into.encode(), values)


def given(value: Any, column: Column, writer: Writer) -> Any:
    """A value as a column of PostgreSQL takes it."""
    if value is None:
        return None
    if column.type.name == "set":
        return [part for part in value.split(",") if part]
    if isinstance(value, timedelta):
        return (datetime(2000, 1, 1, tzinfo=UTC) + value).time()
    return bool(value) if is_boolean(column, writer.policies) else value


@pytest.mark.parametrize(
    ("version", "policies"), [(VERSIONS[0], POLICIES[0]), (VERSIONS[-1], POLICIES[1])], ids=["usual", "others"]
)
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_views_show_the_same_rows(
    script: Path, version: str, policies: Policies, mysql: MySQLDatabase, servers: Servers
) -> None:
    """Every view of a script, under different policies."""
    server = servers.get(version)
    schema = schema_of(script, policies)
    mysql.run("SET NAMES utf8mb4", *statements(script))
    writer = Writer(schema, names_of(schema), policies)
    for table in schema.tables.values():
        tables.write(writer, table)
    indexes.write(writer)
    wrong: list[str] = []
    with server.database() as url, psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET TimeZone TO 'UTC'")
        for piece in sorted(writer.pieces, key=lambda piece: piece.stage):
            connection.execute(piece.sql.encode())
        for table in schema.tables.values():
            filled(table, mysql, connection, writer)
        for declared in schema.views.values():
            problem = difference(declared.name, schema, writer, mysql, connection)
            if problem != UNTRANSLATABLE.get(declared.name, ""):
                wrong.append(f"{declared.name}: {problem}")
    assert not wrong, "\n\n".join(wrong)


def difference(name: str, schema: Schema, writer: Writer, mysql: MySQLDatabase, connection: psycopg.Connection) -> str:
    """What is wrong with a view; empty where nothing is."""
    declared = schema.views[name]
    try:
        expression = view(declared, schema=schema, names=writer.names, policies=writer.policies)
    except Untranslatable as error:
        return error.reason
    sql = expression.sql
    try:
        connection.execute(sql.encode())
        cursor = connection.execute(f"SELECT * FROM {quoted(name)}".encode())
        found = rows_of(cursor.fetchall())
    except psycopg.Error as error:
        return f"{error}\n{sql}"
    heads = [column.name for column in cursor.description or []]
    wanted = rows_of(mysql.rows(f"SELECT * FROM `{name}`"))
    columns = mysql.column(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = DATABASE()"
        f" AND table_name = '{name}' ORDER BY ordinal_position"
    )
    if heads != columns:
        return f"columns {heads} instead of {columns}\n{sql}"
    same = found == wanted if "ORDER BY" in sql.rpartition("\n")[2] else in_any_order(found) == in_any_order(wanted)
    if name in UNORDERED and writer.policies.enum == "check":
        assert any("ordered by their names" in note for note in expression.notes)
        return "" if in_any_order(found) == in_any_order(wanted) else f"rows {found} instead of {wanted}"
    if name in CASELESS and writer.policies.collation == "report":
        assert not same
        assert any("their case, which MySQL does not tell apart here" in note for note in expression.notes)
        return ""
    return "" if same else f"rows\n  {found}\ninstead of\n  {wanted}\n{sql}"
