"""A table of MariaDB into an empty, logged one of PostgreSQL without indexes, by each way, whole processes.

`cfdb` is `cfdb data migrate` with two workers and the compiled converter, `pure` the same without that. `ready` is
PostgreSQL's own work, binary tuples from a file; `read` writes nothing. `verify` compares what has arrived. pgloader
gets several readers a table.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from benchmarks import measure
from benchmarks.bench import Bench
from benchmarks.data.tables import TABLES, Table
from benchmarks.measure import Run
from benchmarks.report import Goal, Row
from cfdb.dialect import Settings
from cfdb.dialects.mysql.connection import connect
from cfdb.errors import ServerError
from cfdb.model.url import parse
from cfdb.servers import mariadb

MOST_ROUNDS = 3

READS = ("read-lines", "read-tuples")

GOALS = {
    "narrow": {"pure": 1 / 3.5, "cfdb": 1 / 6},
    "wide": {"pure": 1 / 3, "cfdb": 1 / 5},
    "blob4k": {"pure": 1 / 3, "cfdb": 1 / 3.3},
}
"""Of pgloader's wall, at most."""

VERIFY_GOAL = 0.5
"""Of the wall of the move, at most."""

READY_GOAL = 1.4
"""Of the wall of PostgreSQL's own work, at most."""

PEAK_GOAL = 150e6

LOAD = """LOAD DATABASE FROM {source} INTO {target}
WITH data only, workers = 4, concurrency = 2, multiple readers per thread, rows per range = 100000,
     prefetch rows = 25000, batch rows = 25000
CAST type date to date drop not null using zero-dates-to-null,
     type datetime to timestamp drop not null using zero-dates-to-null
INCLUDING ONLY TABLE NAMES MATCHING '{table}'
ALTER SCHEMA 'legacy' RENAME TO 'public';
"""

Laps = Mapping[str, list[Run]]


@dataclass(frozen=True, slots=True)
class Source:
    """A MariaDB with all tables: its URL, and the one that pgloader takes."""

    url: str
    loader: str


def data(bench: Bench) -> list[Row]:
    (bench.folder / "cfdb.toml").write_text("".join(f'[databases.{name}]\ndialect = "postgresql"\n' for name in TABLES))
    try:
        with _source() as source:
            return [row for table in TABLES.values() for row in _table(bench, source, table)]
    except ServerError as error:
        return [Row("rows of MariaDB", "s", None, note=str(error))]


@contextmanager
def _source() -> Iterator[Source]:
    port = mariadb.free_port()
    with mariadb.throwaway("--innodb-buffer-pool-size=1G", "--max-allowed-packet=64M", port=port) as running:
        with closing(connect(parse(running.url()), Settings("benchmark"))) as link:
            for statement in (
                "CREATE DATABASE legacy CHARACTER SET utf8mb4",
                "CREATE USER bench@127.0.0.1 IDENTIFIED BY 'bench'",
                "GRANT ALL ON *.* TO bench@127.0.0.1",
                "USE legacy",
                "SET SESSION sql_mode = ''",
                *(statement for table in TABLES.values() for statement in table.source()),
            ):
                link.ask(statement)
        yield Source(running.url("legacy"), f"mysql://bench:bench@127.0.0.1:{port}/legacy")


def _table(bench: Bench, source: Source, table: Table) -> Iterator[Row]:
    ready = bench.folder / f"{table.name}.copy"
    _make_ready(bench, source.url, table, ready)
    contenders: dict[str, Callable[[], Run]] = {
        "cfdb": partial(_cfdb, bench, source.url, table),
        "pure": partial(_cfdb, bench, source.url, table, "CFDB_PURE_PYTHON=1"),
        "verify": partial(_verify, bench, source.url, table),
        **{way: partial(_part, bench, source.url, table, way) for way in READS},
        "ready": partial(_part, bench, str(ready), table, "ready"),
    }
    if shutil.which("pgloader"):
        contenders["pgloader"] = partial(_pgloader, bench, source.loader, table)
    laps = measure.interleaved(contenders, min(bench.rounds, MOST_ROUNDS))
    ready.unlink()
    yield from _rows(table, laps)


