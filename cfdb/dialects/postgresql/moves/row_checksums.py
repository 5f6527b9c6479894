"""Checksums of rows: the target's half of what `cfdb.copying.checksums` says for the source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from cfdb.dialects.postgresql.failures import translated
from cfdb.dialects.postgresql.moves.connected import Connected

ARGUMENTS = 90
"""That a function is given: it takes a hundred. A table has up to 1,600 columns."""

HAS_CRC32 = 180000
"""The version since which crc32(bytea) is there: https://www.postgresql.org/docs/18/functions-binarystring.html."""


class RowChecksums(Connected):
    """See `cfdb.moving.row_checksums`."""

    @property
    def has_crc32(self) -> bool:
        return self._connection.info.server_version >= HAS_CRC32

    def row_checksum(self, texts: Sequence[str], *, md5: bool) -> str:
        return _row(texts, md5)

    def totals(self, table: str, texts: Sequence[str], *, md5: bool) -> tuple[int, int]:
        ((rows, total),) = self._ask(f"SELECT count(*), coalesce(sum({_row(texts, md5)}), 0) FROM {table}")
        return int(rows), int(total)

    def buckets(self, table: str, texts: Sequence[str], number: int, *, md5: bool) -> dict[int, tuple[int, int]]:
        found = self._ask(
            f"SELECT r.c % {number}, count(*), sum(r.c)"
            f" FROM (SELECT {_row(texts, md5)} AS c FROM {table}) AS r GROUP BY 1"
        )
        return {int(bucket): (int(rows), int(total)) for bucket, rows, total in found}

    def rows_of(
        self, table: str, texts: Sequence[str], shown: Sequence[str], number: int, among: Sequence[int], *, md5: bool
    ) -> Iterator[tuple[int, tuple[str | None, ...]]]:
        where = f" WHERE r.c % {number} IN ({', '.join(map(str, among))})" if among else ""
        columns = [f"{_row(texts, md5)} AS c", *(f"{text} AS v{place}" for place, text in enumerate(shown))]
        inner = f"SELECT {', '.join(columns)} FROM {table}"
        with translated(), self._connection.transaction(), self._connection.cursor("cfdb_rows") as cursor:
            cursor.itersize = 2000
            cursor.execute(f"SELECT r.* FROM ({inner}) AS r{where}".encode())
            for checksum, *values in cursor:
                yield int(checksum), tuple(values)

    def documents(self, table: str, texts: Sequence[str], others: Sequence[str], *, md5: bool) -> Iterator[bytes]:
        rest = [f"coalesce({text}, E'\\x1e')" for text in others]
        row = f"{_joined([_row(texts, md5), *rest])} || E'\\x1d'"
        # CSV leaves backslashes as they are. Its quotes, and the ends of its lines, are no part of a row.
        how = "FORMAT csv, DELIMITER E'\\x02', QUOTE E'\\x01', ESCAPE E'\\x01', ENCODING 'UTF8'"
        query = f"COPY (SELECT {row} FROM {table}) TO STDOUT ({how})".encode()
        with translated(), self._connection.cursor() as cursor, cursor.copy(query) as copy:
            for block in copy:
                yield bytes(block)

    def _ask(self, text: str) -> list[tuple[Any, ...]]:
        with translated():
            return self._connection.execute(text.encode()).fetchall()


def _row(texts: Sequence[str], md5: bool) -> str:
    """Of the bytes in UTF-8, as the source has them, whatever the encoding of the database."""
    whole = _joined([f"coalesce({text}, E'\\x1e')" for text in texts] or ["''"])
    if md5:
        return f"('x' || left(md5(convert_to({whole}, 'UTF8')), 8))::bit(32)::bigint"
    return f"crc32(crc32(convert_to({whole}, 'UTF8'))::text::bytea)"


def _joined(texts: Sequence[str]) -> str:
    """Texts, none of which is NULL, with what stands between columns."""
    if len(texts) > ARGUMENTS:
        return _joined([_joined(texts[at : at + ARGUMENTS]) for at in range(0, len(texts), ARGUMENTS)])
    return f"concat_ws(E'\\x1f', {', '.join(texts)})"
