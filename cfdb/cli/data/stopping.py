"""What pause, abort and truncate have in common: the one move that they mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from cfdb.cli.work import Work
from cfdb.errors import UsageError
from cfdb.model.move import AT_WORK, Move, State
from cfdb.moving import MoveTarget
from cfdb.run.moving.worker import target_of

STOPPABLE = (State.PREPARING, *AT_WORK, State.PAUSING)
RUNNING = (*STOPPABLE, State.FINISHING)

ALL_IN = "all of its chunks are in already"
"""What is said where it is too late to stop."""


@contextmanager
def the_move(work: Work, command: str, name: str | None, states: Sequence[State]) -> Iterator[tuple[MoveTarget, Move]]:
    """The move of this name, or the only one that is in one of the states. Raises UsageError."""
    with work.session(f"cfdb data {command}") as session:
        target = target_of(session, "the target")
        found = [move for move in target.moves(work.database.name, name) if move.state in states]
        if len(found) != 1:
            names = ", ".join(move.name for move in found)
            raise UsageError(
                f"{work.database.name} has several moves: {names}" if found else f"there is no move to {command}",
                hint="name it with --move" if found else "see 'cfdb data status'",
            )
        yield target, found[0]
