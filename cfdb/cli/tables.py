"""Results for a person: plans, states, verdicts, findings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.text import Text

from cfdb.cli.say import MARKS, PLAN_SHOWN, duration, size
from cfdb.cli.terminal import errors, output, table
from cfdb.model.checklist import Outcome, Verdict
from cfdb.model.finding import Finding
from cfdb.model.ledger import Action, Event
from cfdb.model.maintenance import Sizes
from cfdb.model.plan import Plan, Step
from cfdb.run.status import FINE, Line, State

SHOWN = PLAN_SHOWN
"""Rows up to which a table is shown whole; of a longer one, the ends or the exceptions are."""

STATE_STYLE = {State.PENDING: "yellow", State.OPTIONAL: "dim"}


def plan(plan: Plan, word: str) -> None:
    steps = plan.steps
    rows = [_step(step) for step in steps]
    if len(rows) > SHOWN:
        half = SHOWN // 2
        rows = [*rows[:half], ("…", "", f"{len(rows) - SHOWN} more", ""), *rows[-half:]]
    table("", "change", "name", "why", rows=rows, title=f"{plan.database}: {len(steps)} to {word}", words=True)
    output.print()


def _step(step: Step) -> tuple[str | Text, ...]:
    style = {Action.APPLY: "green", Action.RESUME: "yellow", Action.ROLLBACK: "red"}.get(step.action, "dim")
    return Text(MARKS[step.action], style=style), str(step.id), step.name, _why(step)


def _why(step: Step) -> str:
    return f"skipped: {step.reason}" if step.action is Action.SKIP else step.reason


def states(lines: Sequence[Line], database: str) -> None:
    """All lines, or, of a long list, those that are not as they should be, with a count of the others."""
    shown = [line for line in lines if line.state not in FINE] if len(lines) > 2 * SHOWN else list(lines)
    cut = shown[: 2 * SHOWN]
    rows: list[tuple[str | Text, ...]] = [
        (
            Text(line.state.value, style=STATE_STYLE.get(line.state, "green" if line.state in FINE else "red")),
            str(line.id),
            line.name,
            f"{line.applied_at:%Y-%m-%d %H:%M}" if line.applied_at else "",
            duration(line.duration) if line.duration is not None else "",
            line.detail,
        )
        for line in cut
    ]
    if rows:
        table("state", "change", "name", "applied", "time", "", rows=rows, title=database, words=True)
    if len(shown) > len(cut):
        output.print(f"… and {len(shown) - len(cut)} more")


def verdicts(verdicts: Iterable[Verdict]) -> None:
    """Per change, a line for everything that was looked at; what does not hold says why."""
    for verdict in verdicts:
        good = verdict.passed
        title = Text.assemble(
            ("✓ " if good else "✗ ", "green" if good else "red"), f"{verdict.change} {verdict.name}".rstrip()
        )
        output.print(title)
        for outcome in verdict.outcomes:
            output.print(_outcome(outcome), soft_wrap=True)


def _outcome(outcome: Outcome) -> Text:
    mark, style = ("✓", "green") if outcome.passed else ("!", "yellow") if outcome.warning else ("✗", "red")
    line = Text.assemble("    ", (mark, style), f" {outcome.subject}")
    if outcome.passed and outcome.check == "probe":
        line.append(f"  {duration(outcome.duration or 0)}", style="dim")
    elif outcome.passed:
        line.append(f"  {outcome.found}", style="dim")
    elif outcome.check == "probe":
        line.append(f"\n        {outcome.found}", style=style)
    else:
        line.append(f"  expected {outcome.expected}, found {outcome.found}", style=style)
    if not outcome.passed:
        if outcome.hint:
            line.append(f"\n        {outcome.hint}")
        if outcome.path:
            line.append(f"\n        --> {outcome.path}{f':{outcome.line}' if outcome.line else ''}", style="dim")
    return line


def findings(found: Sequence[Finding], *, to_stderr: bool = False) -> None:
    """As the result; on standard error where that is something else. A hint is given once."""
    console = errors if to_stderr else output
    hints: set[str] = set()
    for finding in found:
        place = ":".join(str(part) for part in (finding.path, finding.line, finding.column) if part is not None)
        style = "red" if finding.level == "error" else "yellow"
        line = Text.assemble((finding.level, style), f"[{finding.code}] {finding.message}")
        if place and not finding.message.startswith(place):
            line.append(f"\n  --> {place}", style="dim")
        if finding.hint and finding.hint not in hints:
            hints.add(finding.hint)
            line.append(f"\n  hint: {finding.hint}")
        console.print(line, soft_wrap=True)


def events(found: Sequence[Event]) -> None:
    rows: list[tuple[str | Text, ...]] = [
        (
            f"{event.at:%Y-%m-%d %H:%M:%S}",
            event.action,
            f"{event.change} {event.name}".rstrip(),
            Text(event.outcome, style="green" if event.outcome == "done" else "red"),
            duration(event.duration) if event.duration else "",
            event.by,
            event.detail,
        )
        for event in found
    ]
    table("at", "action", "change", "outcome", "time", "by", "", rows=rows, words=True)


def sizes(found: Sizes) -> None:
    """Tables, the largest first. What no table has, such as TOAST on MySQL, gets no column."""
    overflow = any(entry.overflow for entry in found.tables)
    dead = any(entry.dead is not None for entry in found.tables)
    rows: list[tuple[str | Text, ...]] = [
        (
            str(entry),
            f"{entry.rows:,}" if entry.rows is not None else "?",
            *([f"{entry.dead:,}" if entry.dead is not None else "?"] if dead else []),
            size(entry.table),
            *([size(entry.overflow)] if overflow else []),
            size(entry.indexes),
            size(entry.total),
        )
        for entry in found.tables
    ]
    columns = ["rows ~", *(["dead ~"] if dead else []), "table", *(["toast"] if overflow else []), "indexes", "total"]
    if rows:
        table("name", *columns, rows=rows, numbers=range(1, len(columns) + 1))
