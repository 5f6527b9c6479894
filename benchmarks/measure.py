"""What a program costs: wall, CPU and memory of it and of all that it starts."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TypeVar

T = TypeVar("T")

PEAK_UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes that one unit of `ru_maxrss` stands for."""


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds of wall and CPU, peak resident bytes of the largest process, exit code.

    The kernel counts our own peak into a child's: what measures memory must be small itself.
    """

    wall: float
    cpu: float
    peak: int
    code: int


class Failed(Exception):
    """A program did not end as it should have."""


def run(command: Sequence[str], environment: Mapping[str, str], log: Path, *, code: int = 0) -> Run:
    """Run `command` with its output in the file `log`. Raises Failed unless it ends with `code`."""
    with log.open("wb") as output:
        begun = time.perf_counter()
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, env=environment
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != code:
        tail = log.read_text(errors="replace")[-2000:]
        raise Failed(f"{' '.join(command)} ended with {process.returncode}, expected {code}:\n{tail}")
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * PEAK_UNIT, process.returncode)


def environment(bytecode: Path) -> dict[str, str]:
    """Ours without what would lead a tool to another server, or make a Python different from an installed one.

    Installed packages come with their bytecode; here it goes into the folder `bytecode`, not into anybody's source.
    """
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "PYTHON", "DATABASE_URL"))}
    return ours | {"PYTHONPYCACHEPREFIX": str(bytecode)}


def interleaved(contenders: Mapping[str, Callable[[], T]], rounds: int) -> dict[str, list[T]]:
    """Every contender once per round, every other round backwards: what disturbs the machine disturbs them all."""
    results: dict[str, list[T]] = {name: [] for name in contenders}
    names = list(contenders)
    for number in range(rounds):
        for name in names[::-1] if number % 2 else names:
            results[name].append(contenders[name]())
    return results


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The median over the rounds of ours / theirs."""
    return median(a / b for a, b in zip(ours, theirs, strict=True))


def spread(ours: Sequence[float], theirs: Sequence[float]) -> str:
    """The smallest and the largest of the ratios that `ratio` is the median of."""
    ratios = [a / b for a, b in zip(ours, theirs, strict=True)]
    return f"{min(ratios):.2f} … {max(ratios):.2f}"
