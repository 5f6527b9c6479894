"""Rich, where somebody looks: tables on standard output, what moves on standard error.

Imported by name when it is needed: without a terminal, a run that has nothing to do should not pay 50 ms for it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Container
from typing import Literal

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

PIPE_WIDTH = 200
"""Columns of a table that goes into a file: rich would guess 80 and cut words off."""

# With NO_COLOR rich would still write dim and bold.
COLOURS: Literal["auto"] | None = None if os.environ.get("NO_COLOR") else "auto"

errors = Console(stderr=True, highlight=False, color_system=COLOURS)
output = Console(highlight=False, color_system=COLOURS, width=None if sys.stdout.isatty() else PIPE_WIDTH)


def print_line(text: str) -> None:
    """A line with escape codes, above whatever moves at the moment."""
    errors.print(Text.from_ansi(text), soft_wrap=True)


def progress() -> Progress:
    return Progress(
        TextColumn(" "),
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
        console=errors,
        transient=True,
    )


def table(
    *columns: str, rows: list[tuple[str | Text, ...]], title: str = "", numbers: Container[int] = frozenset()
) -> None:
    """A table without lines, which a person reads and a `grep` can, too. The columns `numbers` keep to the right."""
    shown = Table(
        title=title or None, title_justify="left", box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim"
    )
    for place, column in enumerate(columns):
        number = place in numbers
        whole = number or column in ("change", "state", "time", "applied")
        shown.add_column(column, no_wrap=whole, overflow="fold", justify="right" if number else "left")
    for row in rows:
        shown.add_row(*row)
    output.print(shown)
