"""How a move is shown while it runs, on standard error: bars on a terminal, lines elsewhere, events for a program."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from cfdb.cli import say
from cfdb.cli.data.options import ProgressKind
from cfdb.cli.terminal import errors
from cfdb.model.move import CopyState, Move, State
from cfdb.run.moving.migrate import OnProgress

EVERY = 5.0
"""Seconds between lines where nobody looks at a terminal."""

SHOWN = 8
"""Tables with a bar of their own: those at work."""

SAID = {
    State.PREPARING: "preparing",
    State.WAITING: "workers connect",
    State.SNAPSHOT: "taking the snapshot",
    State.MOVING: "moving",
    State.FINISHING: "finishing",
}


@contextmanager
def shown(kind: ProgressKind) -> Iterator[OnProgress]:
    match kind:
        case ProgressKind.NONE:
            yield lambda _move, _copies: None
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


@contextmanager
def _lines(tell: Callable[[Move, Sequence[CopyState], tuple[float, float]], None]) -> Iterator[OnProgress]:
    speed, last = Speed(), -EVERY

    def on_progress(move: Move, copies: Sequence[CopyState]) -> None:
        nonlocal last
        found = speed.of(copies)
        if time.monotonic() - last >= EVERY:
            last = time.monotonic()
            tell(move, copies, found)

    yield on_progress


def _line(move: Move, copies: Sequence[CopyState], speed: tuple[float, float]) -> None:
    rows, estimated = sum(c.rows for c in copies), sum(c.estimated for c in copies)
    done, chunks = sum(c.done for c in copies), sum(c.chunks for c in copies)
    rejected = sum(c.rejected for c in copies)
    said = f"{SAID.get(move.state, move.state)}: {rows:,} of about {max(rows, estimated):,} rows"
    said += f", {done} of {chunks} chunks, {speed[0]:,.0f} rows/s, {say.size(speed[1])}/s"
    say.note(said + (f", {rejected} rejected" if rejected else ""))


def _event(move: Move, copies: Sequence[CopyState], speed: tuple[float, float]) -> None:
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
    }  # fmt: skip
    print(json.dumps(event), file=sys.stderr, flush=True)


@contextmanager
def _bars() -> Iterator[OnProgress]:
    speed = Speed()
    tasks: dict[int, TaskID] = {}
    with Progress(
        TextColumn("  {task.description}"),
        BarColumn(bar_width=24),
        TextColumn("{task.fields[said]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=errors,
        transient=True,
    ) as bars:
        whole = bars.add_task("all", total=None, said="")

        def on_progress(_: Move, copies: Sequence[CopyState]) -> None:
            rows_speed, size_speed = speed.of(copies)
            rows = sum(c.rows for c in copies)
            bars.update(
                whole,
                completed=rows,
                total=sum(max(c.rows, c.estimated) for c in copies) or None,
                said=f"{rows:,} rows  {rows_speed:,.0f} rows/s  {say.size(size_speed)}/s",
            )
            active = [c for c in copies if c.chunks and 0 < c.done < c.chunks][:SHOWN]
            for copy in active:
                if copy.number not in tasks:
                    tasks[copy.number] = bars.add_task(copy.table, total=copy.chunks, said="")
                rejected = f"  {copy.rejected} rejected" if copy.rejected else ""
                bars.update(
                    tasks[copy.number],
                    completed=copy.done,
                    total=copy.chunks,
                    said=f"{copy.rows:,} rows  {copy.done}/{copy.chunks} chunks{rejected}",
                )
            for number in set(tasks) - {c.number for c in active}:
                bars.remove_task(tasks.pop(number))

        yield on_progress
