from __future__ import annotations

from typing import Annotated

import typer

from cfdb.cli import document, say
from cfdb.cli.options import (
    WAIT,
    DatabaseName,
    EnvironmentName,
    Format,
    NamedWords,
    OutputFormat,
    ProjectDir,
    TargetUrl,
    Wait,
)
from cfdb.cli.running import applied_names, confirm
from cfdb.cli.work import open_work
from cfdb.errors import UsageError
from cfdb.run import repair as run

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def repair(
    words: NamedWords = None,
    finished: Annotated[
        bool | None,
        typer.Option(
            "--finished/--not-finished", help="Whether the statement that was running when a script broke off finished."
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    project: ProjectDir = None,
    database: DatabaseName = None,
    url: TargetUrl = None,
    env: EnvironmentName = None,
    wait: Wait = WAIT,
    format: OutputFormat = Format.TEXT,
) -> None:
    """Make the ledger say what is true.

    Takes edited files for what is applied, forgets changes whose files are gone, and settles a statement of which
    nobody knows whether it finished. Only the ledger is written, and its history says so.
    """
    if not words:
        raise UsageError("expected what to repair", hint="for example: cfdb repair phase 3")
    work = open_work(project, database, url=url, env=env)
    with work.session("cfdb repair") as session, session.lock(wait):
        session.prepare_ledger()
        selected = work.select(words, also=applied_names(session, work.database.name))
        repairs = run.make_plan(session, work.database, selected, finished=finished)
        for entry in repairs:
            say.warn(f"{entry.id}: {entry.cure.value}")
        if repairs:
            confirm("Write this into the ledger?", yes=yes, flag="--yes")
        run.repair(session, work.database, repairs)
    if format is Format.JSON:
        done = [{"change": str(entry.id), "cure": entry.cure.name.lower()} for entry in repairs]
        document.show("repair", ok=True, database=work.database.name, repaired=done)
    else:
        print(
            f"{work.database.name}: {len(repairs)} repaired" if repairs else f"{work.database.name}: nothing to repair"
        )
