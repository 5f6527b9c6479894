"""Progress, for the person who waits: on standard error, so that standard output holds the result alone."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType

from cfdb.cli.failure import hide
from cfdb.cli.style import paint
from cfdb.model.ledger import Action
from cfdb.model.plan import Plan

MARKS = {Action.APPLY: "+", Action.RESUME: "»", Action.SKIP: "=", Action.ROLLBACK: "-", Action.REPAIR: "~"}

PLAN_SHOWN = 30


def note(text: str) -> None:
    """A line beside the way."""
    _line(paint(text, "dim"))


def done(title: str, seconds: float, mark: str = "✓") -> None:
    """A step that went well, with its time."""
    _line(f"  {paint(mark, 'green')} {title}  {paint(duration(seconds), 'dim')}")


def warn(text: str) -> None:
    _line(f"  {paint('!', 'yellow')} {text}")


def failed(title: str) -> None:
    _line(f"  {paint('✗', 'red')} {title}")


def duration(seconds: float) -> str:
    """`12 ms`, `1.4 s` or `3 min 5 s`."""
    if seconds < 1:
        return f"{seconds * 1000:.0f} ms"
    return f"{seconds:.1f} s" if seconds < 60 else f"{int(seconds // 60)} min {int(seconds % 60)} s"


def count(number: int, noun: str) -> str:
    """`1 change`, `3 changes`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def size(number: float) -> str:
    """Bytes as `8 kB` or `1.4 GB`; a kB has 1024 of them, as PostgreSQL counts."""
    units = ("B", "kB", "MB", "GB", "TB")
    step = 0
    while abs(number) >= 1024 and step < len(units) - 1:
        number, step = number / 1024, step + 1
    return f"{number:.1f} {units[step]}" if step > 1 and number < 100 else f"{number:.0f} {units[step]}"


@contextmanager
def working(title: str) -> Iterator[None]:
    """Something that moves, with the time, while a step runs; only on a terminal."""
    if not sys.stderr.isatty():
        yield
        return
    with _terminal().progress() as progress:
        progress.add_task(title, total=None)
        yield


def _line(text: str) -> None:
    text = hide(text)
    if sys.stderr.isatty():
        _terminal().print_line(text)
    else:
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()


def _terminal() -> ModuleType:
    return import_module("cfdb.cli.terminal")


def plan(plan: Plan, verb: str) -> None:
    """A plan that is about to run: whole when short, else its ends."""
    steps = plan.steps
    note(f"{plan.database}: {len(steps)} to {verb}" + (f", {plan.in_place} in place" if plan.in_place else ""))
    shown = steps if len(steps) <= PLAN_SHOWN else (*steps[:3], *steps[-3:])
    for number, step in enumerate(shown):
        if number == 3 and len(shown) < len(steps):
            note(f"    … {len(steps) - len(shown)} more …")
        _line(f"  {MARKS[step.action]} {step.title}  {paint(step.reason, 'dim')}")
