"""The plan of `cfdb apply`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cfdb.errors import raise_together
from cfdb.model.change import Change, ChangeId
from cfdb.model.ledger import Action, Ledger, Unfinished
from cfdb.model.plan import Plan, Step
from cfdb.model.project import Database
from cfdb.plan.drift import drift
from cfdb.plan.order import in_order, reasons


def wanted_changes(database: Database, selected: Iterable[ChangeId]) -> dict[ChangeId, str]:
    """The selected changes and all that they depend on, each with the reason; in no order."""
    return reasons({change.id: change.depends_on for change in database.changes}, selected, "required by")


def ordered(database: Database, wanted: Iterable[ChangeId]) -> list[ChangeId]:
    """The wanted changes, each after those of them that it depends on."""
    needed = {change.id: change.depends_on for change in database.changes}
    return in_order({id: needed[id] for id in wanted})


def plan_apply(
    database: Database,
    ledger: Ledger,
    wanted: Mapping[ChangeId, str],
    *,
    skips: Mapping[ChangeId, str],
    out_of_order: bool = False,
) -> Plan:
    """Steps still to run so that `wanted` is in place. `skips` names changes that the target has already, and why.

    Raises DriftError where an applied change was edited, is missing or is out of order.
    """
    changes = {change.id: change for change in database.changes}
    raise_together(drift(changes, ledger, out_of_order=out_of_order), "changes disagree with the ledger")
    applied = ledger.by_id
    unfinished = ledger.unfinished_by_id
    pending = ordered(database, (id for id in wanted if id not in applied))
    return Plan(
        database=database.name,
        steps=tuple(_step(changes[id], wanted[id], unfinished.get(id), skips) for id in pending),
        in_place=len(wanted) - len(pending),
    )


def _step(change: Change, reason: str, unfinished: Unfinished | None, skips: Mapping[ChangeId, str]) -> Step:
    action, done = Action.APPLY, 0
    if unfinished and unfinished.action is Action.APPLY:
        action, done = Action.RESUME, unfinished.done
        reason = f"stopped after {unfinished.done} of {unfinished.total} statements"
    elif change.id in skips:
        action, reason = Action.SKIP, skips[change.id]
    return Step(action, change.id, change.name, reason, change, done)
