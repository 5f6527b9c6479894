"""`cfdb data migrate`: one snapshot for all workers, chunks for them, and the last steps when all is in."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, wait
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Protocol

from cfdb.errors import CfdbError, ConnectionFailed, Refused, raise_together
from cfdb.model.chunk import Claim
from cfdb.model.move import AT_WORK, CopyState, Move, State, WorkerState
from cfdb.moving.chunks import Chunks
from cfdb.moving.moves import Moves, latest
from cfdb.moving.source import MoveSource
from cfdb.moving.workers import Workers
from cfdb.run.moving import rebuilding
from cfdb.run.moving.checks import refuse, standing
from cfdb.run.moving.job import Job
from cfdb.run.moving.planned import waits
from cfdb.run.moving.settling import settle
from cfdb.run.moving.worker import POLL, Order, work

LOOK = 0.2
"""Seconds between looks at the ledger while chunks are on their way."""

ROUNDS = 3
"""How often workers are sent out again after all of them were lost."""

AGAIN = "run it again: it goes on where it stopped"
AFRESH = "start again with --restart, which empties the tables first"

JOINING = 30.0
"""Seconds for workers to come; then those who are here begin."""

HOLDING = 10.0
"""Seconds for which the source is held at most."""


@dataclass(frozen=True, slots=True)
class Options:
    workers: int
    max_rejects: int
    many_instants: bool = False
    """Whether readers may see the source at different moments."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a move ended: its state in the ledger, and that of each copy; `missing` says what does not come back yet."""

    move: Move
    copies: tuple[CopyState, ...]
    missing: tuple[CfdbError, ...] = ()

    @property
    def rejected(self) -> int:
        return sum(copy.rejected for copy in self.copies)


OnProgress = Callable[[Move, Sequence[CopyState], Sequence[Claim]], None]


class MigrateTarget(rebuilding.EmptyingTarget, Chunks, Protocol):
    """What leads a move; its workers load the rows."""


def begin(target: MigrateTarget, job: Job, *, restart: bool) -> Move:
    """The move in the ledger: a new one, or one that goes on. Raises Refused where it is not the same any more."""
    target.prepare()
    before = waits(job.copies)
    known = latest(target, job.database, job.name)
    if known and not _is_same(known, job) and _is_forgotten(target, known.id):
        known = None
    if known is None:
        refuse(standing(job.copies, job.tables, job.allowed, emptied=restart))
        # A move without copies would be taken for one that is done.
        with target.transaction():
            id = target.start(job.database, job.name, job.mapping, job.source)
            target.will_rebuild(id, job.clearing.wanted)
            target.add_copies(
                id,
                [(one.copy.number, one.table.name, one.cut.estimated, before[one.copy.number]) for one in job.copies],
            )
        return target.move(id)
    _check_same(known, job)
    if known.state is not State.DONE:
        refuse(standing(job.copies, job.tables, job.allowed, emptied=True))
        target.lead(known.id)
        target.will_rebuild(known.id, job.clearing.wanted)
        target.wait_for(known.id, before)
    return known


def restart(target: rebuilding.EmptyingTarget, job: Job) -> None:
    """Empty the tables and forget the move, if there is one, once all that it has taken away is back."""
    target.prepare()
    refuse(standing(job.copies, job.tables, job.allowed, emptied=True))
    known = latest(target, job.database, job.name)
    if known:
        target.dismiss(known.id)
        rebuilding.empty(target, job.targets, known.id)
    else:
        target.empty(job.targets)


def _is_same(known: Move, job: Job) -> bool:
    return (known.mapping, known.source) == (job.mapping, job.source)


def _is_forgotten(target: MigrateTarget, move: int) -> bool:
    """Whether the move had brought nothing, and is not in the ledger any more."""
    if not _has_done_nothing(target, move):
        return False
    target.dismiss(move)
    # A worker whose client was killed may have brought in a chunk until then.
    if not _has_done_nothing(target, move):
        return False
    target.forget(move)
    return True


