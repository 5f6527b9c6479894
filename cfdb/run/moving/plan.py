"""`cfdb data plan`: what a move would do, what stands in its way, and what its rows would look like. Writes nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from cfdb.copying.concerns import Concern, Weight, of_error
from cfdb.copying.lines import WHOLE, line, query_of
from cfdb.copying.wires.pair import FAMILY
from cfdb.errors import LARGER_PACKETS, DatabaseError
from cfdb.model.copy import put
from cfdb.model.move import Move, State
from cfdb.model.rebuild import Clearing, Rebuild
from cfdb.model.schema import Origin
from cfdb.model.text import value_text
from cfdb.moving.moves import Moves, latest
from cfdb.moving.preview import Preview
from cfdb.moving.source import MoveSource
from cfdb.run.moving import checks, scan
from cfdb.run.moving.job import NOTHING, NOTHING_AWAY, Survey, SurveyTarget, Wanted, survey
from cfdb.run.moving.planned import Planned, waits

ROWS_PER_SECOND = 1_000_000
BYTES_PER_SECOND = 80 << 20
"""What the machines of the benchmarks move of narrow rows, and of wide ones."""

INDEXES = 2.0
"""How many times longer it takes while the target keeps indexes, measured with a few of them."""

ON_DISK = 1.5
"""Bytes that the target needs for one of the source: about what row headers and a few indexes add."""

LONGEST = 200
"""Characters of a value in a sample."""


@dataclass(frozen=True, slots=True)
class Options:
    """`scans` says whether rows are read; `local` whether the target's server runs on this machine."""

    workers: int
    scans: bool = True
    sql: bool = False
    sample: int = 0
    local: bool = False
    rebuild: Rebuild = NOTHING