def _rows(table: Table, laps: Laps) -> Iterator[Row]:
    for way, runs in laps.items():
        wall = median(run.wall for run in runs)
        speed = f"{table.rows / wall / 1000:.0f} krows/s"
        if way == "verify":
            goal = Goal(VERIFY_GOAL, ratio=True)
            yield _beside(f"{table.name}, verify, wall", "wall", runs, "cfdb", laps["cfdb"], goal, speed)
        elif way in ("cfdb", "pure"):
            yield from _moved(table, way, laps, speed)
        else:
            yield Row(f"{table.name}, {way}, wall", "s", wall, note=speed)


def _moved(table: Table, way: str, laps: Laps, speed: str) -> Iterator[Row]:
    runs = laps[way]
    if "pgloader" in laps:
        goal = Goal(GOALS[table.name][way], ratio=True)
        yield _beside(f"{table.name}, {way}, wall", "wall", runs, "pgloader", laps["pgloader"], goal, speed)
        goal = Goal(1 / 8, ratio=True)
        yield _beside(f"{table.name}, {way}, CPU", "cpu", runs, "pgloader", laps["pgloader"], goal)
    ready = Goal(READY_GOAL, ratio=True) if way == "cfdb" else None
    yield _beside(f"{table.name}, {way}, wall", "wall", runs, "ready", laps["ready"], ready, speed)
    peak = max(float(run.peak) for run in runs)
    yield Row(f"{table.name}, {way}, peak memory", "MB", peak, goal=Goal(PEAK_GOAL, scales=False))


def _beside(
    what: str, kind: str, ours: list[Run], peer: str, theirs: list[Run], goal: Goal | None, note: str = ""
) -> Row:
    mine, other = ([float(getattr(run, kind)) for run in runs] for runs in (ours, theirs))
    shown = "; ".join(part for part in (note, measure.spread(mine, other)) if part)
    return Row(what, "s", median(mine), peer, median(other), measure.ratio(mine, other), goal, shown)


def _cfdb(bench: Bench, source: str, table: Table, *variables: str) -> Run:
    with _target(bench, table, table.rows) as url:
        return bench.run(["env", *variables, *_words(bench, "migrate", source, table, url)])


def _verify(bench: Bench, source: str, table: Table) -> Run:
    with _target(bench, table, table.rows) as url:
        bench.run(_words(bench, "migrate", source, table, url))
        return bench.run(_words(bench, "verify", source, table, url))


def _words(bench: Bench, action: str, source: str, table: Table, url: str) -> list[str]:
    told = ["--tables", table.name, "--allow", "zero-date", "--workers", "2", "--from", source, "--url", url]
    return [bench.tools.cfdb, "data", action, *told, "--database", table.name, "--project", str(bench.folder)]


def _part(bench: Bench, source: str, table: Table, way: str) -> Run:
    with _target(bench, table, 0 if way.startswith("read-") else table.rows) as url:
        return bench.run([bench.tools.python, "-m", "benchmarks.data.move", way, source, url, table.name])


def _pgloader(bench: Bench, source: str, table: Table) -> Run:
    with _target(bench, table, table.rows) as url:
        told = conninfo_to_dict(url)
        target = f"postgresql://{told['user']}@unix:{told['host']}:{told['port']}/{told['dbname']}"
        script = bench.folder / "pgloader.load"
        script.write_text(LOAD.format(source=source, target=target, table=table.name))
        return bench.run(["pgloader", str(script)])


@contextmanager
def _target(bench: Bench, table: Table, rows: int) -> Iterator[str]:
    """A database with the empty table, which must have `rows` in the end: a tool may end well and have lost some."""
    with bench.server.database() as url:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(table.target().encode())
        yield url
        with psycopg.connect(url) as connection:
            found = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table.name))).fetchone()
        if found != (rows,):
            raise measure.Failed(f"{table.name} has {found} rows, expected {rows}:\n{bench.log.read_text()[-2000:]}")


def _make_ready(bench: Bench, source: str, table: Table, path: Path) -> None:
    """The file of all rows, as PostgreSQL writes it."""
    with bench.server.database() as url, psycopg.connect(url, autocommit=True) as connection:
        connection.execute(table.target().encode())
        module = [bench.tools.python, "-m", "benchmarks.data.move"]
        subprocess.run([*module, "lines", source, url, table.name], check=True)
        command = sql.SQL("COPY {} TO STDOUT (FORMAT binary)").format(sql.Identifier(table.name))
        with path.open("wb") as file, connection.cursor() as cursor, cursor.copy(command) as copy:
            for piece in copy:
                file.write(piece)
