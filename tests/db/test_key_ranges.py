"""Ranges of keys on a server: together they have every row once, and each reads no more of the index than its part."""

from __future__ import annotations

import random
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from legacy_data import load
from stage import MySQLDatabase, mysql_connection

from cfdb.copying.cutting import cut_integers
from cfdb.copying.keys import Bound, Key, key_of
from cfdb.copying.mapping import read
from cfdb.copying.partitions import of_partition, partitions
from cfdb.copying.ranges import Range, condition, estimate, extent, ranges, walk
from cfdb.copying.select import ranged, select_of
from cfdb.copying.tables import name
from cfdb.dialect import Settings
from cfdb.dialects.mysql import schema as live
from cfdb.dialects.mysql.connection import connect
from cfdb.model.copy import Select
from cfdb.model.schema import Schema
from cfdb.model.script import Source
from cfdb.model.url import parse
from cfdb.syntax import mysql as scanner

REPOSITORY = Path(__file__).parents[2]
ROWS = 1500
CHUNK = 70
KEPT = "NO_ENGINE_SUBSTITUTION"

Values = Iterable[tuple[Any, ...]]


@dataclass(frozen=True)
class Kind:
    """A table `t` with a key, and values of its first columns. `index` is the one that is to be chosen."""

    name: str
    columns: str
    values: Callable[[random.Random], Values]
    index: str = "PRIMARY"
    width: int = 1


def distinct(make: Callable[[random.Random], Any]) -> Callable[[random.Random], Values]:
    def values(draw: random.Random) -> Iterator[tuple[Any, ...]]:
        seen: set[tuple[Any, ...]] = set()
        while len(seen) < ROWS:
            value = make(draw)
            value = value if isinstance(value, tuple) else (value,)
            if value not in seen:
                seen.add(value)
                yield value

    return values


def of(*first: Any, rest: Callable[[random.Random], Any]) -> Callable[[random.Random], Values]:
    """Some values that must be there, and others."""

    def values(draw: random.Random) -> Iterator[tuple[Any, ...]]:
        chosen = [value if isinstance(value, tuple) else (value,) for value in first]
        yield from chosen
        others = (value for value in distinct(rest)(draw) if value not in chosen)
        yield from islice(others, ROWS - len(chosen))

    return values


def words(alphabet: str, fewest: int = 5, most: int = 12) -> Callable[[random.Random], str]:
    return lambda draw: "".join(draw.choices(alphabet, k=draw.randint(fewest, most))).strip()


def day(draw: random.Random) -> str:
    return str(date(1900, 1, 1) + timedelta(days=draw.randrange(50_000)))


def clock(draw: random.Random) -> str:
    return f"{draw.randrange(24):02}:{draw.randrange(60):02}:{draw.randrange(60):02}"


def some_bytes(draw: random.Random) -> bytes:
    return draw.randbytes(draw.randint(2, 9))


