"""SELECTs of tests/cases/mapped on a server: cut or wrapped, they have the rows that they have as they were written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any

import pymysql
import pytest
from case_files import CASES
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stage import MySQLDatabase, mysql_connection

from cfdb.copying.keys import Key, KeyColumn, key_of, sorted_by
from cfdb.copying.lines import query_of
from cfdb.copying.mapping import read
from cfdb.copying.ranges import condition, ranges
from cfdb.copying.tables import name, tables
from cfdb.dialect import Settings
from cfdb.dialects.mysql import schema as live
from cfdb.dialects.mysql.connection import connect
from cfdb.model.copy import Copy, Select, put
from cfdb.model.route import Query
from cfdb.model.schema import Schema, Type
from cfdb.model.script import Source
from cfdb.model.url import parse
from cfdb.syntax import mysql as scanner

FOLDER = CASES / "mapped"
SELECTS = FOLDER / "selects.sql"
COPIES = read(Source(SELECTS, SELECTS.read_bytes()))
FORM = "CONCAT('<', HEX({}), '>')"


class Legacy:
    """A database, and one session with it."""

    def __init__(self, link: Any, url: str) -> None:
        self.link = link
        self.url = url

    def rows(self, text: str) -> list[tuple[Any, ...]]:
        with self.link.cursor() as cursor:
            cursor.execute(text)
            return list(cursor.fetchall())

    def schema(self) -> Schema:
        with closing(connect(parse(self.url), Settings("test"))) as link:
            return live.read(link)


@pytest.fixture
def empty(mysql: MySQLDatabase) -> Iterator[Legacy]:
    with closing(mysql_connection(mysql.url)) as link:
        yield Legacy(link, mysql.url)


@pytest.fixture
def legacy(empty: Legacy) -> Legacy:
    text = (FOLDER / "tables.sql").read_bytes()
    for found in scanner.split(text):
        empty.rows(text[found.start : found.end].decode())
    return empty


def test_each_select_has_its_rows(legacy: Legacy) -> None:
    schema = legacy.schema()
    for copy in COPIES:
        whole = Counter(legacy.rows(copy.select.text))
        pieces = Counter(row for text in queries(copy, schema, "{}") for row in legacy.rows(text))
        assert pieces == whole, copy.select.text
        assert whole, copy.select.text


def test_each_item_takes_a_form(legacy: Legacy) -> None:
    """What a form says of a column of the whole it says of the item, too."""
    schema = legacy.schema()
    for copy in COPIES:
        whole = Counter(legacy.rows(formed(replace(copy.select, obstacle="not now"), FORM).head))
        pieces = Counter(row for text in queries(copy, schema, FORM) for row in legacy.rows(text))
        assert pieces == whole, copy.select.text


def test_the_half_that_can_be_cut_is_cut() -> None:
    said = SELECTS.read_text(encoding="utf-8").partition("-- In one piece.")[0].count("\n")
    wrong = [copy.select.text for copy in COPIES if bool(copy.select.obstacle) != (copy.origin.line > said + 1)]
    # The server makes its rows up: nothing but the missing key says so.
    assert wrong == ["SELECT seq FROM seq_1_to_3 AS s WHERE seq > 1"]


def formed(select: Select, form: str, order: str = "") -> Query:
    return query_of(select, lambda values: [put(form, value) for value in values], order)


def queries(copy: Copy, schema: Schema, form: str) -> Iterator[str]:
    select = copy.select
    table = None if select.obstacle else schema.table(name(select.table)[-1])
    key = key_of(table) if table else None
    if key is None:
        yield formed(select, form).on("TRUE")
        return
    query = formed(select, form, sorted_by(key, select.alias))
    borders = [("3",), ("11",)] if len(key.columns) == 1 else [("3", "2"), ("3", "9"), ("11", "1")]
    yield from (query.on(condition(key, part, select.alias)) for part in ranges(borders))


def test_the_tables_that_are_read(legacy: Legacy) -> None:
    """A query needs each table that is named, and no other one."""
    for table in ("`order`", "`buyer`", "`line`"):
        legacy.rows(f"RENAME TABLE {table} TO away")
        for copy in COPIES:
            try:
                legacy.rows(copy.select.text)
            except pymysql.err.ProgrammingError:
                needed = True
            else:
                needed = False
            assert needed == (table in tables(copy.select.text)), copy.select.text
        legacy.rows(f"RENAME TABLE away TO {table}")


COLUMNS = KeyColumn("a", Type("int")), KeyColumn("b", Type("varchar"), "utf8mb4"), KeyColumn("c", Type("date"))
KEY = Key(COLUMNS, "PRIMARY", unique=True)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(-1, 4), st.text("aAbBé \\'", max_size=3), st.integers(0, 3)), max_size=8))
def test_any_borders_have_each_row_once(made: Legacy, borders: list[tuple[int, str, int]]) -> None:
    """Borders of any values, there or not: every row meets the condition of one range."""
    values = [(str(a), b.encode().hex().upper(), f"2020-01-0{c + 1}") for a, b, c in borders]
    literals = ", ".join(f"({a}, _utf8mb4 x'{b}', '{c}')" for a, b, c in values) or "(0, '', '2020-01-01')"
    made.rows("DELETE FROM border")
    made.rows(f"INSERT INTO border VALUES {literals}")
    ordered = made.rows("SELECT a, MIN(HEX(b)), c FROM border GROUP BY a, b, c ORDER BY a, b, c")
    parts = list(ranges((str(a), str(b), str(c)) for a, b, c in ordered))
    counted = " + ".join(f"({condition(KEY, part) or 'TRUE'})" for part in parts)
    assert made.rows(f"SELECT * FROM k WHERE {counted} <> 1") == []


@pytest.fixture(params=["utf8mb4_general_ci", "utf8mb4_bin", "utf8mb4_unicode_nopad_ci"])
def made(empty: Legacy, request: pytest.FixtureRequest) -> Legacy:
    """Tables of a composite key, in collations that pad, that do not, and that know no case."""
    columns = f"a INT NOT NULL, b VARCHAR(9) NOT NULL COLLATE {request.param}, c DATE NOT NULL"
    empty.rows(f"CREATE TEMPORARY TABLE border ({columns})")
    empty.rows(f"CREATE TEMPORARY TABLE k ({columns}, PRIMARY KEY (a, b, c))")
    empty.rows(
        "INSERT IGNORE INTO k SELECT a.seq, CONCAT(x.v, y.v), '2020-01-01' + INTERVAL d.seq DAY"
        " FROM seq_0_to_3 AS a, seq_0_to_2 AS d,"
        " (SELECT '' AS v UNION ALL VALUES ('a'), ('A'), ('b'), ('é'), (' '), ('\\\\'), ('''')) AS x,"
        " (SELECT '' AS v UNION ALL VALUES ('a'), ('B'), ('é'), ('!')) AS y"
    )
    return empty
