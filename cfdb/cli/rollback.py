from __future__ import annotations

from typing import Annotated

import typer

from cfdb.cli import document, say
from cfdb.cli.options import (
    RETRIES,
    WAIT,
    DatabaseName,
    EnvironmentName,
    Format,
    LockRetries,
    LockTimeout,
    NamedWords,
    OutputFormat,
    ProjectDir,
    TargetUrl,
    Variables,
    Wait,
)
from cfdb.cli.plan import show
from cfdb.cli.running import Progress, applied_names, confirm, warn_of
from cfdb.cli.work import Work, open_work
from cfdb.dialect import Session
from cfdb.errors import UsageError
from cfdb.model.change import ChangeId
from cfdb.model.plan import Plan
from cfdb.run import rollback as run

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def rollback(
    words: NamedWords = None,
    everything: Annotated[bool, typer.Option("--all", help="Roll back all that is in place.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show the plan, in a READ ONLY session.")] = False,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", "--allow-data-loss", help="Do not ask before rows are dropped.")
    ] = False,
    project: ProjectDir = None,
    database: DatabaseName = None,
    url: TargetUrl = None,
    env: EnvironmentName = None,
    var: Variables = None,
    wait: Wait = WAIT,
    lock_timeout: LockTimeout = None,
    lock_retries: LockRetries = RETRIES,
    format: OutputFormat = Format.TEXT,
) -> None:
    """Undo changes, and before them all that depends on them.

    What would drop rows asks first. The SQL comes from the project's rollback files; where a file is gone,
    from the ledger, which kept it when the change was applied.
    """
    if bool(words) == everything:
        raise UsageError("expected what to roll back", hint="for example: cfdb rollback phase 3, or --all")
    work = open_work(project, database, url=url, env=env, variables=var)
    if dry_run:
        with work.session("cfdb rollback --dry-run", read_only=True) as session:
            plan = run.make_plan(session, work.database, _selected(session, work, words))
            warn_of(run.at_stake(session, work.dialect, plan, work.variables))
            show(plan, work, session, format, "roll back")
        return
    with (
        work.session("cfdb rollback", lock_timeout=lock_timeout, lock_retries=lock_retries) as session,
        session.lock(wait),
    ):
        session.prepare_ledger()
        plan = run.make_plan(session, work.database, _selected(session, work, words))
        if plan.steps and format is Format.TEXT:
            say.plan(plan, "roll back")
        if warn_of(run.at_stake(session, work.dialect, plan, work.variables)):
            confirm("Drop them?", yes=yes, flag="--allow-data-loss (or --yes)")
        with Progress() as progress:
            run.rollback(session, plan, work.variables, on_start=progress.start, on_done=progress.done)
    _print(plan, progress, format)


def _selected(session: Session, work: Work, words: list[str] | None) -> list[ChangeId]:
    known = applied_names(session, work.database.name)
    return work.select(words, also=known) if words else list(known)


def _print(plan: Plan, progress: Progress, format: Format) -> None:
    if format is Format.JSON:
        document.show("rollback", ok=True, database=plan.database, steps=document.steps(plan, progress.seconds))
    elif not plan.steps:
        print(f"{plan.database}: nothing to roll back")
    else:
        total = say.duration(sum(progress.seconds.values()))
        print(f"{plan.database}: {len(plan.steps)} rolled back in {total}")