KINDS = [
    Kind("int with holes", "id INT PRIMARY KEY",
         of(-(1 << 31), (1 << 31) - 1, rest=lambda draw: draw.randrange(2000) + draw.choice((0, 10**9)))),
    Kind("unsigned bigint", "id BIGINT UNSIGNED PRIMARY KEY",
         of(0, (1 << 64) - 1, rest=lambda draw: draw.randrange(3000) + draw.choice((0, (1 << 64) - 3001)))),
    Kind("negative", "id BIGINT PRIMARY KEY", of(-(1 << 63), (1 << 63) - 1, rest=lambda draw: -draw.randrange(9999))),
    Kind("composite", "a INT, b VARCHAR(20) COLLATE utf8mb4_bin, PRIMARY KEY (a, b)",
         distinct(lambda draw: (draw.choice((1, 1, 1, 1, 2, 7, -9)), words("abcXYZé'\\ ")(draw))), width=2),
    Kind("long composite", "a DATE, b TINYINT UNSIGNED, c VARBINARY(9), PRIMARY KEY (a, b, c)",
         distinct(lambda draw: (f"2020-01-0{draw.randint(1, 4)}", draw.randrange(4), some_bytes(draw))), width=3),
    Kind("general_ci", "id VARCHAR(40) COLLATE utf8mb4_general_ci PRIMARY KEY",
         of("", "it's", "\\", "'", '"; DROP TABLE t', "\n\t", rest=words("abcdefghijklmnopqrstuvwxyz -_'\\", 9))),
    Kind("binary collation", "id VARCHAR(40) COLLATE utf8mb4_bin PRIMARY KEY",
         of("", "🎬", "A", "a", rest=words("abcABCéÉßçñ🎬日本 '\\%_"))),
    Kind("weights", "id VARCHAR(40) COLLATE utf8mb4_uca1400_ai_ci PRIMARY KEY",
         distinct(words("bcdfghjklmnpqrtvwxz日本語文字", 9))),
    Kind("latin1", "id VARCHAR(40) CHARACTER SET latin1 COLLATE latin1_general_cs PRIMARY KEY",
         of("", "€", rest=words("abcABCéÉ€ß'\\"))),
    Kind("two bytes", "id VARCHAR(40) CHARACTER SET ucs2 COLLATE ucs2_bin PRIMARY KEY",
         distinct(words("abcABCé日本'\\"))),
    Kind("char", "id CHAR(12) CHARACTER SET ascii COLLATE ascii_general_ci PRIMARY KEY",
         distinct(words("bcdfghjkl", 9))),
    Kind("binary", "id BINARY(16) PRIMARY KEY", of(b"\0" * 16, b"\xff" * 16, rest=lambda draw: draw.randbytes(16))),
    Kind("varbinary", "id VARBINARY(20) PRIMARY KEY", of(b"", b"\0", b"'", rest=some_bytes)),
    Kind("uuid as text", "id CHAR(36) PRIMARY KEY", distinct(lambda draw: str(uuid.UUID(int=draw.getrandbits(128))))),
    Kind("uuid", "id UUID PRIMARY KEY", distinct(lambda draw: str(uuid.UUID(int=draw.getrandbits(128), version=1)))),
    Kind("inet6", "id INET6 PRIMARY KEY",
         of("::", "::ffff:1.2.3.4", rest=lambda draw: f"2001:db8::{draw.randrange(65536):x}")),
    Kind("date", "id DATE PRIMARY KEY", of("0000-00-00", "2020-00-00", "9999-12-31", rest=day)),
    Kind("datetime", "id DATETIME(6) PRIMARY KEY",
         of("0000-00-00 00:00:00", "9999-12-31 23:59:59.999999", rest=lambda draw: f"{day(draw)} {clock(draw)}.0001")),
    Kind("timestamp", "id TIMESTAMP(3) PRIMARY KEY",
         of("0000-00-00 00:00:00", rest=lambda draw: f"2021-03-28 {clock(draw)}.{draw.randrange(1000):03}")),
    Kind("time", "id TIME(1) PRIMARY KEY", of("-838:59:59", "838:59:59", "-00:00:00.1", rest=clock)),
    Kind("decimal", "id DECIMAL(20,6) PRIMARY KEY",
         of("-99999999999999.999999", rest=lambda draw: f"{draw.randint(-999, 999)}.{draw.randrange(10**6):06}")),
    Kind("long decimal", "id DECIMAL(65,30) PRIMARY KEY",
         distinct(lambda draw: f"{draw.randint(-9, 9) * 10**34}.{draw.randrange(10**9) + 10**29:030}")),
    Kind("unique", "n INT, id INT NOT NULL, UNIQUE KEY u (n), UNIQUE KEY `the ``key` (id)",
         distinct(lambda draw: (None, draw.randrange(1 << 30))), index="the `key"),
    Kind("descending", "a INT, b INT, PRIMARY KEY (a DESC, b DESC)",
         distinct(lambda draw: (draw.randrange(50), draw.randrange(500))), width=2),
]  # fmt: skip


