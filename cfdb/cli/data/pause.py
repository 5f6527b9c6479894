from __future__ import annotations

import typer

from cfdb.cli.data.options import MoveName
from cfdb.cli.data.place import open_moving
from cfdb.cli.data.stopping import ALL_IN, RUNNING, STOPPABLE, bring_back, the_move
from cfdb.cli.options import DatabaseName, EnvironmentName, ProjectDir, TargetUrl
from cfdb.model.move import State

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def pause(
    move: MoveName = None,
    project: ProjectDir = None,
    database: DatabaseName = None,
    url: TargetUrl = None,
    env: EnvironmentName = None,
) -> None:
    """Let a running move finish its chunks and stop.

    `cfdb data migrate` goes on from there. From anywhere: the workers look at the ledger before each chunk.
    """
    work = open_moving(project, database, url, env)
    with the_move(work, "pause", move, RUNNING) as (target, found):
        stops = target.set_state(found.id, State.PAUSING, STOPPABLE)
        if alone := bring_back(work, "pause", target, found, 0):
            target.set_state(found.id, State.PAUSED, (State.PAUSING,))
    ends = "paused; nobody was at work on it" if alone else "stops as soon as the chunks at work are in"
    print(f"{found.name}: {ends if stops else ALL_IN}")
