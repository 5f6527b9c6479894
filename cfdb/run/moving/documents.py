"""Columns whose values two servers do not write alike: JSON, which is compared by what it says."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Iterator

import msgspec

BETWEEN, NULL, END = b"\x1f", b"\x1e", b"\x1d"
"""As `cfdb.copying.checksums` has them."""

LARGEST = 131_072
"""Digits of a whole number that is written out: as many as PostgreSQL's numbers have before the point."""

NUMBER = re.compile(r"(-?)(\d+)(?:\.(\d+))?(?:[eE]([-+]?\d+))?")


def _number(text: str) -> object:
    """By its value, with all its digits: 1.0, 1e0 and 1 are the same."""
    found = NUMBER.fullmatch(text)
    if not found:
        raise ValueError(text)
    sign, whole, fraction, exponent = found.groups("")
    digits = (whole + fraction).lstrip("0")
    significant = digits.rstrip("0")
    if not significant:
        return 0
    zeros = int(exponent or 0) - len(fraction) + len(digits) - len(significant)
    written = "0" * zeros if 0 <= zeros <= LARGEST - len(significant) else f"e{zeros}"
    return msgspec.Raw(f"{sign}{significant}{written}".encode())


_decoder = msgspec.json.Decoder(float_hook=_number)
_encoder = msgspec.json.Encoder(order="sorted")


def _decoded(document: bytes) -> object:
    try:
        return _decoder.decode(document)
    except msgspec.ValidationError:
        # A whole number of more than 4,300 digits.
        return json.loads(document, parse_int=_number, parse_float=_number)


def canonical(document: bytes) -> bytes:
    """A JSON text with its keys in order, no spaces, and numbers by their value; what is no JSON stays as it is."""
    try:
        return _encoder.encode(_decoded(document))
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return document


def totals(blocks: Iterable[bytes]) -> tuple[int, int]:
    """How many rows there are, and the sum of their checksums, documents included."""
    rows = total = 0
    for row in _rows(blocks):
        checksum, *values = row.split(BETWEEN)
        total += identity(int(checksum), values)
        rows += 1
    return rows, total


def buckets(blocks: Iterable[bytes], number: int) -> dict[int, tuple[int, int]]:
    """The same for each remainder of the servers' checksum."""
    found: dict[int, tuple[int, int]] = {}
    for row in _rows(blocks):
        checksum, *values = row.split(BETWEEN)
        rows, total = found.get(int(checksum) % number, (0, 0))
        found[int(checksum) % number] = rows + 1, total + identity(int(checksum), values)
    return found


def identity(checksum: int, documents: Iterable[bytes]) -> int:
    """What rows are alike by: the servers' checksum, and that of what only a client can read."""
    text = BETWEEN.join(value if value == NULL else canonical(value) for value in documents)
    return checksum << 32 | zlib.crc32(text)


def _rows(blocks: Iterable[bytes]) -> Iterator[bytes]:
    parts: list[bytes] = []
    for block in blocks:
        end, *others = block.split(END)
        parts.append(end)
        for other in others:
            # What a CSV puts around a row.
            yield b"".join(parts).strip(b"\x01\n")
            parts = [other]
