"""Move a table, as a program: `python -m benchmarks.data.move WAY SOURCE TARGET TABLE [WORKERS]`.

WAY is `lines` (MariaDB renders lines of COPY), `rendered` (it renders binary tuples), `tuples` (the converter), `ready`
(a file of binary tuples, TARGET's own: nothing but PostgreSQL's work), or one of the first three with `read-` before
it, which writes nothing. Each worker has a range of keys, two connections, and a thread that reads ahead.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, pairwise
from pathlib import Path
from queue import Queue
from threading import Thread

import psycopg
from psycopg import sql

from benchmarks.data.tables import TABLES, Table
from cfdb.dialect import Settings
from cfdb.dialects.mysql.connection import connect
from cfdb.dialects.mysql.converter import HEADER, TRAILER, converted
from cfdb.dialects.mysql.streams import Block, Stream, blocks
from cfdb.model.url import parse

AHEAD = 4
"""Blocks that wait for PostgreSQL, at most."""


def main(way: str, source: str, target: str, name: str, workers: str = "1") -> None:
    table, count = TABLES[name], int(workers)
    bounds = [table.rows * number // count for number in range(count + 1)]
    with ThreadPoolExecutor(count) as pool:
        jobs = [
            pool.submit(_move, way, source, target, table, f"id > {low} AND id <= {high}")
            for low, high in pairwise(bounds)
        ]
        for job in jobs:
            job.result()


def _move(way: str, source: str, target: str, table: Table, where: str) -> None:
    if way == "ready":
        _write(target, table, _file(Path(source)), binary=True)
        return
    link = connect(parse(source), Settings("benchmark"))
    link.ask("SET SESSION time_zone = '+00:00'")
    kind = way.removeprefix("read-")
    stream: Stream
    if kind == "tuples":
        stream = converted(link, table.tuples(where), table.forms)
    else:
        stream = blocks(link, table.lines(where) if kind == "lines" else table.rendered_tuples(where))
    if kind != way:
        for _ in stream:
            pass
    else:
        data = (block.data for block in _ahead(stream))
        binary = kind != "lines"
        _write(target, table, chain([HEADER], data, [TRAILER]) if binary else data, binary=binary)
    link.close()


def _ahead(stream: Stream) -> Iterator[Block]:
    """The same, read by another thread."""
    queue: Queue[Block | BaseException | None] = Queue(AHEAD)

    def read() -> None:
        try:
            for block in stream:
                queue.put(block)
            queue.put(None)
        except BaseException as error:
            queue.put(error)

    Thread(target=read, daemon=True).start()
    while (block := queue.get()) is not None:
        if isinstance(block, BaseException):
            raise block
        yield block


def _file(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(1 << 18):
            yield piece


def _write(url: str, table: Table, pieces: Iterable[bytes], *, binary: bool) -> None:
    command = sql.SQL("COPY {} FROM STDIN" + (" (FORMAT binary)" if binary else "")).format(sql.Identifier(table.name))
    with psycopg.connect(url) as connection, connection.cursor() as cursor, cursor.copy(command) as copy:
        for piece in pieces:
            copy.write(piece)


if __name__ == "__main__":
    main(*sys.argv[1:])
