"""The plan of `cfdb rollback`."""

from __future__ import annotations

from collections.abc import Iterable

from cfdb.errors import CfdbError, Place, Refused, raise_together
from cfdb.model.change import Change, ChangeId, Kind
from cfdb.model.ledger import Action, Applied, Ledger, Unfinished
from cfdb.model.plan import Plan, Step
from cfdb.model.project import Database
from cfdb.plan.order import in_order, reasons, reverse


def plan_rollback(database: Database, ledger: Ledger, selected: Iterable[ChangeId]) -> Plan:
    """Steps that undo `selected` and, before it, everything in place that depends on it.

    Dependencies come from the ledger, so that the plan is right even where files are gone or were edited.
    Raises Refused where a change is irreversible or has no rollback.
    """
    changes = {change.id: change for change in database.changes}
    applied = ledger.by_id
    graph = {entry.id: entry.depends_on for entry in ledger.applied}
    for id in ledger.unfinished_by_id:
        if id not in graph and id in changes:
            graph[id] = changes[id].depends_on
    chosen = list(selected)
    in_place = [id for id in chosen if id in graph]
    why = reasons(reverse(graph), in_place, "depends on")
    backwards = list(reversed(in_order({id: [d for d in graph[id] if d in why] for id in why})))
    problems = [
        problem for id in backwards if (problem := _impossible(id, applied.get(id), changes.get(id))) is not None
    ]
    raise_together(problems, "changes cannot be rolled back")
    unfinished = ledger.unfinished_by_id
    return Plan(
        database=database.name,
        steps=tuple(_step(id, applied.get(id), changes.get(id), unfinished.get(id), why[id]) for id in backwards),
        in_place=len(chosen) - len(in_place),
    )


def _step(
    id: ChangeId, entry: Applied | None, change: Change | None, unfinished: Unfinished | None, reason: str
) -> Step:
    done = 0
    if unfinished and unfinished.action is Action.ROLLBACK:
        done = unfinished.done
        reason = f"stopped after {unfinished.done} of {unfinished.total} statements"
    elif entry and entry.skipped:
        reason = f"{reason}; was skipped, nothing to undo"
    elif change is None:
        reason = f"{reason}; its files are gone, the ledger has the SQL"
    name = entry.name if entry else change.name if change else ""
    return Step(Action.ROLLBACK, id, name, reason, change, done, skipped=bool(entry and entry.skipped))


def _impossible(id: ChangeId, entry: Applied | None, change: Change | None) -> CfdbError | None:
    if entry and entry.skipped:
        return None
    reason = change.irreversible if change else entry.irreversible if entry else ""
    place = Place(change.path) if change else None
    if reason:
        return Refused(f"{id} is irreversible: {reason}", hint="restore a backup instead", place=place)
    if (change and change.rollback) or (entry and entry.has_rollback):
        return None
    return no_rollback(id, place)


def no_rollback(id: ChangeId, place: Place | None) -> Refused:
    return Refused(f"{id} has no rollback", hint=no_rollback_hint(id.kind), place=place)


def no_rollback_hint(kind: Kind) -> str:
    """What to do where a change has no rollback, in the words of its kind."""
    reason = (
        'irreversible = "…" in phase.toml' if kind is Kind.PHASE else "-- cfdb: irreversible: … at the top of its SQL"
    )
    return f"write its rollback SQL, or say why there is none with {reason}"