class Legacy:
    """A session as workers have it."""

    def __init__(self, link: Any, url: str) -> None:
        self.link = link
        self.url = url

    def rows(self, text: str, values: Sequence[Any] | None = None) -> list[tuple[Any, ...]]:
        with self.link.cursor() as cursor:
            cursor.execute(text, values)
            return list(cursor.fetchall())

    def insert(self, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
        names = [row[0] for row in self.rows(f"SHOW COLUMNS FROM {table}")][: len(rows[0])]
        names, marks = [f"`{name}`" for name in names], ["%s"] * len(names)
        with self.link.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join(marks)})", rows)
        self.rows(f"ANALYZE TABLE {table}")

    def schema(self) -> Schema:
        with closing(connect(parse(self.url), Settings("test"))) as link:
            return live.read(link)

    def key(self, table: str) -> Key:
        found = self.schema().table(table)
        assert found is not None
        key = key_of(found)
        assert key is not None
        return key

    def borders(self, key: Key, table: str, rows: int) -> Iterator[Bound]:
        after: Bound | None = None
        while found := self.rows(walk(key, table, rows, after)):
            after = found[0]
            yield after

    def explained(self, text: str) -> dict[str, Any]:
        with self.link.cursor() as cursor:
            cursor.execute(f"EXPLAIN {text}")
            names = [column[0] for column in cursor.description]
            return dict(zip(names, cursor.fetchone(), strict=True))


@pytest.fixture
def source(mysql: MySQLDatabase) -> Iterator[Legacy]:
    with closing(mysql_connection(mysql.url, init_command=f"SET sql_mode = '{KEPT}', time_zone = '+00:00'")) as link:
        yield Legacy(link, mysql.url)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_ranges_of_each_kind_of_key(kind: Kind, source: Legacy) -> None:
    """Every row is in one range, each range has the rows that it should have, and is read by its index."""
    rows = list(kind.values(random.Random(4)))
    source.rows(f"CREATE TABLE t ({kind.columns}, filler VARCHAR(99) DEFAULT 'filler filler filler')")
    source.insert("t", rows)
    key = source.key("t")
    assert (key.index, len(key.columns), key.unique) == (kind.index, kind.width, True)
    parts = list(ranges(source.borders(key, "t", CHUNK)))
    assert len(parts) == ROWS // CHUNK + 1
    found: Counter[tuple[Any, ...]] = Counter()
    for part in parts:
        text = f"SELECT x.* FROM t AS x WHERE {condition(key, part, '`x`')}"
        chunk = source.rows(text)
        assert len(chunk) == (CHUNK if part.through else ROWS % CHUNK)
        plan = source.explained(text)
        assert (plan["type"], plan["key"]) == ("range", key.index), text
        assert int(plan["rows"]) < 4 * CHUNK, text
        found.update(chunk)
    assert found == Counter(source.rows("SELECT * FROM t"))
    assert found.total() == ROWS


def test_an_index_that_is_not_unique_serves_where_there_is_no_key(source: Legacy) -> None:
    source.rows("CREATE TABLE t (n INT, kind CHAR(3) NOT NULL, at DATE, KEY k (kind, at))")
    source.insert("t", [(number, "abc"[number % 3] * (number % 4), None) for number in range(1000)])
    key = source.key("t")
    assert [column.name for column in key.columns] == ["kind"]
    assert not key.unique
    parts = list(ranges(source.borders(key, "t", 40)))
    assert len(parts) == 11
    found = Counter(row for part in parts for row in source.rows(f"SELECT * FROM t WHERE {condition(key, part)}"))
    assert found == Counter(source.rows("SELECT * FROM t"))


@pytest.mark.parametrize(
    "columns",
    [
        "a INT",
        "a INT NULL, UNIQUE KEY (a)",
        "a VARCHAR(20) NOT NULL, UNIQUE KEY (a(5))",
        "a TEXT NOT NULL, UNIQUE KEY (a) USING HASH",
        "a ENUM('b', 'a') PRIMARY KEY",
        "a DOUBLE PRIMARY KEY",
    ],
)
def test_tables_without_a_key_of_use(columns: str, source: Legacy) -> None:
    source.rows(f"CREATE TABLE t ({columns})")
    table = source.schema().table("t")
    assert table is not None
    assert key_of(table) is None


