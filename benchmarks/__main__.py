"""Run benchmarks and print what they found: `python -m benchmarks [NAME]... [--rounds N] [--json FILE]`."""

from __future__ import annotations

import argparse
import os
import platform
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks import peers, server, startup, workloads
from benchmarks.bench import Bench
from benchmarks.big import big
from benchmarks.changes import w1, w2, w3
from benchmarks.data.moving import data
from benchmarks.latest_sync import latest_sync
from benchmarks.report import Report, Row
from benchmarks.translate import translate

BENCHMARKS: dict[str, Callable[[Bench], list[Row]]] = {
    "startup": startup.startup,
    "w1": w1,
    "w2": w2,
    "w3": w3,
    "big": big,
    "latest_sync": latest_sync,
    "translate": translate,
    "data": data,
}


def main() -> None:
    wanted = _parser().parse_args()
    # So that the server is stopped, too, when we are.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("terminated"))
    with tempfile.TemporaryDirectory(prefix="cfdb-bench-") as folder, server.stock() as postgres:
        tools = peers.find(wanted.cfdb, postgres.programs / "psql")
        bench = Bench(postgres, tools, Path(folder), wanted.rounds)
        _warm_up(bench)
        report = Report(_machine(bench), startup.python(bench))
        for name in wanted.names or BENCHMARKS:
            begun = time.monotonic()
            report.rows.extend(BENCHMARKS[name](bench))
            print(f"{name}: measured in {time.monotonic() - begun:.0f} s", file=sys.stderr)
    print(report.table())
    if wanted.json:
        report.write(wanted.json)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description="cfdb beside other tools, as ratios of runs that take turns."
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which: {', '.join(BENCHMARKS)} (default: all)")
    parser.add_argument("--rounds", type=_positive, default=5, help="how often each contender runs (default: 5)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all of it to FILE, too")
    parser.add_argument("--cfdb", metavar="PROGRAM", help="the cfdb to measure (default: the one beside this Python)")
    return parser


def _positive(text: str) -> int:
    if (number := int(text)) < 1:
        raise argparse.ArgumentTypeError("expected at least 1")
    return number


def _warm_up(bench: Bench) -> None:
    """Every program once, so that none pays for files that are not yet in memory or not yet compiled."""
    bench.run([bench.tools.cfdb, "--help"])
    work = workloads.small(bench.folder / "warm", 3)
    commands = [bench.tools.ours, bench.tools.reference, *([bench.tools.go] if bench.tools.dbmate else [])]
    for command in commands:
        with bench.server.database() as url:
            for action in ("up", "status", "rollback"):
                bench.run(command(action, work, url))


def _machine(bench: Bench) -> str:
    tools = bench.tools
    versions = [peers.version(program) for program in (tools.cfdb, tools.psql, tools.dbmate) if program]
    return (
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; {'; '.join(versions)}; "
        f"stock settings; medians of {bench.rounds} rounds"
    )


if __name__ == "__main__":
    main()
