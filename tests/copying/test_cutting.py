"""Where integer keys are cut, whatever the values and whatever a server says of them."""

from __future__ import annotations

import random
from bisect import bisect_left, bisect_right
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfdb.copying.cutting import CHUNK_BYTES, CHUNK_ROWS, CHUNKS, LEAST_ROWS, cut_integers, rows_per_chunk
from cfdb.copying.ranges import Range, ranges

LOWEST, HIGHEST = -(1 << 63), (1 << 64) - 1
CROWD = st.tuples(st.integers(LOWEST, HIGHEST - 3000), st.integers(1, 300), st.sampled_from((1, 2, 7)))
"""Where values begin, how many there are, and how far apart."""


@given(st.lists(CROWD, min_size=1, max_size=5), st.integers(1, 400))
def test_no_chunk_is_too_large_and_few_are_small(crowds: list[tuple[int, int, int]], rows: int) -> None:
    values = sorted({start + step * at for start, count, step in crowds for at in range(count)})
    asked = 0

    def exact(low: int, high: int) -> int:
        nonlocal asked
        asked += 1
        return bisect_right(values, high) - bisect_left(values, low)

    borders = cut_integers(values[0], values[-1], exact, rows)
    assert all(before < after for before, after in pairwise(borders))
    assert all(values[0] <= border < values[-1] for border in borders)
    places = [0, *(bisect_right(values, border) for border in borders), len(values)]
    sizes = [after - before for before, after in pairwise(places)]
    assert max(sizes) <= rows
    # Two chunks side by side would not have fitted into one.
    assert all(before + after > rows for before, after in pairwise(sizes))
    assert asked < 200 + 40 * len(values)


@given(
    st.integers(LOWEST, HIGHEST),
    st.sampled_from((0, 9, 1 << 20, 1 << 64)),
    st.sampled_from((0, 10**6, 10**7)),
    st.integers(0, 99),
)
def test_a_server_that_guesses_badly_is_not_followed_for_ever(low: int, width: int, most: int, seed: int) -> None:
    """However the estimates contradict each other, the borders ascend, and the questions are few."""
    asked, draw = 0, random.Random(seed)

    def guess(start: int, stop: int) -> int:
        nonlocal asked
        asked += 1
        assert low <= start <= stop <= low + width
        assert asked < 5000
        return draw.randint(0, most)

    borders = cut_integers(low, low + width, guess, 100_000)
    assert all(before < after for before, after in pairwise([low - 1, *borders, low + width]))


@pytest.mark.parametrize("always", [0, 1, 99, 100, 101, 5000])
def test_a_server_that_always_says_the_same(always: int) -> None:
    borders = cut_integers(0, 1 << 62, lambda _low, _high: always, 100)
    assert len(borders) <= 6 * always // 100


def test_nothing_to_cut() -> None:
    def never(_low: int, _high: int) -> int:
        return 1000

    assert cut_integers(5, 4, never, 10) == []
    assert cut_integers(7, 7, never, 10) == []


@given(st.integers(0, 10**12), st.integers(0, 10**10))
def test_chunks_are_about_as_large_as_each_other(rows: int, average: int) -> None:
    found = rows_per_chunk(rows, average)
    assert 1 <= found <= CHUNK_ROWS
    assert found == 1 or found * average <= CHUNK_BYTES
    if rows:
        chunks = -(-rows // found)
        assert rows - (chunks - 1) * found > 0
        full = 2 * found > CHUNK_ROWS or (2 * found + 1) * max(1, average) > CHUNK_BYTES
        assert full or chunks <= max(CHUNKS, -(-rows // LEAST_ROWS))


def test_a_table_of_middling_size_has_work_for_several_readers() -> None:
    assert rows_per_chunk(300_000, 20) == 37_500
    assert rows_per_chunk(30_000, 20) == 10_000
    assert rows_per_chunk(9_000, 20) == 9_000


def test_ranges_are_open_at_both_ends_and_meet() -> None:
    assert list(ranges([])) == [Range(1)]
    assert list(ranges([("1",), ("5",)])) == [Range(1, None, ("1",)), Range(2, ("1",), ("5",)), Range(3, ("5",))]
