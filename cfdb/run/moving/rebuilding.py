"""Indexes, keys and triggers are out of the way while rows move, and come back afterwards, several at once.

Primary keys stay: beside the other indexes they cost little (a million narrow rows with three indexes took 5.8 s with
the key in place, 5.3 s without, and 28 s with all in place), and a row that is there twice is told by its chunk.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from cfdb.errors import CfdbError, raise_together
from cfdb.model.rebuild import Clearing, Rebuild, Stage, Step
from cfdb.moving.moves import Moves, Transactions, latest
from cfdb.moving.rebuilding import Rebuilding
from cfdb.moving.tables import TargetTables
from cfdb.moving.workers import Workers
from cfdb.run.moving.at_once import at_once


class RebuildTarget(Workers, Rebuilding, Protocol):
    """Brings things back in sessions of its own, which the ledger has on its list of workers."""


class EmptyingTarget(RebuildTarget, Transactions, Moves, TargetTables, Protocol):
    """Forgets a move together with its rows."""


def goes_on(target: Moves, database: str, name: str) -> Rebuild:
    """What an earlier run of the move was told to take away: copies are cut and ordered as if it were not there."""
    # Who may not read the ledger is told so when it is to be written.
    known = latest(target, database, name) if target.may_read_ledger() else None
    return target.rebuilds(known.id) if known else Rebuild()


def take_away(target: Rebuilding, move: int, clearing: Clearing) -> None:
    """One thing after the other; who is stopped between two of them knows what is away."""
    for part in clearing.parts:
        target.take_away(move, part)


def bring_back(target: RebuildTarget, place: str, move: int, workers: int) -> list[CfdbError]:
    """Bring back all that can be. Returns why the rest stays away; the next call tries that again."""
    if not target.away(move):
        return []
    target.dismiss(move)
    problems: list[CfdbError] = []
    for stage in Stage:
        away = target.away(move)
        missing = {step.what for step in away}
        # What cannot be without something that did not come would only say so once more.
        steps = [step for step in away if step.stage is stage and not missing.intersection(step.needs)]
        problems += _run(target, place, move, _tracks(steps), workers)
    return problems


def empty(target: EmptyingTarget, tables: Sequence[str], move: int) -> None:
    """Empty the tables of a move, bring back what it has taken away, and forget it.

    Were one done without the other, rows would be taken for loaded that are not, or would be loaded twice.
    """
    with target.transaction():
        target.empty(tables)
        raise_together(bring_back(target, "", move, 1), "things do not come back")
        target.forget(move)


def _tracks(steps: Sequence[Step]) -> list[list[Step]]:
    """Steps that follow each other."""
    found: dict[str, list[Step]] = {}
    for step in steps:
        found.setdefault(step.track or step.what, []).append(step)
    return list(found.values())


def _run(
    target: RebuildTarget, place: str, move: int, tracks: Sequence[Sequence[Step]], workers: int
) -> list[CfdbError]:
    count = min(workers, len(tracks))
    if count <= 1:
        return [problem for track in tracks for problem in _follow(target, move, track, 1)]
    found = at_once(target, place, move, count, lambda session, track: _follow(session, move, track, count), tracks)
    return [problem for problems in found for problem in problems]


def _follow(target: Rebuilding, move: int, track: Sequence[Step], sessions: int) -> list[CfdbError]:
    problems = []
    for step in track:
        try:
            target.bring_back(move, step, sessions)
        except CfdbError as error:
            problems.append(error)
    return problems
