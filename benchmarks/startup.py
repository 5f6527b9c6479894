"""How soon cfdb answers: CPU, beside a Python that does nothing."""

from __future__ import annotations

from statistics import median

from benchmarks import measure
from benchmarks.bench import Bench
from benchmarks.report import Goal, Row

TIMES = 20


def startup(bench: Bench) -> list[Row]:
    commands = {
        "python -c pass": [bench.tools.python, "-c", "pass"],
        "--version": [bench.tools.cfdb, "--version"],
        "--help": [bench.tools.cfdb, "--help"],
    }
    contenders = {name: (lambda command=command: bench.run(command).cpu) for name, command in commands.items()}
    measure.interleaved(contenders, 1)
    found = measure.interleaved(contenders, TIMES)
    bare = found["python -c pass"]
    goals = {"--version": Goal(0.015), "--help": Goal(0.060)}
    return [
        Row(
            f"cfdb {option}, CPU",
            "ms",
            median(found[option]),
            "python -c pass",
            median(bare),
            measure.ratio(found[option], bare),
            goal,
            measure.spread(found[option], bare),
        )
        for option, goal in goals.items()
    ]


def python(bench: Bench) -> float:
    """CPU seconds of a Python that does nothing."""
    command = [bench.tools.python, "-c", "pass"]
    return median([bench.run(command).cpu for _ in range(TIMES)])
