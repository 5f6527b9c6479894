from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from cfdb.cli import document, say
from cfdb.cli.options import Decisions, Format, FromUrl, MySQLFiles, OutputFormat
from cfdb.cli.source import NOTHING, connected, read_policies, read_schema, read_translation
from cfdb.errors import UsageError
from cfdb.model.assessment import Answer, Question
from cfdb.project import decisions
from cfdb.run import files as results
from cfdb.run import translate as scripts
from cfdb.run.assess import Assessment, Decision
from cfdb.run.assess import assess as run
from cfdb.translate.outcomes import Fate
from cfdb.translate.translation import Translation

app = typer.Typer(rich_markup_mode=None, add_completion=False)

SHOWN = 3
"""Columns that are named of those that a decision is about."""

SAID = {
    Question.BEYOND_BOOLEAN: "a number other than 0 and 1",
    Question.BEYOND_SIGNED: "a number above what the type holds with a sign",
    Question.ZERO_DATE: "0000-00-00",
    Question.PARTIAL_DATE: "a date without a year, month or day",
    Question.NO_TIME_OF_DAY: "a time below 0 or above 24 hours",
    Question.NO_MEMBER: "the '' of a value that is no member",
    Question.NUL: "a NUL byte, which PostgreSQL's texts refuse",
    Question.JSON: r"\u0000, which jsonb refuses",
    Question.INVALID_UTF8: "bytes that are not UTF-8",
    Question.UTF8_AS_LATIN1: "UTF-8 in a column of latin1",
    Question.ENCODED_TWICE: "text that was encoded twice",
    Question.SPELLINGS: "values that MySQL takes for the same, and PostgreSQL does not",
    Question.ORPHAN: "a reference to a row that is not there",
    Question.REFERENCE_SPELLING: "a reference that differs from its row in case, accents or blanks",
    Question.CHECK: "what the check forbids",
}


@app.command()
def assess(
    files: MySQLFiles = None,
    source: FromUrl = None,
    decided: Decisions = None,
    write: Annotated[
        bool, typer.Option("--write", help="Write translate.toml with the decisions, as the rows speak for them.")
    ] = False,
    format: OutputFormat = Format.TEXT,
) -> None:
    """Say what of a MySQL schema converts, and what needs a decision.

    Rows are looked at where a server is named: each table is read once. The exit code is 1 where something is not
    carried over, or rows would be refused.
    """
    target = decided or Path(decisions.FILE)
    if write and target.exists():
        raise UsageError(f"{target} is there already", hint="move it away, or leave out --write and edit it")
    translation, answers = _asked(scripts.files(files) if files else [], source, decided)
    found = run(translation, answers)
    if write:
        results.write(target, decisions.text(found.proposed).encode())
    lost = sum(outcome.fate is Fate.LOST for outcome in translation.outcomes)
    bad = lost or any(answer.rows and answer.question not in HARMLESS for answer in found.answers)
    if format is Format.JSON:
        document.show("assess", ok=not bad, **_document(found, translation))
    else:
        _print(found, translation, asked=bool(answers))
        if write:
            say.note(f"wrote {target}")
    if bad:
        raise typer.Exit(1)


HARMLESS = (Question.BEYOND_BOOLEAN, Question.BEYOND_SIGNED, Question.SPELLINGS)
"""What a decision takes care of: no row is refused for it."""


def _asked(files: list[Path] | None, source: str | None, decided: Path | None) -> tuple[Translation, Sequence[Answer]]:
    if source is None or files:
        return read_translation(files, source, decided), ()
    policies = read_policies(decided)
    with connected(source) as found:
        translation = read_schema(found, policies)
        with say.working("looking at the rows"):
            return translation, list(found.answers(translation.declared))


def _print(found: Assessment, translation: Translation, *, asked: bool) -> None:
    tables = import_module("cfdb.cli.tables")
    rows = [(kind, *map(str, numbers)) for kind, numbers in found.counts]
    if rows:
        tables.table("kind", *(fate.value for fate in Fate), rows=rows, numbers={1, 2, 3})
    else:
        print(NOTHING)
    lost = [finding for finding in translation.findings if finding.level == "error"]
    if lost:
        print("\nnot carried over")
        tables.findings(lost)
    if found.decisions:
        print(f"\ndecisions, as {decisions.FILE} holds them")
        for decision in found.decisions:
            print(f"  {_decision(decision)}")
    if idle := [finding for finding in translation.findings if finding.code == "decision"]:
        print(f"\nin {decisions.FILE}, to no effect")
        tables.findings(idle)
    if found.answers:
        print("\nrows")
        for answer in found.answers:
            print(f"  {_answer(answer)}")
    elif asked:
        print("\nrows: nothing that PostgreSQL would refuse")
    else:
        say.note("the rows were not looked at: name their server with --from mysql://…")


def _decision(decision: Decision) -> str:
    about = ", ".join(decision.about[:SHOWN]) + (" …" if len(decision.about) > SHOWN else "")
    said = f'{decision.key} = "{decision.now}": {say.count(len(decision.about), "column")} ({about})'
    if decision.proposed != decision.now:
        said += f'; the rows speak for "{decision.proposed}"'
        exceptions = [f"{answer.table}.{answer.column}" for answer in decision.rows]
        said += f", but for {', '.join(exceptions)}" if exceptions and decision.key == "tinyint1" else ""
    return said


def _answer(answer: Answer) -> str:
    where = f"{answer.table}.{answer.column}"
    if answer.rows is None:
        return f"{where}: not known: {answer.problem}"
    example = f", {'key' if answer.rows == 1 else 'for example key'} {answer.example_key}" if answer.example_key else ""
    return f"{where}: {say.count(answer.rows, 'row')} with {SAID[answer.question]}{example}"


def _document(found: Assessment, translation: Translation) -> dict[str, Any]:
    return {
        "counts": {kind: dict(zip(map(str, Fate), numbers, strict=True)) for kind, numbers in found.counts},
        "findings": document.findings(translation.findings),
        "decisions": [
            {"key": it.key, "now": it.now, "proposed": it.proposed, "columns": list(it.about)} for it in found.decisions
        ],
        "rows": [
            {
                "table": answer.table, "column": answer.column, "question": answer.question.value,
                "rows": answer.rows, "example": answer.example_key, "problem": answer.problem,
            }
            for answer in found.answers
        ],
    }  # fmt: skip
