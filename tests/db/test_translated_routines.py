"""Routines and triggers as they are translated: the same calls on MariaDB and on PostgreSQL, the same answers.

A case is a script of MySQL, tests/translate/routines/<name>.sql, and beside it <name>.calls with a statement a line.
`?` is an OUT argument, `?(5)` an INOUT one. Ahead of a call, `~` says that its answers may differ, but not whether it
fails, and `+` that MySQL's result sets are one here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pymysql
import pytest
from psycopg.rows import tuple_row
from stage import VERSIONS, MySQLServer, Servers, mysql_connection

from cfdb.model.policies import Policies
from cfdb.model.script import Source
from cfdb.syntax import mysql
from cfdb.translate.translation import translate

CASES = sorted((Path(__file__).parent.parent / "translate" / "routines").glob("*.calls"))
OUT = re.compile(r"\?(?:\(([^)]*)\))?")
CALL = re.compile(r"CALL\s+(\w+)\s*\((.*)\)", re.IGNORECASE | re.DOTALL)

Answer = tuple[Any, ...]


@pytest.mark.parametrize("case", CASES, ids=lambda path: str(path.stem))
def test_answers_are_the_same(case: Path, servers: Servers) -> None:
    script = case.with_suffix(".sql")
    lines = [line for line in case.read_text().splitlines() if line.strip() and not line.startswith("--")]
    wanted = list(on_mysql(script, lines, servers.mysql()))
    with servers.get(VERSIONS[0]).database() as url:
        found = list(on_postgresql(script, lines, url))
    for line, before, after in zip(lines, wanted, found, strict=True):
        if line.startswith("~"):
            assert (line, after[:1] == ("error",)) == (line, before[:1] == ("error",))
            continue
        as_one = ([row for result in before for row in result],) if line.startswith("+") else before
        assert (line, after) == (line, as_one)


MARKS = "~+ "


def on_mysql(script: Path, lines: list[str], server: MySQLServer) -> Iterator[Answer]:
    with server.database() as url, closing(mysql_connection(url)) as connection, connection.cursor() as cursor:
        cursor.execute("SET time_zone = '+00:00'")
        text = script.read_bytes()
        for statement in mysql.scan(text, lambda _: None):
            cursor.execute(text[statement.start : statement.end].decode())
        # Names in double quotes, as PostgreSQL has them; and MariaDB's procedures may not call themselves at first.
        cursor.execute("SET sql_mode = CONCAT(@@sql_mode, ',ANSI_QUOTES'), max_sp_recursion_depth = 50")
        for line in lines:
            yield answer_of_mysql(cursor, line.lstrip(MARKS))


def answer_of_mysql(cursor: Any, line: str) -> Answer:
    given: list[str] = []

    def named(found: re.Match[str]) -> str:
        cursor.execute(f"SET @out_{len(given)} = {found[1] or 'NULL'}")
        given.append(f"@out_{len(given)}")
        return given[-1]

    called = CALL.fullmatch(line)
    if called:
        line = f"CALL {called[1]}({OUT.sub(named, called[2])})"
    results: list[Any] = []
    try:
        cursor.execute(line)
        while True:
            if cursor.description:
                results.append(rows(cursor.fetchall()))
            if not cursor.nextset():
                break
        if given:
            cursor.execute(f"SELECT {', '.join(given)}")
            results.append(rows(cursor.fetchall()))
    except pymysql.Error as error:
        return failure(cursor, error)
    return tuple(result for result in results if result)


def failure(cursor: Any, error: pymysql.Error) -> Answer:
    """What a program signals is the same to the letter; the server's own errors have texts of their own."""
    number, message = error.args
    cursor.execute("SHOW WARNINGS")
    own = number in (1644, 1643, 1642) or "Unhandled" in message
    return ("error", message) if own else ("error",)


def on_postgresql(script: Path, lines: list[str], url: str) -> Iterator[Answer]:
    translation = translate([Source(script, script.read_bytes())], Policies())
    with psycopg.connect(url, autocommit=True, row_factory=tuple_row) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        for statement in translation.script():
            connection.execute(statement)
        for line in lines:
            yield answer_of_postgresql(connection, line.lstrip(MARKS))


def answer_of_postgresql(connection: psycopg.Connection, line: str) -> Answer:
    called = CALL.fullmatch(line)
    try:
        if called:
            return call(connection, called[1], called[2])
        cursor = connection.execute(line.encode())
        found = rows(cursor.fetchall()) if cursor.description else []
    except psycopg.Error as error:
        raised = "at RAISE" in (error.diag.context or "").partition("\n")[0] and error.sqlstate not in (
            "P0002",
            "42703",
        )
        return ("error", error.diag.message_primary) if raised else ("error",)
    return (found,) if found else ()


def call(connection: psycopg.Connection, name: str, arguments: str) -> Answer:
    kind, cursors, commits = connection.execute(
        "SELECT prokind, coalesce(array_length(array_positions(coalesce(proallargtypes, proargtypes::oid[]),"
        " 'refcursor'::regtype::oid), 1), 0), prosrc ~ '^ *(COMMIT|ROLLBACK);' OR prosrc ~ '\\n *(COMMIT|ROLLBACK);'"
        " FROM pg_proc WHERE proname = %s AND pronamespace = 'public'::regnamespace",
        (name,),
    ).fetchone() or ("", 0, False)
    given = OUT.sub(lambda found: found[1] or "NULL", arguments)
    if kind == "f":
        result = rows(connection.execute(f"SELECT * FROM {name}({given})".encode()).fetchall())
        return (result,) if result else ()
    listed = ", ".join([*([given] if given.strip() else []), *["NULL"] * cursors])
    statement = f"CALL {name}({listed})".encode()
    if commits:
        return outs(connection.execute(statement), 0)
    with connection.transaction():
        cursor = connection.execute(statement)
        answer = cursor.fetchone() if cursor.description else None
        if answer is None:
            return ()
        own, portals = answer[: len(answer) - cursors], answer[len(answer) - cursors :]
        results = [
            rows(connection.execute(f'FETCH ALL FROM "{portal}"'.encode()).fetchall()) for portal in portals if portal
        ]
        if own:
            results.append(rows([own]))
        return tuple(result for result in results if result)


def outs(cursor: Any, cursors: int) -> Answer:
    answer = cursor.fetchone() if cursor.description else None
    return (rows([answer]),) if answer else ()


def rows(found: Any) -> list[tuple[Any, ...]]:
    return [tuple(map(plain, row)) for row in found]


def plain(value: Any) -> Any:
    """As both drivers would show it."""
    match value:
        case bool():
            return int(value)
        case float():
            return Decimal(f"{value:.10g}").normalize() if value else Decimal(0)
        case Decimal():
            return Decimal(f"{value:f}").normalize() if value else Decimal(0)
        case int():
            return Decimal(value).normalize() if value else Decimal(0)
        case datetime():
            return value.replace(tzinfo=None).isoformat()
        case timedelta():
            return str((datetime(2000, 1, 1, tzinfo=UTC) + value).time())
        case date() | time():
            return value.isoformat()
        case bytes():
            return value.decode(errors="replace")
    return value
