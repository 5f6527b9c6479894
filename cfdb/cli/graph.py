from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from cfdb.cli.options import DatabaseName, ProjectDir
from cfdb.cli.work import open_work
from cfdb.run.graph import FORMATS

app = typer.Typer(rich_markup_mode=None)

GraphFormat = StrEnum("GraphFormat", {name.upper(): name for name in FORMATS})


@app.command()
def graph(
    project: ProjectDir = None,
    database: DatabaseName = None,
    format: Annotated[GraphFormat, typer.Option("--format", help="How to draw it.")] = GraphFormat.TEXT,  # type: ignore[valid-type]
) -> None:
    """Show how changes depend on each other."""
    work = open_work(project, database, connects=False)
    print(FORMATS[format](work.database))
