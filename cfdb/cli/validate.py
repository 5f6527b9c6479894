from __future__ import annotations

from importlib import import_module

import typer

from cfdb.cli import document, say
from cfdb.cli.options import DatabaseName, EnvironmentName, Format, OutputFormat, ProjectDir, Variables
from cfdb.cli.work import choose_database, open_project, open_work, relations_for
from cfdb.model.finding import Finding
from cfdb.run.validate import validate as run

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def validate(
    project: ProjectDir = None,
    database: DatabaseName = None,
    env: EnvironmentName = None,
    var: Variables = None,
    format: OutputFormat = Format.TEXT,
) -> None:
    """Check the project's files without a database.

    Configuration, numbering, dependencies, checklists, and every SQL file: with PostgreSQL's own grammar, and MySQL's
    as far as cfdb's parser knows it. All databases are checked when none is named. The exit code is 1 where there is
    an error.
    """
    found = open_project(project)
    names = [choose_database(found, database)] if database else list(found.databases)
    findings: list[Finding] = []
    for name in names:
        work = open_work(found.root, name, env=env, variables=var, load_changes=False, connects=False)
        findings += run(found.root, name, relations_for, work.dialect, work.variables)
    errors = sum(finding.level == "error" for finding in findings)
    if format is Format.JSON:
        document.show("validate", ok=not errors, databases=names, findings=document.findings(findings))
    else:
        if findings:
            import_module("cfdb.cli.tables").findings(findings)
        warnings = len(findings) - errors
        print(f"{', '.join(names)}: {say.count(errors, 'error')}, {say.count(warnings, 'warning')}")
    if errors:
        raise typer.Exit(1)
