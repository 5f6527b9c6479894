"""`cfdb translate` of a real schema and of a dump of 200 MB.

The schema is Zabbix's, of Debian's package, which `make corpus` downloads. Beside it: sqlglot alone, which reads and
writes the statements up to the first trigger, which it cannot read, and is no translation: it maps words, and judges
nothing; and pgloader, which reads the
schema from a running MariaDB and makes it in PostgreSQL, so that cfdb's script goes through psql there.

The dump is made here, the same each time, as mysqldump writes it (rows of 1 MB in a statement) or with one row per
statement. Beside it: `cat`, which is what a program takes that does nothing; and sqlglot on 1 % of it, as it keeps all
that it reads.
"""

from __future__ import annotations

import random
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median

from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from benchmarks import measure, server
from benchmarks.bench import Bench
from benchmarks.measure import Run
from benchmarks.peers import Command
from benchmarks.report import Goal, Row
from cfdb.errors import ServerError
from cfdb.servers import mariadb

ZABBIX = Path(__file__).parents[1] / ".corpus/prepared/zabbix/00_schema.sql"

SQLGLOT = """
import sys, sqlglot
# It does not read what a client sends under another delimiter.
text = open(sys.argv[1], encoding="utf-8").read().partition("\\nDELIMITER")[0]
with open(sys.argv[2], "w", encoding="utf-8") as out:
    for statement in sqlglot.transpile(text, read="mysql", write="postgres"):
        out.write(statement + ";\\n")
"""

TABLES = sql.SQL("SELECT count(*) FROM pg_catalog.pg_class WHERE relkind = 'r' AND oid >= 16384")

SIZE = 200_000_000
SLICE = SIZE // 100
"""What sqlglot gets."""
BLOCK = 4_000
"""Rows that a dump is made of, again and again; 1 MB, which is what mysqldump puts into one statement."""
MOST_ROUNDS = 3

TABLE = """SET NAMES utf8mb4;
SET SQL_MODE='NO_AUTO_VALUE_ON_ZERO';
CREATE TABLE `orders` (
  `id` int NOT NULL AUTO_INCREMENT, `user_id` int NOT NULL, `mail` varchar(100) NOT NULL, `note` text,
  `amount` decimal(10,2) NOT NULL, `made` datetime NOT NULL, `done` tinyint(1) NOT NULL, `gone` datetime DEFAULT NULL,
  `state` enum('new','paid','sent') NOT NULL, PRIMARY KEY (`id`), KEY `user_id` (`user_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
"""
WORDS = ("delivered", "to", "the", "neighbour", "as", "agreed", "with", "them", "on", "the", "phone", "yesterday")
HEAD = b"INSERT INTO `orders` VALUES "

Laps = Mapping[str, list[Run]]


def translate(bench: Bench) -> list[Row]:
    return [*_schema(bench), *_dumps(bench)]


def _schema(bench: Bench) -> list[Row]:
    if not ZABBIX.is_file():
        return [Row("Zabbix's schema", "s", None, note="'make corpus' downloads it")]
    out = bench.folder / "zabbix.sql"
    contenders: dict[str, Callable[[], Run]] = {
        "cfdb": partial(bench.run, [bench.tools.cfdb, "translate", str(ZABBIX), "-o", str(out)]),
        "sqlglot alone": partial(bench.run, _sqlglot(bench, ZABBIX)),
    }
    rows = _compared("Zabbix's schema", _laps(bench, contenders), Goal(1.5))
    return [*rows, *_loaded(bench, out)]


def _loaded(bench: Bench, out: Path) -> Iterator[Row]:
    """Both until the schema is in PostgreSQL."""
    what = "Zabbix's schema, in PostgreSQL"
    program = shutil.which("pgloader")
    if program is None:
        yield Row(what, "s", None, "pgloader", note="pgloader is not installed")
        return
    try:
        with _filled() as source:
            contenders = {"cfdb, psql": partial(_ours, bench, out), "pgloader": partial(_pgloader, bench, source)}
            yield from _compared(what, _laps(bench, contenders))
    except (ServerError, measure.Failed) as error:
        yield Row(what, "s", None, "pgloader", note=str(error).splitlines()[-1])


@contextmanager
def _filled() -> Iterator[str]:
    """The URL, as pgloader takes it, of a MariaDB that has the schema."""
    port = mariadb.free_port()
    with mariadb.throwaway(port=port) as running:
        client = [shutil.which("mariadb") or "mysql", "--no-defaults", "-u", "root", f"--socket={running.socket}"]
        statements = (
            "CREATE DATABASE zabbix CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;"
            "CREATE USER bench@127.0.0.1 IDENTIFIED BY 'bench'; GRANT ALL ON *.* TO bench@127.0.0.1; USE zabbix;\n"
        )
        script = statements.encode() + ZABBIX.read_bytes()
        subprocess.run(client, input=script, check=True, capture_output=True)
        yield f"mysql://bench:bench@127.0.0.1:{port}/zabbix"


