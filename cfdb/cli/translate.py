from __future__ import annotations

import io
import sys
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from cfdb import dialect
from cfdb.cli import document, say
from cfdb.cli.options import Decisions, Format, FromUrl, MySQLFiles, OutputFormat
from cfdb.cli.source import NOTHING, read_translation
from cfdb.dialect import Settings
from cfdb.errors import UsageError
from cfdb.model.finding import Finding
from cfdb.run import files as results
from cfdb.run import translate as run
from cfdb.servers.throwaway import throwaway
from cfdb.translate.outcomes import Fate
from cfdb.translate.translation import Translation

app = typer.Typer(rich_markup_mode=None, add_completion=False)

REPORTS = (".html", ".json")


@app.command()
def translate(
    files: MySQLFiles = None,
    source: FromUrl = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="The file to write. [default: standard output]")
    ] = None,
    decided: Decisions = None,
    copy: Annotated[bool, typer.Option("--copy", help="Write rows as COPY, which psql reads, not as INSERT.")] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Run the result on a throw-away PostgreSQL and compare catalogs.")
    ] = False,
    report: Annotated[
        Path | None, typer.Option("--report", help="Write what became of each object: a file .html or .json.")
    ] = None,
    format: OutputFormat = Format.TEXT,
) -> None:
    """Translate a MySQL schema to PostgreSQL.

    It is read from scripts and dumps, or from a server. What is not carried over is an error with file and line, what
    is carried over with a change a warning; nothing is passed on that was not understood. The exit code is 1 where
    there is an error.
    """
    if report is not None and report.suffix not in REPORTS:
        raise UsageError(
            f"--report {report}: its name ends in neither .html nor .json",
            hint="name it translation.html or translation.json",
        )
    if copy and check:
        raise UsageError("--check runs statements, which --copy does not write", hint="check without --copy")
    scripts = run.files(files) if files else []
    _refuse_to_overwrite(scripts, output, report)
    translation = read_translation(scripts, source, decided, copy=copy)
    text = _written(translation, output, whole=format is Format.JSON)
    findings = [*translation.findings, *(_checked(translation) if check else [])]
    errors = sum(finding.level == "error" for finding in findings)
    if report is not None:
        with results.whole(report) as file:
            file.write(import_module("cfdb.report.translation").written(translation, findings, report.suffix).encode())
    if format is Format.JSON:
        objects = import_module("cfdb.report.translation").objects(translation)
        document.show("translate", ok=not errors, sql=text, objects=objects, findings=document.findings(findings))
    else:
        _tell(translation, findings, checked=check)
    if errors:
        raise typer.Exit(1)


def _refuse_to_overwrite(files: list[Path], output: Path | None, report: Path | None) -> None:
    """What is read is looked at until the end: writing into it would lose it."""
    made = {option: file for option, file in (("--output", output), ("--report", report)) if file is not None}
    for option, file in made.items():
        if any(file.resolve() == other.resolve() for other in files):
            raise UsageError(f"{option} {file}: this is a file to translate", hint="name another one")
    if output is not None and report is not None and output.resolve() == report.resolve():
        raise UsageError(f"--output and --report both name {output}", hint="name two files")


def _written(translation: Translation, output: Path | None, *, whole: bool) -> str | None:
    """Write the script to where it belongs; as a text where it is part of a document."""
    if output is not None:
        with results.whole(output) as file:
            run.write(translation, file)
    elif not whole:
        sys.stdout.flush()
        run.write(translation, sys.stdout.buffer)
        sys.stdout.buffer.flush()
    else:
        memory = io.BytesIO()
        run.write(translation, memory)
        return memory.getvalue().decode(errors="replace")
    return None


def _checked(translation: Translation) -> list[Finding]:
    postgresql = dialect.named("postgresql")
    with throwaway(postgresql.name) as server:
        url, _ = dialect.for_url(server.url("translation"))
        postgresql.create_database(url)
        with postgresql.connect(url, Settings(purpose="cfdb translate --check")) as session:
            return run.check(translation, session)


def _tell(translation: Translation, findings: list[Finding], *, checked: bool) -> None:
    import_module("cfdb.cli.tables").findings(findings, to_stderr=True)
    schema = translation.schema
    kinds = (
        (schema.tables, "table"), (schema.views, "view"), (schema.routines, "routine"), (schema.triggers, "trigger"),
        (schema.events, "event"),
    )  # fmt: skip
    counted = ", ".join(say.count(len(things), word) for things, word in kinds if things)
    fates = [outcome.fate for outcome in translation.outcomes]
    lost, changed = fates.count(Fate.LOST), fates.count(Fate.CHANGED)
    if not fates:
        say.note(NOTHING)
        return
    objects = say.count(len(fates), "object")
    said = f"{objects} ({counted}): " if counted else f"{NOTHING}: "
    said += f"{lost} not carried over" if lost else "all carried over"
    said += f", {changed} with a change" if changed else ""
    if checked:
        refused = sum(finding.code in ("refused", "missing", "differs") for finding in findings)
        said += f"; PostgreSQL refuses {refused}" if refused else "; PostgreSQL takes all of it"
    say.note(said)
