from __future__ import annotations

from importlib import import_module
from typing import Annotated

import typer

from cfdb.cli import document
from cfdb.cli.options import DatabaseName, EnvironmentName, Format, OutputFormat, ProjectDir, TargetUrl
from cfdb.cli.work import open_work

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def history(
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="How many of the latest lines to show.")] = 50,
    project: ProjectDir = None,
    database: DatabaseName = None,
    url: TargetUrl = None,
    env: EnvironmentName = None,
    format: OutputFormat = Format.TEXT,
) -> None:
    """Show what was applied, rolled back and what failed."""
    work = open_work(project, database, url=url, env=env, load_changes=False)
    with work.session("cfdb history", read_only=True) as session:
        events = session.events(work.database.name, limit)
    if format is Format.JSON:
        document.show("history", ok=True, database=work.database.name, events=document.events(events))
    elif events:
        import_module("cfdb.cli.tables").events(events)
    else:
        print(f"{work.database.name}: nothing has happened yet")
