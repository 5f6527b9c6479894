"""Rows that are larger than what a client should hold: its memory stays small, and they arrive byte by byte.

CFDB_TEST_LARGE=500 has rows of 500 MB; both servers together then need about 10 GB of memory for each that moves.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from stage import Database, MySQLDatabase, MySQLServer, Result, Spawn

from cfdb.servers import mariadb

MB = 1_000_000
LARGE = int(os.environ.get("CFDB_TEST_LARGE", "20")) * MB
"""Bytes of a value."""

MOST = 150 * MB
"""Bytes of memory that a client of four workers may take. Without a row it is 60 MB."""

pytestmark = [
    pytest.mark.newest,
    pytest.mark.timeout(180 + 2 * LARGE / MB),
    pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of a process is told by /proc"),
]


@pytest.fixture(scope="module")
def large_server() -> Iterator[MySQLServer]:
    """A server that lets rows through that are as large as any can be."""
    options = ("--max-allowed-packet=1G", "--innodb-log-file-size=1G")
    with mariadb.throwaway(*options, port=mariadb.free_port()) as running:
        yield MySQLServer(running.url(), running)


@pytest.fixture
def large(large_server: MySQLServer) -> Iterator[MySQLDatabase]:
    with large_server.database() as url:
        yield MySQLDatabase(url)


@pytest.fixture(params=["compiled", "pure"])
def sides(
    request: pytest.FixtureRequest, large: MySQLDatabase, database: Database, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    if request.param == "pure":
        monkeypatch.setenv("CFDB_PURE_PYTHON", "1")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CFDB_FROM", large.url)
    monkeypatch.setenv("DATABASE_URL", database.url)


def measured(spawn: Spawn, *words: str, seconds: float = 60 + LARGE / MB) -> tuple[Result, int]:
    """How a command ended, and the peak of its memory in bytes."""
    running = spawn(*words)
    peak, deadline = 0, time.monotonic() + seconds
    while running.process.poll() is None and time.monotonic() < deadline:
        # What it had at most until now: only growth within the last moment is missed.
        found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{running.process.pid}/status").read_text(encoding="utf-8"))
        peak = max(peak, int(found[1]) * 1024 if found else 0)
        time.sleep(0.01)
    return running.wait(1), peak


VALUES = {
    # Of what COPY's text has a meaning for: each is longer there, and any may be where two pieces meet.
    "longblob": ("bytea", "x'00FF5C0A09C30D'"),
    "longtext": ("text", "'aé\\\\b\\tc\\n😀\\r'"),
}
ROWS = 4 if LARGE <= 100 * MB else 1


@pytest.mark.usefixtures("sides")
@pytest.mark.parametrize("type", VALUES)
def test_a_value_of_any_size(large: MySQLDatabase, database: Database, spawn: Spawn, type: str) -> None:
    target, value = VALUES[type]
    times = LARGE // int(large.value(f"SELECT LENGTH({value})"))
    large.run(f"CREATE TABLE t (id int PRIMARY KEY, v {type} NOT NULL, w int) CHARSET utf8mb4")
    large.run(*(f"INSERT INTO t VALUES ({id}, REPEAT({value}, {times - id}), -{id})" for id in range(ROWS)))
    database.run(f"CREATE TABLE t (id int PRIMARY KEY, v {target} NOT NULL, w int)")
    moved(spawn, "--chunk-rows", "1")
    row = "SELECT id, MD5(v), OCTET_LENGTH(v), w FROM t ORDER BY id"
    assert database.rows(row) == list(large.rows(row)) != []


@pytest.mark.usefixtures("sides")
def test_rows_of_many_long_texts(large: MySQLDatabase, database: Database, spawn: Spawn) -> None:
    """As many as a page of PostgreSQL has room for the places of: each of its own 10 kB, and not to be compressed."""
    names = [f"c{number}" for number in range(350)]
    large.run(f"CREATE TABLE t (id int PRIMARY KEY, {', '.join(f'{name} text' for name in names)}) CHARSET utf8mb4")
    texts = ", ".join(f"REPEAT(MD5(seq * 1000 + {number}), 312)" for number in range(len(names)))
    large.run(f"INSERT INTO t SELECT seq, {texts} FROM seq_1_to_8")
    database.run(f"CREATE TABLE t (id int PRIMARY KEY, {', '.join(f'{name} text' for name in names)})")
    moved(spawn, "--chunk-rows", "2")
    here, there = f"MD5(CONCAT({', '.join(names)}))", f"md5({' || '.join(names)})"
    rows = "SELECT id, {} FROM t ORDER BY id"
    assert database.rows(rows.format(there)) == list(large.rows(rows.format(here))) != []


@pytest.mark.parametrize("sides", ["compiled"], indirect=True)
@pytest.mark.usefixtures("sides")
def test_a_rejected_row_among_long_ones(large: MySQLDatabase, database: Database, spawn: Spawn) -> None:
    """All rows of its chunk are read once more, each by itself."""
    large.run(
        "CREATE TABLE t (id int PRIMARY KEY, v longtext, w int) CHARSET utf8mb4",
        f"INSERT INTO t SELECT seq, REPEAT('long\\n', {LARGE // 50}), IF(seq = 33, NULL, 1) FROM seq_1_to_40",
    )
    database.run("CREATE TABLE t (id int PRIMARY KEY, v text, w int NOT NULL)")
    words = ("--chunk-rows", "40", "--max-rejects", "1")
    result, peak = measured(spawn, "data", "migrate", "--tables", "t", *words)
    assert "1 row rejected" in result.expect(3).out
    assert peak < MOST
    assert database.rows("SELECT count(*), sum(id), min(octet_length(v)) FROM t") == [(39, 820 - 33, LARGE // 10)]


@pytest.mark.parametrize("pure", ["0", "1"], ids=["compiled", "pure"])
def test_what_is_too_large_as_text_only(
    mysql: MySQLDatabase, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spawn: Spawn, pure: str
) -> None:
    """Its row passes through the server; its digits do not."""
    monkeypatch.chdir(tmp_path)
    size = int(mysql.value("SELECT @@max_allowed_packet")) // 2 + 1000
    mysql.run("CREATE TABLE t (id int PRIMARY KEY, v longblob NOT NULL)")
    mysql.run(f"INSERT INTO t VALUES (1, REPEAT('x', {size}))")
    database.run("CREATE TABLE t (id int PRIMARY KEY, v bytea NOT NULL)")

    def ended(*words: str) -> Result:
        known = {"CFDB_FROM": mysql.url, "DATABASE_URL": database.url, "CFDB_PURE_PYTHON": pure}
        return spawn("data", *words, "--tables", "t", environment=known).wait()

    if pure == "0":
        ended("migrate", "--check").expect(0)
        assert "all alike" in ended("verify").expect(0).out
        return
    assert "t.v: 1 row, such as id 1: Written as COPY's text" in ended("plan").expect(1).out
    stopped = ended("migrate").expect(2).err
    assert "Result of hex() was larger than max_allowed_packet" in stopped
    assert "hint: raise max_allowed_packet of the source, up to 1 GB" in stopped
    # Nothing of what a driver says besides.
    assert "Failing row" not in stopped
    assert database.value("SELECT count(*) FROM t") == 0


def moved(spawn: Spawn, *words: str) -> None:
    """By four workers at once, and verified; both in little memory."""
    for command in (("migrate", *words), ("verify",)):
        result, peak = measured(spawn, "data", *command, "--tables", "t", "--workers", "4")
        result.expect(0)
        assert peak < MOST, f"{command[0]}: {peak / MB:.0f} MB"


def test_rows_that_differ_everywhere_are_counted_and_not_kept(
    mysql: MySQLDatabase, database: Database, spawn: Spawn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of those that are not shown no more is held than what tells them apart."""
    mysql.run(
        "CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL, line text NOT NULL)",
        "INSERT INTO t SELECT seq, seq % 7, REPEAT('some words ', 60) FROM seq_1_to_120000",
    )
    database.run("CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL, line text NOT NULL)")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CFDB_FROM", mysql.url)
    monkeypatch.setenv("DATABASE_URL", database.url)
    spawn("data", "migrate", "--tables", "t").wait(60).expect(0)
    database.run("DELETE FROM t WHERE id % 100 = 0; UPDATE t SET n = n + 1")
    database.run("INSERT INTO t SELECT -i, 0, 'new' FROM generate_series(1, 700) AS i")
    found, peak = measured(spawn, "data", "verify", "--tables", "t", "--show", "200", "--format", "json")
    (table,) = found.expect(1).json["tables"]
    assert table["differing"] == 120_000 + 700
    kinds = [one["kind"] for one in table["differences"]]
    assert len(kinds) == 200
    assert set(kinds) == {"changed", "missing"}
    assert peak < MOST
