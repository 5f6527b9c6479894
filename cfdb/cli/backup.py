from __future__ import annotations

import shlex
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from cfdb import dialect
from cfdb.cli import document, say
from cfdb.cli.options import (
    WAIT,
    DatabaseName,
    EnvironmentName,
    Format,
    OutputFormat,
    ProjectDir,
    TargetUrl,
    Wait,
)
from cfdb.cli.work import Work, open_work
from cfdb.dialect import Session
from cfdb.model.maintenance import Backup
from cfdb.run import backup as run

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def backup(
    to: Annotated[
        str,
        typer.Option("--to", metavar="FILE", help="The file to write, or its folder. A new one here when left out."),
    ] = "",
    project: ProjectDir = None,
    database: DatabaseName = None,
    url: TargetUrl = None,
    env: EnvironmentName = None,
    wait: Wait = WAIT,
    format: OutputFormat = Format.TEXT,
) -> None:
    """Write all of the database into a file, ledger included.

    The engine's own program does it: pg_dump, mariadb-dump or mysqldump. The file is for its owner only, overwrites
    nothing, and has its name when it is complete. Standard output holds its path.
    """
    work = open_work(project, database, url=url, env=env, load_changes=False)
    file = place(work, to)
    with work.session("cfdb backup", read_only=True) as session, session.lock(wait):
        made = back_up(session, work, file, url=url)
    if format is Format.JSON:
        document.show("backup", ok=True, database=work.database.name, **document.backup(made))
    else:
        print(made.file)


def place(work: Work, where: str) -> Path:
    return run.place(where, work.database.name, work.dialect.backup_suffix, datetime.now(UTC))


def back_up(session: Session, work: Work, file: Path, *, url: str | None) -> Backup:
    """Make a backup, and say how to bring it back."""
    with say.working(f"backup of {work.database.name}"):
        made = run.backup(session, file, programs(work))
    say.done(f"backup in {made.file}, {say.size(made.size)}", made.duration)
    say.note(f"bring it back with: {restore_command(work, file, url)}")
    return made


def restore_command(work: Work, file: Path, url: str | None) -> str:
    """The command that puts the same target back to what the file holds; `url` is what --url said. No password."""
    words = ["cfdb", "restore", str(file)]
    if work.database.name != work.project.default:
        words += ["--database", work.database.name]
    if work.environment:
        words += ["--env", work.environment.name]
    if url and work.url:
        words += ["--url", str(dialect.for_url(work.url)[0])]
    return shlex.join([*words, "--clean"])


def programs(work: Work) -> list[Path]:
    """Where to look for the engine's programs first: the embedded server brings PostgreSQL's."""
    if work.database.dialect != "postgresql":
        return []
    found: list[Path] = import_module("cfdb.servers.embedded").programs()
    return found
