"""What is out of the way while rows move, and how it comes back."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum


class Stage(IntEnum):
    """When something comes back: all of a stage before the next one begins."""

    INDEX = 1
    CONSTRAINT = 2
    ATTACH = 3
    KEY = 4
    VALIDATION = 5
    MARK = 6
    TRIGGER = 7


@dataclass(frozen=True, slots=True)
class Step:
    """One step on the way back of what is taken away for the load, as SQL; `take` is empty where another step took it.

    Steps of one stage with the same `track` follow each other, as their locks are in each other's way; one without
    a track goes with all. What it `needs` are the names (`what`) of steps that have to be through.
    """

    what: str
    stage: Stage
    bring: str
    take: str = ""
    track: str = ""
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """What is not taken away though it was asked for, and why."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Rebuild:
    """What a person wants out of the way while rows move."""

    indexes: bool = False
    triggers: bool = False

    def __bool__(self) -> bool:
        return self.indexes or self.triggers

    def __or__(self, other: Rebuild) -> Rebuild:
        return Rebuild(self.indexes or other.indexes, self.triggers or other.triggers)


@dataclass(frozen=True, slots=True)
class Clearing:
    """What is to be taken away for the load, in order: the steps of each part are remembered as it goes.

    `keys` are the foreign keys among it, `indexes` the indexes, `triggers` the triggers, each by table and name.
    `untried` may have to stay: a session that only reads cannot find out.
    """

    wanted: Rebuild = field(default_factory=Rebuild)
    parts: tuple[tuple[Step, ...], ...] = ()
    kept: tuple[Kept, ...] = ()
    untried: tuple[Kept, ...] = ()
    keys: frozenset[tuple[str, str]] = frozenset()
    indexes: frozenset[tuple[str, str]] = frozenset()
    triggers: frozenset[tuple[str, str]] = frozenset()

    @property
    def taken(self) -> list[str]:
        """What goes, by name."""
        return [step.what for part in self.parts for step in part if step.take]
