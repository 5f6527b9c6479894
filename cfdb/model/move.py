"""A data migration as the target's ledger has it: how far it is, and who is at work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    """How far a move is. Workers take chunks while it is `moving`; `pausing` lets them finish what they have."""

    PREPARING = "preparing"
    WAITING = "waiting"
    SNAPSHOT = "snapshot"
    MOVING = "moving"
    PAUSING = "pausing"
    PAUSED = "paused"
    STOPPED = "stopped"
    FINISHING = "finishing"
    DONE = "done"


AT_WORK = (State.WAITING, State.SNAPSHOT, State.MOVING)
"""States in which a client waits for workers, and which may be stopped."""


@dataclass(frozen=True, slots=True)
class Move:
    """One data migration, as the target's ledger has it.

    `mapping` is the checksum of what says which rows go where. `snapshot` counts the instants of the source that
    chunks were read under, from 1 on; `position` is where the source's log stood at the last one, empty where its
    server keeps none. `held` says how the instant was made one for all readers.
    """

    id: int
    database: str
    name: str
    mapping: str
    source: str
    state: State
    snapshot: int = 0
    position: str = ""
    held: str = ""
    instant: datetime | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CopyState:
    """How far a copy is. `estimated` rows are the server's guess; `cut` once all of its chunks are in the ledger."""

    number: int
    table: str
    estimated: int
    cut: bool
    chunks: int = 0
    done: int = 0
    rows: int = 0
    bytes: int = 0
    rejected: int = 0
    changed: int = 0


@dataclass(frozen=True, slots=True)
class WorkerState:
    """A worker that is expected, or `here`. `snapshot` is 0 before it has one."""

    name: str
    here: bool
    snapshot: int = 0
    failure: str = ""

    @property
    def is_well(self) -> bool:
        return self.here and not self.failure
