"""Columns as a server describes them in the answer to a prepared query."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from stage import MySQLDatabase

from cfdb.dialect import Settings
from cfdb.dialects.mysql.connection import Link, connect
from cfdb.dialects.mysql.described import described
from cfdb.errors import DatabaseError
from cfdb.model.schema import Type
from cfdb.model.url import parse

TYPES = {
    "tinyint(1)": Type("tinyint", ("1",)),
    "tinyint unsigned": Type("tinyint", unsigned=True),
    "smallint": Type("smallint"),
    "mediumint": Type("mediumint"),
    "int(5) zerofill": Type("int", ("5",), unsigned=True, zerofill=True),
    "bigint unsigned": Type("bigint", unsigned=True),
    "year": Type("year"),
    "decimal(65,30)": Type("decimal", ("65", "30")),
    "decimal(10,2) unsigned": Type("decimal", ("10", "2"), unsigned=True),
    "decimal(5,0)": Type("decimal", ("5", "0")),
    "float": Type("float"),
    "double": Type("double"),
    "double(10,2)": Type("double", ("10", "2")),
    "bit(5)": Type("bit", ("5",)),
    "date": Type("date"),
    "datetime": Type("datetime"),
    "datetime(6)": Type("datetime", ("6",)),
    "timestamp(3) NULL": Type("timestamp", ("3",)),
    "time(6)": Type("time", ("6",)),
    "char(20)": Type("char", ("20",), charset="utf8mb4"),
    "varchar(20)": Type("varchar", ("20",), charset="utf8mb4"),
    "varchar(20) CHARACTER SET latin1": Type("varchar", ("20",), charset="latin1"),
    "varchar(20) CHARACTER SET ucs2": Type("varchar", ("20",), charset="ucs2"),
    "tinytext": Type("tinytext", charset="utf8mb4"),
    "text": Type("text", charset="utf8mb4"),
    "mediumtext CHARACTER SET latin1": Type("mediumtext", charset="latin1"),
    "longtext": Type("longtext", charset="utf8mb4"),
    "binary(16)": Type("binary", ("16",), charset="binary"),
    "varbinary(20)": Type("varbinary", ("20",), charset="binary"),
    "tinyblob": Type("tinyblob", charset="binary"),
    "longblob": Type("longblob", charset="binary"),
    "enum('a','it''s')": Type("enum", ("a", "it's"), charset="utf8mb4"),
    "set('a','b')": Type("set", ("a", "b"), charset="utf8mb4"),
    "geometry": Type("geometry"),
    "point": Type("point"),
}


@pytest.fixture
def link(mysql: MySQLDatabase) -> Iterator[Link]:
    opened = connect(parse(mysql.url), Settings("test"))
    yield opened
    opened.close()


def test_every_type_is_told_as_it_was_declared(link: Link) -> None:
    columns = ", ".join(f"c{number} {declared}" for number, declared in enumerate(TYPES))
    link.ask(f"CREATE TABLE t ({columns}) CHARACTER SET utf8mb4")
    found = {declared: column.type for declared, column in zip(TYPES, described(link, "SELECT * FROM t"), strict=True)}
    assert found == TYPES


def test_json_is_what_the_server_has_for_it(link: Link) -> None:
    link.ask("CREATE TABLE t (v json)")
    (column,) = described(link, "SELECT v FROM t")
    assert column.type.name == ("longtext" if link.vendor == "mariadb" else "json")


def test_expressions_are_told_too(link: Link) -> None:
    link.ask("CREATE TABLE t (id int NOT NULL, v varchar(10) CHARACTER SET latin1)")
    columns = described(
        link, "SELECT id, COUNT(*) AS n, NULL, CONCAT(v, 'é') AS v, v AS v, 1 / 3, NOW(3) FROM t GROUP BY id -- ;"
    )
    assert [column.name for column in columns][:5] == ["id", "n", "NULL", "v", "v"]
    assert [column.type.name for column in columns] == [
        "int", "bigint", "null", "varchar", "varchar", "decimal", "datetime",
    ]  # fmt: skip
    assert columns[4].type.charset == "latin1"
    assert [column.nullable for column in columns][:4] == [False, False, True, True]


def test_what_an_outer_join_brings_may_be_null(link: Link) -> None:
    link.ask("CREATE TABLE t (id int NOT NULL)")
    here, there = described(link, "SELECT a.id, b.id FROM t AS a LEFT JOIN t AS b ON b.id > a.id")
    assert not here.nullable
    assert there.nullable


def test_the_query_does_not_run(link: Link) -> None:
    link.ask("CREATE TABLE t (id int)")
    link.ask("INSERT INTO t VALUES (1)")
    described(link, "SELECT SLEEP(100), id FROM (SELECT SLEEP(100) AS s, id FROM t GROUP BY id) AS d LIMIT 3")


def test_the_connection_is_as_it_was(link: Link) -> None:
    before = link.ask("SHOW VARIABLES LIKE 'character_set_results'")
    with pytest.raises(DatabaseError):
        described(link, "SELECT nothing FROM nowhere")
    described(link, "SELECT 'é' AS `ü`")
    assert link.ask("SHOW VARIABLES LIKE 'character_set_results'") == before
    assert link.ask("SELECT 'é'") == (("é",),)
    assert link.ask("SHOW SESSION STATUS LIKE 'Prepared_stmt_count'") in ((), (("Prepared_stmt_count", "0"),))
