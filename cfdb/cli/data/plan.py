from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cfdb import dialect
from cfdb.cli import document
from cfdb.cli.data import planned
from cfdb.cli.data.options import (
    Allow,
    DisableTriggers,
    Mapping,
    RebuildIndexes,
    Source,
    Tables,
    Workers,
    workers_for,
)
from cfdb.cli.data.place import Place, open_moving, open_place
from cfdb.cli.options import DatabaseName, EnvironmentName, Format, OutputFormat, ProjectDir, TargetUrl
from cfdb.model.rebuild import Rebuild
from cfdb.run.moving import plan as run
from cfdb.run.moving.connections import source_at

app = typer.Typer(rich_markup_mode=None, add_completion=False)

HERE = ("", "localhost", "127.0.0.1", "::1")


@app.command()
def plan(
    words: Mapping = None,
    source: Source = None,
    tables: Tables = None,
    allow: Allow = None,
    workers: Workers = None,
    rebuild_indexes: RebuildIndexes = False,
    disable_triggers: DisableTriggers = False,
    sample: Annotated[
        int, typer.Option("--sample", metavar="N", min=0, max=1000, help="Show N rows of each copy, before and after.")
    ] = 0,
    sql: Annotated[bool, typer.Option("--sql", help="Show SELECT and COPY of the first chunk of each copy.")] = False,
    quick: Annotated[bool, typer.Option("--quick", help="Ask catalogs only: no row is looked at.")] = False,
    project: ProjectDir = None,
    database: DatabaseName = None,
    url: TargetUrl = None,
    env: EnvironmentName = None,
    format: OutputFormat = Format.TEXT,
) -> None:
    """Say what a move would do and what stands in its way; moves nothing.

    Neither side is written to. Rows are looked at for all that the target would refuse, or get changed: that reads
    each source table a few times. The exit code is 1 where something is refused.
    """
    work = open_moving(project, database, url, env, mapped=bool(words))
    place = open_place(work, words, tables, source)
    rebuild = Rebuild(rebuild_indexes, disable_triggers)
    options = run.Options(workers_for(workers), not quick, sql, sample, _is_here(place), rebuild)
    with (
        place.session("plan", read_only=True) as (_, target),
        source_at(place.source, "cfdb data plan") as reader,
    ):
        wanted = place.wanted(reader, target, allow or ())
        with planned.watching() as on_look:
            found = run.plan(reader, target, wanted, allow or (), options, on_look)
    if format is Format.JSON:
        document.show("data plan", ok=not found.refused, **planned.document_of(found))
    else:
        planned.show(found)
    if found.refused:
        raise typer.Exit(1)


def _is_here(place: Place) -> bool:
    """Whether the target's files are on this machine: a socket is a folder of it."""
    url, _ = dialect.for_url(place.target)
    host = url.options.get("host", url.host)
    return host in HERE or Path(host).is_absolute()
