from __future__ import annotations

from collections import Counter
from importlib import import_module

import typer

from cfdb.cli import document
from cfdb.cli.options import DatabaseName, EnvironmentName, Format, OutputFormat, ProjectDir, TargetUrl
from cfdb.cli.work import open_work
from cfdb.run.status import FINE
from cfdb.run.status import status as run

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def status(
    project: ProjectDir = None,
    database: DatabaseName = None,
    url: TargetUrl = None,
    env: EnvironmentName = None,
    format: OutputFormat = Format.TEXT,
) -> None:
    """Show every change and whether it is in place.

    Needs SELECT rights on the ledger only, and writes nothing. The exit code is 1 where something is pending, edited,
    missing, unfinished or out of order.
    """
    work = open_work(project, database, url=url, env=env)
    with work.session("cfdb status", read_only=True) as session:
        lines = run(session, work.database)
    fine = all(line.state in FINE for line in lines)
    if format is Format.JSON:
        document.show("status", ok=fine, database=work.database.name, changes=document.lines(lines))
    else:
        if len(lines) <= 60 or not fine:
            import_module("cfdb.cli.tables").states(lines, work.database.name)
        counts = Counter(line.state.value for line in lines)
        print(f"{work.database.name}: " + (", ".join(f"{n} {state}" for state, n in counts.items()) or "no changes"))
    if not fine:
        raise typer.Exit(1)
