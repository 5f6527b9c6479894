from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from cfdb.cli import say
from cfdb.cli.options import DatabaseName, EnvironmentName, ProjectDir, Variables, Words
from cfdb.cli.work import open_work
from cfdb.run import bundle as run
from cfdb.run.files import write

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def bundle(
    words: Words = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="The file to write. [default: standard output]")
    ] = None,
    supabase: Annotated[
        bool, typer.Option("--supabase", help="Write supabase/migrations/<timestamp>_<name>.sql, one per change.")
    ] = False,
    project: ProjectDir = None,
    database: DatabaseName = None,
    env: EnvironmentName = None,
    var: Variables = None,
) -> None:
    """Write the SQL of changes as one file, or as Supabase migrations.

    What the changes depend on comes with them, in order. With --supabase, changes that Supabase has already are left
    out, and --output names the Supabase project's folder.
    """
    work = open_work(project, database, env=env, variables=var, connects=False)
    selected = work.select(words)
    if supabase:
        folder = (output or work.project.root) / "supabase" / "migrations"
        for path in run.supabase(work.database, selected, work.variables, folder, datetime.now(UTC)):
            print(path)
        return
    text = run.bundle(work.database, selected, work.variables)
    if output is None:
        sys.stdout.buffer.write(text)
    else:
        write(output, text)
        say.note(f"wrote {output}")
