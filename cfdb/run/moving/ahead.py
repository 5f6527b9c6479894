"""Reading ahead: the source's server renders the next rows while the target's still takes the last ones."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from queue import Queue
from threading import Event, Thread

from cfdb.model.chunk import Piece

PIECES = 4
"""That wait to be written, at most: they are of about 256 kB."""


@contextmanager
def ahead(pieces: Generator[Piece]) -> Iterator[Iterator[Piece]]:
    """The same pieces, read in a thread of its own. At the end nothing is being read any more, however it ends."""
    waiting: Queue[Piece | BaseException | None] = Queue(PIECES)
    stopped = Event()
    reader = Thread(target=_read, args=(pieces, waiting, stopped), name="cfdb-ahead", daemon=True)
    reader.start()
    try:
        yield _taken(waiting)
    finally:
        stopped.set()
        while reader.is_alive():
            # It may be about to put one more.
            while not waiting.empty():
                waiting.get_nowait()
            reader.join(0.01)


def _read(pieces: Generator[Piece], waiting: Queue[Piece | BaseException | None], stopped: Event) -> None:
    last: BaseException | None = None
    try:
        for piece in pieces:
            waiting.put(piece)
            if stopped.is_set():
                break
    except BaseException as error:
        last = error
    finally:
        pieces.close()
    waiting.put(last)


def _taken(waiting: Queue[Piece | BaseException | None]) -> Iterator[Piece]:
    while (found := waiting.get()) is not None:
        if isinstance(found, BaseException):
            raise found
        yield found
