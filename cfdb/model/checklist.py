"""What must be true once a change is in place, and what was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cfdb.model.catalog import Inventory, Item


@dataclass(frozen=True, slots=True)
class Checklist:
    """A checklist.toml: one table per check, decoded by the check that it belongs to."""

    path: Path
    sections: Mapping[str, Mapping[str, object]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the checks look at.

    `brought` holds what the change itself added, None for the database as a whole. `rows` gives rows per table,
    None for a table that does not exist. `duration` and `deploy_budget` are in seconds.
    """

    inventory: Inventory
    brought: frozenset[Item] | None = None
    rows: Mapping[str, int | None] = field(default_factory=dict)
    duration: float | None = None
    deploy_budget: float | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """One line of a checked checklist. A `warning` is shown, and does not fail."""

    check: str
    subject: str
    expected: str
    found: str
    passed: bool
    warning: bool = False
    path: Path | None = None
    line: int | None = None
    hint: str = ""
    duration: float | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """All outcomes for one change, or for the database as a whole (`change` is then the database's name)."""

    change: str
    name: str
    outcomes: tuple[Outcome, ...]

    @property
    def passed(self) -> bool:
        return all(outcome.passed or outcome.warning for outcome in self.outcomes)
