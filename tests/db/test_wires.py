"""Every MySQL type into every PostgreSQL type: what arrives is compared by Python, whose drivers read both servers.

For each value of each pair: where no doubt is about it, COPY takes it, it is the same value, and both servers write it
the same canonical way. Where one is, the target refuses it, or the doubt said that it would be changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from stage import VERSIONS, MySQLDatabase, Servers
from wire_cases import AS_TEXT, SET_UP, SOURCES, TARGETS, Odd, Source, encoded, seen, wanted

from cfdb.copying.wires.doubts import NAMES
from cfdb.copying.wires.pair import FAMILY, NoWire
from cfdb.copying.wires.wire import wire
from cfdb.dialect import Settings
from cfdb.dialects.mysql.connection import Link, connect
from cfdb.dialects.mysql.described import described
from cfdb.model.copy import SourceColumn, TargetColumn, Wire, put
from cfdb.model.schema import Type
from cfdb.model.url import parse

COLUMNS = """
    SELECT a.attname, COALESCE(CASE t.typtype WHEN 'e' THEN 'enum' END, t.typname),
           format_type(a.atttypid, a.atttypmod),
           CASE WHEN t.typname IN ('varchar', 'bpchar') AND a.atttypmod > 0 THEN a.atttypmod - 4
                WHEN t.typname IN ('bit', 'varbit') AND a.atttypmod > 0 THEN a.atttypmod END,
           CASE WHEN a.atttypmod < 0 THEN NULL
                WHEN t.typname = 'numeric' THEN ((a.atttypmod - 4) >> 16) & 65535
                WHEN t.typname = 'interval' THEN a.atttypmod & 65535
                WHEN t.typname ~ '^time' THEN a.atttypmod END,
           CASE WHEN t.typname = 'numeric' AND a.atttypmod >= 0 THEN (((a.atttypmod - 4) & 2047) # 1024) - 1024 END,
           ARRAY(SELECT enumlabel::text FROM pg_enum WHERE enumtypid = t.oid ORDER BY enumsortorder)
    FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
    WHERE a.attrelid = 'target'::regclass AND a.attnum > 0 ORDER BY a.attnum
"""

SHOWN = ("text", "varchar", "citext", "enum", "bpchar", "xml")

SINCE_15 = ("numeric(3,5)", "numeric(4,-2)")

OF_MARIADB = ("uuid", "inet6")

UNCHECKED = ("int4range", "xml")
"""What only the target can say of a text."""

TOLERATED = {
    # Texts that PostgreSQL reads, and that do not look it.
    "not-a-date",
    "not-a-number",
}


Fields = dict[int, bytes | None]


@contextmanager
def source_link(database: MySQLDatabase) -> Iterator[Link]:
    link = connect(parse(database.url), Settings("test"))
    try:
        link.ask("SET sql_mode = ''")
        link.ask("SET time_zone = '+00:00'")
        yield link
    finally:
        link.close()


@dataclass
class Values:
    """The values of a source, in a table of their own, with the number of each."""

    column: SourceColumn
    link: Link

    def of(self, form: str) -> list[Any]:
        return [row[0] for row in self.link.ask(f"SELECT {put(form, 'v')} FROM source ORDER BY id")]

    def raw(self, form: str) -> list[bytes | None]:
        return [None if row is None else bytes.fromhex(row) for row in self.of(f"HEX(CONCAT({form}))")]


@contextmanager
def values_of(source: Source, database: MySQLDatabase) -> Iterator[Values]:
    rows = ", ".join(f"({number}, {value})" for number, value in enumerate(("NULL", *source.values)))
    with source_link(database) as link:
        link.ask("SET sql_mode = 'ALLOW_INVALID_DATES'")
        link.ask(f"CREATE TABLE source (id int PRIMARY KEY, v {source.declared}) CHARACTER SET utf8mb4")
        link.ask(f"INSERT INTO source VALUES {rows}")
        link.ask("SET sql_mode = ''")
        (column,) = described(link, "SELECT v FROM source")
        yield Values(column, link)


def python_values(values: Values) -> list[Any]:
    # As a text, a FLOAT has six digits.
    form = "CAST({} AS DOUBLE)" if values.column.type.name == "float" else "{}"
    return values.of(form)


@dataclass
class Target:
    columns: list[TargetColumn]
    connection: psycopg.Connection

    def refusal(self, column: TargetColumn, fields: Fields) -> str:
        """What the server says against a row for each field; nothing stays."""
        try:
            with self.connection.transaction(force_rollback=True):
                self._copy(column, fields)
        except psycopg.Error as error:
            return str(error).splitlines()[0]
        return ""

    def taken(self, column: TargetColumn, fields: Fields, there: str) -> dict[int, tuple[Any, str | None]]:
        """The values that arrive, and their canonical texts; nothing stays."""
        name = f'"{column.name}"'
        value = f"{name}::text" if column.type in AS_TEXT else name
        form = put(there, name) if there else "NULL"
        with self.connection.transaction(force_rollback=True):
            self._copy(column, fields)
            rows = self.connection.execute(f"SELECT id, {value}, {form} FROM target".encode()).fetchall()
        return {number: (seen(it, column.type), text) for number, it, text in rows}

    def written(self, column: TargetColumn, field: bytes | None) -> str | None:
        """One value, as the server writes it."""
        with self.connection.transaction(force_rollback=True):
            self._copy(column, {1: field})
            row = self.connection.execute(f'SELECT "{column.name}"::text FROM target'.encode()).fetchone()
        assert row
        return None if row[0] is None else str(row[0])

    def _copy(self, column: TargetColumn, fields: Fields) -> None:
        lines = b"".join(b"%d\t%s\n" % (number, b"\\N" if field is None else field) for number, field in fields.items())
        with (
            self.connection.cursor() as cursor,
            cursor.copy(f'COPY target (id, "{column.name}") FROM STDIN'.encode()) as copy,
        ):
            copy.write(lines)


def target_of(connection: psycopg.Connection) -> Target:
    """A table with a column of each type that the server has."""
    connection.execute(SET_UP.encode())
    version = connection.info.server_version
    declared = [each for each in TARGETS if version >= 150000 or each not in SINCE_15]
    if not _has_xml(connection):
        declared.remove("xml")
    columns = ", ".join(f'"{each}" {each}' for each in declared)
    connection.execute(f"CREATE TABLE target (id int PRIMARY KEY, {columns})".encode())
    connection.execute("SET TimeZone = 'UTC'; SET lc_monetary = 'C'")
    found = connection.execute(COLUMNS.encode()).fetchall()
    targets = [
        TargetColumn(name, type, declared, length, precision, scale, labels=tuple(labels))
        for name, type, declared, length, precision, scale, labels in found[1:]
    ]
    return Target(targets, connection)


@pytest.fixture(scope="module", params=VERSIONS)
def target(request: pytest.FixtureRequest, servers: Servers) -> Iterator[Target]:
    with servers.get(request.param).database() as url, psycopg.connect(url, autocommit=True) as connection:
        yield target_of(connection)


def _has_xml(connection: psycopg.Connection) -> bool:
    try:
        connection.execute("SELECT '<a/>'::xml")
    except psycopg.errors.FeatureNotSupported:
        return False
    return True


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.declared.replace(" ", "_")[:40])
def test_every_value_into_every_type(source: Source, mysql: MySQLDatabase, target: Target) -> None:
    problems = problems_of(source, mysql, target)
    assert not problems, "\n" + "\n".join(problems)


def problems_of(source: Source, mysql: MySQLDatabase, target: Target) -> list[str]:
    problems: list[str] = []
    if source.declared in OF_MARIADB and mysql.value("SELECT VERSION()").lower().count("mariadb") == 0:
        return []
    with values_of(source, mysql) as values:
        originals = python_values(values)
        for column in target.columns:
            with suppress(NoWire):
                form = wire(values.column, column)
                found = check(values, originals, target, column, form)
                problems += [f"into {column.declared}: {problem}" for problem in found]
    return problems


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.declared.replace(" ", "_")[:40])
def test_everything_allowed(source: Source, mysql: MySQLDatabase, target: Target) -> None:
    """What nothing was wrong with arrives as ever, and what is mended arrives, and is the same on both servers."""
    problems = mended_problems(source, mysql, target)
    assert not problems, "\n" + "\n".join(problems)


def mended_problems(source: Source, mysql: MySQLDatabase, target: Target) -> list[str]:
    problems: list[str] = []
    if source.declared in OF_MARIADB and mysql.value("SELECT VERSION()").lower().count("mariadb") == 0:
        return []
    with values_of(source, mysql) as values:
        originals = python_values(values)
        for column in target.columns:
            with suppress(NoWire):
                form = wire(values.column, column, NAMES)
                found = check_mended(values, originals, target, column, form)
                problems += [f"into {column.declared}: {problem}" for problem in found]
    return problems


def check_mended(
    values: Values, originals: list[Any], target: Target, column: TargetColumn, form: Wire
) -> Iterator[str]:
    doubted = _doubted(values, form)
    names = [doubt.name for doubt in form.doubts]
    fields = {
        number: field
        for number, field in enumerate(values.raw(form.text))
        if all(not holds or NAMES[name].allowed for name, holds in zip(names, doubted[number], strict=True))
    }
    if target.refusal(column, fields):
        for number, field in fields.items():
            if (said := target.refusal(column, {number: field})) and column.type not in UNCHECKED:
                yield f"{originals[number]!r} as {field!r} is refused, though it is allowed: {said}"
        return
    arrived = target.taken(column, fields, form.there)
    here = values.raw(f"CONVERT({form.here} USING utf8mb4)") if form.here else []
    for number, (value, there) in arrived.items():
        raw = here[number] if here else None
        canonical = None if raw is None else raw.decode()
        if here and canonical != there:
            yield f"{originals[number]!r} became {value!r}: here {canonical!r}, there {there!r}"
    sound = {number: it for number, it in arrived.items() if not any(doubted[number])}
    yield from compared(values, originals, column, form, sound)


def check(values: Values, originals: list[Any], target: Target, column: TargetColumn, form: Wire) -> Iterator[str]:
    fields = values.raw(form.text)
    doubted = [
        {name for name, holds in zip((d.name for d in form.doubts), row, strict=True) if holds}
        for row in _doubted(values, form)
    ]
    lossy = {doubt.name for doubt in form.doubts if doubt.lossy}
    sound = {number: field for number, field in enumerate(fields) if not doubted[number]}
    if target.refusal(column, sound):
        for number, field in sound.items():
            if (said := target.refusal(column, {number: field})) and column.type not in UNCHECKED:
                yield f"{originals[number]!r} as {field!r} is refused without a doubt: {said}"
        return
    yield from compared(values, originals, column, form, target.taken(column, sound, form.there))
    for number, field in enumerate(fields):
        if not doubted[number] or doubted[number] & (TOLERATED | ({"trailing-spaces"} & lossy)):
            continue
        if not target.refusal(column, {number: field}):
            yield f"{originals[number]!r} as {field!r} is taken, in spite of {doubted[number]}"


def _doubted(values: Values, form: Wire) -> Sequence[tuple[Any, ...]]:
    conditions = ", ".join(put(doubt.rows, "v") for doubt in form.doubts) or "NULL"
    found = values.link.ask(f"SELECT {conditions} FROM source ORDER BY id")
    return found if form.doubts else [() for _ in found]


def compared(
    values: Values, originals: list[Any], column: TargetColumn, form: Wire, arrived: dict[int, tuple[Any, str | None]]
) -> Iterator[str]:
    here = values.raw(f"CONVERT({form.here} USING utf8mb4)") if form.here else []
    shown = (
        values.of("CAST({} AS CHAR)")
        if values.column.type.name not in ("geometry", "point", "polygon", "linestring")
        else originals
    )
    family = FAMILY[values.column.type.name]
    if values.column.type.name == "set":
        family = "set"
    for number, (value, there) in arrived.items():
        original = originals[number]
        try:
            expected = wanted(original, family, column.type, scale=column.scale)
        except Odd as error:
            expected = shown[number] if column.type in SHOWN else error
            if column.type == "bytea":
                expected = encoded(shown[number], values.column.type.charset)
        if isinstance(expected, Odd):
            yield f"{original!r} became {value!r}: {expected}"
        elif expected != value:
            yield f"{original!r} became {value!r}, not {expected!r}"
        raw = here[number] if here else None
        said = None if raw is None else raw.decode()
        if here and said != there:
            yield f"{original!r}: here {said!r}, there {there!r}"


MENDED = (
    ("datetime(6)", "'2024-12-31 23:59:59.999999'", "timestamp(0)", "truncated-fraction", "2024-12-31 23:59:59"),
    ("datetime(6)", "'2024-12-31 23:59:59.129999'", "timestamp(3)", "truncated-fraction", "2024-12-31 23:59:59.129"),
    ("varchar(40)", "'2024-12-31 23:59:59.129999'", "timestamp(3)", "truncated-fraction", "2024-12-31 23:59:59.129"),
    ("time(3)", "'-12:00:00.999'", "interval(0)", "truncated-fraction", "-12:00:00"),
    ("datetime", "'2024-12-31 23:59:59'", "date", "time-lost", "2024-12-31"),
    ("datetime", "'0000-00-00 10:11:12'", "timestamp", "zero-date", None),
    ("date", "'0000-00-00'", "date", "zero-date", None),
    ("timestamp NULL", "0", "timestamptz", "zero-date", None),
    ("date", "'2024-00-10'", "date", "date-part-zero", None),
    ("date", "'2023-02-31'", "date", "invalid-date", None),
    ("decimal(10,4)", "2.6750", "numeric(10,2)", "rounded", "2.68"),
    ("decimal(10,4)", "-2.5000", "integer", "rounded", "-3"),
    ("double", "1234.5678", "numeric(10,2)", "rounded", "1234.57"),
    ("double", "0.1", "real", "rounded", "0.1"),
    ("bigint", "9007199254740993", "double precision", "rounded", "9.007199254740992e+15"),
    ("tinyint", "2", "boolean", "not-a-boolean", "true"),
    ("decimal(3,1)", "0.5", "boolean", "not-a-boolean", "true"),
    ("varchar(20)", "'a\\0b'", "text", "nul-byte", "ab"),
    ("varchar(20) CHARACTER SET ucs2", "'a\\0b'", "text", "nul-byte", "ab"),
    ("text", "'[\"\\\\\\\\u0000\\\\u0000\"]'", "jsonb", "nul-byte", '["\\\\u0000"]'),
    ("varbinary(20)", "x'61c328'", "text", "invalid-utf8", "a?("),
    ("varchar(20)", "'😀😀abcd'", "varchar(5)", "text-too-long", "😀😀abc"),
    ("varchar(20)", "'ab    '", "varchar(5)", "text-too-long", "ab   "),
    ("enum('a','zz')", "'zz'", "labels", "enum-unknown", None),
    ("varchar(20)", "'A'", "labels", "enum-unknown", None),
)


@pytest.mark.parametrize(("declared", "value", "into", "allowed", "expected"), MENDED)
def test_what_is_allowed_is_done(
    declared: str, value: str, into: str, allowed: str, expected: str | None, mysql: MySQLDatabase, target: Target
) -> None:
    """Without the word it is refused, or was told to be lossy; with it, it is this, on both servers."""
    (column,) = [each for each in target.columns if each.name == into]
    with values_of(Source(declared, (value,)), mysql) as values:
        refused = wire(values.column, column)
        assert target.refusal(column, {1: values.raw(refused.text)[1]})
        form = wire(values.column, column, [allowed])
        found = target.written(column, values.raw(form.text)[1])
        assert found == expected
        assert allowed in [doubt.name for doubt in form.doubts]


def test_null_is_no_mend_where_null_is_no_value() -> None:
    source = SourceColumn("v", Type("date"))
    required = TargetColumn("v", "date", nullable=False)
    assert wire(source, required, ["zero-date"]).text == "{}"
    assert "null-into-not-null" in [doubt.name for doubt in wire(source, required).doubts]
    assert "NULL" in wire(source, TargetColumn("v", "date"), ["zero-date"]).text


POINT = "0101000000000000000000F03F0000000000000040"
IN_4326 = "0101000020E6100000000000000000F03F0000000000000040"


@pytest.mark.parametrize(
    ("value", "type", "declared", "expected"),
    [
        ("POINT(1, 2)", "geometry", "geometry", POINT),
        ("ST_GeomFromText('POINT(1 2)', 4326)", "geometry", "geometry", IN_4326),
        ("POINT(1, 2)", "geometry", "geometry(Point,4326)", IN_4326),
        ("POINT(1, 2)", "geography", "geography", IN_4326),
    ],
)
def test_geometry_for_postgis(value: str, type: str, declared: str, expected: str, mysql: MySQLDatabase) -> None:
    """PostGIS shows a geometry like this, and reads what it shows."""
    with values_of(Source("geometry", (value,)), mysql) as values:
        form = wire(values.column, TargetColumn("v", type, declared))
        assert values.of(form.text) == [None, expected]
