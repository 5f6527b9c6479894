from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cfdb.run.init import init as run

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(help="Where to make it.")] = Path(),
    database: Annotated[str, typer.Option("--database", "-d", help="The name of its first database.")] = "main",
) -> None:
    """Make a new project that works at once.

    It has one database with one phase: table, rollback, checklist and probe. `cfdb apply` puts it in place.
    """
    for path in run(folder, database):
        print(path)
    inside = "" if folder == Path() else f"cd {folder} && "
    print(f"\nnext: {inside}cfdb plan, cfdb apply, cfdb verify")
