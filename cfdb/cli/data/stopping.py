"""What pause, abort and truncate have in common: the one move that they mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from cfdb.cli import say
from cfdb.cli.data.options import workers_for
from cfdb.cli.data.place import target_url
from cfdb.cli.data.told import problems
from cfdb.cli.work import Work
from cfdb.errors import LockNotObtained, UsageError
from cfdb.model.move import AT_WORK, Move, State
from cfdb.moving.target import MoveTarget
from cfdb.run.moving import rebuilding
from cfdb.run.moving.connections import target_of

STOPPABLE = (State.PREPARING, *AT_WORK, State.PAUSING)
RUNNING = (*STOPPABLE, State.FINISHING)

ALL_IN = "all of its chunks are in already"
"""What is said where it is too late to stop."""


@contextmanager
def the_move(
    work: Work, command: str, name: str | None, states: Sequence[State], *, or_away: bool = False
) -> Iterator[tuple[MoveTarget, Move]]:
    """The move of this name, or the only one that is in one of the states, or has something away. Raises UsageError."""
    with work.session(f"cfdb data {command}") as session:
        target = target_of(session, "the target")
        found = [
            move
            for move in target.moves(work.database.name, name)
            if move.state in states or (or_away and target.away(move.id))
        ]
        if len(found) != 1:
            names = ", ".join(move.name for move in found)
            raise UsageError(
                f"{work.database.name} has several moves: {names}" if found else f"there is no move to {command}",
                hint="name it with --move" if found else "see 'cfdb data status'",
            )
        yield target, found[0]


def bring_back(work: Work, command: str, target: MoveTarget, move: Move, wait: float) -> bool:
    """Bring back what the move has taken away, unless a `cfdb data migrate` is at work: it does that as it ends.

    Returns whether nobody is.
    """
    try:
        with work.session(f"cfdb data {command}") as session, session.lock(wait):
            problems(rebuilding.bring_back(target, target_url(work), move.id, workers_for(None)))
    except LockNotObtained:
        if target.away(move.id):
            say.note("what is away comes back as 'cfdb data migrate' ends: see 'cfdb data status'")
        return False
    return True
