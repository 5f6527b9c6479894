from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

import typer

from cfdb.cli import document, say
from cfdb.cli.options import (
    DatabaseName,
    EnvironmentName,
    OutputReport,
    ProjectDir,
    ReportFormat,
    StrictBudgets,
    TargetUrl,
    Variables,
    Words,
)
from cfdb.cli.work import open_work
from cfdb.model.checklist import Verdict
from cfdb.run.verify import verify as run

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def verify(
    words: Words = None,
    project: ProjectDir = None,
    database: DatabaseName = None,
    url: TargetUrl = None,
    env: EnvironmentName = None,
    var: Variables = None,
    strict_budgets: StrictBudgets = False,
    format: OutputReport = ReportFormat.TEXT,
) -> None:
    """Hold the database against its checklists and probes.

    Without a selector everything that is in place is checked, and the database as a whole once it is complete.
    Probes run in transactions that are always rolled back. The exit code is 1 where something does not hold.
    """
    work = open_work(project, database, url=url, env=env, variables=var)
    selected = work.select(words) if words else None
    with work.session("cfdb verify") as session:
        verdicts = run(session, work.database, selected, work.variables, strict_budgets=strict_budgets)
    print_verdicts("verify", verdicts, work.database.name, format)
    if not all(verdict.passed for verdict in verdicts):
        raise typer.Exit(1)


def print_verdicts(command: str, verdicts: Sequence[Verdict], database: str, format: ReportFormat) -> None:
    passed = all(verdict.passed for verdict in verdicts)
    match format:
        case ReportFormat.JSON:
            document.show(command, ok=passed, database=database, verdicts=document.verdicts(verdicts))
        case ReportFormat.JUNIT:
            print(import_module("cfdb.report.junit").junit(verdicts, database))
        case ReportFormat.TEXT:
            import_module("cfdb.cli.tables").verdicts(verdicts)
            outcomes = [outcome for verdict in verdicts for outcome in verdict.outcomes]
            failed = sum(not (outcome.passed or outcome.warning) for outcome in outcomes)
            warned = sum(outcome.warning and not outcome.passed for outcome in outcomes)
            print(
                f"{database}: {len(outcomes) - failed} of {len(outcomes)} checks passed"
                + (f", {warned} with a warning" if warned else "")
                if outcomes
                else f"{database}: nothing to verify: what is in place has neither checklist nor probes"
            )
    if not passed and format is not ReportFormat.TEXT:
        say.note("some checks failed")
