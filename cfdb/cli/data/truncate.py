from __future__ import annotations

import typer

from cfdb.cli import say
from cfdb.cli.data.options import MoveName, Yes
from cfdb.cli.data.place import open_moving
from cfdb.cli.data.stopping import the_move
from cfdb.cli.options import WAIT, DatabaseName, EnvironmentName, ProjectDir, TargetUrl, Wait
from cfdb.cli.running import confirm
from cfdb.model.move import State
from cfdb.run.moving import rebuilding

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def truncate(
    move: MoveName = None,
    yes: Yes = False,
    project: ProjectDir = None,
    database: DatabaseName = None,
    url: TargetUrl = None,
    env: EnvironmentName = None,
    wait: Wait = WAIT,
) -> None:
    """Empty the tables of a move and forget it.

    All rows of these tables go, whoever wrote them; tables that refer to them have to be emptied before.
    """
    work = open_moving(project, database, url, env)
    with the_move(work, "truncate", move, tuple(State)) as (target, found):
        copies = target.copies(found.id)
        tables = sorted({copy.table for copy in copies})
        for table, rows in sorted(target.row_counts(tables).items()):
            say.warn(f"{table} holds {say.count(rows, 'row')}")
        confirm(f"Empty {say.count(len(tables), 'table')}?", yes=yes, flag="--yes")
        with work.session("cfdb data truncate") as session, session.lock(wait):
            target.dismiss(found.id)
            rebuilding.empty(target, tables, found.id)
    print(f"{found.name}: {say.count(len(tables), 'table')} emptied, the move is forgotten")
