"""How many rows a chunk has, and where an integer key is cut."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

CHUNK_BYTES = 16 << 20
CHUNK_ROWS = 200_000
LEAST_ROWS = 10_000
CHUNKS = 8
"""As many chunks a table has at least, where they have so many rows: there is work for several readers then."""

FEWEST, MOST = 4, 64
"""Pieces that too large a range is looked at in."""

CROWDED = 3
"""A piece has so many times as many rows as its neighbours."""

Estimate = Callable[[int, int], int]
"""About how many rows there are from one value through another."""

Piece = tuple[int, int, float]
"""From, through, and rows."""


def rows_per_chunk(rows: int, average_bytes: int) -> int:
    """Rows for chunks of about the same size, none of which is larger than they should be."""
    most = max(1, min(CHUNK_ROWS, CHUNK_BYTES // max(1, average_bytes), max(LEAST_ROWS, -(-rows // CHUNKS))))
    chunks = max(1, -(-rows // most))
    return max(1, -(-rows // chunks)) if rows > 0 else most


def cut_integers(low: int, high: int, estimate: Estimate, rows: int) -> list[int]:
    """The values through which chunks of about `rows` rows go, the last one's, which is open, left out.

    Where a range has too many rows it is looked at in smaller pieces; where pieces have few, they are put together. So
    neither a hole nor a crowd makes a chunk much too large or too small, as far as the estimates are right.
    """
    if low > high:
        return []
    borders: list[int] = []
    collected = 0.0
    end = low
    whole = (low, high, float(max(0, estimate(low, high))))
    for start, stop, found in _pieces(whole, estimate, rows):
        if collected and collected + found > rows:
            borders.append(start - 1)
            collected = 0.0
        collected += found
        end = stop
    assert end == high
    return borders


def _pieces(whole: Piece, estimate: Estimate, most: int, *, even: bool = True) -> Iterator[Piece]:
    """Pieces of at most `most` rows or of one value, without a gap. Where rows crowd, few are looked at at a time."""
    low, high, rows = whole
    if rows <= most or low == high:
        yield whole
        return
    parts = min(max(FEWEST, min(MOST, 2 * math.ceil(rows / most)) if even else FEWEST), high - low + 1)
    starts = [low + (high - low + 1) * part // parts for part in range(parts)]
    stops = [*(start - 1 for start in starts[1:]), high]
    found = [float(max(0, estimate(start, stop))) for start, stop in zip(starts, stops, strict=True)]
    # Servers say too little of large ranges: InnoDB half the table at most. But an estimate that does not get smaller
    # with its range must not be followed for ever.
    share = min(1.0, 2 * rows / sum(found)) if sum(found) else 0.0
    for start, stop, each in zip(starts, stops, found, strict=True):
        crowded = parts * each > CROWDED * sum(found)
        yield from _pieces((start, stop, each * share), estimate, most, even=not crowded)
