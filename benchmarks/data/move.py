"""Parts of a move, as a program: `python -m benchmarks.data.move WAY SOURCE TARGET TABLE`.

WAY is `lines` (MariaDB renders lines of COPY), `ready` (SOURCE is a file of binary tuples, which TARGET itself has
written: nothing but PostgreSQL's work), or `read-lines` and `read-tuples`, which write nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import psycopg
from psycopg import sql

from benchmarks.data.tables import TABLES, Table
from cfdb.dialect import Settings
from cfdb.dialects.mysql.connection import connect
from cfdb.dialects.mysql.converter import converted
from cfdb.dialects.mysql.streams import blocks
from cfdb.model.chunk import Piece
from cfdb.model.url import parse

BLOCK = 1 << 18


def main(way: str, source: str, target: str, name: str) -> None:
    table = TABLES[name]
    match way:
        case "ready":
            _write(target, table, _file(Path(source)), binary=True)
        case "lines":
            _write(target, table, (piece.data for piece in _pieces(source, table, "lines")), binary=False)
        case _:
            for _ in _pieces(source, table, way.removeprefix("read-")):
                pass


def _pieces(source: str, table: Table, kind: str) -> Iterator[Piece]:
    link = connect(parse(source), Settings("benchmark"))
    link.ask("SET SESSION time_zone = '+00:00'")
    yield from (
        converted(link, table.tuples("TRUE"), table.forms) if kind == "tuples" else blocks(link, table.lines("TRUE"))
    )


def _write(target: str, table: Table, data: Iterable[bytes], *, binary: bool) -> None:
    how = sql.SQL("COPY {} FROM STDIN" + (" (FORMAT binary)" if binary else "")).format(sql.Identifier(table.name))
    with psycopg.connect(target) as connection, connection.cursor() as cursor, cursor.copy(how) as copy:
        for piece in data:
            copy.write(piece)


def _file(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(BLOCK):
            yield piece


if __name__ == "__main__":
    main(*sys.argv[1:])
