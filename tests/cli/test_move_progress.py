"""What a person sees of a move on a terminal."""

from __future__ import annotations

import io
import json

import pytest
from rich.console import Console

from cfdb.cli.data import progress
from cfdb.cli.data.options import ProgressKind
from cfdb.cli.data.progress import Bars
from cfdb.model.chunk import Claim
from cfdb.model.move import CopyState, Move, State

MOVE = Move(1, "shop", "migration 001", "", "mysql://old", State.MOVING)
COPIES = (
    CopyState(1, "public.orders", 2_000_000, cut=True, chunks=40, done=12, rows=600_000, bytes=80 << 20, rejected=3),
    CopyState(2, "public.customers", 500, cut=True, chunks=1),
    CopyState(3, "public.pages", 10, cut=False),
)
CLAIMS = [
    Claim(f"1.{number}.ab12", copy, chunk, f"`t`.`id` > {'9' * 60}", 2.4)
    for number, copy, chunk in ((2, 2, 1), (1, 1, 13), *((n, 1, n + 11) for n in range(3, 12)))
]


@pytest.mark.parametrize("width", [80, 120])
def test_bars_fit_and_show_the_chunk_of_each_worker(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Console(file=io.StringIO(), width=width, force_terminal=True, color_system=None)
    monkeypatch.setattr(progress, "errors", screen)
    bars: list[Bars] = []

    class Kept(Bars):
        def __init__(self) -> None:
            super().__init__()
            bars.append(self)

    monkeypatch.setattr(progress, "Bars", Kept)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    paper = Console(file=io.StringIO(), width=width)
    with progress.shown(ProgressKind.AUTO) as on_progress, paper.capture() as shown:
        on_progress(MOVE, COPIES, CLAIMS)
        paper.print(bars[0].get_renderable())
    lines = shown.get().splitlines()
    assert lines[0].startswith("  moving: 600,000 of about 2,000,510 rows, ")
    assert lines[0].endswith("3 rejected")
    assert [line.split()[0] for line in lines[1:4]] == ["all", "public.orders", "public.customers"]
    assert "600,000 rows  12/40 chunks  3 rejected" in lines[2]
    assert [line.partition(",")[0] for line in lines[4:6]] == [
        "  worker 1: public.orders 13/40", "  worker 2: public.customers 1/1",
    ]  # fmt: skip
    assert lines[-1] == "  and 3 more workers"
    assert max(map(len, lines)) <= width
    assert len(lines) == 13


def test_a_program_gets_an_event_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    with progress.shown(ProgressKind.JSON) as on_progress:
        on_progress(MOVE, COPIES, CLAIMS[:2])
    (line,) = capsys.readouterr().err.splitlines()
    assert [(one["worker"], one["copy"], one["chunk"]) for one in json.loads(line)["at_work"]] == [
        (2, 2, 1),
        (1, 1, 13),
    ]


def test_who_has_no_terminal_gets_lines(capsys: pytest.CaptureFixture[str]) -> None:
    with progress.shown(ProgressKind.PLAIN) as on_progress:
        on_progress(MOVE, COPIES, CLAIMS[:3])
    (line,) = capsys.readouterr().err.splitlines()
    assert line.endswith(
        ", 3 rejected, 12 of 41 chunks; public.orders: chunk 13, 14 of 40; public.customers: chunk 1 of 1"
    )
