"""Several sessions that do the last steps of a move side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from typing import TypeVar

from cfdb.errors import CfdbError
from cfdb.moving.target import MoveTarget
from cfdb.moving.workers import Workers
from cfdb.run.moving.connections import Lent, target_at

Item = TypeVar("Item")
Result = TypeVar("Result")


def at_once(
    target: Workers, place: str, move: int, count: int, act: Callable[[MoveTarget, Item], Result], items: Sequence[Item]
) -> list[Result]:
    """What `act` gives for each item, in `count` sessions. Where it raises, or on Ctrl-C, all of them end at once."""
    with _sessions(place, move, count) as sessions, ThreadPoolExecutor(count, "cfdb-at-once") as pool:

        def one(item: Item) -> Result:
            with sessions.one() as session:
                return act(session, item)

        try:
            return list(pool.map(one, items))
        except BaseException:
            # Nobody waits for an index that takes an hour.
            pool.shutdown(wait=False, cancel_futures=True)
            # The first error is of more use than that the target is gone, too.
            with suppress(CfdbError):
                target.dismiss(move)
            raise


@contextmanager
def _sessions(place: str, move: int, count: int) -> Iterator[Lent[MoveTarget]]:
    """Connections that the ledger knows: they end with whoever sent them, at the latest when the next one begins."""
    with ExitStack() as stack:
        sessions = []
        for number in range(count):
            session = stack.enter_context(target_at(place, f"cfdb data {move}"))
            session.enlist(move, f"end.{number}")
            stack.callback(_leave, session, move, f"end.{number}")
            sessions.append(session)
        yield Lent(sessions)


def _leave(session: Workers, move: int, name: str) -> None:
    with suppress(CfdbError):
        session.leave(move, name)
