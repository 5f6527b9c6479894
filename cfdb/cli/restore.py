from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cfdb.cli import document, say
from cfdb.cli.backup import programs
from cfdb.cli.options import (
    WAIT,
    DatabaseName,
    EnvironmentName,
    Format,
    LockTimeout,
    OutputFormat,
    ProjectDir,
    TargetUrl,
    Wait,
)
from cfdb.cli.running import confirm
from cfdb.cli.work import Work, open_work
from cfdb.model.ledger import Ledger
from cfdb.run import backup as run

app = typer.Typer(rich_markup_mode=None, add_completion=False)

TABLES_SHOWN = 12


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What 'cfdb backup' has written.")],
    clean: Annotated[bool, typer.Option("--clean", help="Drop all that is in the database first; asks.")] = False,
    no_owner: Annotated[
        bool, typer.Option("--no-owner", help="Leave out owners and grants, for a server without those roles.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before anything is dropped.")] = False,
    project: ProjectDir = None,
    database: DatabaseName = None,
    url: TargetUrl = None,
    env: EnvironmentName = None,
    wait: Wait = WAIT,
    lock_timeout: LockTimeout = None,
    format: OutputFormat = Format.TEXT,
) -> None:
    """Bring a backup back.

    Where there is something, it is refused without --clean, which asks. On PostgreSQL all of it is one transaction:
    where it fails, nothing has changed. The ledger comes along.
    """
    work = open_work(project, database, url=url, env=env, load_changes=False)
    folders = programs(work)
    with work.session("cfdb restore", lock_timeout=lock_timeout) as session, session.lock(wait):
        run.check(session, file, folders)
        before = run.standing(session)
        if before and not clean:
            raise run.refuse(before, work.database.name)
        if before:
            _warn(before)
            confirm("Drop all of it?", yes=yes, flag="--yes")
        with say.working(f"restore of {work.database.name}"):
            seconds = run.restore(session, file, folders, clean=bool(before), owners=not no_owner)
        ledger = session.ledger(work.database.name)
    _print(work, file, seconds, ledger, format)


def _warn(before: run.Standing) -> None:
    say.warn(f"dropped will be: {before}")
    for table in before.tables[:TABLES_SHOWN]:
        rows = "" if table.rows is None else f", about {say.count(table.rows, 'row')}"
        say.warn(f"{table}: {say.size(table.total)}{rows}")
    if len(before.tables) > TABLES_SHOWN:
        say.warn(f"… and {len(before.tables) - TABLES_SHOWN} tables more")


def _print(work: Work, file: Path, seconds: float, ledger: Ledger, format: Format) -> None:
    if format is Format.JSON:
        document.show(
            "restore",
            ok=True,
            database=work.database.name,
            file=str(file),
            seconds=round(seconds, 4),
            applied=[str(entry.id) for entry in ledger.applied],
            unfinished=[str(entry.id) for entry in ledger.unfinished],
        )
        return
    say.note("a backup holds no statistics: 'cfdb maintain' gathers them")
    if ledger.unfinished:
        say.warn(f"unfinished: {', '.join(str(entry.id) for entry in ledger.unfinished)}")
    applied = say.count(len(ledger.applied), "change")
    print(f"{work.database.name}: restored from {file} in {say.duration(seconds)}, {applied} in place")
