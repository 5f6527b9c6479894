from __future__ import annotations

import sys
from importlib import import_module
from typing import Annotated

import typer

from cfdb.cli import document
from cfdb.cli.options import (
    DatabaseName,
    EnvironmentName,
    Format,
    OutOfOrder,
    OutputFormat,
    ProjectDir,
    TargetUrl,
    Variables,
    Words,
)
from cfdb.cli.running import applied_names, warn_of
from cfdb.cli.work import Work, open_work
from cfdb.dialect import Session
from cfdb.errors import UsageError
from cfdb.model.ledger import Action
from cfdb.model.plan import Plan
from cfdb.project import scripts
from cfdb.run import apply, rollback

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def plan(
    words: Words = None,
    undo: Annotated[bool, typer.Option("--rollback", help="Plan a rollback instead.")] = False,
    sql: Annotated[bool, typer.Option("--sql", help="Print the SQL that would run.")] = False,
    project: ProjectDir = None,
    database: DatabaseName = None,
    url: TargetUrl = None,
    env: EnvironmentName = None,
    var: Variables = None,
    out_of_order: OutOfOrder = False,
    format: OutputFormat = Format.TEXT,
) -> None:
    """Show what apply or rollback would run; runs and writes nothing.

    The session on the target is READ ONLY: the server itself refuses every write.
    """
    if undo and not words:
        raise UsageError("expected what to roll back", hint="for example: cfdb plan --rollback phase 3")
    work = open_work(project, database, url=url, env=env, variables=var)
    selected = [] if undo else work.select(words)
    with work.session("cfdb plan", read_only=True) as session:
        if undo:
            selected = work.select(words, also=applied_names(session, work.database.name))
            undoing = rollback.make_plan(session, work.database, selected)
            warn_of(rollback.at_stake(session, work.dialect, undoing, work.variables))
            show(undoing, work, session, format, "roll back", sql=sql)
            return
        made = apply.make_plan(session, work.database, selected, work.variables, out_of_order=out_of_order)
        apply.check_scripts(work.dialect, made, work.variables)
        show(made, work, session, format, "apply", sql=sql)


def show(plan: Plan, work: Work, session: Session, format: Format, verb: str, *, sql: bool = False) -> None:
    """Print a plan as a command that would not run it does."""
    if format is Format.JSON:
        parts = {"database": plan.database, "steps": document.steps(plan), "in_place": plan.in_place}
        if sql:
            parts["sql"] = {
                str(step.id): _sql(plan, work, session, number).decode() for number, step in enumerate(plan.steps)
            }
        document.show("plan", ok=True, **parts)
    elif not plan.steps:
        print(f"{plan.database}: nothing to {verb}" + (f", {plan.in_place} in place" if verb == "apply" else ""))
    elif sql:
        for number in range(len(plan.steps)):
            sys.stdout.flush()
            sys.stdout.buffer.write(_sql(plan, work, session, number) + b"\n")
    else:
        import_module("cfdb.cli.tables").plan(plan, verb)


def _sql(plan: Plan, work: Work, session: Session, number: int) -> bytes:
    step = plan.steps[number]
    title = f"-- {step.title}: {step.reason}\n".encode()
    if step.action is Action.SKIP:
        return title
    if step.action is Action.ROLLBACK:
        script = rollback.script_of(session, plan, step, work.variables)
        return title + (script.text.rstrip() if script else b"") + b"\n"
    assert step.change is not None, "a plan to apply is made from the project's changes"
    if step.action is Action.RESUME:
        title += b"-- Those that finished are not run again.\n"
    return title + scripts.forward(step.change, work.variables).text.rstrip() + b"\n"
