"""`cfdb verify`: the database against its checklists and probes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from cfdb.dialect import ProbeResult, Session
from cfdb.model.change import Change, ChangeId
from cfdb.model.checklist import Checklist, Evidence, Outcome, Verdict
from cfdb.model.ledger import Action, Applied, Brought, Ledger, Unfinished
from cfdb.model.project import Database
from cfdb.plan.drift import drift
from cfdb.project import checklist as checklists
from cfdb.project import scripts
from cfdb.run.apply import Variables
from cfdb.verify.check import run_checks, tables_of


def verify(
    session: Session,
    database: Database,
    selected: Iterable[ChangeId] | None,
    variables: Variables,
    *,
    strict_budgets: bool = False,
    on_start: Callable[[str], None] = lambda _: None,
) -> list[Verdict]:
    """One verdict per change that has something to hold it against: those selected, or all that are in place.
    Where none is selected, one for the database as a whole follows.

    The checklist and the probes of the database speak of all of its changes, so they are held only against a complete
    one.
    """
    ledger = session.ledger(database.name)
    applied = ledger.by_id
    brought = session.brought(database.name) if applied else {}
    chosen = set(selected) if selected is not None else {change.id for change in database.changes} & applied.keys()
    verdicts = []
    for change in (change for change in database.changes if change.id in chosen):
        on_start(change.title)
        outcomes = tuple(_of_change(session, change, applied.get(change.id), brought.get(change.id), variables))
        if outcomes:
            verdicts.append(Verdict(str(change.id), change.name, outcomes))
    if selected is None:
        verdicts += _of_database(session, database, ledger, variables)
    return [_strict(verdict) for verdict in verdicts] if strict_budgets else verdicts


def _of_change(
    session: Session, change: Change, entry: Applied | None, brought: Brought | None, variables: Variables
) -> Iterator[Outcome]:
    if entry is None:
        hint = f"'cfdb apply {change.id}' puts it in place"
        yield Outcome("ledger", "in place", "applied", "not applied", passed=False, path=change.path, hint=hint)
        return
    if entry.skipped:
        yield Outcome("ledger", "in place", "applied or skipped", f"skipped: {entry.skipped}", passed=True)
        return
    if change.checklist:
        checklist = checklists.read(change.checklist)
        yield from run_checks(
            checklist,
            Evidence(
                inventory=session.inventory(),
                brought=brought.items if brought else None,
                rows=session.count_rows(sorted(tables_of(checklist))),
                duration=entry.duration,
                deploy_budget=change.deploy_budget,
            ),
        )
    for path in change.probes:
        yield from _of_probe(path, session.probe(scripts.single(path, variables)))


def _of_probe(path: Path, result: ProbeResult) -> Iterator[Outcome]:
    name = path.stem.replace("_", " ")
    if result.error is not None:
        place = result.error.place
        yield Outcome(
            check="probe",
            subject=name,
            expected="no problem",
            found=result.error.message,
            passed=False,
            path=path,
            line=place.line if place else None,
            hint=result.error.detail or result.error.hint,
            duration=result.duration,
        )
    else:
        yield Outcome(
            check="probe",
            subject=name,
            expected="no problem",
            found="; ".join(result.problems) or "no problem",
            passed=not result.problems,
            path=path,
            duration=result.duration,
        )
    for line, budget, taken in result.slow:
        yield Outcome(
            check="budget",
            subject=f"{name}, time of a statement",
            expected=f"at most {budget * 1000:g} ms",
            found=f"{taken * 1000:.1f} ms",
            passed=False,
            warning=True,
            path=path,
            line=line,
            duration=taken,
        )


def _of_database(session: Session, database: Database, ledger: Ledger, variables: Variables) -> Iterator[Verdict]:
    changes = {change.id: change for change in database.changes}
    outcomes = [
        Outcome("ledger", "files as applied", "unchanged", error.message, passed=False, hint=error.hint)
        for error in drift(changes, ledger, out_of_order=True)
    ]
    # A rollback that stopped is among the drift.
    outcomes += [_of_unfinished(it) for it in ledger.unfinished if it.action is Action.APPLY and it.id in changes]
    if not ledger.applied and database.deployed:
        hint = "is this the right target? If so: 'cfdb apply'"
        outcomes.append(Outcome("ledger", "changes in place", "at least one", "none", passed=False, hint=hint))
    complete = all(change.id in ledger.by_id for change in database.deployed)
    if complete and database.deployed:
        if database.checklist:
            outcomes += _of_whole(session, checklists.read(database.checklist))
        for path in database.probes:
            outcomes += _of_probe(path, session.probe(scripts.single(path, variables)))
    if outcomes:
        yield Verdict(database.name, "as a whole", tuple(outcomes))


def _of_unfinished(entry: Unfinished) -> Outcome:
    return Outcome(
        "ledger",
        str(entry.id),
        "applied as a whole, or not at all",
        f"{entry.done} of {entry.total} statements done",
        passed=False,
        hint=f"'cfdb apply {entry.id}' goes on behind them",
    )


def _of_whole(session: Session, checklist: Checklist) -> tuple[Outcome, ...]:
    rows = session.count_rows(sorted(tables_of(checklist)))
    return run_checks(checklist, Evidence(inventory=session.inventory(), rows=rows))


def _strict(verdict: Verdict) -> Verdict:
    return replace(
        verdict,
        outcomes=tuple(
            replace(outcome, warning=False) if outcome.check == "budget" else outcome for outcome in verdict.outcomes
        ),
    )