def _has_done_nothing(target: MigrateTarget, move: int) -> bool:
    """Whether it can be forgotten: who mends what stopped the very first chunk has nothing to empty."""
    return not target.away(move) and not any(copy.rows or copy.done for copy in target.copies(move))


def _check_same(known: Move, job: Job) -> None:
    if known.mapping != job.mapping:
        raise Refused(f"{job.name} was begun with another mapping, or with other --allow", hint=AFRESH)
    if known.source != job.source:
        raise Refused(f"{job.name} was begun from {known.source}", hint=f"name that with --from, or {AFRESH}")


def run(
    source: MoveSource, target: MigrateTarget, job: Job, move: Move, order: Order, pool: Executor, options: Options,
    on_progress: OnProgress,
) -> Outcome:  # fmt: skip
    """Move all that is not in yet. Raises CfdbError where it breaks off: the next run goes on from there.

    Where workers are lost the others do their chunks. Where all are, new ones are sent out, with a new snapshot.
    """
    if move.state not in (State.DONE, State.FINISHING):
        rebuilding.take_away(target, move.id, job.clearing)
    for rounds in range(ROUNDS, 0, -1):
        if move.state in (State.DONE, State.FINISHING):
            break
        lost = _round(source, target, job, move, order, pool, options, on_progress)
        move = target.move(move.id)
        copies = target.copies(move.id)
        on_progress(move, copies, ())
        if any(copy.changed for copy in copies):
            _stop(target, move)
            raise _changed(copies)
        if move.state not in AT_WORK:
            _stop(target, move)
            missing = rebuilding.bring_back(target, order.target, move.id, options.workers)
            return Outcome(target.move(move.id), tuple(copies), tuple(missing))
        if move.state is State.MOVING and all(copy.cut and copy.done == copy.chunks for copy in copies):
            break
        if rounds == 1 or not _is_loss(lost):
            _stop(target, move)
            raise _as_ours(lost) if lost else CfdbError("workers left before all was done", hint=AGAIN)
    if move.state is not State.DONE:
        on_progress(replace(move, state=State.FINISHING), target.copies(move.id), ())
        _finish(target, job, move, order.target, options.workers)
    return Outcome(target.move(move.id), tuple(target.copies(move.id)))


def _is_loss(error: BaseException | None) -> bool:
    """Whether it is about a worker, and not about what it was told to do."""
    return isinstance(error, ConnectionFailed) or not isinstance(error, CfdbError)


def _changed(copies: Sequence[CopyState]) -> Refused:
    where = ", ".join(f"{copy.table} ({copy.changed} of {copy.chunks} chunks)" for copy in copies if copy.changed)
    return Refused(
        f"the source has changed since rows of it were loaded: {where}",
        hint=AFRESH,
    )


def _round(
    source: MoveSource, target: MigrateTarget, job: Job, move: Move, order: Order, pool: Executor, options: Options,
    on_progress: OnProgress,
) -> BaseException | None:  # fmt: skip
    """Send workers out and wait for all of them. Returns why one was lost, if any was."""
    # No name comes twice: who was sent out by a client that was killed is expected by nobody.
    token = secrets.token_hex(4)
    names = [f"{move.snapshot + 1}.{number}.{token}" for number in range(1, options.workers + 1)]
    target.muster(move.id, move.snapshot, names)
    order = replace(order, move=move.id)
    running = [pool.submit(work, order, name) for name in names]
    try:
        if _take_snapshot(source, target, job, move, running, options):
            _cut(source, target, job, move)
            _watch(target, move, running, on_progress)
    except _WorkerLost as lost:
        _send_home(target, move, running)
        return lost.error
    except BaseException:
        # The first error is of more use than that the target is gone, too.
        with suppress(CfdbError):
            _stop(target, move)
            _send_home(target, move, running)
        raise
    return next((error for future in running if (error := future.exception())), None)


