"""What the commands that run plans have in common: showing steps, and asking."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from types import TracebackType
from typing import Self

import typer

from cfdb.cli import say
from cfdb.dialect import Session
from cfdb.errors import Refused
from cfdb.model.change import ChangeId
from cfdb.model.plan import Step
from cfdb.run.rollback import MANY, AtStake


class Progress:
    """Shows each step as it runs, and remembers its time, in seconds, by the words of the change."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._running: Step | None = None
        self._moving = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._moving.close()
        if error is not None and self._running is not None:
            say.failed(self._running.title)

    def start(self, step: Step) -> None:
        self._running = step
        self._moving.enter_context(say.working(step.title))

    def done(self, step: Step, seconds: float) -> None:
        self._moving.close()
        self._running = None
        self.seconds[str(step.id)] = seconds
        say.done(step.title, seconds, "=" if step.skipped or step.action.value == "skip" else "✓")


def confirm(question: str, *, yes: bool, flag: str) -> None:
    """Ask, unless it was answered beforehand. Refused where nobody is there to answer, or says no."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise Refused("nothing was run: there is no terminal to ask on", hint=f"allow it with {flag}")
    if not typer.confirm(question, err=True):
        raise Refused("nothing was run")


def applied_names(session: Session, database: str) -> dict[ChangeId, str]:
    """Changes that the ledger knows, so that they can be named even where their files are gone."""
    ledger = session.ledger(database)
    return {entry.id: "" for entry in ledger.unfinished} | {entry.id: entry.name for entry in ledger.applied}


def warn_of(stake: AtStake) -> bool:
    """Say what a rollback would take away; false where that is nothing."""
    for table, rows in stake.rows.items():
        many = "more than 100,000 rows" if rows > MANY else say.count(rows, "row")
        say.warn(f"{table} holds {many}")
    for change in stake.unseen:
        say.warn(f"{change} runs code that may drop rows; cfdb cannot count them")
    return bool(stake)
