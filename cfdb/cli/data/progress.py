"""How a move is shown while it runs, on standard error: bars on a terminal, lines elsewhere, events for a program."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from rich.console import RenderableType
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.text import Text

from cfdb.cli import say
from cfdb.cli.data.options import ProgressKind
from cfdb.cli.data.told import SAID, at_work, claims_document
from cfdb.cli.terminal import errors
from cfdb.model.chunk import Claim
from cfdb.model.move import CopyState, Move
from cfdb.run.moving.migrate import OnProgress

EVERY = 5.0
"""Seconds between lines where nobody looks at a terminal."""

SHOWN = 8
"""Tables with a bar of their own, and workers with a line: those at work."""

BAR = 24


@contextmanager
def shown(kind: ProgressKind) -> Iterator[OnProgress]:
    match kind:
        case ProgressKind.NONE:
            yield lambda _move, _copies, _claims: None
        case ProgressKind.AUTO if sys.stderr.isatty():
            with _bars() as on_progress:
                yield on_progress
        case _:
            with _lines(_event if kind is ProgressKind.JSON else _line) as on_progress:
                yield on_progress


class Speed:
    """Rows and bytes a second since the first look, not counting what was in before."""

    def __init__(self) -> None:
        self._begun: tuple[float, int, int] | None = None

    def of(self, copies: Sequence[CopyState]) -> tuple[float, float]:
        now, rows, size = time.monotonic(), sum(c.rows for c in copies), sum(c.bytes for c in copies)
        if self._begun is None:
            self._begun = now, rows, size
        begun, first_rows, first_size = self._begun
        passed = max(now - begun, 1e-3)
        return (rows - first_rows) / passed, (size - first_size) / passed


Tell = Callable[[Move, Sequence[CopyState], Sequence[Claim], tuple[float, float]], None]


@contextmanager
def _lines(tell: Tell) -> Iterator[OnProgress]:
    speed, last = Speed(), -EVERY

    def on_progress(move: Move, copies: Sequence[CopyState], claims: Sequence[Claim]) -> None:
        nonlocal last
        found = speed.of(copies)
        if time.monotonic() - last >= EVERY:
            last = time.monotonic()
            tell(move, copies, claims, found)

    yield on_progress


def _line(move: Move, copies: Sequence[CopyState], claims: Sequence[Claim], speed: tuple[float, float]) -> None:
    chunks = f"{sum(c.done for c in copies)} of {sum(c.chunks for c in copies)} chunks"
    say.note("; ".join([f"{_whole(move, copies, speed)}, {chunks}", *at_work(copies, claims)]))


def _whole(move: Move, copies: Sequence[CopyState], speed: tuple[float, float]) -> str:
    rows, expected = sum(c.rows for c in copies), sum(max(c.rows, c.estimated) for c in copies)
    rejected = sum(c.rejected for c in copies)
    said = f"{SAID.get(move.state, move.state)}: {rows:,} of about {expected:,} rows"
    said += f", {speed[0]:,.0f} rows/s, {say.size(speed[1])}/s"
    return said + (f", {rejected:,} rejected" if rejected else "")


def _event(move: Move, copies: Sequence[CopyState], claims: Sequence[Claim], speed: tuple[float, float]) -> None:
    event = {
        "event": "progress",
        "move": move.name,
        "state": str(move.state),
        "rows": sum(c.rows for c in copies),
        "estimated_rows": sum(c.estimated for c in copies),
        "bytes": sum(c.bytes for c in copies),
        "rejected": sum(c.rejected for c in copies),
        "rows_per_second": round(speed[0]),
        "bytes_per_second": round(speed[1]),
        "copies": [
            {
                "number": c.number, "table": c.table, "rows": c.rows, "estimated_rows": c.estimated,
                "chunks": c.chunks, "chunks_done": c.done, "rejected": c.rejected,
            }
            for c in copies
        ],
        "at_work": claims_document(claims),
    }  # fmt: skip
    print(json.dumps(event), file=sys.stderr, flush=True)


class Bars(Progress):
    """Bars between two kinds of lines: of the whole above them, of the chunks at work below."""

    def __init__(self) -> None:
        self.whole = ""
        self.at_work: Sequence[str] = ()
        super().__init__(
            TextColumn("  {task.description}"),
            BarColumn(bar_width=BAR if errors.width >= 100 else BAR // 2),
            TextColumn("{task.fields[said]}"),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            console=errors,
            transient=True,
        )

    def get_renderables(self) -> Iterator[RenderableType]:
        yield _short_line(f"  {self.whole}")
        yield self.make_tasks_table(self.tasks)
        yield from (_short_line(f"  {line}", "dim") for line in self.at_work)


def _short_line(words: str, style: str = "") -> Text:
    return Text(words, style, no_wrap=True, overflow="ellipsis")


@contextmanager
def _bars() -> Iterator[OnProgress]:
    speed = Speed()
    tasks: dict[int, TaskID] = {}
    with Bars() as bars:
        whole = bars.add_task("all", total=None, said="")

        def on_progress(move: Move, copies: Sequence[CopyState], claims: Sequence[Claim]) -> None:
            expected = sum(max(c.rows, c.estimated) for c in copies)
            bars.whole = _whole(move, copies, speed.of(copies))
            bars.at_work = list(_workers({c.number: c for c in copies}, claims))
            bars.update(whole, completed=sum(c.rows for c in copies), total=expected or None)
            claimed = {claim.copy for claim in claims}
            active = [c for c in copies if c.number in claimed or 0 < c.done < c.chunks][:SHOWN]
            for number in set(tasks) - {c.number for c in active}:
                bars.remove_task(tasks.pop(number))
            for copy in active:
                if copy.number not in tasks:
                    tasks[copy.number] = bars.add_task(copy.table, total=copy.chunks, said="")
                rejected = f"  {copy.rejected:,} rejected" if copy.rejected else ""
                said = f"{copy.rows:,} rows  {copy.done}/{copy.chunks} chunks{rejected}"
                bars.update(tasks[copy.number], completed=copy.done, total=copy.chunks, said=said)

        yield on_progress


def _workers(copies: Mapping[int, CopyState], claims: Sequence[Claim]) -> Iterator[str]:
    """A line for each worker, in their order."""
    for claim in sorted(claims, key=lambda claim: claim.number)[:SHOWN]:
        copy = copies[claim.copy]
        chunk = f"{copy.table} {claim.chunk}/{copy.chunks}"
        yield f"worker {claim.number}: {chunk}, {claim.seconds:.0f} s: {claim.condition}"
    if len(claims) > SHOWN:
        yield f"and {say.count(len(claims) - SHOWN, 'more worker')}"
