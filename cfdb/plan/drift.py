"""Where ledger and files disagree."""

from __future__ import annotations

from collections.abc import Iterator

from cfdb.errors import DriftError, Place
from cfdb.model.change import Change, ChangeId, Kind
from cfdb.model.ledger import Action, Ledger


def drift(changes: dict[ChangeId, Change], ledger: Ledger, *, out_of_order: bool = False) -> list[DriftError]:
    """Applied changes that were edited, are missing, are half undone, or (unless `out_of_order`) come too late."""
    found = [*_edited(changes, ledger), *_missing(changes, ledger), *_half_undone(ledger)]
    return found if out_of_order else [*found, *_out_of_order(changes, ledger)]


def _edited(changes: dict[ChangeId, Change], ledger: Ledger) -> Iterator[DriftError]:
    for entry in ledger.applied:
        change = changes.get(entry.id)
        if change and change.checksum != entry.checksum:
            yield DriftError(
                f"{entry.id} was edited after it was applied on {entry.applied_at:%Y-%m-%d %H:%M}",
                hint=f"restore the file and put the edit into a new change; or roll {entry.id} back and apply it "
                f"again; or, if the database already is as the file says, 'cfdb repair {entry.id}'",
                place=Place(change.files[0]),
            )


def _missing(changes: dict[ChangeId, Change], ledger: Ledger) -> Iterator[DriftError]:
    applied = ledger.by_id
    for stopped in ledger.unfinished:
        if stopped.id not in changes and stopped.id not in applied:
            yield DriftError(
                f"{stopped.id} stopped after {stopped.done} of {stopped.total} statements, and its files are missing",
                hint=f"bring the files back; or undo by hand what it did and forget it with 'cfdb repair {stopped.id}'",
            )
    for entry in ledger.applied:
        if entry.id not in changes:
            yield DriftError(
                f"{entry.id} {entry.name} is applied, but its files are missing",
                hint=f"bring the files back; or undo it from the ledger with 'cfdb rollback {entry.id}'; "
                f"or forget it with 'cfdb repair {entry.id}'",
            )


def _half_undone(ledger: Ledger) -> Iterator[DriftError]:
    for entry in ledger.unfinished:
        if entry.action is Action.ROLLBACK:
            yield DriftError(
                f"the rollback of {entry.id} stopped after {entry.done} of {entry.total} statements",
                hint=f"finish it with 'cfdb rollback {entry.id}'",
            )


def _out_of_order(changes: dict[ChangeId, Change], ledger: Ledger) -> Iterator[DriftError]:
    applied = ledger.by_id
    migrations = [id for id in applied if id.kind is Kind.MIGRATION]
    if not migrations:
        return
    latest = max(migrations, key=lambda id: id.order)
    for id, change in changes.items():
        if id.kind is Kind.MIGRATION and id not in applied and id.order < latest.order:
            yield DriftError(
                f"{id} is not applied, but the later {latest} is",
                hint="give it a number after the last one, or allow it with --allow-out-of-order",
                place=Place(change.path),
            )
