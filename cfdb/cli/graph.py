from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from cfdb.cli.options import DatabaseName, ProjectDir
from cfdb.cli.work import open_work
from cfdb.run.graph import FORMATS

app = typer.Typer(rich_markup_mode=None, add_completion=False)


class GraphFormat(StrEnum):
    TEXT = "text"
    MERMAID = "mermaid"
    DOT = "dot"


@app.command()
def graph(
    project: ProjectDir = None,
    database: DatabaseName = None,
    format: Annotated[GraphFormat, typer.Option("--format", help="How to draw it.")] = GraphFormat.TEXT,
) -> None:
    """Show how changes depend on each other."""
    work = open_work(project, database, connects=False)
    print(FORMATS[format](work.database))
