from __future__ import annotations

import typer

from cfdb.cli import document, say
from cfdb.cli.data.place import open_moving
from cfdb.cli.data.told import copies_table, missing, move_document
from cfdb.cli.options import DatabaseName, EnvironmentName, Format, OutputFormat, ProjectDir, TargetUrl
from cfdb.model.move import Move, State
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
        moves = [
            (
                move,
                target.copies(move.id),
                len([worker for worker in target.workers(move.id) if worker.is_well]),
                target.away(move.id),
            )
            for move in target.moves(database)
        ]
    done = all(move.state is State.DONE for move, *_ in moves)
    if format is Format.JSON:
        found = [
            move_document(move, copies) | {"workers": workers, "away": [step.what for step in away]}
            for move, copies, workers, away in moves
        ]
        document.show("data status", ok=done, moves=found)
    else:
        if not moves:
            print(f"{work.database.name}: nothing was moved yet")
        for move, copies, workers, away in moves:
            copies_table(copies)
            print(_line(move, workers))
            if away:
                say.warn(missing(away))
    if not done:
        raise typer.Exit(1)


def _line(move: Move, workers: int) -> str:
    when = f", as it was at {move.instant:%Y-%m-%d %H:%M:%S} UTC" if move.instant else ""
    at_work = f", {say.count(workers, 'worker')}" if workers else ""
    return f"{move.name}: {move.state}{at_work}; from {move.source}{when}"
