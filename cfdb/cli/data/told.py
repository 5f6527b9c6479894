"""What is said of a move once it is through, or stopped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from shlex import quote
from typing import Any

import typer

from cfdb.cli import document, say
from cfdb.cli.options import Format
from cfdb.cli.terminal import table
from cfdb.errors import CfdbError, UsageError
from cfdb.model.chunk import Claim
from cfdb.model.move import CopyState, Move, State
from cfdb.model.rebuild import Step
from cfdb.moving.rebuilding import Rebuilding
from cfdb.run.moving.migrate import Outcome
from cfdb.run.moving.reject_files import Written

REJECTED = 3
"""Exit code: part of the rows is not in."""

SAID = {State.WAITING: "waiting for workers", State.SNAPSHOT: "taking the snapshot"}
"""What a move is doing, where the word of its state does not say it."""

SHOWN = 5
"""Of what is away, by name."""


def tell(command: str, outcome: Outcome, files: Sequence[Written], format: Format) -> None:
    """Print the result and end with the exit code that it has."""
    move, done = outcome.move, outcome.move.state is State.DONE
    if format is Format.JSON:
        document.show(
            command,
            ok=done and not outcome.rejected,
            **move_document(move, outcome.copies),
            rejects=[str(written.file) for written in files],
            set_aside=[str(written.aside) for written in files if written.aside],
        )
    else:
        copies_table(outcome.copies)
        print(_summary(outcome))
        problems(outcome.missing)
        for written in files:
            mended = f"; {written.kept:,} of them as changed by hand" if written.kept else ""
            say.warn(f"rejected rows: {written.file}{mended}")
            if written.aside:
                say.warn(f"what was changed by hand for other rows is kept as {written.aside}")
        if files and move.state is State.DONE:
            paths = " ".join(quote(str(written.file)) for written in files)
            say.note(f"mend what stands under row there, and load it: cfdb data replay {paths}")
        if move.state is State.STOPPED:
            say.note("'cfdb data plan' counts the rows that would be refused, and says what can be allowed")
    if outcome.rejected or move.state is State.STOPPED:
        raise typer.Exit(REJECTED)
    if not done:
        raise typer.Exit(1)


def check_report(file: Path | None) -> None:
    """Before anything is done that would have to be reported."""
    if file is not None and file.suffix != ".html":
        raise UsageError(f"--report {file}: its name does not end in .html", hint="name it so")


def write_report(file: Path | None, title: str, **parts: Any) -> None:
    if file is None:
        return
    page = import_module("cfdb.report.move").page(title, size=say.size, duration=say.duration, **parts)
    try:
        file.write_text(page, encoding="utf-8")
    except OSError as error:
        raise CfdbError(
            f"{file} cannot be written: {error.strerror}", hint="name a file in a folder that is there"
        ) from error


@contextmanager
def told_of_missing(target: Rebuilding, move: int) -> Iterator[None]:
    """Where a move breaks off, say what is still away."""
    try:
        yield
    except (CfdbError, KeyboardInterrupt):
        # Where the target is gone, so is its ledger.
        with suppress(CfdbError):
            if away := target.away(move):
                say.warn(f"{missing(away)}; run it again to go on, or bring it back with 'cfdb data abort'")
        raise


def missing(steps: Sequence[Step]) -> str:
    shown = ", ".join(step.what for step in steps[:SHOWN])
    more = f" and {len(steps) - SHOWN} more" if len(steps) > SHOWN else ""
    return f"away until the move is done: {shown}{more}"


def problems(errors: Sequence[CfdbError]) -> None:
    for error in errors:
        say.warn(error.message)


def again(name: str) -> str:
    """What to type for a move to go on."""
    kind, _, patterns = name.partition(" ")
    return f"cfdb data migrate {f'--tables {quote(patterns)}' if kind == 'tables' else name}"


def copies_table(copies: Sequence[CopyState]) -> None:
    rows = [
        (
            str(copy.number), copy.table, f"{copy.rows:,}", say.size(copy.bytes),
            f"{copy.done}/{copy.chunks}" if copy.cut else f"{copy.done}/…", f"{copy.rejected:,}",
        )
        for copy in copies
    ]  # fmt: skip
    table("copy", "table", "rows", "sent", "chunks", "rejected", rows=rows, numbers={0, 2, 3, 4, 5})


def at_work(copies: Sequence[CopyState], claims: Sequence[Claim]) -> Iterator[str]:
    """The chunks that workers are at, by table."""
    for copy in copies:
        if numbers := [str(claim.chunk) for claim in claims if claim.copy == copy.number]:
            yield f"{copy.table}: chunk {', '.join(numbers)} of {copy.chunks}"


def _summary(outcome: Outcome) -> str:
    move = outcome.move
    rows, size = sum(copy.rows for copy in outcome.copies), sum(copy.bytes for copy in outcome.copies)
    moved = f"{move.name}: {say.count(rows, 'row')}, {say.size(size)}"
    rejected = f", {say.count(outcome.rejected, 'row')} rejected" if outcome.rejected else ""
    match move.state:
        case State.DONE:
            assert move.finished_at is not None
            assert move.started_at is not None
            seconds = (move.finished_at - move.started_at).total_seconds()
            return f"{moved} moved in {say.duration(seconds)}{rejected}"
        case State.STOPPED:
            return f"{moved} are in; stopped: the target refuses more rows than --max-rejects allows"
        case _:
            return f"{moved} are in so far{rejected}; {move.state}: run it again to go on"


def claims_document(claims: Sequence[Claim]) -> list[dict[str, Any]]:
    return [
        {
            "worker": claim.number, "copy": claim.copy, "chunk": claim.chunk, "condition": claim.condition,
            "seconds": round(claim.seconds, 1),
        }
        for claim in claims
    ]  # fmt: skip


def move_document(move: Move, copies: Sequence[CopyState]) -> dict[str, Any]:
    return {
        "move": move.name,
        "state": str(move.state),
        "source": move.source,
        "instant": move.instant,
        "position": move.position,
        "held": move.held,
        "started_at": move.started_at,
        "finished_at": move.finished_at,
        "copies": [
            {
                "number": copy.number, "table": copy.table, "rows": copy.rows, "estimated_rows": copy.estimated,
                "bytes": copy.bytes, "chunks": copy.chunks, "chunks_done": copy.done, "rejected": copy.rejected,
            }
            for copy in copies
        ],
    }  # fmt: skip