def _stop(target: Moves, move: Move) -> None:
    target.set_state(move.id, State.PAUSED, (*AT_WORK, State.PAUSING), durable=True)


def _send_home(target: Workers, move: Move, running: Sequence[Future[None]]) -> None:
    """Workers end at once; what they were at is not in."""
    for future in running:
        future.cancel()
    target.dismiss(move.id)


def _take_snapshot(
    source: MoveSource, target: MigrateTarget, job: Job, move: Move, running: Sequence[Future[None]], options: Options
) -> bool:
    """Let all workers see the source as it is at one moment. False where the move was stopped before."""

    def workers() -> list[WorkerState]:
        return target.workers(move.id)

    def still(state: State) -> bool:
        return target.state(move.id) is state

    _wait(running, lambda: all(worker.here for worker in workers()) or not still(State.WAITING), JOINING)
    if not any(worker.here for worker in workers()) and still(State.WAITING):
        raise CfdbError(f"no worker has come within {JOINING:g} s", hint=AGAIN)
    with source.hold(job.reads) as held:
        if not held and options.workers > 1 and not options.many_instants:
            raise Refused(
                "no right allows to hold the source still for the moment in which all readers begin",
                hint="read with --workers 1, grant RELOAD or LOCK TABLES, or allow it with --allow many-instants",
            )
        target.open_snapshot(move.id)

        def begun() -> bool:
            return all(worker.snapshot for worker in workers()) or not still(State.SNAPSHOT)

        if not _wait(running, begun, HOLDING):
            raise CfdbError(f"workers have not begun their snapshots within {HOLDING:g} s", hint=AGAIN)
        position = source.position() if held else ""
    # Nobody can join any more: who did not come in time is not on the list.
    if not position or position != move.position:
        target.look_again(move.id)
    target.snapshot_taken(move.id, position, held)
    return target.set_state(move.id, State.MOVING, (State.SNAPSHOT,))


def _cut(source: MoveSource, target: Chunks, job: Job, move: Move) -> None:
    uncut = {copy.number for copy in target.copies(move.id) if not copy.cut}
    for planned in job.copies:
        if planned.copy.number in uncut:
            target.add_chunks(move.id, planned.copy.number, planned.cut.conditions(source))


def _watch(target: MigrateTarget, move: Move, running: Sequence[Future[None]], on_progress: OnProgress) -> None:
    begun = replace(move, state=State.MOVING)
    while wait(running, LOOK).not_done:
        copies = target.copies(move.id)
        on_progress(begun, copies, target.claims(move.id))
        if any(copy.changed for copy in copies):
            target.set_state(move.id, State.PAUSING, (State.MOVING,))


class _WorkerLost(Exception):
    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self.error = error


def _wait(running: Sequence[Future[None]], until: Callable[[], bool], seconds: float) -> bool:
    """False where it did not become so in time. Raises what a worker failed of, rather than wait for it."""
    deadline = time.monotonic() + seconds
    while not until():
        for future in running:
            if future.done() and (error := future.exception()):
                raise _WorkerLost(error)
        if time.monotonic() > deadline or all(future.done() for future in running):
            return False
        time.sleep(POLL)
    return True


def _as_ours(error: BaseException) -> CfdbError:
    if isinstance(error, CfdbError):
        return error
    return CfdbError(f"a worker was lost: {type(error).__name__}: {error}".rstrip(": "), hint=AGAIN)


def _finish(target: MigrateTarget, job: Job, move: Move, place: str, workers: int) -> None:
    target.set_state(move.id, State.FINISHING, (State.MOVING,))
    raise_together(rebuilding.bring_back(target, place, move.id, workers), "things do not come back")
    settle(target, place, job.tables, move.id, workers)
    target.set_state(move.id, State.DONE, (State.FINISHING,), durable=True)
