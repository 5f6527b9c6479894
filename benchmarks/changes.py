"""Changes applied, looked at and rolled back: seven large ones, a thousand small ones, five thousand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from psycopg import sql

from benchmarks import workloads
from benchmarks.bench import Bench, Lap, compare
from benchmarks.measure import Run
from benchmarks.peers import Command
from benchmarks.report import Goal, Row
from benchmarks.server import scalar
from benchmarks.workloads import Workload

OURS = sql.SQL("SELECT count(*) FROM cfdb.change")
DBMATE = sql.SQL("SELECT count(*) FROM schema_migrations")
REFERENCE = sql.SQL("SELECT count(*) FROM ledger")

DBMATE_ROLLBACKS = 50
"""dbmate takes back one migration per run: so many are run, and their time is multiplied."""

Say = Callable[[str, Workload, str], Command]
Lapper = Callable[[str], Lap]


def w1(bench: Bench) -> list[Row]:
    work = workloads.w1(bench.folder / "w1")
    contenders: dict[str, Lapper] = {
        "cfdb": _lapper(bench, work, bench.tools.ours, OURS),
        "ref": _lapper(bench, work, bench.tools.reference, REFERENCE),
        "psql -1": lambda url: {"up": bench.run(bench.tools.whole(work, url))},
    }
    if bench.tools.dbmate:
        contenders["dbmate"] = _lapper(bench, work, bench.tools.go, DBMATE)
    laps = bench.laps(contenders, 2 * bench.rounds)
    return [
        *compare(laps, "up", "W1 up", {"ref": Goal(1.2, ratio=True)}),
        *compare(laps, "up", "W1 up", {}, what="cpu"),
        *_without(bench, "W1 up"),
    ]


def w2(bench: Bench) -> list[Row]:
    work = workloads.small(bench.folder / "w2", 1000)
    tools = bench.tools
    contenders: dict[str, Lapper] = {
        "cfdb": _lapper(bench, work, tools.ours, OURS, again="up", back=True),
        "ref": _lapper(bench, work, tools.reference, REFERENCE, again="up", back=True),
        "ref-async": _lapper(bench, work, _asynchronous(bench), REFERENCE, back=True),
        "psql -1": lambda url: {"up": bench.run(tools.whole(work, url))},
    }
    if tools.dbmate:
        contenders["dbmate"] = _lapper(bench, work, tools.go, DBMATE, again="up", back=True)
    laps = bench.laps(contenders)
    return [
        *compare(laps, "up", "W2 up", {"dbmate": Goal(0.85, ratio=True)}),
        *compare(laps, "up", "W2 up", {}, what="cpu"),
        *compare(laps, "again", "W2 no-op", {}),
        *compare(laps, "again", "W2 no-op", {"ref": Goal(0.20)}, what="cpu"),
        *_multiplied(compare(laps, "rollback", "W2 rollback", {"ref": Goal(1.0)})),
        *_multiplied(compare(laps, "rollback", "W2 rollback", {}, what="cpu")),
        *_without(bench, "W2 up, no-op, rollback"),
    ]


def w3(bench: Bench) -> list[Row]:
    work = workloads.small(bench.folder / "w3", 5000)
    contenders: dict[str, Lapper] = {
        "cfdb": _lapper(bench, work, bench.tools.ours, OURS, again="status"),
        "ref": _lapper(bench, work, bench.tools.reference, REFERENCE, again="status"),
    }
    if bench.tools.dbmate:
        contenders["dbmate"] = _lapper(bench, work, bench.tools.go, DBMATE, again="status")
    laps = bench.laps(contenders, -(-bench.rounds // 2))
    return [
        *compare(laps, "up", "W3 up", {"dbmate": Goal(0.8, ratio=True)}),
        *compare(laps, "up", "W3 up", {}, what="cpu"),
        *compare(laps, "again", "W3 status", {"ref": Goal(0.25)}),
        *compare(laps, "again", "W3 status", {}, what="cpu"),
        *_without(bench, "W3 up, status"),
    ]


def _lapper(bench: Bench, work: Workload, say: Say, ledger: sql.SQL, *, again: str = "", back: bool = False) -> Lapper:
    """Apply all; then three times what changes nothing, of which the middle one counts; then take all back."""

    def rows(url: str, wanted: int) -> None:
        found = scalar(url, ledger)
        assert found == wanted, f"expected {wanted} rows in the ledger, found {found}"

    def lap(url: str) -> Lap:
        done = {"up": bench.run(say("up", work, url))}
        rows(url, work.changes)
        if again:
            done["again"] = sorted((bench.run(say(again, work, url)) for _ in range(3)), key=lambda run: run.cpu)[1]
        if back:
            done["rollback"], left = _take_back(bench, say("rollback", work, url), work)
            rows(url, left)
        return done

    return lap


def _take_back(bench: Bench, command: Command, work: Workload) -> tuple[Run, int]:
    """The run, and how many changes are still in place after it."""
    if command[0] != bench.tools.dbmate:
        return bench.run(command), 0
    runs = [bench.run(command) for _ in range(DBMATE_ROLLBACKS)]
    times = work.changes / DBMATE_ROLLBACKS
    total = Run(times * sum(run.wall for run in runs), times * sum(run.cpu for run in runs), runs[0].peak, 0)
    return total, work.changes - DBMATE_ROLLBACKS


def _multiplied(rows: list[Row]) -> list[Row]:
    """The rows, with a word beside what was not measured to its end."""
    note = f"from {DBMATE_ROLLBACKS} rollbacks"
    return [replace(row, note=f"{row.note}, {note}") if row.peer == "dbmate" else row for row in rows]


def _asynchronous(bench: Bench) -> Say:
    return lambda action, work, url: bench.tools.reference(action, work, url, synchronous=False)


def _without(bench: Bench, measure: str) -> Sequence[Row]:
    if bench.tools.dbmate:
        return []
    return [Row(measure, "s", None, "dbmate", note=f"missing: {bench.tools.without}")]
