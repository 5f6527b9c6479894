"""What was measured, as one table and as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

GOALS_PYTHON = 0.008
"""CPU seconds of `python -c pass` on the machine on which the goals were written."""

UNITS = {"s": (1.0, 2), "ms": (1e-3, 1), "MB": (1e6, 0)}


@dataclass(frozen=True, slots=True)
class Goal:
    """What is to be at most `limit`: the ratio to the peer, or the value itself in seconds or bytes.

    Times are wanted of the machine of the goals; a slower one is judged by how long its Python takes to start.
    """

    limit: float
    ratio: bool = False
    scales: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison. Values in seconds or bytes, shown in `unit`; None where there is none."""

    measure: str
    unit: str
    ours: float | None
    peer: str = ""
    theirs: float | None = None
    ratio: float | None = None
    goal: Goal | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """`python` is what `python -c pass` takes here, in CPU seconds."""

    machine: str
    python: float
    rows: list[Row] = field(default_factory=list)

    @property
    def scale(self) -> float:
        return self.python / GOALS_PYTHON

    def verdict(self, row: Row) -> str:
        if row.goal is None:
            return ""
        value = row.ratio if row.goal.ratio else row.ours
        if value is None:
            return "not measured"
        if value <= row.goal.limit:
            return "met"
        fair = not row.goal.ratio and row.goal.scales and value <= row.goal.limit * self.scale
        return "met, scaled" if fair else "MISSED"

    def table(self) -> str:
        head = ("measure", "cfdb", "peer", "", "ratio", "goal", "", "")
        lines = [head, *(self._cells(row) for row in self.rows)]
        widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
        text = [_line(line, widths) for line in lines]
        text.insert(1, "-" * max(map(len, text)))
        return "\n".join((self.machine, *self._scale_words(), "", *text))

    def _scale_words(self) -> tuple[str, ...]:
        return (
            f"python -c pass: {self.python * 1000:.1f} ms CPU, {self.scale:.2f} times what the goals' machine takes;",
            "'met, scaled': within its goal times that.",
        )

    def _cells(self, row: Row) -> tuple[str, ...]:
        return (
            row.measure,
            _value(row.ours, row.unit),
            row.peer,
            _value(row.theirs, row.unit),
            f"{row.ratio:.2f}" if row.ratio is not None else "",
            _goal(row),
            self.verdict(row),
            row.note,
        )

    def write(self, path: Path) -> None:
        rows = [asdict(row) | {"verdict": self.verdict(row)} for row in self.rows]
        document = {"machine": self.machine, "python_cpu": self.python, "scale": self.scale, "rows": rows}
        path.write_text(json.dumps(document, indent=2) + "\n")


def _value(value: float | None, unit: str) -> str:
    if value is None:
        return ""
    size, digits = UNITS[unit]
    return f"{value / size:.{digits}f} {unit}"


def _goal(row: Row) -> str:
    if row.goal is None:
        return ""
    return f"≤ {row.goal.limit:g}×" if row.goal.ratio else f"≤ {_value(row.goal.limit, row.unit)}"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    """Words to the left, numbers to the right."""
    right = {1, 3, 4}
    padded = [
        cell.rjust(width) if column in right else cell.ljust(width)
        for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return "  ".join(padded).rstrip()
