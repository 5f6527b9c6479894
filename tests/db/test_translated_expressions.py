"""Every expression of tests/translate/expressions gives the same answers on both sides, or is refused by name."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from decimal import Decimal
from typing import Any

import psycopg
import pymysql
import pytest
from expression_cases import (
    COLUMNS,
    FAMILIES,
    NEWER,
    POLICIES,
    ROWS,
    TABLE,
    Translated,
    lines,
    normal,
    policies_of,
    postgresql_table,
    translation,
)
from stage import VERSIONS, Server, Servers, mysql_connection

from cfdb.model.policies import Policies
from cfdb.translate.values import Kind

Ask = Callable[[str], list[Any]]

OTHER_POLICIES = Policies(collation="lower", tinyint1="boolean", enum="check")

ONLY_HERE = {"moments"}
"""Families whose answers are other ones each time, or that MariaDB does not have: they are only run."""

OTHERWISE = {
    "MIN(state)": "in which order texts are is up to the database's collation",
    "GROUP_CONCAT(id ORDER BY n, id)": "MariaDB takes NULL for 0 here",
    "GROUP_CONCAT(id ORDER BY n DESC, id)": "MariaDB takes NULL for 0 here",
    "LOCATE('', name, n)": "MariaDB finds nothing behind the end, and counts bytes",
    "LOCATE('', name, 3)": "MariaDB finds nothing behind the end, and counts bytes",
    "FROM_UNIXTIME(u)": "MariaDB ends in 2038, as MySQL did before 8.0.28",
    "STR_TO_DATE('', '%Y-%m-%d')": "0000-00-00 without a strict sql_mode",
    "REGEXP_REPLACE(word, 'b', '[$0]')": "MariaDB writes \\\\0",
    "PI()": "MySQL shows six decimals of it, and has more",
    "ANY_VALUE(n) IS NULL OR TRUE": "MariaDB has no such function",
    "CAST(JSON_EXTRACT(doc, '$.a') AS UNSIGNED)": "MariaDB has texts in their quotes here, and -1 is a large number",
    "JSON_CONTAINS(doc, '1', '$.a')": "MariaDB says 0 of a place that is not there",
    "JSON_CONTAINS(doc, '2', '$.list')": "MariaDB says 0 of a place that is not there",
    "JSON_CONTAINS(doc, '\"x\"', '$.name')": "MariaDB says 0 of a place that is not there",
    "JSON_KEYS(doc)": "MariaDB has keys in the order in which they were written",
    "LAG(n, 1, 0) OVER (ORDER BY id)": "MariaDB has no third argument",
    "IF(JSON_SEARCH(doc, 'one', '_') IS NULL, 'no', 'yes')": "MariaDB looks into numbers, too",
    "TIME_TO_SEC(TIMEDIFF(at, fine))": "MariaDB keeps parts of a second",
    "JSON_CONTAINS(doc, '{\"x\": 1}', '$.inner')": "MariaDB says 0 of a place that is not there",
    "JSON_ARRAY_APPEND(doc, '$.list', 5)": "MariaDB says NULL where nothing is there",
    "JSON_ARRAY_APPEND(doc, '$.a', 'x')": "MariaDB says NULL where nothing is there",
    "JSON_EXTRACT(doc, '$.a', '$.name')": "MariaDB has the order of the document",
    "doc->'$.*'": "MariaDB has keys in the order in which they were written",
    "doc->>'$.*'": "MariaDB has keys in the order in which they were written",
    "doc->'$.list[last]'": "MariaDB does not find it in a list of texts",
    "doc->'$.list[last-1]'": "MariaDB does not find it in a list of texts",
}
"""What is answered as MySQL 8 does, and not as MariaDB, and why."""

BY_ICU = {
    "UPPER(name)": "it makes SS of ß",
    "word COLLATE utf8mb4_general_ci = 'ABC'": "the column tells case apart, which a note says",
}

ARROW = re.compile(r"([\w.]+|\))(->>?)('[^']*')")


@pytest.fixture(scope="module")
def mariadb(servers: Servers) -> Iterator[Ask]:
    with servers.mysql().database() as url, closing(mysql_connection(url)) as connection:
        cursor = connection.cursor()
        cursor.execute("SET time_zone = '+00:00', sql_mode = ''")
        cursor.execute(TABLE.decode())
        marks = ", ".join(["%s"] * len(COLUMNS))
        cursor.executemany(f"INSERT INTO t VALUES ({marks})", ROWS)

        def ask(query: str) -> list[Any]:
            cursor.execute(query)
            return [normal(row[0]) for row in cursor.fetchall()]

        yield ask


@contextmanager
def translated_table(servers: Servers, policies: Policies, version: str = VERSIONS[-1]) -> Iterator[Ask]:
    server: Server = servers.get(version)
    with server.database() as url, psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute(postgresql_table(policies).encode())
        marks = ", ".join(["%s"] * len(COLUMNS))
        for row in ROWS:
            values = [_given(name, value, policies) for name, value in zip(COLUMNS, row, strict=True)]
            connection.execute(f"INSERT INTO t VALUES ({marks})".encode(), values)

        def ask(query: str) -> list[Any]:
            cursor = connection.execute(query.encode())
            return [normal(row[0]) for row in cursor.fetchall()] if cursor.description else []

        yield ask


@pytest.fixture(scope="module")
def postgresql(servers: Servers) -> Iterator[Ask]:
    with translated_table(servers, POLICIES) as ask:
        yield ask


@pytest.fixture(scope="module")
def newest_postgresql(servers: Servers) -> Iterator[Ask]:
    with translated_table(servers, policies_of(NEWER), VERSIONS[0]) as ask:
        yield ask


@pytest.fixture(scope="module", params=["citext", "nondeterministic"])
def caseless_postgresql(request: pytest.FixtureRequest, servers: Servers) -> Iterator[tuple[Policies, Ask]]:
    """Of a server that has the extension citext, and ICU, which the one that comes with cfdb has not."""
    if VERSIONS[-1] != "15":
        pytest.skip("no PostgreSQL of Debian's is here")
    policies = replace(POLICIES, collation=request.param)
    with translated_table(servers, policies) as ask:
        yield policies, ask


@pytest.fixture(scope="module")
def other_postgresql(servers: Servers) -> Iterator[Ask]:
    with translated_table(servers, OTHER_POLICIES) as ask:
        yield ask


def _given(name: str, value: Any, policies: Policies) -> Any:
    """As a column of PostgreSQL takes it."""
    if value is None:
        return None
    match name:
        case "tags":
            return value.split(",") if value else []
        case "bits":
            return f"{value:04b}"
        case "flag" if policies.tinyint1 == "boolean":
            return bool(value)
    return value


def same(left: Any, right: Any, kind: Kind) -> bool:
    if left is None or right is None:
        return left is right
    if kind is Kind.JSON:
        return bool(json.loads(left) == right)
    if isinstance(left, bytes) != isinstance(right, bytes):
        left, right = (one.encode() if isinstance(one, str) else one for one in (left, right))
    if isinstance(left, str) != isinstance(right, str):
        return str(left) == str(right)
    if isinstance(left, float) or isinstance(right, float):
        return math.isclose(float(left), float(right), rel_tol=1e-9, abs_tol=1e-12)
    if isinstance(left, int | Decimal) and isinstance(right, int | Decimal):
        return Decimal(left) == Decimal(right)
    return bool(left == right)


def for_mariadb(line: str) -> str:
    """MariaDB has no -> and ->>."""

    def call(found: re.Match[str]) -> str:
        extract = f"JSON_EXTRACT({found[1]}, {found[3]})"
        return f"JSON_UNQUOTE({extract})" if found[2] == "->>" else extract

    return ARROW.sub(call, line)


def some(line: str, found: Translated, query: str, mariadb: Ask, postgresql: Ask) -> str:
    """Row by row, where it is known that a row can raise an error."""
    for row in ROWS:
        only = query.replace("FROM t", f"FROM t WHERE id = {row[0]}")
        try:
            here = postgresql(only.replace("{}", found.sql))
        except psycopg.DataError:
            continue
        there = mariadb(only.replace("{}", for_mariadb(line)))
        if not same(there[0], here[0], found.kind):
            return f"{line}\n    {found.sql}\n    MariaDB    {there}\n    PostgreSQL {here}"
    return ""


def problem(line: str, found: Translated, query: str, mariadb: Ask, postgresql: Ask) -> str:
    try:
        here = postgresql(query.replace("{}", found.sql))
    except psycopg.Error as error:
        if isinstance(error, psycopg.DataError) and any("raises an error" in note for note in found.notes):
            return some(line, found, query, mariadb, postgresql)
        return f"{line}\n    {found.sql}\n    {str(error).splitlines()[0]}"
    try:
        there = mariadb(query.replace("{}", for_mariadb(line)))
    except pymysql.Error as error:
        return f"{line}\n    MariaDB: {error}"
    if len(here) == len(there) and all(same(*pair, found.kind) for pair in zip(there, here, strict=True)):
        return ""
    return f"{line}\n    {found.sql}\n    MariaDB    {there}\n    PostgreSQL {here}"


@pytest.mark.parametrize("family", FAMILIES)
def test_answers_are_the_same(family: str, mariadb: Ask, request: pytest.FixtureRequest) -> None:
    postgresql: Ask = request.getfixturevalue("newest_postgresql" if family == NEWER else "postgresql")
    query = "SELECT {} FROM t" if family == "aggregates" else "SELECT {} AS x FROM t ORDER BY id"
    problems: list[str] = []
    judged = 0
    for line in lines(family):
        found = translation(line, policies=policies_of(family))
        if found.refused or line in OTHERWISE:
            continue
        judged += 1
        if family in ONLY_HERE:
            postgresql(query.replace("{}", found.sql))
            continue
        problems.append(problem(line, found, query, mariadb, postgresql))
    problems = [one for one in problems if one]
    assert not problems, f"{len(problems)} of {judged}\n" + "\n".join(problems)
    assert judged


@pytest.mark.parametrize("family", ["logic", "numbers", "texts", "aggregates"])
def test_answers_are_the_same_by_other_policies(family: str, mariadb: Ask, other_postgresql: Ask) -> None:
    """Flags are booleans, enums are texts."""
    query = "SELECT {} FROM t" if family == "aggregates" else "SELECT {} AS x FROM t ORDER BY id"
    problems = [
        problem(line, found, query, mariadb, other_postgresql)
        for line in lines(family)
        if line not in OTHERWISE and not (found := translation(line, policies=OTHER_POLICIES)).refused
    ]
    problems = [one for one in problems if one]
    assert not problems, f"{len(problems)}\n" + "\n".join(problems)


@pytest.mark.parametrize("family", ["logic", "texts", "aggregates"])
def test_answers_are_the_same_where_columns_ignore_case(
    family: str, mariadb: Ask, caseless_postgresql: tuple[Policies, Ask]
) -> None:
    policies, postgresql = caseless_postgresql
    query = "SELECT {} FROM t" if family == "aggregates" else "SELECT {} AS x FROM t ORDER BY id"
    beside = {**OTHERWISE, **(BY_ICU if policies.collation == "nondeterministic" else {})}
    problems = [
        problem(line, found, query, mariadb, postgresql)
        for line in lines(family)
        if line not in beside and not (found := translation(line, policies=policies)).refused
    ]
    problems = [one for one in problems if one]
    assert not problems, f"{len(problems)}\n" + "\n".join(problems)


def test_conditions_choose_the_same_rows(mariadb: Ask, postgresql: Ask) -> None:
    problems = [
        problem(line, found._replace(kind=Kind.INTEGER), "SELECT id FROM t WHERE {} ORDER BY id", mariadb, postgresql)
        for line in lines("logic")
        if line not in OTHERWISE and not (found := translation(line, condition=True)).refused
    ]
    problems = [one for one in problems if one]
    assert not problems, f"{len(problems)}\n" + "\n".join(problems)


@pytest.mark.parametrize("family", ["dates", "json", "logic", "numbers", "texts"])
def test_what_is_said_to_be_immutable_is_so(family: str, postgresql: Ask) -> None:
    """PostgreSQL takes it for an index."""
    problems = []
    for line in lines(family):
        found = translation(line, immutable=True)
        if found.refused or found.sql.startswith(("'", "E'", "NULL")):
            continue
        try:
            postgresql(f"CREATE INDEX refused ON t ((({found.sql})))")
            postgresql("DROP INDEX refused")
        except psycopg.Error as error:
            problems.append(f"{line}\n    {found.sql}\n    {str(error).splitlines()[0]}")
    assert not problems, "\n".join(problems)
