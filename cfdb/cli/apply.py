from __future__ import annotations

from importlib import import_module
from typing import Annotated

import typer

from cfdb.cli import document, say
from cfdb.cli.backup import back_up, place
from cfdb.cli.options import (
    RETRIES,
    WAIT,
    DatabaseName,
    EnvironmentName,
    Format,
    LockRetries,
    LockTimeout,
    OutOfOrder,
    OutputFormat,
    ProjectDir,
    StrictBudgets,
    TargetUrl,
    Variables,
    Wait,
    Words,
)
from cfdb.cli.plan import show
from cfdb.cli.running import Progress
from cfdb.cli.work import Work, open_work
from cfdb.dialect import Session
from cfdb.model.checklist import Verdict
from cfdb.model.maintenance import Backup
from cfdb.model.plan import Plan
from cfdb.run import apply as run
from cfdb.run.verify import verify as run_verify

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def apply(
    words: Words = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show the plan, in a READ ONLY session.")] = False,
    verify: Annotated[
        bool, typer.Option("--verify/--no-verify", help="Hold what was applied against its checklist and probes.")
    ] = True,
    backup: Annotated[
        str | None,
        typer.Option("--backup", metavar="FILE", help="Make a backup first, into this file, or a folder's new one."),
    ] = None,
    project: ProjectDir = None,
    database: DatabaseName = None,
    url: TargetUrl = None,
    env: EnvironmentName = None,
    var: Variables = None,
    out_of_order: OutOfOrder = False,
    wait: Wait = WAIT,
    lock_timeout: LockTimeout = None,
    lock_retries: LockRetries = RETRIES,
    strict_budgets: StrictBudgets = False,
    format: OutputFormat = Format.TEXT,
) -> None:
    """Apply changes and all that they depend on.

    Each change is one transaction together with its ledger row, so it is in place as a whole or not at all.
    Afterwards what was applied is held against its checklist and probes.
    """
    work = open_work(project, database, url=url, env=env, variables=var)
    selected = work.select(words)
    # An empty name, of a variable that is not set, say, is the current folder.
    file = None if backup is None else place(work, backup)
    if dry_run:
        with work.session("cfdb apply --dry-run", read_only=True) as session:
            plan = run.make_plan(session, work.database, selected, work.variables, out_of_order=out_of_order)
            run.check_scripts(work.dialect, plan, work.variables)
            show(plan, work, session, format, "apply")
        return
    with work.session("cfdb apply", lock_timeout=lock_timeout, lock_retries=lock_retries) as session:
        with session.lock(wait):
            session.prepare_ledger()
            plan = run.make_plan(session, work.database, selected, work.variables, out_of_order=out_of_order)
            run.check_scripts(work.dialect, plan, work.variables)
            made = back_up(session, work, file, url=url) if file and plan.steps else None
            progress = _run(session, plan, work, format)
        verdicts = (
            run_verify(
                session,
                work.database,
                None if not words else [step.id for step in plan.steps],
                work.variables,
                strict_budgets=strict_budgets,
            )
            if verify and plan.steps
            else []
        )
    _print(plan, progress, verdicts, made, format)
    if not all(verdict.passed for verdict in verdicts):
        raise typer.Exit(1)


def _run(session: Session, plan: Plan, work: Work, format: Format) -> Progress:
    if plan.steps and format is Format.TEXT:
        say.plan(plan, "apply")
    with Progress() as progress:
        run.apply(session, plan, work.variables, on_start=progress.start, on_done=progress.done)
    return progress


def _print(plan: Plan, progress: Progress, verdicts: list[Verdict], made: Backup | None, format: Format) -> None:
    passed = all(verdict.passed for verdict in verdicts)
    if format is Format.JSON:
        document.show(
            "apply",
            ok=passed,
            database=plan.database,
            steps=document.steps(plan, progress.seconds),
            in_place=plan.in_place,
            verdicts=document.verdicts(verdicts),
            **({"backup": document.backup(made)} if made else {}),
        )
        return
    if not plan.steps:
        print(f"{plan.database}: nothing to do, {say.count(plan.in_place, 'change')} in place")
        return
    for step in plan.steps:
        if step.change and (step.change.edge_functions or step.change.api_keys):
            needs = ", ".join((*step.change.edge_functions, *step.change.api_keys))
            say.note(f"{step.id} also needs, outside of the database: {needs}")
    if verdicts:
        import_module("cfdb.cli.tables").verdicts(verdicts)
    total = say.duration(sum(progress.seconds.values()))
    checks = sum(len(verdict.outcomes) for verdict in verdicts)
    failed = sum(not (o.passed or o.warning) for verdict in verdicts for o in verdict.outcomes)
    held = f", {checks - failed} of {checks} checks passed" if checks else ""
    print(f"{plan.database}: {len(plan.steps)} applied in {total}{held}")