@dataclass(frozen=True, slots=True)
class Shown:
    """One value before and after, as text."""

    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class CopyPlan:
    """`rows` and `bytes` are the source's guesses; `whole` says why it is one chunk."""

    number: int
    table: str
    reads: str
    rows: int
    bytes: int
    chunks: int
    exact: bool
    whole: str
    key: tuple[str, ...]
    waits_for: tuple[int, ...]
    origin: Origin
    select: str = ""
    statement: str = ""
    sample: tuple[tuple[Shown, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """`held` says how the source could be held; `known` is the move in the ledger, where it was begun.

    `seconds` and `needed` (bytes in the target) are guesses; `free` bytes are None where nobody can tell. `clearing` is
    what goes out of the way while rows move.
    """

    name: str
    source: str
    copies: tuple[CopyPlan, ...]
    concerns: tuple[Concern, ...]
    held: str
    workers: int
    seconds: float
    needed: int
    free: int | None
    known: Move | None
    scanned: bool
    clearing: Clearing = NOTHING_AWAY

    @property
    def rows(self) -> int:
        return sum(copy.rows for copy in self.copies)

    @property
    def bytes(self) -> int:
        return sum(copy.bytes for copy in self.copies)

    @property
    def refused(self) -> list[Concern]:
        return [concern for concern in self.concerns if concern.weight is Weight.REFUSED]


class PlanTarget(Moves, SurveyTarget, Preview, Protocol):
    """What a plan asks of the target."""


def plan(
    source: MoveSource,
    target: PlanTarget,
    wanted: Wanted,
    allowed: Sequence[str],
    options: Options,
    on_look: Callable[[str], None],
) -> Plan:
    """Both sides are asked; the target's session can be READ ONLY."""
    known = latest(target, wanted.database, wanted.name) if target.may_read_ledger() else None
    begun = known is not None and known.state is not State.DONE
    rebuild = options.rebuild | (target.rebuilds(known.id) if known and begun else NOTHING)
    found = survey(source, target, wanted, allowed, rebuild)
    ways = source.may_hold()
    concerns = [concern for problem in found.problems for concern in of_error(problem)]
    concerns += checks.ledger(target)
    concerns += checks.clearing(found.clearing)
    concerns += checks.standing(found.copies, found.tables, found.allowed, emptied=begun)
    concerns += checks.instant(source, found.reads, found.legacy, ways, options.workers, found.allowed)
    if options.scans:
        source.begin()
        concerns += scan.look(source, found, on_look)
    copies = tuple(_copies(source, target, found, options))
    size = sum(copy.bytes for copy in copies)
    needed = int(size * ON_DISK)
    free = _free(target) if options.local else None
    if free is not None and free < needed:
        concerns.append(Concern(
            Weight.WARNING, "disk", "target", "its disk may be too small", "make room, or move its data folder"
        ))  # fmt: skip
    return Plan(
        name=wanted.name,
        source=wanted.source,
        copies=copies,
        concerns=tuple(sorted(concerns, key=lambda concern: (list(Weight).index(concern.weight), concern.copy))),
        held=ways[0] if ways else "",
        workers=options.workers,
        seconds=seconds_for(sum(copy.rows for copy in copies), size, indexes=not rebuild.indexes),
        needed=needed,
        free=free,
        known=known,
        scanned=options.scans,
        clearing=found.clearing,
    )


def seconds_for(rows: int, size: int, *, indexes: bool) -> float:
    return (INDEXES if indexes else 1) * (rows / ROWS_PER_SECOND + size / BYTES_PER_SECOND)


def refused_rows(source: MoveSource, found: Survey, on_look: Callable[[str], None]) -> None:
    """For who wants to be sure before the first row moves. Raises Refused."""
    checks.refuse(scan.look(source, found, on_look))


def _free(target: Preview) -> int | None:
    folder = target.data_folder()
    try:
        return shutil.disk_usage(folder).free if folder and Path(folder).is_dir() else None
    except OSError:
        return None


def _copies(source: MoveSource, target: Preview, found: Survey, options: Options) -> list[CopyPlan]:
    before = waits(found.copies)
    return [_copy(source, target, one, before[one.copy.number], options) for one in found.copies]


def _copy(
    source: MoveSource, target: Preview, one: Planned, before: tuple[int, ...], options: Options
) -> CopyPlan:  # fmt: skip
    cut = one.cut
    return CopyPlan(
        number=one.copy.number,
        table=checks.subject_of(one),
        reads=one.copy.select.table.replace("`", ""),
        rows=cut.estimated,
        bytes=cut.estimated * cut.row_bytes,
        chunks=cut.count(source),
        exact=bool(cut.whole) or (cut.key is not None and cut.key.is_integer),
        whole=cut.whole,
        key=cut.names,
        waits_for=tuple(sorted(set(before))),
        origin=one.copy.origin,
        select=(one.route.values or one.route.lines).on(cut.first(source)) if options.sql else "",
        statement=target.statement(one.route) if options.sql else "",
        sample=tuple(_sample(source, target, one, options.sample)) if options.sample else (),
    )


def _sample(source: MoveSource, target: Preview, one: Planned, rows: int) -> list[tuple[Shown, ...]]:
    """A few rows, whichever come first."""

    def items(values: list[str]) -> list[str]:
        before = [_readable(value, column.source.type.name) for value, column in zip(values, one.columns, strict=True)]
        return [*before, line([put(wire.text, value) for wire, value in zip(one.wires, values, strict=True)])]

    found = []
    for *before, row in source.ask(query_of(one.copy.select, items, behind=f" LIMIT {rows}").on(WHOLE)):
        if row is None:
            raise DatabaseError(
                f"a row of copy {one.copy.number} is larger than the source's max_allowed_packet",
                hint=LARGER_PACKETS,
            )
        after = target.shown(one.table, one.route, row if isinstance(row, bytes) else str(row).encode())
        found.append(tuple(
            Shown(column, "NULL" if was is None else value_text(was), now[:LONGEST])
            for column, was, now in zip(one.route.columns, before, after, strict=True)
        ))  # fmt: skip
    return found


def _readable(value: str, type: str) -> str:
    family = FAMILY.get(type)
    if family in ("bytes", "geometry"):
        return f"LEFT(CONCAT('0x', HEX({value})), {LONGEST})"
    return f"CAST({value} + 0 AS CHAR)" if family == "bit" else f"LEFT(CAST({value} AS CHAR), {LONGEST})"
