"""Reading ahead gives the same pieces, and leaves nothing behind."""

import threading
from collections.abc import Generator, Iterator

import pytest

from cfdb.model.chunk import Piece
from cfdb.run.moving.ahead import ahead


def pieces(number: int, closed: list[int], failure: Exception | None = None) -> Generator[Piece]:
    at = 0
    try:
        for at in range(number):
            yield Piece(b"%d" % at, 1)
        if failure:
            raise failure
    finally:
        closed.append(at)


def test_in_order() -> None:
    closed: list[int] = []
    with ahead(pieces(100, closed)) as found:
        assert [piece.data for piece in found] == [b"%d" % at for at in range(100)]
    assert closed == [99]


def taken(source: Generator[Piece], most: int) -> Iterator[Piece]:
    """The first pieces, until somebody has enough of them."""
    with ahead(source) as found:
        for number, piece in enumerate(found, 1):
            yield piece
            if number == most:
                raise KeyError


def test_an_error_comes_behind_what_was_read_before_it() -> None:
    seen = taken(pieces(10, [], ValueError("gone")), 100)
    assert [next(seen).data for _ in range(10)] == [b"%d" % at for at in range(10)]
    with pytest.raises(ValueError, match="gone"):
        next(seen)


def test_who_stops_early_leaves_no_reader() -> None:
    closed: list[int] = []
    seen = taken(pieces(10_000, closed), 1)
    next(seen)
    with pytest.raises(KeyError):
        next(seen)
    assert closed
    assert closed[0] < 20
    assert not [thread for thread in threading.enumerate() if thread.name == "cfdb-ahead"]
