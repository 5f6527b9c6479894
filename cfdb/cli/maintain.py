from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from importlib import import_module
from typing import Annotated

import typer

from cfdb.cli import document, say
from cfdb.cli.options import (
    DatabaseName,
    EnvironmentName,
    Format,
    LockRetries,
    LockTimeout,
    OutputFormat,
    ProjectDir,
    TargetUrl,
)
from cfdb.cli.work import Work, open_work
from cfdb.dialect import Session
from cfdb.errors import UsageError
from cfdb.model.maintenance import Chore, Done, Sizes
from cfdb.run import maintain as run

app = typer.Typer(rich_markup_mode=None, add_completion=False)

RETRIES = 2
"""Fewer than a change has: a table that is busy now gets its turn the next time."""


@app.command()
def maintain(
    tables: Annotated[
        list[str] | None, typer.Argument(metavar="[TABLE]...", help="Tables to work on. All when left out.")
    ] = None,
    reindex: Annotated[
        bool, typer.Option("--reindex", help="Also rebuild indexes; on MySQL and MariaDB, whole tables.")
    ] = False,
    sizes: Annotated[bool, typer.Option("--sizes", help="Only show the sizes, in a READ ONLY session.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show the statements, in a READ ONLY session.")
    ] = False,
    project: ProjectDir = None,
    database: DatabaseName = None,
    url: TargetUrl = None,
    env: EnvironmentName = None,
    lock_timeout: LockTimeout = None,
    lock_retries: LockRetries = RETRIES,
    format: OutputFormat = Format.TEXT,
) -> None:
    """Tidy up tables and show what takes how much room.

    PostgreSQL: VACUUM (ANALYZE), and REINDEX CONCURRENTLY. MySQL and MariaDB: ANALYZE TABLE, and OPTIMIZE TABLE.
    A table that cannot be locked is left for the next time; the exit code is then 1.
    """
    if sizes and (reindex or dry_run):
        raise UsageError("--sizes does nothing else", hint="leave out --reindex and --dry-run")
    work = open_work(project, database, url=url, env=env, load_changes=False)
    settings = {"read_only": sizes or dry_run, "lock_timeout": lock_timeout, "lock_retries": lock_retries}
    done: list[Done] = []
    # Not under the lock: an apply should not wait for hours until every table is tidy, and harms nothing.
    with work.session("cfdb maintain", **settings) as session:
        before = session.sizes()
        chores = session.chores(None, reindex=reindex)
        chosen = run.chosen(before, chores, tables) if tables else None
        chores = [chore for chore in chores if chosen is None or chore.table in chosen]
        if dry_run:
            _show_plan(chores, work, format)
            return
        if not sizes:
            done = _run(session, chores)
        after = session.sizes() if done else before
    _print(work, before, _only(after, chosen), done, format)
    if any(entry.problem for entry in done):
        raise typer.Exit(1)


def _run(session: Session, chores: Sequence[Chore]) -> list[Done]:
    moving = ExitStack()

    def start(chore: Chore) -> None:
        moving.enter_context(say.working(f"{chore.title} {chore.table}"))

    def end(done: Done) -> None:
        moving.close()
        title = f"{done.chore.title} {done.chore.table}"
        if done.problem:
            say.failed(f"{title}: {done.problem}")
        else:
            say.done(title, done.duration)

    with moving:
        return run.maintain(session, chores, on_start=start, on_done=end)


def _only(sizes: Sizes, chosen: set[str] | None) -> Sizes:
    shown = tuple(table for table in sizes.tables if chosen is None or str(table) in chosen)
    return Sizes(sizes.database, shown)


def _show_plan(chores: Sequence[Chore], work: Work, format: Format) -> None:
    if format is Format.JSON:
        statements = [{"table": chore.table, "statement": chore.statement} for chore in chores]
        document.show("maintain", ok=True, database=work.database.name, statements=statements)
        return
    for chore in chores:
        print(f"{chore.statement};")
    if not chores:
        print(f"{work.database.name}: nothing to do")


def _print(work: Work, before: Sizes, after: Sizes, done: Sequence[Done], format: Format) -> None:
    failed = [entry for entry in done if entry.problem]
    name = work.database.name
    if format is Format.JSON:
        document.show(
            "maintain", ok=not failed, database=name, bytes=after.database, bytes_before=before.database,
            tables=document.tables(after), chores=document.chores(done),
        )  # fmt: skip
        return
    import_module("cfdb.cli.tables").sizes(after)
    total = f"{name}: {say.size(after.database)}"
    if done:
        freed = before.database - after.database
        total += f", {len(done) - len(failed)} of {len(done)} done"
        total += f" in {say.duration(sum(entry.duration for entry in done))}"
        total += f", {say.size(freed)} given back" if freed > 0 else ""
    print(total)
