"""`cfdb data migrate`: one snapshot for all workers, chunks for them, and the last steps when all is in."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, replace

from cfdb.errors import CfdbError, Refused
from cfdb.model.move import CopyState, Move, State
from cfdb.moving import MoveSource, MoveTarget
from cfdb.run.moving.checks import refuse, standing
from cfdb.run.moving.job import Job, waits
from cfdb.run.moving.worker import Order, work

POLL = 0.002
LOOK = 0.2
"""Seconds between looks at the ledger: while the source is held, and while chunks are on their way."""

ROUNDS = 3
"""How often workers are sent out again after all of them were lost."""

AT_WORK = (State.WAITING, State.SNAPSHOT, State.MOVING)


@dataclass(frozen=True, slots=True)
class Options:
    workers: int
    max_rejects: int
    many_instants: bool = False
    """Whether readers may see the source at different moments."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a move ended: its state in the ledger, and that of each copy."""

    move: Move
    copies: tuple[CopyState, ...]

    @property
    def rejected(self) -> int:
        return sum(copy.rejected for copy in self.copies)


OnProgress = Callable[[Move, Sequence[CopyState]], None]


def begin(target: MoveTarget, job: Job, *, restart: bool) -> Move:
    """The move in the ledger: a new one, or one that goes on. Raises Refused where it is not the same any more."""
    target.prepare()
    known = next(iter(target.moves(job.database, job.name)), None)
    if known and restart:
        target.dismiss(known.id)
        target.empty(job.targets)
        target.forget(known.id)
        known = None
    if known is None:
        refuse(standing(job.copies, job.tables, job.allowed, emptied=restart))
        id = target.start(job.database, job.name, job.mapping, job.source)
        before = waits(job.copies)
        target.add_copies(
            id,
            [(one.copy.number, one.table.name, one.cut.estimated, before[one.copy.number]) for one in job.copies],
        )
        return target.move(id)
    _check_same(known, job)
    return known


def _check_same(known: Move, job: Job) -> None:
    again = "start again with --restart, which empties the tables first"
    if known.mapping != job.mapping:
        raise Refused(f"{job.name} was begun with another mapping", hint=again)
    if known.source != job.source:
        raise Refused(f"{job.name} was begun from {known.source}", hint=f"name that with --from, or {again}")


def run(
    source: MoveSource, target: MoveTarget, job: Job, move: Move, order: Order, pool: Executor, options: Options,
    on_progress: OnProgress,
) -> Outcome:  # fmt: skip
    """Move all that is not in yet. Raises CfdbError where it breaks off: the next run goes on from there."""
    for _ in range(ROUNDS):
        if move.state in (State.DONE, State.FINISHING):
            break
        lost = _round(source, target, job, move, order, pool, options, on_progress)
        move = target.move(move.id)
        copies = target.copies(move.id)
        on_progress(move, copies)
        if move.state is not State.MOVING:
            return _ended(target, move)
        if any(copy.changed for copy in copies):
            raise _changed(copies)
        if all(copy.cut and copy.done == copy.chunks for copy in copies):
            break
        if lost is not None:
            raise lost
    else:
        raise CfdbError("all workers were lost, several times", hint="run it again: it goes on where it stopped")
    if move.state is not State.DONE:
        _finish(target, job, move)
    return Outcome(target.move(move.id), tuple(target.copies(move.id)))


def _ended(target: MoveTarget, move: Move) -> Outcome:
    if move.state is State.PAUSING:
        target.set_state(move.id, State.PAUSED, durable=True)
    return Outcome(target.move(move.id), tuple(target.copies(move.id)))


def _changed(copies: Sequence[CopyState]) -> Refused:
    where = ", ".join(f"{copy.table} ({copy.changed} of {copy.chunks} chunks)" for copy in copies if copy.changed)
    return Refused(
        f"the source has changed since rows of it were loaded: {where}",
        hint="start again with --restart, which empties the tables first",
    )


def _round(
    source: MoveSource, target: MoveTarget, job: Job, move: Move, order: Order, pool: Executor, options: Options,
    on_progress: OnProgress,
) -> CfdbError | None:  # fmt: skip
    """Send workers out and wait for all of them. Returns why one was lost, if any was."""
    target.dismiss(move.id)
    target.set_state(move.id, State.WAITING)
    order = replace(order, move=move.id)
    running = [pool.submit(work, order, f"{move.snapshot + 1}.{number}") for number in range(1, options.workers + 1)]
    try:
        _take_snapshot(source, target, job, move, running, options)
        uncut = {copy.number for copy in target.copies(move.id) if not copy.cut}
        for planned in job.copies:
            if planned.copy.number in uncut:
                target.add_chunks(move.id, planned.copy.number, planned.cut.conditions(source))
        begun = replace(move, state=State.MOVING)
        while not all(future.done() for future in running):
            on_progress(begun, target.copies(move.id))
            time.sleep(LOOK)
    except BaseException:
        # Workers leave after the chunk that they have.
        if target.state(move.id) in AT_WORK:
            target.set_state(move.id, State.PAUSED)
        raise
    return next((_as_ours(error) for future in running if (error := future.exception())), None)


def _take_snapshot(
    source: MoveSource, target: MoveTarget, job: Job, move: Move, running: Sequence[Future[None]], options: Options
) -> None:
    _wait(running, lambda: len(target.workers(move.id)) == options.workers)
    with source.hold(job.reads) as held:
        if not held and options.workers > 1 and not options.many_instants:
            raise Refused(
                "no right allows to hold the source still for the moment in which all readers begin",
                hint="read with --workers 1, grant RELOAD or LOCK TABLES, or allow it with --allow many-instants",
            )
        target.open_snapshot(move.id)
        _wait(running, lambda: all(snapshot for _, snapshot, _ in target.workers(move.id)))
        position = source.position() if held else ""
        if not position or position != move.position:
            target.look_again(move.id)
        target.snapshot_taken(move.id, position, held)
        # Before the source is let go: who has no snapshot now gets none.
        target.set_state(move.id, State.MOVING)


def _wait(running: Sequence[Future[None]], until: Callable[[], bool]) -> None:
    """Raises what a worker failed of, rather than wait for it for ever."""
    while not until():
        for future in running:
            if future.done() and (error := future.exception()):
                raise _as_ours(error)
        time.sleep(POLL)


def _as_ours(error: BaseException) -> CfdbError:
    if isinstance(error, CfdbError):
        return error
    return CfdbError(
        f"a worker was lost: {type(error).__name__}: {error}".rstrip(": "),
        hint="run it again: it goes on where it stopped",
    )


def _finish(target: MoveTarget, job: Job, move: Move) -> None:
    target.set_state(move.id, State.FINISHING)
    for table in job.tables:
        target.sequences_past(table)
        target.analyze(table.name)
    target.set_state(move.id, State.DONE, durable=True)
