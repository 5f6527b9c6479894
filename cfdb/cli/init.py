from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cfdb.run.init import init as run


class Dialect(StrEnum):
    POSTGRESQL = "postgresql"
    MYSQL = "mysql"


app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(help="Where to make it.")] = Path(),
    database: Annotated[str, typer.Option("--database", "-d", help="The name of its first database.")] = "main",
    dialect: Annotated[Dialect, typer.Option("--dialect", help="What its SQL is written in.")] = Dialect.POSTGRESQL,
) -> None:
    """Make a new project that works at once.

    It has one database with one phase: table, rollback, checklist and probe. `cfdb apply` puts it in place.
    """
    for path in run(folder, database, dialect.value):
        print(path)
    inside = "" if folder == Path() else f"cd {folder} && "
    target = "" if dialect is Dialect.POSTGRESQL else f" --url mysql://user@host/{database}"
    print(f"\nnext: {inside}cfdb validate, cfdb test, cfdb apply{target}")
