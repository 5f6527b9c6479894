"""What every benchmark needs: the server, the tools, a folder for files, and how often to repeat."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks import measure
from benchmarks.measure import Run
from benchmarks.peers import Command, Tools
from benchmarks.report import Goal, Row
from benchmarks.server import Server

Lap = dict[str, Run]
"""The runs of one contender in one round, by what they did."""


@dataclass(frozen=True, slots=True)
class Bench:
    server: Server
    tools: Tools
    folder: Path
    rounds: int

    def run(self, command: Command, *, code: int = 0) -> Run:
        return measure.run(command, measure.environment(self.folder / "bytecode"), self.log, code=code)

    @property
    def log(self) -> Path:
        """What the last program wrote."""
        return self.folder / "output"

    def laps(self, contenders: Mapping[str, Callable[[str], Lap]], rounds: int | None = None) -> dict[str, list[Lap]]:
        """Each contender in each round, with the URL of a new database."""

        def on_new_database(lap: Callable[[str], Lap]) -> Lap:
            with self.server.database() as url:
                return lap(url)

        bound = {name: (lambda lap=lap: on_new_database(lap)) for name, lap in contenders.items()}
        return measure.interleaved(bound, rounds or self.rounds)


def compare(
    laps: Mapping[str, list[Lap]], did: str, measure_name: str, goals: Mapping[str, Goal], *, what: str = "wall"
) -> list[Row]:
    """One row per peer that did the same; `what` is the attribute of a run, goals are by the peer's name."""
    ours = [getattr(lap[did], what) for lap in laps["cfdb"]]
    rows = []
    for peer, found in laps.items():
        if peer == "cfdb" or did not in found[0]:
            continue
        theirs = [getattr(lap[did], what) for lap in found]
        rows.append(
            Row(
                f"{measure_name}, {'CPU' if what == 'cpu' else what}",
                "s",
                median(ours),
                peer,
                median(theirs),
                measure.ratio(ours, theirs),
                goals.get(peer),
                measure.spread(ours, theirs),
            )
        )
    return rows
