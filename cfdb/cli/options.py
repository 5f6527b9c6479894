"""Arguments and options that commands share, each written once."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cfdb.cli.completion import databases, environments, selectors


class Format(StrEnum):
    TEXT = "text"
    JSON = "json"


class ReportFormat(StrEnum):
    TEXT = "text"
    JSON = "json"
    JUNIT = "junit"


Words = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[SELECTOR]...",
        help="What to work on: phase 3, phase 1-3, service auth, migration 002. Everything when left out.",
        autocompletion=selectors,
    ),
]
NamedWords = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="SELECTOR...",
        help="What to work on: phase 3, phase 1-3, service auth, migration 002.",
        autocompletion=selectors,
    ),
]
ProjectDir = Annotated[
    Path | None,
    typer.Option(
        "--project", "-C", help="The project's folder. [default: this one or the nearest above with a cfdb.toml]"
    ),
]
DatabaseName = Annotated[
    str | None,
    typer.Option("--database", "-d", help="The database of cfdb.toml to work on.", autocompletion=databases),
]
TargetUrl = Annotated[
    str | None,
    typer.Option(
        "--url",
        "-u",
        help="The target: postgresql://user@host/name, or mysql://… [default: CFDB_URL, DATABASE_URL, cfdb.toml's, "
        "or the embedded server]",
    ),
]
EnvironmentName = Annotated[
    str | None,
    typer.Option("--env", "-e", help="The environment of cfdb.toml to work on.", autocompletion=environments),
]
Variables = Annotated[
    list[str] | None, typer.Option("--var", metavar="NAME=VALUE", help="A variable for SQL templates; repeatable.")
]
OutputFormat = Annotated[Format, typer.Option("--format", help="How to print the result.")]
OutputReport = Annotated[ReportFormat, typer.Option("--format", help="How to print the result.")]
Wait = Annotated[
    float, typer.Option("--wait", metavar="SECONDS", min=0, help="How long to wait for another cfdb to finish.")
]
LockTimeout = Annotated[
    float | None,
    typer.Option(
        "--lock-timeout",
        metavar="SECONDS",
        min=0.01,
        max=86400,
        help="How long a statement waits for a lock. [default: cfdb.toml's, or 3]",
    ),
]
LockRetries = Annotated[
    int, typer.Option("--lock-retries", min=0, help="How often a change is tried again when it got no lock.")
]
StrictBudgets = Annotated[
    bool, typer.Option("--strict-budgets", help="Let a time budget that is exceeded fail, not only warn.")
]
OutOfOrder = Annotated[
    bool, typer.Option("--allow-out-of-order", help="Apply migrations that come in behind later ones.")
]
MySQLFiles = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="[FILE]...",
        help="MySQL scripts or dumps that belong together, or folders of them; - is standard input.",
        readable=False,
    ),
]
FromUrl = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="URL",
        help="Read the schema of a server: mysql://user@host/name, or env:VARIABLE that holds it.",
    ),
]
Decisions = Annotated[
    Path | None,
    typer.Option(
        "--decisions", help="The file with your decisions. translate.toml, where there is one, when left out."
    ),
]
WAIT = 60.0
RETRIES = 10
