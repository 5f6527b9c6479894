"""Arguments and options that the commands of `cfdb data` share."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cfdb.cli.completion import selectors
from cfdb.run.moving.allowing import check_names

Mapping = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[SELECTOR]",
        help="The migration that says which rows go where: migration 002.",
        autocompletion=selectors,
    ),
]
Source = Annotated[
    str | None,
    typer.Option("--from", metavar="URL", help="Where rows come from: mysql://user@host/name, or env:VARIABLE."),
]
Tables = Annotated[
    str | None,
    typer.Option(
        "--tables",
        metavar="PATTERNS",
        help="Copy tables of like names, without a mapping: 'users,order_*', '*'; '!log*' leaves some out.",
    ),
]


def _known(names: list[str] | None) -> list[str] | None:
    check_names(names or ())
    return names


Allow = Annotated[
    list[str] | None,
    typer.Option(
        "--allow",
        metavar="NAME",
        help="Allow what the plan names as lossy or doubtful; repeatable.",
        callback=_known,
    ),
]
Workers = Annotated[
    int | None,
    typer.Option(
        "--workers", "-w", min=1, max=64, help="Readers at once. One per processor, at most 4, when left out."
    ),
]
MOST_WORKERS = 4


def workers_for(given: int | None) -> int:
    return given or min(MOST_WORKERS, os.cpu_count() or 1)


MaxRejects = Annotated[
    int, typer.Option("--max-rejects", min=0, help="Rows that the target may refuse before the move stops.")
]
ChunkRows = Annotated[
    int | None,
    typer.Option(
        "--chunk-rows",
        min=1,
        help="Rows of a chunk, about; else as many as make 16 MB, at most 200,000, or as derived tables are made of.",
    ),
]
ExecutorKind = Annotated[
    str,
    typer.Option("--executor", metavar="KIND", help="Where workers run: threads, processes, or dask://scheduler:8786."),
]


RebuildIndexes = Annotated[
    bool,
    typer.Option(
        "--rebuild-indexes",
        help="Take indexes, unique constraints and foreign keys away while rows move, and bring them back.",
    ),
]
DisableTriggers = Annotated[
    bool, typer.Option("--disable-triggers", help="Let no trigger of the tables fire for the rows that come.")
]


class ProgressKind(StrEnum):
    AUTO = "auto"
    PLAIN = "plain"
    JSON = "json"
    NONE = "none"


ShowProgress = Annotated[
    ProgressKind,
    typer.Option("--progress", help="What is shown on the way: bars on a terminal, else lines; or JSON, one a line."),
]
MoveName = Annotated[
    str | None,
    typer.Option("--move", metavar="NAME", help="The move, as 'cfdb data status' names it, where there are several."),
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before tables are emptied.")]
ReportFile = Annotated[
    Path | None, typer.Option("--report", metavar="FILE", help="Write the result as a page into this .html file.")
]
