"""`cfdb test`: apply, verify, roll back and compare, on a database that nobody needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cfdb.dialect import Dialect, Session
from cfdb.model.catalog import Catalog
from cfdb.model.change import ChangeId
from cfdb.model.checklist import Outcome, Verdict
from cfdb.model.plan import Step
from cfdb.model.project import Database
from cfdb.plan.order import reasons
from cfdb.run import apply as applying
from cfdb.run import rollback as rolling
from cfdb.run.apply import Variables
from cfdb.run.verify import verify

SHOWN = 6
"""Differences of one change that are put into words."""


@dataclass(frozen=True, slots=True)
class Proof:
    """How a database stood the test: its verdicts when applied, and one outcome per proven rollback."""

    verdicts: tuple[Verdict, ...]
    irreversible: tuple[str, ...]

    @property
    def passed(self) -> bool:
        return all(verdict.passed for verdict in self.verdicts)


def prove(
    session: Session,
    dialect: Dialect,
    database: Database,
    selected: Iterable[ChangeId],
    variables: Variables,
    *,
    on_step: Callable[[str], None],
) -> Proof:
    """Apply change by change, verify, roll back change by change, and apply again.

    The catalog after each rollback has to be what it was before its change. Raises what apply or rollback raise.
    """
    session.prepare_ledger()
    plan = applying.make_plan(session, database, selected, variables)
    applying.check_scripts(dialect, plan, variables)
    before: dict[ChangeId, Catalog] = {}

    def remember(step: Step) -> None:
        on_step(f"apply {step.title}")
        before[step.id] = session.catalog()

    applying.apply(session, plan, variables, on_start=remember, on_done=lambda *_: None)
    verdicts = verify(session, database, None, variables, on_start=lambda title: on_step(f"verify {title}"))
    stuck = _irreversible(session, database)
    kept = _kept(database, stuck)
    proofs = _roll_back(session, database, {id: before[id] for id in before if id not in kept}, variables, on_step)
    # On top of what a rollback left over, applying again would only fail, and hide what was found.
    if all(proof.passed for proof in proofs):
        again = applying.make_plan(session, database, selected, variables)
        on_step("apply again")
        applying.apply(session, again, variables, on_start=lambda _: None, on_done=lambda *_: None)
    return Proof((*verdicts, *proofs), tuple(f"{id}: {reason}" for id, reason in stuck.items()))


def _irreversible(session: Session, database: Database) -> dict[ChangeId, str]:
    return {entry.id: entry.irreversible for entry in session.ledger(database.name).applied if entry.irreversible}


def _kept(database: Database, irreversible: Iterable[ChangeId]) -> set[ChangeId]:
    """Changes that stay: those that cannot be taken back, and what they depend on."""
    return set(reasons({change.id: change.depends_on for change in database.changes}, irreversible, "needed by"))


def _roll_back(
    session: Session,
    database: Database,
    before: dict[ChangeId, Catalog],
    variables: Variables,
    on_step: Callable[[str], None],
) -> list[Verdict]:
    proofs: list[Verdict] = []

    def compare(step: Step, seconds: float) -> None:
        differences = before[step.id].differences(session.catalog())
        found = "; ".join(differences[:SHOWN]) + (" …" if len(differences) > SHOWN else "")
        path = step.change.rollback if step.change else None
        proofs.append(
            Verdict(
                str(step.id),
                f"{step.name}: rollback".lstrip(": "),
                (
                    Outcome(
                        check="rollback",
                        subject="catalog after the rollback",
                        expected="as before the change",
                        found=found or "as before the change",
                        passed=not differences,
                        path=path,
                        duration=seconds,
                    ),
                ),
            )
        )

    plan = rolling.make_plan(session, database, before)
    rolling.rollback(
        session, plan, variables, on_start=lambda step: on_step(f"roll back {step.title}"), on_done=compare
    )
    return proofs
