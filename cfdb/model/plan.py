"""A plan: the ordered steps that a command would run."""

from __future__ import annotations

from dataclasses import dataclass

from cfdb.model.change import Change, ChangeId
from cfdb.model.ledger import Action


@dataclass(frozen=True, slots=True)
class Step:
    """One change to apply, to finish, to skip or to roll back, and why.

    `change` is None where a rollback runs from the ledger because the files are gone. `done` statements of the
    script are in place already. `skipped`: the target had the change before, so there is nothing to undo.
    """

    action: Action
    id: ChangeId
    name: str
    reason: str
    change: Change | None = None
    done: int = 0
    skipped: bool = False

    @property
    def title(self) -> str:
        return f"{self.id} {self.name}".rstrip()


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps in the order in which they run; `in_place` counts the wanted changes that need nothing."""

    database: str
    steps: tuple[Step, ...]
    in_place: int = 0
