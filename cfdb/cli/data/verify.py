from __future__ import annotations

from typing import Annotated

import typer

from cfdb.cli import document, say
from cfdb.cli.data.options import Allow, Mapping, ReportFile, Source, Tables, Workers, workers_for
from cfdb.cli.data.place import open_moving, open_place
from cfdb.cli.data.told import check_report, write_report
from cfdb.cli.options import DatabaseName, EnvironmentName, Format, OutputFormat, ProjectDir, TargetUrl
from cfdb.cli.terminal import table
from cfdb.model.comparison import Difference, Verdict
from cfdb.run.moving.connections import source_at
from cfdb.run.moving.job import make_job
from cfdb.run.moving.verify import verify as run

app = typer.Typer(rich_markup_mode=None, add_completion=False)

WIDEST = 60
"""Characters of a value that are shown."""


@app.command()
def verify(
    words: Mapping = None,
    source: Source = None,
    tables: Tables = None,
    allow: Allow = None,
    workers: Workers = None,
    percent: Annotated[
        float, typer.Option("--percent", min=0.01, max=100, help="Compare so many of a hundred rows only.")
    ] = 100.0,
    report: ReportFile = None,
    show: Annotated[int, typer.Option("--show", min=0, help="Rows that differ to show of each table.")] = 5,
    project: ProjectDir = None,
    database: DatabaseName = None,
    url: TargetUrl = None,
    env: EnvironmentName = None,
    format: OutputFormat = Format.TEXT,
) -> None:
    """Compare the rows on both sides, by counts and checksums.

    Both servers come to a checksum of each row as the mapping makes it; where sums differ, the rows are found and
    shown with both values. Rows that were rejected are known to be missing. The exit code is 1 where rows differ.
    """
    check_report(report)
    work = open_moving(project, database, url, env, mapped=bool(words))
    place = open_place(work, words, tables, source)
    with (
        place.session("verify", read_only=True) as (_, target),
        source_at(place.source, "cfdb data verify") as reader,
    ):
        job = make_job(reader, target, place.wanted(reader, target, allow or ()), allow or (), writes=False)
        with say.working("comparing"):
            verdicts = run(
                place.source, place.target, target, job, workers=workers_for(workers), shown=show, percent=percent
            )
    write_report(report, f"{job.name} of {job.database}, compared", verdicts=verdicts)
    passed = all(verdict.passed for verdict in verdicts)
    if format is Format.JSON:
        document.show("data verify", ok=passed, move=job.name, tables=[_document(verdict) for verdict in verdicts])
    else:
        _print(job.name, verdicts)
    if not passed:
        raise typer.Exit(1)


def _print(name: str, verdicts: list[Verdict]) -> None:
    rows = [
        ("✓" if it.passed else "✗", it.table, f"{it.here:,}", f"{it.there:,}", f"{it.rejected:,}", f"{it.differing:,}")
        for it in verdicts
    ]
    table("", "table", "source", "target", "rejected", "differ", rows=rows, numbers={2, 3, 4, 5})
    for verdict in verdicts:
        for difference in verdict.differences:
            key = ", ".join(f"{column} = {value}" for column, value in difference.key.items()) or _row(difference)
            print(f"  {verdict.table} {difference.kind}{': ' + key if key else ''}")
            for column, (here, there) in difference.values.items() if difference.kind == "changed" else ():
                print(f"      {column}: {_shown(here)} → {_shown(there)}")
        if verdict.not_compared:
            say.warn(
                f"{verdict.table}: not compared: {', '.join(verdict.not_compared)}, as not all of its copies"
                " make them of the same"
            )
        if verdict.differing > len(verdict.differences):
            print(f"  {verdict.table}: {verdict.differing - len(verdict.differences):,} more")
    whole = [verdict.table for verdict in verdicts if not verdict.sampled]
    if whole and len(whole) < len(verdicts):
        say.note(f"all rows, as no key tells which: {', '.join(whole)}")
    differ = sum(verdict.differing for verdict in verdicts)
    compared = f"{say.count(sum(verdict.here for verdict in verdicts), 'row')} compared"
    print(f"{name}: {compared}, {_differ(differ) if differ else 'all alike'}")


def _row(difference: Difference) -> str:
    """What a row is known by that has no key."""
    values = (here if there is None else there for here, there in difference.values.values())
    return ", ".join(f"{column} = {_shown(value)}" for column, value in zip(difference.values, values, strict=True))


def _differ(rows: int) -> str:
    return f"{say.count(rows, 'row')} {'differs' if rows == 1 else 'differ'}"


def _shown(value: str | None) -> str:
    if value is None:
        return "NULL"
    return repr(value if len(value) <= WIDEST else value[: WIDEST - 1] + "…")


def _document(verdict: Verdict) -> dict[str, object]:
    return {
        "table": verdict.table,
        "rows_source": verdict.here,
        "rows_target": verdict.there,
        "rejected": verdict.rejected,
        "differing": verdict.differing,
        "sampled": verdict.sampled,
        "not_compared": list(verdict.not_compared),
        "differences": [
            {
                "kind": difference.kind,
                "key": difference.key,
                "values": {
                    column: {"source": here, "target": there} for column, (here, there) in difference.values.items()
                },
            }
            for difference in verdict.differences
        ],
    }
