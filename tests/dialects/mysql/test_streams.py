"""Blocks of a result: what a server says, cut anywhere, comes out whole; what is no answer is an error."""

from __future__ import annotations

import random
from contextlib import suppress

import pytest
from answering import END, ERROR, FINE, column, field, head, packets, result, saying
from hypothesis import given, settings
from hypothesis import strategies as st

from cfdb.dialects.mysql.streams import LEAST, blocks
from cfdb.errors import CfdbError, ConnectionFailed, DatabaseError, TooLarge
from cfdb.model.chunk import Piece

SIZES = (0, 1, 50, 249, 250, 251, 252, 255, 256, 65535, 65536, 300, LEAST - 9, LEAST - 8, LEAST - 7, LEAST, 3 * LEAST)

row_sizes = st.lists(st.one_of(st.integers(0, 300), st.sampled_from(SIZES)), max_size=60)


def made(sizes: list[int]) -> list[bytes]:
    dice = random.Random(len(sizes))
    return [dice.randbytes(size) for size in sizes]


def cut(said: bytes, seed: int) -> list[bytes]:
    """The same bytes, as a network may hand them over."""
    dice, pieces, at = random.Random(seed), [], 0
    while at < len(said):
        size = dice.choice((1, 3, 50, 5000, 70000))
        pieces.append(said[at : at + size])
        at += size
    return pieces


def read(said: bytes | list[bytes], size: int = 1000) -> list[Piece]:
    with saying(said) as link:
        return list(blocks(link, "SELECT 1", size=size))


@settings(deadline=None, max_examples=60)
@given(row_sizes, st.integers(0, 99), st.sampled_from([1, 5000, 100_000]))
def test_rows_come_out_whole(sizes: list[int], seed: int, size: int) -> None:
    """However long they are, and wherever the network cuts them."""
    rows = made(sizes)
    found = read(cut(result([row] for row in rows), seed), size)
    assert b"".join(block.data for block in found) == b"".join(rows)
    assert sum(block.rows for block in found) == len(rows)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.lists(st.one_of(st.none(), st.integers(0, 300), st.sampled_from(SIZES)), min_size=2, max_size=2), max_size=20
    )
)
def test_fields_of_a_row_follow_one_another(sizes: list[list[int | None]]) -> None:
    """A NULL adds nothing, where it is not the first field."""
    rows = [[b"-" * (first or 0), None if other is None else b"+" * other] for first, other in sizes]
    found = read(result(rows, 2))
    assert b"".join(block.data for block in found) == b"".join(part or b"" for row in rows for part in row)
    assert sum(block.rows for block in found) == len(rows)


@pytest.mark.parametrize("size", [0xFFFFFF - 5, 0xFFFFFF - 4, 0xFFFFFF - 3, 0xFFFFFF, 40_000_000])
def test_a_row_of_several_packets_comes_in_pieces(size: int) -> None:
    value = random.Random(size).randbytes(size)
    found = read(result([[b"a"], [value], [b"b"]]))
    assert b"".join(block.data for block in found) == b"a" + value + b"b"
    assert sum(block.rows for block in found) == 3
    assert max(len(block.data) for block in found) <= LEAST


def test_a_block_has_about_the_size_asked_for() -> None:
    found = read(result([[b"-" * 50]] * 10_000), size=100_000)
    assert all(90_000 <= len(block.data) <= 200_000 for block in found[:-1])


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("before", [0, 3, 4000])
def test_a_row_that_the_server_did_not_render_is_an_error(before: int, columns: int) -> None:
    """It says which, and the connection can go on."""
    rest: list[bytes | None] = [b""] * (columns - 1)
    rows = [*[[b"row", *rest]] * before, [None, *rest], *[[b"-" * 20_000, *rest]] * 3]
    with saying(result(rows, columns), FINE) as link:
        with pytest.raises(TooLarge, match=f"row {before} of the query") as caught:
            list(blocks(link, "SELECT 1"))
        assert caught.value.row == before
        link.raw.ping()


def test_a_large_row_that_begins_with_null_is_an_error() -> None:
    with saying(result([[b"a", b"b"], [None, b"-" * 100_000]], 2)) as link, pytest.raises(TooLarge, match="row 1"):
        list(blocks(link, "SELECT 1", size=1))


def test_warnings_are_counted() -> None:
    with saying(result([[b"a"]], end=b"\xfe\x07\x00\x02\x00")) as link:
        stream = blocks(link, "SELECT 1")
        assert [block.data for block in stream] == [b"a"]
        assert stream.warnings == 7
        assert stream.done


@pytest.mark.parametrize("before", [0, 3, 5000])
def test_an_error_of_the_server_ends_the_rows(before: int) -> None:
    """The connection can be used afterwards."""
    said = result([[b"row"]] * before, end=ERROR)
    with saying(said, FINE) as link:
        with pytest.raises(DatabaseError, match="Query execution was interrupted"):
            list(blocks(link, "SELECT 1"))
        link.raw.ping()


def test_an_error_with_another_number_is_one() -> None:
    """A server that shuts down does not count."""
    said = packets([*head([column()]), field(b"row")]) + packets([b"\xff\x87\x07#70100Connection was killed"], 0)
    with pytest.raises(ConnectionFailed, match="Connection was killed"):
        read(said)


@settings(deadline=None, max_examples=60)
@given(row_sizes, st.floats(0, 1))
def test_a_lost_connection_is_an_error(sizes: list[int], share: float) -> None:
    said = result([row] for row in made(sizes))
    with saying(said[: int(share * (len(said) - 1))]) as link:
        with pytest.raises(ConnectionFailed, match="lost"):
            list(blocks(link, "SELECT 1", size=1))
        assert not link.raw.open


@settings(deadline=None, max_examples=100)
@given(st.data())
def test_any_bytes_are_rows_or_an_error(data: st.DataObject) -> None:
    """Bytes that no server sends: never another exception, never an endless loop."""
    said = bytearray(result(([row] if data.draw(st.booleans()) else [row, row]) for row in made(data.draw(row_sizes))))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(said) - 1))
        said[at] = data.draw(st.integers(0, 255))
    with suppress(CfdbError):
        read(bytes(said), size=1)


def test_a_missing_packet_is_noticed() -> None:
    rows = [field(b"-" * size) for size in range(100)]
    first = packets([*head([column()]), *rows[:50]])
    with pytest.raises(DatabaseError, match="a packet is missing"):
        read(first + packets([*rows[50:], END], 55))


def test_what_gives_no_rows_is_an_error() -> None:
    with pytest.raises(DatabaseError, match="it holds no rows"):
        read(FINE)


def test_more_than_one_result_is_an_error() -> None:
    with pytest.raises(DatabaseError, match="more than one result"):
        read(result([[b"a"]], end=b"\xfe\x00\x00\x0a\x00") + result([[b"b"]]))


@pytest.mark.parametrize("taken", [0, 1, 2])
@pytest.mark.parametrize("value", [b"-" * 30, b"-" * 20_000_000])
def test_what_is_skipped_leaves_the_connection_usable(taken: int, value: bytes) -> None:
    said = result([[b"-" * 3000], *[[value]] * 3, [b"-" * 5000]] * 2)
    with saying(said, FINE) as link:
        stream = blocks(link, "SELECT 1", size=1)
        for _ in range(taken):
            next(stream)
        stream.skip()
        assert stream.done
        link.raw.ping()


def test_what_is_left_closes_the_connection() -> None:
    with saying(result([[b"-" * 3000]] * 100)) as link:
        with blocks(link, "SELECT 1", size=1) as stream:
            next(stream)
        assert not link.raw.open
