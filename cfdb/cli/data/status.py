from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import typer

from cfdb.cli import document, say
from cfdb.cli.data.place import open_moving
from cfdb.cli.data.stopping import RUNNING
from cfdb.cli.data.told import SAID, again, at_work, claims_document, copies_table, missing, move_document
from cfdb.cli.options import DatabaseName, EnvironmentName, Format, OutputFormat, ProjectDir, TargetUrl
from cfdb.model.chunk import Claim
from cfdb.model.move import CopyState, Move, State
from cfdb.model.rebuild import Step
from cfdb.moving.target import MoveTarget
from cfdb.run.moving.connections import target_of

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def status(
    project: ProjectDir = None,
    database: DatabaseName = None,
    url: TargetUrl = None,
    env: EnvironmentName = None,
    format: OutputFormat = Format.TEXT,
) -> None:
    """Show how far a move is.

    Reads the target's ledger alone: also while the move runs, from anywhere. All moves into the target are shown where
    no database is named. The exit code is 1 where one is not done.
    """
    work = open_moving(project, database, url, env)
    with work.session("cfdb data status", read_only=True) as session:
        target = target_of(session, str(url))
        moves = [_seen(target, move) for move in target.moves(database)]
    done = all(seen.move.state is State.DONE for seen in moves)
    if format is Format.JSON:
        document.show("data status", ok=done, moves=[_document(seen) for seen in moves])
    else:
        if not moves:
            print(f"{work.database.name}: nothing was moved yet")
        for seen in moves:
            _show(seen)
    if not done:
        raise typer.Exit(1)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A move, and who is at work on it: `workers` are counted. One that was `interrupted` has nobody to lead it."""

    move: Move
    copies: Sequence[CopyState]
    claims: Sequence[Claim]
    workers: int
    interrupted: bool
    away: Sequence[Step]


def _seen(target: MoveTarget, move: Move) -> _Seen:
    interrupted = move.state in RUNNING and not target.attended(move.id)
    # Who was killed could not take workers off the list.
    workers = 0 if interrupted else len([worker for worker in target.workers(move.id) if worker.is_well])
    copies, claims = target.copies(move.id), target.claims(move.id)
    return _Seen(move, copies, claims, workers, interrupted, target.away(move.id))


def _document(seen: _Seen) -> dict[str, Any]:
    return move_document(seen.move, seen.copies) | {
        "interrupted": seen.interrupted,
        "workers": seen.workers,
        "at_work": claims_document(seen.claims),
        "away": [step.what for step in seen.away],
    }


def _show(seen: _Seen) -> None:
    copies_table(seen.copies)
    print(_line(seen))
    for words in at_work(seen.copies, seen.claims):
        print(f"at work on {words}")
    if seen.away:
        say.warn(missing(seen.away))
    if seen.interrupted:
        say.warn(f"nobody leads {seen.move.name} any more; the chunks that were done are in")
    if seen.move.state is State.STOPPED:
        say.note(f"to go on, mend the rows or raise --max-rejects: {again(seen.move.name)}")
    elif seen.interrupted or seen.move.state is State.PAUSED:
        say.note(f"to go on, run it again with the same options: {again(seen.move.name)}")


def _line(seen: _Seen) -> str:
    move = seen.move
    when = f", as it was at {move.instant:%Y-%m-%d %H:%M:%S} UTC" if move.instant else ""
    workers = f", {say.count(seen.workers, 'worker')}" if seen.workers else ""
    state = f"interrupted while {SAID.get(move.state, move.state)}" if seen.interrupted else move.state
    many = sum(copy.rejected for copy in seen.copies)
    rejected = f", {say.count(many, 'row')} rejected" if many else ""
    return f"{move.name}: {state}{workers}{rejected}; from {move.source}{when}"
