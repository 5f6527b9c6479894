"""Rich, where somebody looks: tables on standard output, what moves on standard error.

Imported by name when it is needed: without a terminal, a run that has nothing to do should not pay 50 ms for it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Container, Sequence
from typing import Literal

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.text import Text

PIPE_WIDTH = 200
"""Columns of a table that goes into a file: rich would guess 80 and cut words off."""

INDENT = " " * 4

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
    *columns: str,
    rows: Sequence[tuple[str | Text, ...]],
    title: str = "",
    numbers: Container[int] = frozenset(),
    words: bool = False,
) -> None:
    """A table without lines, which a person reads and a `grep` can, too. The columns `numbers` keep to the right.

    With `words`, the last column is text of any length: where there is no room for it, it stands below its row. No
    cell is cut or folded: whoever has a narrow terminal gets narrow gaps, then lines that the terminal breaks.
    """
    cells = [[Text(" ".join(cell.splitlines())) if isinstance(cell, str) else cell for cell in row] for row in rows]
    heads = [Text(column) for column in columns]
    widths = [max(cell.cell_len for cell in column) for column in zip(heads, *cells, strict=True)]
    aside = len(columns) - words
    gap = 2 if sum(widths[:aside]) + 2 * (aside - 1) <= output.width else 1
    beside = sum(widths) + gap * (len(columns) - 1) <= output.width
    if title:
        output.print(Text(title, "italic"), soft_wrap=True)
    for row in (heads, *cells):
        line = Text(style="dim" if row is heads else "")
        for place, cell in enumerate(row if beside else row[:aside]):
            fill = " " * (widths[place] - cell.cell_len)
            line.append(fill if place in numbers else "").append_text(cell)
            line.append(("" if place in numbers else fill) + " " * gap)
        line.rstrip()
        output.print(line, soft_wrap=True)
        if words and not beside and row is not heads:
            _below(row[-1])


def _below(words: Text) -> None:
    if words:
        for line in words.wrap(output, max(20, output.width - len(INDENT))):
            output.print(Text(INDENT).append_text(line), soft_wrap=True)
