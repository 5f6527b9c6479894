"""`cfdb repair`: make the ledger say what is true, when somebody knows better than it does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cfdb.dialect import Session
from cfdb.errors import UsageError
from cfdb.model.change import ChangeId
from cfdb.model.project import Database
from cfdb.project import scripts


class Cure(StrEnum):
    ACCEPT = "take the edited files for what is applied"
    FORGET = "forget it, as its files are gone"
    FINISHED = "count the statement that was running as done"
    NOT_FINISHED = "run the statement that was running again"


@dataclass(frozen=True, slots=True)
class Repair:
    id: ChangeId
    cure: Cure


def make_plan(
    session: Session, database: Database, selected: Iterable[ChangeId], *, finished: bool | None
) -> list[Repair]:
    """What would be repaired. UsageError where a statement's fate has to be said and was not."""
    ledger = session.ledger(database.name)
    repairs: list[Repair] = []
    for id in selected:
        unfinished = ledger.unfinished_by_id.get(id)
        entry, change = ledger.by_id.get(id), database.find(id)
        if unfinished and unfinished.running:
            if finished is None:
                raise UsageError(
                    f"{id}: did statement {unfinished.done + 1} of {unfinished.total} finish?",
                    hint="look at the database, then say --finished or --not-finished",
                )
            repairs.append(Repair(id, Cure.FINISHED if finished else Cure.NOT_FINISHED))
        elif (entry or unfinished) and change is None:
            repairs.append(Repair(id, Cure.FORGET))
        elif entry and change and entry.checksum != change.checksum:
            repairs.append(Repair(id, Cure.ACCEPT))
    return repairs


def repair(session: Session, database: Database, repairs: Sequence[Repair]) -> None:
    for entry in repairs:
        change = database.find(entry.id)
        if entry.cure is Cure.ACCEPT and change:
            session.accept(change, scripts.kept(change))
        elif entry.cure is Cure.FORGET:
            session.forget(database.name, entry.id)
        else:
            session.settle(database.name, entry.id, finished=entry.cure is Cure.FINISHED)
