from __future__ import annotations

import typer

from cfdb.cli.data.options import MoveName
from cfdb.cli.data.place import open_moving
from cfdb.cli.data.stopping import ALL_IN, RUNNING, STOPPABLE, bring_back, the_move
from cfdb.cli.options import DatabaseName, EnvironmentName, ProjectDir, TargetUrl
from cfdb.model.move import State

MIGRATE_ENDS = 5.0
"""Seconds within which `cfdb data migrate` notices that its workers are gone."""

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def abort(
    move: MoveName = None,
    project: ProjectDir = None,
    database: DatabaseName = None,
    url: TargetUrl = None,
    env: EnvironmentName = None,
) -> None:
    """Break off a running move; what its chunks loaded stays.

    Sessions of its workers are ended on the target, and the chunks that they were at are not in. `cfdb data migrate`
    goes on from there. Indexes, keys and triggers that the move has taken away are brought back, as far as its rows
    allow.
    """
    work = open_moving(project, database, url, env)
    with the_move(work, "abort", move, RUNNING, or_away=True) as (target, found):
        stopped = target.set_state(found.id, State.PAUSED, STOPPABLE)
        if stopped:
            target.dismiss(found.id)
        bring_back(work, "abort", target, found, MIGRATE_ENDS)
    print(f"{found.name}: {'broken off' if stopped else ALL_IN if found.state is State.FINISHING else 'not at work'}")
