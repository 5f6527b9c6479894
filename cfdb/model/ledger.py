"""What the target remembers of what cfdb did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cfdb.model.catalog import Item
from cfdb.model.change import ChangeId


class Action(StrEnum):
    APPLY = "apply"
    SKIP = "skip"
    RESUME = "resume"
    ROLLBACK = "rollback"
    REPAIR = "repair"


@dataclass(frozen=True, slots=True)
class Applied:
    """A change that is in place. `skipped` holds the reason where the target had it already.

    `duration` is in seconds. `has_rollback` says that the ledger keeps SQL to undo the change.
    """

    id: ChangeId
    name: str
    checksum: str
    depends_on: tuple[ChangeId, ...]
    applied_at: datetime
    applied_by: str
    duration: float
    skipped: str = ""
    irreversible: str = ""
    has_rollback: bool = False


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A script without a transaction that stopped on its way: `done` of `total` statements are in place.

    `running` says that the next statement was begun and its end was never recorded.
    `prefix` is the SHA-256 of the statements that are done.
    """

    id: ChangeId
    action: Action
    done: int
    total: int
    prefix: str
    running: bool


@dataclass(frozen=True, slots=True)
class Ledger:
    """The state of one database: empty, too, where the ledger does not exist yet."""

    applied: tuple[Applied, ...] = ()
    unfinished: tuple[Unfinished, ...] = ()

    @property
    def by_id(self) -> dict[ChangeId, Applied]:
        return {entry.id: entry for entry in self.applied}

    @property
    def unfinished_by_id(self) -> dict[ChangeId, Unfinished]:
        return {entry.id: entry for entry in self.unfinished}


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the ledger's history."""

    at: datetime
    by: str
    action: str
    change: str
    name: str
    outcome: str
    detail: str
    duration: float


@dataclass(frozen=True, slots=True)
class Brought:
    """What a change added to the catalog when it was applied, and how long that took, in seconds."""

    items: frozenset[Item]
    duration: float
