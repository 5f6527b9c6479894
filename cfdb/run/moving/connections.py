"""Connections to both sides of a move: opened by the URLs that workers are told, and lent to threads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from queue import SimpleQueue
from typing import Generic, TypeVar

from cfdb import dialect
from cfdb.dialect import Settings
from cfdb.errors import DatabaseMissing, TargetError
from cfdb.moving.source import MoveSource, move_source
from cfdb.moving.target import MoveTarget, move_target

LOCK_TIMEOUT = 60.0
"""Seconds."""

Side = TypeVar("Side")


@contextmanager
def source_at(place: str, purpose: str) -> Iterator[MoveSource]:
    """A session that only reads. TargetError where the URL is none of an engine that data is moved from."""
    url, engine = dialect.for_url(place)
    try:
        opened = dialect.named(engine).connect(url, Settings(purpose=purpose, read_only=True))
    except DatabaseMissing as error:
        raise DatabaseMissing(
            f"{url}: {error.message}", hint="name the one that rows come from: --from mysql://user@host/name"
        ) from error
    with opened as session:
        source = move_source(session)
        if source is None:
            raise TargetError(f"{url}: data is not moved from {engine}", hint="--from takes mysql://…")
        source.set_up()
        yield source


@contextmanager
def target_at(place: str, purpose: str, *, read_only: bool = False) -> Iterator[MoveTarget]:
    url, engine = dialect.for_url(place)
    settings = Settings(purpose=purpose, lock_timeout=LOCK_TIMEOUT, read_only=read_only)
    with dialect.named(engine).connect(url, settings) as session:
        yield target_of(session, str(url))


def target_of(session: object, url: str) -> MoveTarget:
    target = move_target(session)
    if target is None:
        raise TargetError(
            f"{url}: data is moved to PostgreSQL only",
            hint="give a PostgreSQL database; within one MySQL server 'cfdb apply' runs a mapping as it stands",
        )
    target.set_up()
    return target


class Lent(Generic[Side]):
    """Connections to one side, each lent to one thread at a time."""

    def __init__(self, connections: Iterable[Side]) -> None:
        self._free: SimpleQueue[Side] = SimpleQueue()
        for connection in connections:
            self._free.put(connection)

    @contextmanager
    def one(self) -> Iterator[Side]:
        connection = self._free.get()
        try:
            yield connection
        finally:
            self._free.put(connection)
