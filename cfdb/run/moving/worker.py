"""One worker of a data migration: it takes chunks from the ledger until there is none left.

It opens connections of its own, and knows nothing of the other workers but what the ledger says: it runs in a thread,
in a process, or on another machine.
"""

from __future__ import annotations

import time
import zlib
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from typing import Protocol

from cfdb.errors import CfdbError, ConnectionFailed, NotConverted, TooLarge
from cfdb.model.chunk import Chunk, Loaded, Piece
from cfdb.model.move import State
from cfdb.model.reject import RowRefused
from cfdb.model.route import Route
from cfdb.moving.chunks import Chunks
from cfdb.moving.loading import RowLoader
from cfdb.moving.moves import Moves, Transactions
from cfdb.moving.source import MoveSource
from cfdb.moving.workers import Workers
from cfdb.run.moving.ahead import ahead
from cfdb.run.moving.connections import source_at, target_at

POLL = 0.002
"""Seconds between looks at the ledger while the source is held."""

IDLE = 0.05
"""Seconds between looks where all that is left is being done by others, at most; the first look comes soon, as chunks
may just be cut."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a worker is told. URLs may be `env:NAME`, to be looked up where the worker runs.

    More than `max_rejects` rows that the target refuses, of all workers, stop the move.
    """

    move: int
    source: str
    target: str
    routes: tuple[Route, ...]
    max_rejects: int


class WorkerTarget(Transactions, Moves, Workers, Chunks, RowLoader, Protocol):
    """Takes rows, and remembers in the same transaction that it has them; the ledger is where workers meet, too."""


class TooManyRejects(Exception):
    """The move stops at a chunk: it is not in, and what it was refused for is written down."""

    def __init__(self, chunk: Chunk, loaded: Loaded) -> None:
        super().__init__()
        self.chunk = chunk
        self.loaded = loaded


def work(order: Order, name: str) -> None:
    """Take part in the move from its next snapshot on, until nothing is left to do. Raises CfdbError."""
    with connected(order) as (source, target):
        if not target.register(order.move, name):
            # We were given up, or somebody had started before us and was lost: another snapshot will be taken.
            return
        failure = ""
        try:
            if snapshot := _join(source, target, order.move, name):
                _take(source, target, order, snapshot)
        except CfdbError as error:
            failure = error.message
            raise
        finally:
            # Where the target is gone, so is what would be told to it.
            with suppress(CfdbError):
                target.leave(order.move, name, failure)


@contextmanager
def connected(order: Order) -> Iterator[tuple[MoveSource, WorkerTarget]]:
    purpose = f"cfdb data {order.move}"
    with source_at(order.source, purpose) as source, target_at(order.target, purpose) as target:
        yield source, target


def _join(source: MoveSource, target: WorkerTarget, move: int, name: str) -> int:
    """See the source as all others of the same snapshot do. Returns its number, 0 for who comes too late."""
    # Who leads may be gone, and wait for us to end: neither would ever.
    while (state := target.state(move)) is State.WAITING and target.attended(move):
        time.sleep(POLL)
    if state is not State.SNAPSHOT:
        return 0
    source.begin()
    snapshot = target.has_snapshot(move, name)
    while target.state(move) is State.SNAPSHOT and target.attended(move):
        time.sleep(POLL)
    return snapshot


def _take(source: MoveSource, target: WorkerTarget, order: Order, snapshot: int) -> None:
    routes = {route.number: route for route in order.routes}
    pause = POLL
    while True:
        try:
            with target.transaction():
                chunk = target.claim(order.move, snapshot)
                if chunk is not None:
                    _deal(source, target, order, chunk, routes[chunk.copy])
        except TooManyRejects as stopped:
            with target.transaction():
                target.refuse(order.move, stopped.chunk, stopped.loaded.rejects)
            target.set_state(order.move, State.STOPPED, (State.MOVING, State.PAUSING))
            return
        if chunk is None:
            if not target.anything_left(order.move, snapshot):
                return
            time.sleep(pause)
            pause = min(2 * pause, IDLE)
        else:
            pause = POLL


def _deal(source: MoveSource, target: WorkerTarget, order: Order, chunk: Chunk, route: Route) -> None:
    if chunk.rows is not None:
        target.looked_at(order.move, chunk, changed=_checksum(source, chunk, route) != chunk.checksum)
        return
    try:
        loaded = _load(source, target, order, chunk, route)
    except ConnectionFailed:
        raise
    except CfdbError as error:
        raise CfdbError(f"{route.table}, rows where {chunk.condition}: {error.message}", hint=error.hint) from error
    target.loaded(
        order.move,
        chunk,
        rows=loaded.rows,
        bytes=loaded.bytes,
        checksum=loaded.checksum,
        rejects=loaded.rejects,
    )


def _load(source: MoveSource, target: WorkerTarget, order: Order, chunk: Chunk, route: Route) -> Loaded:
    try:
        with target.transaction():
            binary = route.values is not None
            # What is left of a query is read away before the next one, on the same snapshot.
            with ahead(_pieces(source, chunk, route, binary=binary)) as pieces:
                return target.load(route, pieces, binary=binary)
    except RowRefused as refused:
        if not refused.sqlstate:
            raise CfdbError(refused.message, hint="see the triggers and rules of the table") from refused
    except (NotConverted, TooLarge):
        # Which of them it was, and why, is for the target to say, by its own words; of a row that is too large for the
        # source, it comes with its key now.
        pass
    rows = source.marked(route.marked.on(chunk.condition), len(route.key))
    left = order.max_rejects - sum(copy.rejected for copy in target.copies(order.move))
    loaded = target.load_marked(chunk, route, rows, left)
    if len(loaded.rejects) > left:
        raise TooManyRejects(chunk, loaded)
    return loaded


def _checksum(source: MoveSource, chunk: Chunk, route: Route) -> str:
    """That of the chunk as the source has it now, in the format in which it was loaded."""
    form = chunk.checksum.partition(":")[0]
    if form == "binary" and route.values is None:
        return ""
    checksum = 0
    try:
        with closing(_pieces(source, chunk, route, binary=form == "binary")) as pieces:
            for piece in pieces:
                checksum = zlib.crc32(piece.data, checksum)
    except NotConverted:
        # It was, when the chunk was loaded.
        return ""
    return f"{form}:{checksum:08x}"


def _pieces(source: MoveSource, chunk: Chunk, route: Route, *, binary: bool) -> Generator[Piece, None, None]:
    if binary and route.values is not None:
        return source.values(route.values.on(chunk.condition), route.forms)
    return source.pieces(route.lines.on(chunk.condition))
