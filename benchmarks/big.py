"""One file of 50 MB: what cfdb adds to the server's own time, how much memory it takes, and where an error is."""

from __future__ import annotations

from statistics import median

from benchmarks import measure, workloads
from benchmarks.bench import Bench, Lap, compare
from benchmarks.measure import Run
from benchmarks.report import Goal, Row


def big(bench: Bench) -> list[Row]:
    work = workloads.big(bench.folder / "big")
    tools = bench.tools
    laps = bench.laps(
        {
            "cfdb": lambda url: {"up": bench.run(tools.ours("up", work, url))},
            "ref": lambda url: {"up": bench.run(tools.reference("up", work, url))},
            "psql -1": lambda url: {"up": bench.run(tools.whole(work, url))},
        }
    )
    return [
        *compare(laps, "up", "BIG up", {}),
        *compare(laps, "up", "BIG up", {}, what="cpu"),
        *(_overhead(laps, peer) for peer in ("ref", "psql -1")),
        *(_peak(laps, peer) for peer in ("ref", "psql -1")),
        *_error(bench),
    ]


def _overhead(laps: dict[str, list[Lap]], peer: str) -> Row:
    """The median over the rounds of our wall less the peer's, which holds the peer's own cost, too."""
    pairs = zip(laps["cfdb"], laps[peer], strict=True)
    added = median([ours["up"].wall - theirs["up"].wall for ours, theirs in pairs])
    return Row(f"BIG wall less that of {peer}", "s", added, peer, goal=Goal(1.0))


def _peak(laps: dict[str, list[Lap]], peer: str) -> Row:
    ours, theirs = ([float(lap["up"].peak) for lap in laps[name]] for name in ("cfdb", peer))
    goal = Goal(250e6, scales=False) if peer == "ref" else None
    return Row(
        "BIG peak memory",
        "MB",
        median(ours),
        peer,
        median(theirs),
        measure.ratio(ours, theirs),
        goal,
    )


def _error(bench: Bench) -> list[Row]:
    """The last of 50,001 statements fails: its file and line are in the message."""
    work = workloads.big(bench.folder / "broken", broken=True)
    place = f"001_big.sql:{workloads.big_last_line()}"

    def fail(url: str) -> Run:
        return bench.run(bench.tools.ours("up", work, url), code=2)

    with bench.server.database() as url:
        run = fail(url)
    named = place in bench.log.read_text(errors="replace")
    note = f"names {place}" if named else f"does NOT name {place}"
    return [
        Row("BIG with an error at its end, wall", "s", run.wall, note=note),
        Row("BIG with an error at its end, CPU", "s", run.cpu),
        Row("BIG with an error at its end, peak", "MB", float(run.peak), goal=Goal(250e6, scales=False)),
    ]
