"""The plan of a move, for a person and for a machine."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from rich.text import Text

from cfdb.cli import say
from cfdb.cli.terminal import INDENT, output, progress, table
from cfdb.copying.concerns import Concern, Weight
from cfdb.model.schema import Origin
from cfdb.run.moving.checks import told
from cfdb.run.moving.plan import CopyPlan, Plan

STYLES = {Weight.REFUSED: "red", Weight.ALLOWED: "green", Weight.WARNING: "yellow", Weight.UNKNOWN: "dim"}

BEFORE = 30
"""Characters of a value in a sample on a terminal, at least; what becomes of it has the rest of the line."""


@contextmanager
def watching() -> Iterator[Callable[[str], None]]:
    """What is being looked at, while rows are, on a terminal."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    with progress() as shown:
        task = shown.add_task("looking at the rows", total=None)
        yield lambda words: shown.update(task, description=words)


def show(plan: Plan) -> None:
    _copies(plan.copies)
    _taken(plan.clearing.taken)
    for weight in Weight:
        _concerns(weight, [concern for concern in plan.concerns if concern.weight is weight])
    for copy in plan.copies:
        _sample(copy)
    for copy in plan.copies:
        _statements(copy)
    print()
    for label, words in _facts(plan):
        output.print(Text(f"{label:<9} {words}"), soft_wrap=True)
    print(_verdict(plan))


def _copies(copies: Sequence[CopyPlan]) -> None:
    rows = [
        (
            str(copy.number), copy.table, copy.reads or "a query", f"~{copy.rows:,}", say.size(copy.bytes),
            f"{'' if copy.exact else '~'}{copy.chunks:,}", ", ".join(map(str, copy.waits_for)), copy.whole,
        )
        for copy in copies
    ]  # fmt: skip
    table("copy", "into", "from", "rows", "size", "chunks", "after", "one chunk, as", rows=rows,
          numbers={0, 3, 4, 5}, words=True)  # fmt: skip


def _taken(names: Sequence[str]) -> None:
    if names:
        output.print(Text("\ntaken away while rows move, and brought back", "bold"), soft_wrap=True)
    for name in names:
        _wrapped(name, 2)


def _concerns(weight: Weight, concerns: Sequence[Concern]) -> None:
    if not concerns:
        return
    output.print(Text(f"\n{weight}", STYLES[weight]))
    hints: set[str] = set()
    for concern in concerns:
        subject = f"{concern.subject}: " if concern.subject else ""
        _wrapped(f"{subject}{told(concern)} [{concern.code}]", 2)
        if concern.origin.line and concern.rows is None:
            output.print(Text(f"    --> {_place(concern.origin)}", "dim"), soft_wrap=True)
        if concern.hint and concern.hint not in hints:
            hints.add(concern.hint)
            _wrapped(concern.hint, 4, "dim")


def _wrapped(words: str, indent: int, style: str = "") -> None:
    """Lines behind the first one go in further."""
    for number, line in enumerate(Text(words, style).wrap(output, max(40, output.width - indent - 2))):
        output.print(Text(" " * (indent + 2 * (number > 0))).append_text(line), soft_wrap=True)


def _place(origin: Origin) -> str:
    return f"{origin.path}:{origin.line}" + (f":{origin.column}" if origin.column else "")


def _sample(copy: CopyPlan) -> None:
    """Names, values before, and what becomes of them; what the target says against one is not cut."""
    for number, row in enumerate(copy.sample, 1):
        output.print(Text(f"\n{copy.table}, row {number}: before and after", "dim"), soft_wrap=True)
        names = max(len(value.column) for value in row)
        before = [_cut(value.before, BEFORE) for value in row]
        width = max(map(len, before))
        room = max(BEFORE, output.width - names - width - 2 * len(INDENT))
        for value, shown in zip(row, before, strict=True):
            after = value.after if value.after.startswith("refused: ") else _cut(value.after, room)
            line = f"  {value.column:<{names}}  {shown:<{width}}{INDENT}"
            output.print(Text(line).append(after, "" if after == shown else "bold"), soft_wrap=True)


def _cut(value: str, most: int) -> str:
    shown = "".join(character if character.isprintable() else repr(character)[1:-1] for character in value)
    return shown if len(shown) <= most else shown[: most - 1] + "…"


def _statements(copy: CopyPlan) -> None:
    if copy.select:
        of = f"the first of {'' if copy.exact else 'about '}{say.count(copy.chunks, 'chunk')}"
        output.print(Text(f"\n-- copy {copy.number}: {copy.table}, {of}", "dim"), soft_wrap=True)
        print(f"{copy.select};\n{copy.statement};")


def _facts(plan: Plan) -> list[tuple[str, str]]:
    begun = plan.known
    facts = [
        ("source", f"{plan.source}: about {plan.rows:,} rows, {say.size(plan.bytes)}"),
        ("instant", _instant(plan)),
        ("time", f"about {say.duration(plan.seconds)} with {say.count(plan.workers, 'worker')}: a guess, try a part"),
        ("disk", f"the target needs about {say.size(plan.needed)}; {_free(plan)}"),
    ]
    if begun:
        facts.append(("state", f"begun before, {begun.state}: 'cfdb data status' says how far it is"))
    return facts


def _instant(plan: Plan) -> str:
    if plan.held:
        return f"one for all readers: {plan.held}, for a moment"
    return "one, as there is one reader" if plan.workers == 1 else "not one instant: each reader has its own"


def _free(plan: Plan) -> str:
    return "how much is free, it does not tell" if plan.free is None else f"{say.size(plan.free)} are free"


def _verdict(plan: Plan) -> str:
    asked = "" if plan.scanned else " as far as catalogs tell: no row was looked at"
    if plan.refused:
        return f"{plan.name}: {say.count(len(plan.refused), 'thing')} refused{asked}"
    return f"{plan.name}: nothing stands in the way{asked}"


def document_of(plan: Plan) -> dict[str, Any]:
    return {
        "move": plan.name,
        "source": plan.source,
        "scanned": plan.scanned,
        "workers": plan.workers,
        "held": plan.held,
        "estimated_rows": plan.rows,
        "estimated_bytes": plan.bytes,
        "estimated_seconds": round(plan.seconds, 1),
        "needed_bytes": plan.needed,
        "free_bytes": plan.free,
        "state": plan.known.state if plan.known else None,
        "taken_away": plan.clearing.taken,
        "concerns": [
            {
                "weight": concern.weight, "code": concern.code, "subject": concern.subject,
                "copy": concern.copy or None,
                "message": concern.message, "hint": concern.hint, "rows": concern.rows,
                "example": concern.example or None, "can_be_allowed": concern.allow,
                "file": str(concern.origin.path) if concern.origin.line else None,
                "line": concern.origin.line or None,
            }
            for concern in plan.concerns
        ],
        "copies": [
            {
                "number": copy.number, "table": copy.table, "reads": copy.reads, "estimated_rows": copy.rows,
                "estimated_bytes": copy.bytes, "chunks": copy.chunks, "chunks_exact": copy.exact,
                "one_chunk_because": copy.whole or None, "key": list(copy.key), "waits_for": list(copy.waits_for),
                "file": str(copy.origin.path), "line": copy.origin.line,
                "select": copy.select or None, "copy": copy.statement or None,
                "sample": [
                    {value.column: {"before": value.before, "after": value.after} for value in row}
                    for row in copy.sample
                ],
            }
            for copy in plan.copies
        ],
    }  # fmt: skip