def _ours(bench: Bench, out: Path) -> Run:
    with bench.server.database() as url:
        translated = bench.run([bench.tools.cfdb, "translate", str(ZABBIX), "-o", str(out)])
        command = [str(bench.tools.psql), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", url, "-f", str(out)]
        return _sum(translated, bench.run(command))


def _sum(one: Run, other: Run) -> Run:
    return replace(
        one, wall=one.wall + other.wall, cpu=one.cpu + other.cpu, peak=max(one.peak, other.peak), code=other.code
    )


def _pgloader(bench: Bench, source: str) -> Run:
    with bench.server.database() as url:
        told = conninfo_to_dict(url)
        target = f"postgresql://{told['user']}@unix:{told['host']}:{told['port']}/{told['dbname']}"
        run = bench.run(["pgloader", "--with", "schema only", source, target])
        # It ends well whatever has happened.
        if (made := server.scalar(url, TABLES)) != len(re.findall(rb"(?im)^CREATE TABLE", ZABBIX.read_bytes())):
            raise measure.Failed(f"pgloader made {made} tables only")
        return run


def _dumps(bench: Bench) -> Iterator[Row]:
    rows = list(_rows())
    for what, at_once, flags in (
        ("dump", BLOCK, ()),
        ("dump, --copy", BLOCK, ("--copy",)),
        ("dump of single rows", 1, ()),
    ):
        dump = bench.folder / "dump.sql"
        size = _write(dump, rows, at_once, SIZE)
        contenders = {
            "cfdb": partial(
                bench.run, [bench.tools.cfdb, "translate", str(dump), *flags, "-o", str(bench.folder / "pg.sql")]
            ),
            "cat": partial(bench.run, ["cat", str(dump)]),
        }
        laps = _laps(bench, contenders, min(bench.rounds, MOST_ROUNDS))
        speed = size / median(run.wall for run in laps["cfdb"]) / 1e6
        yield from _compared(f"{what} of 200 MB", laps, Goal(SIZE / 10e6), note=f"{speed:.0f} MB/s")
        peaks = [float(run.peak) for run in laps["cfdb"]]
        yield Row(f"{what} of 200 MB, peak memory", "MB", median(peaks), goal=Goal(300e6, scales=False))
    small = bench.folder / "slice.sql"
    _write(small, rows, BLOCK, SLICE)
    contenders = {
        "cfdb": partial(bench.run, [bench.tools.cfdb, "translate", str(small), "-o", str(bench.folder / "pg.sql")]),
        "sqlglot alone": partial(bench.run, _sqlglot(bench, small)),
    }
    yield from _compared("dump of 2 MB", _laps(bench, contenders))


def _rows() -> Iterator[bytes]:
    """As a shop has them: numbers, short texts, a longer one with quotes and line ends, dates, NULL."""
    dice = random.Random(7)
    for number in range(1, BLOCK + 1):
        said = " ".join(dice.choices(WORDS, k=dice.randint(5, 25)))
        note = f"'He said: \\\"{said}\\\"\\nIt\\'s {said[:30]}'" if number % 4 == 0 else f"'{said}'"
        month, day, hour = dice.randint(1, 12), dice.randint(1, 28), dice.randint(0, 23)
        yield (
            f"({number},{dice.randint(1, 9999)},'user{number}@example.com',{note},{dice.randint(1, 99999) / 100:.2f},"
            f"'2024-{month:02}-{day:02} {hour:02}:15:00',{number % 2},NULL,'{dice.choice(('new', 'paid', 'sent'))}')"
        ).encode()


def _write(path: Path, rows: list[bytes], at_once: int, size: int) -> int:
    """Statements with `at_once` rows each; gives the size of the file."""
    statements = [HEAD + b",".join(rows[at : at + at_once]) + b";\n" for at in range(0, len(rows), at_once)]
    block = b"".join(statements)
    with path.open("wb") as file:
        file.write(TABLE.encode())
        while file.tell() < size:
            file.write(block)
        return file.tell()


def _sqlglot(bench: Bench, script: Path) -> Command:
    return [bench.tools.python, "-c", SQLGLOT, str(script), str(bench.folder / "sqlglot.sql")]


def _laps(bench: Bench, contenders: Mapping[str, Callable[[], Run]], rounds: int | None = None) -> Laps:
    return measure.interleaved(contenders, rounds or bench.rounds)


def _compared(what: str, laps: Laps, goal: Goal | None = None, *, note: str = "") -> Iterator[Row]:
    """Wall and CPU of the first beside each of the others; the goal is one of wall."""
    ours, *others = laps
    for peer in others:
        for kind in ("wall", "cpu"):
            mine, theirs = ([float(getattr(run, kind)) for run in laps[name]] for name in (ours, peer))
            shown = note if note and kind == "wall" else measure.spread(mine, theirs)
            yield Row(
                f"{what}, {'CPU' if kind == 'cpu' else kind}",
                "s",
                median(mine),
                peer,
                median(theirs),
                measure.ratio(mine, theirs),
                goal if kind == "wall" else None,
                shown,
            )
