"""What is asked of the rows before a translation: every nasty row is counted, and no other one."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from stage import MySQLDatabase, MySQLServer

from cfdb.dialect import Settings
from cfdb.dialects.mysql import schema
from cfdb.dialects.mysql.connection import Link, connect
from cfdb.dialects.mysql.data_questions import ask
from cfdb.model.assessment import Answer, Question
from cfdb.model.url import parse

Found = dict[tuple[str, str, str], tuple[int | None, str]]


@contextmanager
def linked(mysql: MySQLDatabase) -> Iterator[Link]:
    with closing(connect(parse(mysql.url), Settings("test"))) as link:
        yield link


def answers(mysql: MySQLDatabase, *, seconds: float = 0) -> list[Answer]:
    with linked(mysql) as link:
        return list(ask(link, schema.read(link), seconds=seconds))


CASES: dict[str, tuple[list[str], Found]] = {
    "numbers": (
        [
            "CREATE TABLE t (id int PRIMARY KEY, flag tinyint(1), small smallint unsigned, whole int unsigned,"
            " big bigint unsigned, wide tinyint(4))",
            "INSERT INTO t VALUES (1, 0, 32767, 2147483647, 9223372036854775807, 9), (2, 1, 32768, 0, 0, 0),"
            " (3, 2, 0, 2147483648, 0, 0), (4, -1, 0, 0, 9223372036854775808, 0), (5, NULL, NULL, NULL, NULL, NULL)",
        ],
        {
            ("t", "flag", "beyond-boolean"): (2, "3"),
            ("t", "small", "beyond-signed"): (1, "2"),
            ("t", "whole", "beyond-signed"): (1, "3"),
            ("t", "big", "beyond-signed"): (1, "4"),
        },
    ),
    "dates": (
        [
            "SET sql_mode = 'ALLOW_INVALID_DATES'",
            "CREATE TABLE t (id int PRIMARY KEY, d date, m datetime(3), s timestamp NOT NULL DEFAULT '0000-00-00')",
            "INSERT INTO t VALUES (1, '2020-01-01', '1000-01-01', '2020-01-01'), (2, '0000-00-00', 0, 0),"
            " (3, '2020-00-01', '2020-01-00 10:00:00', '2020-01-01'), (4, '0000-05-05', NULL, '2020-01-01')",
        ],
        {
            ("t", "d", "zero-date"): (1, "2"),
            ("t", "d", "partial-date"): (2, "3"),
            ("t", "m", "zero-date"): (1, "2"),
            ("t", "m", "partial-date"): (1, "3"),
            ("t", "s", "zero-date"): (1, "2"),
        },
    ),
    "times": (
        [
            "CREATE TABLE t (a int, b int, c time(2), PRIMARY KEY (a, b))",
            "INSERT INTO t VALUES (1, 1, '00:00:00'), (1, 2, '24:00:00'), (1, 3, '24:00:00.01'), (2, 1, '-00:00:01'),"
            " (2, 2, '838:59:59'), (2, 3, NULL)",
        ],
        {("t", "c", "no-time-of-day"): (3, "1, 3")},
    ),
    "members": (
        [
            "SET sql_mode = ''",
            "CREATE TABLE t (id int PRIMARY KEY, e enum('a', 'b'), f enum('', 'a'), s set('x', 'y'))",
            "INSERT INTO t VALUES (1, 'a', '', ''), (2, 'nothing', 'a', 'x'), (3, NULL, NULL, NULL)",
        ],
        {("t", "e", "no-member"): (1, "2")},
    ),
    "texts": (
        [
            "CREATE TABLE t (id binary(2) PRIMARY KEY, a varchar(20), b text COLLATE utf8mb4_unicode_ci,"
            " w varchar(20) CHARACTER SET utf16, l varchar(40) CHARACTER SET latin1)",
            "INSERT INTO t VALUES ('\\0a', 'plain', 'plain', 'plain', 'plain'), ('\\0b', 'a\\0b', '\\0', '\\0', '\\0'),"
            " ('\\0c', 'Ü', 'ÃœberÃ©', 'Ü', 'Ü'), ('\\0d', '', '', '', _binary x'C3BC'),"
            " ('\\0e', NULL, NULL, NULL, NULL)",
        ],
        {
            ("t", "a", "nul"): (1, "0062"),
            ("t", "b", "nul"): (1, "0062"),
            ("t", "w", "nul"): (1, "0062"),
            ("t", "l", "nul"): (1, "0062"),
            ("t", "b", "encoded-twice"): (1, "0063"),
            ("t", "l", "utf8-as-latin1"): (1, "0064"),
        },
    ),
    "json": (
        [
            "CREATE TABLE t (id int PRIMARY KEY, j json, plain longtext)",
            r"""INSERT INTO t VALUES (1, '{"a": "b\\u00e4"}', '\\u0000'), (2, '["\\u0000"]', ''),
                (3, '["\\\\u0000"]', ''),
                (4, '["\\\\\\u0000"]', ''), (5, '{"\\u0000": "\\ud83d\\ude00"}', ''), (6, NULL, NULL)""",
        ],
        {("t", "j", "json"): (3, "2")},
    ),
    "references": (
        [
            "CREATE TABLE land (code varchar(5) PRIMARY KEY)",
            "CREATE TABLE city (id int PRIMARY KEY, land varchar(5), FOREIGN KEY (land) REFERENCES land (code))",
            "CREATE TABLE pair (a int, b varchar(5), PRIMARY KEY (a, b))",
            "CREATE TABLE two (id int PRIMARY KEY, a int, b varchar(5), FOREIGN KEY (a, b) REFERENCES pair (a, b))",
            "CREATE TABLE self (id int PRIMARY KEY, up int, FOREIGN KEY (up) REFERENCES self (id))",
            "CREATE TABLE lost (id int PRIMARY KEY, land int)",
            "SET foreign_key_checks = 0",
            "ALTER TABLE lost ADD FOREIGN KEY (land) REFERENCES nowhere (id)",
            "INSERT INTO land VALUES ('de'), ('fr')",
            "INSERT INTO city VALUES (1, 'de'), (2, 'DE'), (3, 'de '), (4, 'xx'), (5, NULL)",
            "INSERT INTO pair VALUES (1, 'x'), (2, 'y')",
            "INSERT INTO two VALUES (1, 1, 'x'), (2, 1, 'y'), (3, NULL, 'z'), (4, 2, 'Y'), (5, 3, NULL)",
            "INSERT INTO self VALUES (1, NULL), (2, 1), (3, 9)",
            "INSERT INTO lost VALUES (1, 1), (2, NULL)",
        ],
        {
            ("city", "land", "orphan"): (1, "4"),
            ("city", "land", "reference-spelling"): (2, "2"),
            ("city", "land", "spellings"): (1, "de"),
            ("two", "a, b", "orphan"): (1, "2"),
            ("two", "a, b", "reference-spelling"): (1, "4"),
            ("two", "b", "spellings"): (1, "y"),
            ("self", "up", "orphan"): (1, "3"),
            ("lost", "land", "orphan"): (1, "1"),
        },
    ),
    "spellings": (
        [
            "CREATE TABLE t (id int PRIMARY KEY, tenant int, mail varchar(20), code varchar(9) UNIQUE,"
            " bytes varchar(9) CHARACTER SET latin1 COLLATE latin1_bin, free varchar(9),"
            " UNIQUE (tenant, mail), KEY (bytes))",
            "INSERT INTO t VALUES (1, 1, 'a@b', 'x', 'k', 'f'), (2, 2, 'A@b', 'y', 'K', 'F'),"
            " (3, 3, 'ä@b', 'z', 'k ', 'f'), (4, 4, 'c', NULL, NULL, NULL)",
        ],
        {("t", "mail", "spellings"): (1, "a@b"), ("t", "bytes", "spellings"): (1, "k")},
    ),
    "checks": (
        [
            "SET check_constraint_checks = 0",
            "CREATE TABLE t (id int PRIMARY KEY, n int CHECK (n > 0), m int, CONSTRAINT less CHECK (n < m), j json)",
            "INSERT INTO t VALUES (1, 1, 2, '{}'), (2, 0, 1, '{}'), (3, 5, 4, 'no json'), (4, NULL, NULL, NULL)",
        ],
        {
            ("t", "`n` > 0", "check"): (1, "2"),
            ("t", "less", "check"): (1, "3"),
            ("t", "json_valid(`j`)", "check"): (1, "3"),
        },
    ),
    "no key": (
        ["CREATE TABLE `odd ``t` (`a b` tinyint(1), c int AS (`a b` * 2))", "INSERT INTO `odd ``t` (`a b`) VALUES (7)"],
        {("odd `t", "a b", "beyond-boolean"): (1, "")},
    ),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("mode", ["", "STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,PAD_CHAR_TO_FULL_LENGTH"])
def test_nasty_rows_are_counted(name: str, mode: str, mysql: MySQLDatabase) -> None:
    """Whatever the sql_mode of who asks."""
    statements, expected = CASES[name]
    mysql.run(*statements)
    with linked(mysql) as link:
        link.ask("SET SESSION sql_mode = %s", [mode])
        told = list(ask(link, schema.read(link)))
    assert [each for each in told if each.problem] == []
    assert {
        (each.table, each.column, each.question.value): (each.rows, each.example_key) for each in told if each.rows
    } == expected


def test_all_that_was_asked_is_told(mysql: MySQLDatabase) -> None:
    """A column without such rows can become a boolean; one that nobody looked at cannot."""
    mysql.run("CREATE TABLE t (flag tinyint(1), word varchar(9))")
    assert [(each.column, each.question, each.rows) for each in answers(mysql)] == [
        ("flag", Question.BEYOND_BOOLEAN, 0),
        ("word", Question.NUL, 0),
        ("word", Question.INVALID_UTF8, 0),
        ("word", Question.ENCODED_TWICE, 0),
    ]


def test_table_that_takes_too_long_is_not_known(mysql: MySQLDatabase) -> None:
    """The others are."""
    mysql.run(
        "CREATE TABLE big (flag tinyint(1), words text)",
        "INSERT INTO big SELECT 1, repeat('ü', 30000) FROM seq_1_to_3000",
        "CREATE TABLE small (flag tinyint(1))",
    )
    told = {(each.table, each.column): each for each in answers(mysql, seconds=0.05)}
    assert told["big", "flag"].rows is None
    assert "max_statement_time" in told["big", "flag"].problem
    assert told["small", "flag"] == Answer("small", "flag", Question.BEYOND_BOOLEAN, 0)


def test_table_of_many_columns_is_asked(mysql: MySQLDatabase) -> None:
    columns = ", ".join(f"c{n} tinytext CHARACTER SET ascii, e{n} enum('a'), t{n} tinyint(1)" for n in range(250))
    mysql.run(f"CREATE TABLE wide ({columns})")
    told = answers(mysql)
    assert len(told) == 750
    assert {each.rows for each in told} == {0}


def test_bytes_that_are_no_text_are_found(mysql: MySQLDatabase, mysql_server: MySQLServer) -> None:
    """No statement can put them there; a table of MyISAM that was copied from an older server has them."""
    if mysql_server.running is None:
        pytest.skip("the files of the server are somebody else's")
    mysql.run(
        "CREATE TABLE old (id int PRIMARY KEY, a varchar(4) CHARACTER SET latin1) ENGINE = MyISAM",
        "CREATE TABLE new (id int PRIMARY KEY, a varchar(1) CHARACTER SET utf8mb4) ENGINE = MyISAM",
        "INSERT INTO old VALUES (1, 'abc'), (2, _latin1 x'61E963'), (3, ''), (4, NULL), (5, _latin1 x'C3BC')",
        "FLUSH TABLES old, new",
    )
    folder = mysql_server.running.folder / "data" / parse(mysql.url).database
    for ending in ("MYD", "MYI"):
        (folder / f"new.{ending}").write_bytes((folder / f"old.{ending}").read_bytes())
    told = {(each.table, each.question): each for each in answers(mysql)}
    assert told["new", Question.INVALID_UTF8] == Answer("new", "a", Question.INVALID_UTF8, 1, "2")
    assert told["new", Question.ENCODED_TWICE].rows == 0
    assert told["old", Question.UTF8_AS_LATIN1] == Answer("old", "a", Question.UTF8_AS_LATIN1, 1, "5")
