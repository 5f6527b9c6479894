"""Every type of MySQL at its limits, by both ways: as the server renders it, and as the converter does; PostgreSQL
has the same rows after both."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

import psycopg
import pytest
from psycopg import sql
from stage import Database, MySQLDatabase

from cfdb.dialect import Settings
from cfdb.dialects.mysql import converter
from cfdb.dialects.mysql.connection import Link, connect
from cfdb.dialects.mysql.converter import converted
from cfdb.dialects.mysql.streams import blocks
from cfdb.dialects.postgresql.moves.loading import BINARY_END, BINARY_START
from cfdb.errors import DatabaseError, NotConverted
from cfdb.model.url import parse

pytestmark = pytest.mark.skipif(not converter.available(), reason="the converter is not compiled: pip install -e .")

ESCAPED = r"REPLACE(REPLACE(REPLACE(REPLACE({}, '\\', '\\\\'), '\t', '\\t'), '\n', '\\n'), '\r', '\\r')"
HEX = r"CONCAT('\\\\x', HEX({}))"
TEXTS = "'', 'plain', 'tab\\tline\\nback\\\\slash\\rquote''', 'ä€😀', ' blank ', '\\\\N', REPEAT('x', 300)"
WHOLE = "-1, 0, 1, 9, 10, 127, -128"


@dataclass(frozen=True)
class Case:
    """A column of MySQL with values, the form of the target, and how the server renders it."""

    declared: str
    values: str
    form: str
    rendered: str = "{}"
    target: str = ""


CASES = [
    *(Case(kind, f"{WHOLE}, NULL", form) for kind in ("tinyint", "smallint", "mediumint", "int", "bigint")
      for form in ("int2", "int4", "int8", "float4", "float8", "numeric", "text", "jsonb")),
    Case("tinyint(1)", "0, 1, NULL", "bool"),
    Case("smallint", "-32768, 32767", "int2"),
    Case("smallint unsigned", "0, 65535", "int4"),
    Case("mediumint", "-8388608, 8388607", "int4"),
    Case("mediumint unsigned", "16777215", "int4"),
    Case("int", "-2147483648, 2147483647", "int4"),
    Case("int unsigned", "0, 4294967295", "oid"),
    Case("int unsigned", "0, 4294967295, 10000, 99999999", "numeric"),
    Case("bigint", "-9223372036854775808, 9223372036854775807, 10000, 100000000", "int8"),
    Case("bigint", "-9223372036854775808, 9223372036854775807, 12345678901234567", "float8"),
    Case("bigint", "-9223372036854775808, 9223372036854775807, 100010000, 10000000000000000", "numeric"),
    Case("bigint unsigned", "0, 9223372036854775807", "int8"),
    Case("bigint unsigned", "0, 18446744073709551615, 10000000000000000000", "numeric"),
    Case("bigint unsigned", "0, 18446744073709551615", "text"),
    Case("bigint unsigned", "0, 18446744073709551615, 9007199254740993", "float8"),
    Case("int(6) unsigned zerofill", "0, 42, 1234567", "text"),
    Case("year", "0, 1901, 2155, NULL", "int2"),
    Case("year", "0, 1901, 2155, NULL", "text"),
    Case("float", "0, -0.5, 1.5, 3.40282e38, 1.17549e-38, 0.1, NULL", "float4"),
    Case("float", "0, -0.5, 1.5, 1024.25", "float8"),
    Case("double", "0, -0.5, 0.1, 1.7976931348623157e308, 2.2250738585072014e-308, 1e-5, 123456789.123456789",
         "float8"),
    Case("double", "0, -0.5, 0.1, 3.4028234663852886e38, 16777217, 1e-30", "float4"),
    Case("decimal(65,30)", "-99999999999999999999999999999999999.999999999999999999999999999999, 0,"
         " 0.000000000000000000000000000001, 10000, 100000000.0001, 1.5, NULL", "numeric"),
    Case("decimal(65,0)", "99999999999999999999999999999999999999999999999999999999999999999, 0, -10000", "numeric"),
    Case("decimal(4,4)", "0.0001, -0.0001, 0.9999, 0, 0.1000", "numeric"),
    Case("decimal(10,2)", "12345678.90, -0.01, 0, 1000, 10000000", "numeric"),
    Case("decimal(10,2)", "12345678.90, -0.01, 0", "text"),
    Case("decimal(20,0)", "9223372036854775807, -9223372036854775808, 0", "int8"),
    Case("date", "'1000-01-01', '9999-12-31', '2000-02-29', '1999-12-31', '2000-01-01', '1900-03-01', '0001-01-01',"
         " NULL", "date"),
    Case("date", "'1000-01-01', '0000-00-00', '2020-00-00', NULL", "text"),
    Case("date", "'1000-01-01', '9999-12-31', '2024-02-29'", "timestamp"),
    Case("datetime", "'1000-01-01 00:00:00', '9999-12-31 23:59:59', '1999-12-31 23:59:59', '2000-01-01', NULL",
         "timestamp"),
    Case("datetime(6)", "'1000-01-01 00:00:00.000001', '9999-12-31 23:59:59.999999', '2024-02-29 12:00:00'",
         "timestamp"),
    Case("datetime(3)", "'1969-12-31 23:59:59.999', '2000-01-01'", "timestamptz"),
    Case("datetime(3)", "'1969-12-31 23:59:59.999', '0000-00-00', '2000-01-01 00:00:00'", "text"),
    Case("datetime", "'2000-01-01 00:00:00', '1000-01-01'", "date"),
    Case("datetime", "'2000-01-01 10:20:30', '0000-00-00'", "text"),
    Case("timestamp(6) NULL", "'1970-01-01 00:00:01', '2038-01-19 03:14:07.999999', NULL", "timestamptz"),
    Case("time", "'00:00:00', '23:59:59', '24:00:00', NULL", "time"),
    Case("time(6)", "'00:00:00.000001', '23:59:59.999999'", "time"),
    Case("time", "'-838:59:59', '838:59:59', '00:00:00', '-00:00:01', '25:00:00', NULL", "interval"),
    Case("time(6)", "'-838:59:59', '00:00:00.000001', '-00:00:00.5'", "interval"),
    Case("time(2)", "'-838:59:59', '00:00:00.01', '-00:00:00.5', '100:00:00'", "text"),
    *(Case(kind, TEXTS + ", NULL", "text", ESCAPED) for kind in ("varchar(400)", "text", "longtext")),
    Case("char(20)", "'', 'ä€😀', 'x'", "text", ESCAPED),
    Case("varchar(40) CHARACTER SET latin1", "'äöü', '€', ''", "text", ESCAPED),
    Case("varchar(40) CHARACTER SET utf16", "'äöü', '€😀', ''", "text", ESCAPED),
    Case("enum('a','ä b','c\\\\d')", "'a', 'ä b', 3, NULL", "text", ESCAPED),
    Case("set('a','b','ü')", "'', 'a,b', 'ü,a', NULL", "text", ESCAPED),
    Case("longtext", "'{\"a\": [1, \"ä\\\\\\\\n\"]}', '[]', '12345678901234567890.5', 'null', NULL", "jsonb", ESCAPED),
    Case("json", "'{\"b\": 1, \"a\": 12345678901234567890}', NULL", "jsonb", ESCAPED),
    Case("varchar(40)", "'12.50', '-0', '1e10', '0.00', '000123', '1.5e-7', '+7', '.5', '5.'", "numeric"),
    Case("varchar(40)", "'12', '-7', '+0', '007'", "int4"),
    Case("varbinary(300)", "x'', x'00', x'00ff7f80', REPEAT(x'5c', 255), NULL", "bytea", HEX),
    Case("longblob", "x'', x'0a0d095c', REPEAT(x'00', 100000), NULL", "bytea", HEX),
    Case("blob", "'text', 'ä€'", "text", ESCAPED),
    Case("binary(16)", "x'00112233445566778899aabbccddeeff', REPEAT(x'00', 16), NULL", "uuid", "LOWER(HEX({}))"),
    Case("char(36)", "'00112233-4455-6677-8899-AABBccddeeff', NULL", "uuid"),
    Case("uuid", "'00112233-4455-6677-8899-aabbccddeeff', NULL", "uuid", "CAST({} AS char)"),
    Case("inet6", "'::1', '2001:db8::ff00:42:8329', NULL", "text", "CAST({} AS char)"),
    Case("char(32)", "'00112233445566778899AABBccddeeff', NULL", "uuid"),
    Case("geometry", "ST_GeomFromText('POINT(1 2)'), ST_GeomFromText('LINESTRING(0 0, 1 1)'), NULL", "bytea", HEX),
    *(Case(f"bit({bits})", f"0, 1, {(1 << bits) - 1}, {1 << bits - 1}, NULL", form,
           f"LPAD(BIN({{}}), {bits}, '0')", target)
      for bits in (1, 7, 8, 9, 33, 64) for form, target in (("bit", f"bit({bits})"), ("varbit", "varbit"))),
    Case("bit(1)", "0, 1, NULL", "bool", "{}+0"),
    Case("bit(12)", "0, 4095", "int2", "{}+0"),
    Case("bit(64)", "0, 18446744073709551615", "numeric", "{}+0"),
]  # fmt: skip


@contextmanager
def linked(mysql: MySQLDatabase) -> Iterator[Link]:
    with closing(connect(parse(mysql.url), Settings("test"))) as link:
        # What is not valid must be storable, and times are those of UTC.
        link.ask("SET SESSION time_zone = '+00:00', sql_mode = ''")
        yield link


def load(connection: psycopg.Connection, table: str, pieces: Iterator[bytes], *, binary: bool) -> None:
    command = sql.SQL("COPY {} FROM STDIN" + (" (FORMAT binary)" if binary else "")).format(sql.Identifier(table))
    with connection.cursor() as cursor, cursor.copy(command) as copy:
        for piece in pieces:
            copy.write(piece)


def tuples(link: Link, query: str, forms: list[str]) -> Iterator[bytes]:
    yield BINARY_START
    for block in converted(link, query, forms):
        yield block.data
    yield BINARY_END


def lines(link: Link, fields: list[str]) -> Iterator[bytes]:
    rendered = ", '\\t', ".join(f"IFNULL({field}, '\\\\N')" for field in fields)
    return (block.data for block in blocks(link, f"SELECT CONCAT({rendered}, '\\n') FROM t ORDER BY id"))


def test_both_ways_end_in_the_same_rows(mysql: MySQLDatabase, database: Database) -> None:
    """Compared as texts, so that scale and sign count, too."""
    different = []
    with linked(mysql) as link, database.connect() as target:
        for case in CASES:
            what = f"{case.declared} to {case.form}"
            link.ask(f"CREATE OR REPLACE TABLE t (id int AUTO_INCREMENT PRIMARY KEY, v {case.declared})")
            link.ask(insert(case.values))
            target.execute("DROP TABLE IF EXISTS compiled, rendered")
            kind = sql.SQL(case.target or case.form)
            for table in ("compiled", "rendered"):
                target.execute(sql.SQL("CREATE TABLE {} (id int, v {})").format(sql.Identifier(table), kind))
            load(target, "compiled", tuples(link, "SELECT id, v FROM t ORDER BY id", ["int4", case.form]), binary=True)
            load(target, "rendered", lines(link, ["id", case.rendered.replace("{}", "v")]), binary=False)
            asked = "SELECT id, v::text FROM {} ORDER BY id"
            ours, theirs = (target.execute(asked.format(name).encode()).fetchall() for name in ("compiled", "rendered"))
            if ours != theirs or len(ours) != link.ask("SELECT COUNT(*) FROM t")[0][0]:
                different.append((what, [pair for pair in zip(ours, theirs, strict=True) if pair[0] != pair[1]]))
    assert not different


def insert(values: str) -> str:
    """Each value a row of its own, whatever commas it has."""
    depth, quoted, parts, part = 0, False, list[str](), ""
    for letter in values:
        quoted ^= letter == "'"
        depth += (letter == "(") - (letter == ")") if not quoted else 0
        if letter == "," and not depth and not quoted:
            parts.append(part)
            part = ""
        else:
            part += letter
    return "INSERT INTO t (v) VALUES " + ", ".join(f"({value})" for value in [*parts, part])


def test_many_columns_and_rows(mysql: MySQLDatabase, database: Database) -> None:
    """As much as a table of PostgreSQL has, over many blocks, NULL in some of all places."""
    names = [f"c{number}" for number in range(1000)]
    with linked(mysql) as link, database.connect() as target:
        chosen = ", ".join(f"IF((seq + {number}) % 7 = 0, NULL, seq * {number + 1})" for number in range(1000))
        columns = sql.SQL(", ").join(sql.SQL("{} int8").format(sql.Identifier(name)) for name in names)
        target.execute(sql.SQL("CREATE TABLE compiled ({})").format(columns))
        load(target, "compiled", tuples(link, f"SELECT {chosen} FROM seq_1_to_300", ["int8"] * 1000), binary=True)
        wrong = target.execute(
            "SELECT count(*), count(*) FILTER (WHERE c0 <> 7 * (c0 / 7) AND c999 <> c0 * 1000), sum(c0), sum(c999)"
            " FROM compiled"
        ).fetchone()
        numbers = range(1, 301)
        assert wrong == (
            300,
            0,
            sum(number for number in numbers if number % 7),
            sum(number * 1000 for number in numbers if (number + 999) % 7),
        )


def test_large_values_arrive(mysql: MySQLDatabase, database: Database) -> None:
    """Larger than what is at hand at once, among short ones."""
    with linked(mysql) as link, database.connect() as target:
        size = min(12_000_000, int(link.ask("SELECT @@max_allowed_packet")[0][0]) // 2)
        query = f"SELECT seq, REPEAT('ä€😀x', {size // 10}), NULL, x'00ff', REPEAT(x'00ff', seq) FROM seq_1_to_3"
        target.execute("CREATE TABLE compiled (id int, t text, n numeric, b bytea, c bytea)")
        load(target, "compiled", tuples(link, query, ["int4", "text", "numeric", "bytea", "bytea"]), binary=True)
        asked = "SELECT id, length(t), md5(t) = md5(repeat('ä€😀x', %s)), n, b, c FROM compiled ORDER BY id"
        found = target.execute(asked, [size // 10]).fetchall()
        assert found == [(n, size // 10 * 4, True, None, b"\x00\xff", b"\x00\xff" * n) for n in (1, 2, 3)]


@pytest.mark.parametrize(
    ("query", "form", "reason"),
    [
        ("SELECT CAST('0000-00-00' AS date)", "date", "no such date"),
        ("SELECT v FROM t", "date", "no such date"),
        ("SELECT 18446744073709551615", "int8", "out of range"),
        ("SELECT CONCAT('a', CHAR(0))", "text", "NUL byte"),
        ("SELECT x'ff'", "text", "not UTF-8"),
        ("SELECT 2", "bool", "neither 0 nor 1"),
    ],
)
def test_what_would_be_another_value_is_refused(mysql: MySQLDatabase, query: str, form: str, reason: str) -> None:
    """And the connection keeps its transaction."""
    with linked(mysql) as link:
        link.ask("SET sql_mode = 'ALLOW_INVALID_DATES'")
        link.ask("CREATE TABLE t (v date)")
        link.ask("INSERT INTO t VALUES ('2023-02-30')")
        with pytest.raises(NotConverted, match=f"row 0, column 1 of the query: .*{reason}"):
            list(converted(link, query, [form]))
        assert link.ask("SELECT 7") == ((7,),)


def test_statements_do_not_stay_on_the_server(mysql: MySQLDatabase) -> None:
    """However they ended."""

    def open_statements(link: Link) -> str:
        return str(link.ask("SHOW STATUS LIKE 'Prepared_stmt_count'")[0][1])

    with linked(mysql) as link:
        before = open_statements(link)
        list(converted(link, "SELECT 1", ["int4"]))
        with pytest.raises(NotConverted):
            list(converted(link, "SELECT 'x'", ["date"]))
        with pytest.raises(NotConverted):
            list(converted(link, "SELECT 'x'", ["int4"]))
        with pytest.raises(DatabaseError, match="more than 1 row"):
            list(converted(link, "SELECT IF(seq < 9000, 1, (SELECT 1 UNION SELECT 2)) FROM seq_1_to_10000", ["int8"]))
        with pytest.raises(DatabaseError, match="nowhere"):
            converted(link, "SELECT 1 FROM nowhere", ["int4"])
        stream = converted(link, "SELECT seq FROM seq_1_to_100000", ["int8"])
        next(stream)
        stream.skip()
        assert open_statements(link) == before
