from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import Annotated

import typer

from cfdb.cli import say
from cfdb.cli.data import planned, progress
from cfdb.cli.data.options import (
    Allow,
    ChunkRows,
    DisableTriggers,
    ExecutorKind,
    Mapping,
    MaxRejects,
    ProgressKind,
    RebuildIndexes,
    ReportFile,
    ShowProgress,
    Source,
    Tables,
    Workers,
    workers_for,
)
from cfdb.cli.data.place import open_moving, open_place
from cfdb.cli.data.told import check_report, tell, told_of_missing, write_report
from cfdb.cli.options import WAIT, DatabaseName, EnvironmentName, Format, OutputFormat, ProjectDir, TargetUrl, Wait
from cfdb.cli.running import confirm
from cfdb.model.rebuild import Rebuild
from cfdb.run.moving import executors, rebuilding
from cfdb.run.moving import migrate as run
from cfdb.run.moving.allowing import MANY_INSTANTS
from cfdb.run.moving.connections import source_at
from cfdb.run.moving.job import survey
from cfdb.run.moving.plan import refused_rows
from cfdb.run.moving.reject_files import write
from cfdb.run.moving.worker import Order

app = typer.Typer(rich_markup_mode=None, add_completion=False)

SHOWN = 100
"""Rejected rows on a report."""


@app.command()
def migrate(
    words: Mapping = None,
    source: Source = None,
    tables: Tables = None,
    allow: Allow = None,
    workers: Workers = None,
    chunk_rows: ChunkRows = None,
    max_rejects: MaxRejects = 0,
    restart: Annotated[
        bool, typer.Option("--restart", help="Empty the tables of the move and begin again; asks first.")
    ] = False,
    check: Annotated[
        bool,
        typer.Option("--check", help="Look at all rows first, as the plan does, and begin only if none is refused."),
    ] = False,
    rebuild_indexes: RebuildIndexes = False,
    disable_triggers: DisableTriggers = False,
    executor: ExecutorKind = "threads",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before tables are emptied.")] = False,
    report: ReportFile = None,
    show: ShowProgress = ProgressKind.AUTO,
    project: ProjectDir = None,
    database: DatabaseName = None,
    url: TargetUrl = None,
    env: EnvironmentName = None,
    wait: Wait = WAIT,
    format: OutputFormat = Format.TEXT,
) -> None:
    """Move the rows; run again, it goes on where it stopped.

    All readers see one instant of the source. The rows of a chunk and its line in the ledger are one transaction, so
    no row is lost or doubled, whatever breaks off. What --rebuild-indexes and --disable-triggers take away comes back
    when the move is through, paused or aborted. The exit code is 3 where rows were rejected.
    """
    check_report(report)
    work = open_moving(project, database, url, env, mapped=bool(words))
    place = open_place(work, words, tables, source)
    count = workers_for(workers)
    executors.check(executor, place.source, place.target)
    with (
        place.session("migrate") as (session, target),
        source_at(place.source, "cfdb data migrate") as reader,
        session.lock(wait),
    ):
        wanted = replace(place.wanted(reader, target, allow or ()), chunk_rows=chunk_rows or 0)
        asked = Rebuild(rebuild_indexes, disable_triggers)
        rebuild = asked if restart else asked | rebuilding.goes_on(target, wanted.database, wanted.name)
        found = survey(reader, target, wanted, allow or (), rebuild)
        job = found.job()
        if check:
            with planned.watching() as on_look:
                refused_rows(reader, found, on_look)
        if restart:
            confirm(f"Empty {', '.join(job.targets)}?", yes=yes, flag="--yes")
            run.restart(target, job)
            # As the tables are with all that the move had taken away.
            job = survey(reader, target, wanted, allow or (), rebuild).job()
        for kept in job.clearing.kept:
            say.warn(f"{kept.what} stays: {kept.why}")
        move = run.begin(target, job, restart=restart)
        order = Order(move.id, place.source, place.target, job.routes, max_rejects)
        with (
            told_of_missing(target, move.id),
            executors.executor(executor, count) as pool,
            progress.shown(show) as on_progress,
        ):
            options = run.Options(pool.workers, max_rejects, many_instants=MANY_INSTANTS in (allow or ()))
            outcome = run.run(reader, target, job, move, order, pool.executor, options, on_progress)
        files = write(target, move.id, place.rejects)
        rejects = list(islice(target.rejects(move.id), SHOWN)) if report else []
    write_report(report, f"{job.name} of {job.database}", move=outcome.move, copies=outcome.copies, rejects=rejects)
    tell("migrate", outcome, files, format)
