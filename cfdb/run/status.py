"""`cfdb status`: every change, and what the ledger says of it. Needs SELECT rights only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cfdb.dialect import Session
from cfdb.model.change import Change, ChangeId, Kind
from cfdb.model.ledger import Action, Applied, Ledger, Unfinished
from cfdb.model.project import Database
from cfdb.plan.apply import ordered


class State(StrEnum):
    APPLIED = "applied"
    SKIPPED = "skipped"
    PENDING = "pending"
    UNFINISHED = "unfinished"
    EDITED = "edited"
    MISSING = "missing"
    OUT_OF_ORDER = "out of order"
    OPTIONAL = "not deployed"


FINE = frozenset({State.APPLIED, State.SKIPPED, State.OPTIONAL})


@dataclass(frozen=True, slots=True)
class Line:
    """The state of one change. `detail` says more where there is more to say; `duration` is in seconds."""

    id: ChangeId
    name: str
    state: State
    detail: str = ""
    applied_at: datetime | None = None
    applied_by: str = ""
    duration: float | None = None


def status(session: Session, database: Database) -> list[Line]:
    return lines(database, session.ledger(database.name))


def lines(database: Database, ledger: Ledger) -> list[Line]:
    """Changes in the order in which they are applied, those without files last."""
    applied = ledger.by_id
    latest = max((id for id in applied if id.kind is Kind.MIGRATION), key=lambda id: id.order, default=None)
    known = {change.id: change for change in database.changes}
    unfinished = ledger.unfinished_by_id
    found = [_line(known[id], applied.get(id), unfinished.get(id), database, latest) for id in ordered(database, known)]
    found += [
        Line(
            entry.id,
            entry.name,
            State.MISSING,
            "its files are gone",
            entry.applied_at,
            entry.applied_by,
            entry.duration,
        )
        for entry in ledger.applied
        if entry.id not in known
    ]
    found += [
        Line(id, "", State.MISSING, f"{stopped.done} of {stopped.total} statements ran, and its files are gone")
        for id, stopped in unfinished.items()
        if id not in known and id not in applied
    ]
    return found


def _line(
    change: Change,
    entry: Applied | None,
    unfinished: Unfinished | None,
    database: Database,
    latest: ChangeId | None,
) -> Line:
    if unfinished:
        verb = "undone" if unfinished.action is Action.ROLLBACK else "done"
        detail = f"{unfinished.done} of {unfinished.total} statements {verb}"
        return Line(change.id, change.name, State.UNFINISHED, detail)
    if entry is None:
        if change.id.kind not in database.deploy:
            return Line(change.id, change.name, State.OPTIONAL, "not among the kinds that are deployed")
        late = change.id.kind is Kind.MIGRATION and latest is not None and change.id.order < latest.order
        detail = f"the later {latest} is applied" if late else ""
        return Line(change.id, change.name, State.OUT_OF_ORDER if late else State.PENDING, detail)
    state, detail = State.APPLIED, ""
    if entry.checksum != change.checksum:
        state, detail = State.EDITED, "the file is not what was applied"
    elif entry.skipped:
        state, detail = State.SKIPPED, entry.skipped
    return Line(change.id, change.name, state, detail, entry.applied_at, entry.applied_by, entry.duration)