@pytest.mark.parametrize(
    "declared",
    [
        "PARTITION BY HASH (a) PARTITIONS 5",
        "PARTITION BY HASH (a) (PARTITION `one ``x`, PARTITION two)",
        "PARTITION BY RANGE (a) (PARTITION a VALUES LESS THAN (10), PARTITION b VALUES LESS THAN MAXVALUE)",
        "PARTITION BY LIST (a % 2) SUBPARTITION BY HASH (a) SUBPARTITIONS 2"
        " (PARTITION a VALUES IN (0), PARTITION b VALUES IN (1))",
    ],
)
def test_partitions_serve_where_there_is_no_key(declared: str, source: Legacy) -> None:
    source.rows(f"CREATE TABLE t (a INT) {declared}")
    source.insert("t", [(number % 40,) for number in range(100)])
    table = source.schema().table("t")
    assert table is not None
    assert key_of(table) is None
    for tail in ("FROM t", "FROM (`t` AS x LEFT JOIN (SELECT 1) AS y ON TRUE) WHERE x.a > 3"):
        select = select_of(f"SELECT 0 + a {tail}")
        found: Counter[tuple[Any, ...]] = Counter()
        for partition in partitions(table):
            piece = of_partition(select, partition)
            assert piece is not None
            found.update(source.rows(ranged(piece, piece.items)))
        assert found == Counter(source.rows(select.text))
        assert len(partitions(table)) > 1
    assert of_partition(select_of("SELECT a FROM t PARTITION (p0) AS x"), "p1") is None


CROWDS: dict[str, list[int]] = {
    "even": list(range(0, 200_000, 10)),
    "in the last thousandth": [1, *range((1 << 31) - 20_000, (1 << 31) - 1)],
    "a hole": [*range(-(1 << 60), 10_000 - (1 << 60)), *range(1 << 60, (1 << 60) + 10_000)],
    "three towns": [*range(7000), *range(1 << 20, (1 << 20) + 7000), *range(1 << 50, (1 << 50) + 7000)],
}


@pytest.mark.parametrize("crowd", CROWDS)
def test_integers_are_cut_by_what_the_server_guesses(crowd: str, source: Legacy) -> None:
    """However the values lie, no chunk is giant, few are small, and the server is not asked too often."""
    values = CROWDS[crowd]
    source.rows("CREATE TABLE t (id BIGINT PRIMARY KEY, filler VARCHAR(99) DEFAULT 'filler filler filler')")
    source.insert("t", [(value,) for value in values])
    key, asked = source.key("t"), 0

    def guess(low: int, high: int) -> int:
        nonlocal asked
        asked += 1
        return int(source.explained(estimate(key, "t", low, high).removeprefix("EXPLAIN "))["rows"])

    ((low, high),) = source.rows(extent(key, "t"))
    assert (low, high) == (min(values), max(values))
    borders = cut_integers(low, high, guess, 1000)
    parts = list(ranges((str(border),) for border in borders))
    sizes = [source.rows(f"SELECT COUNT(*) FROM t WHERE {condition(key, part) or 1}")[0][0] for part in parts]
    assert sum(sizes) == len(values)
    assert max(sizes) <= 2500
    assert len(sizes) <= 3 * len(values) // 1000
    assert asked < 400


@pytest.fixture
def factory(source: Legacy) -> Legacy:
    """The legacy tables of Content Factory, with rows."""
    source.rows("SET foreign_key_checks = 0")
    for path in sorted((REPOSITORY / "schema/content_factory_legacy").rglob("*.sql")):
        if not path.stem.startswith("rollback"):
            text = path.read_bytes()
            for statement in scanner.split(text):
                source.rows(text[statement.start : statement.end].decode())
    load(source.link, 3000)
    return source


def test_the_reference_mapping_in_ranges(factory: Legacy) -> None:
    """Each SELECT, cut into ranges, has the rows that it has as a whole."""
    path = REPOSITORY / "migrations/content_factory/002_migrate_data.sql"
    schema = factory.schema()
    for copy in read(Source(path, path.read_bytes())):
        table = schema.table(name(copy.select.table)[-1])
        assert table is not None
        key = key_of(table)
        assert key is not None
        parts = list(ranges(factory.borders(key, copy.select.table, 23)))
        assert len(parts) > 1
        whole = Counter(factory.rows(copy.select.text))
        pieces: Counter[tuple[Any, ...]] = Counter()
        for part in parts:
            text = in_range(copy.select, key, part)
            pieces.update(factory.rows(text))
        assert pieces == whole, copy.table


def in_range(select: Select, key: Key, part: Range) -> str:
    return ranged(select, select.items, condition(key, part, select.alias))
