"""`cfdb test`: apply, verify, roll back and compare, on databases that nobody needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

from cfdb.dialect import Dialect, Session
from cfdb.errors import Place, raise_together
from cfdb.model.catalog import Catalog
from cfdb.model.change import ChangeId, Kind
from cfdb.model.checklist import Outcome, Verdict
from cfdb.model.plan import Step
from cfdb.model.project import Database
from cfdb.plan.apply import wanted_changes
from cfdb.plan.order import reasons, reverse
from cfdb.plan.rollback import no_rollback
from cfdb.run import apply as applying
from cfdb.run import rollback as rolling
from cfdb.run.apply import Variables
from cfdb.run.verify import verify

SHOWN = 6
"""Differences of one change that are put into words."""

Fresh = Callable[[], AbstractContextManager[Session]]
"""Opens a session on an empty database."""


@dataclass(frozen=True, slots=True)
class Route:
    """One way to a database: the kinds of changes that make it up, and the changes of them that are proven."""

    kinds: tuple[Kind, ...]
    selected: tuple[ChangeId, ...]

    def __str__(self) -> str:
        return " and ".join(f"{kind}s" for kind in self.kinds)


@dataclass(frozen=True, slots=True)
class Proof:
    """How a database stood the test: its verdicts when applied, and one outcome per proven rollback."""

    verdicts: tuple[Verdict, ...]
    irreversible: tuple[str, ...]

    @property
    def passed(self) -> bool:
        return all(verdict.passed for verdict in self.verdicts)


def routes(database: Database) -> list[Route]:
    """The deployed kinds together, then each other kind by itself: services beside migrations are a second way."""
    others = [kind for kind in Kind if kind not in database.deploy]
    ways = [database.deploy, *((kind,) for kind in others)]
    found = [Route(kinds, tuple(change.id for change in database.changes if change.id.kind in kinds)) for kinds in ways]
    return [route for route in found if route.selected]


def check_rollbacks(database: Database, ways: Sequence[Route]) -> None:
    """Raises Refused where a change would be rolled back and has no rollback: before a server is started for it."""
    lacking = [
        no_rollback(change.id, Place(change.path))
        for change in database.changes
        if not (change.rollback or change.skip) and any(_goes(change.id, database, way) for way in ways)
    ]
    raise_together(lacking, "changes cannot be rolled back")


def _goes(id: ChangeId, database: Database, way: Route) -> bool:
    """Whether the proof of a way takes this change back: all of it but what is irreversible, or lies above that."""
    stuck = _irreversible(database, way.selected)
    stays = reasons(reverse(_needs(database)), stuck, "after").keys() & set(_kept(database, stuck))
    return id in wanted_changes(database, way.selected) and id not in stays


def prove(
    fresh: Fresh,
    dialect: Dialect,
    database: Database,
    base: Database | None,
    ways: Sequence[Route],
    variables: Variables,
    *,
    on_step: Callable[[str], None],
) -> Proof:
    """Prove each of the `ways` on a database of its own, and that all of them end in the same catalog.

    Migrations begin where `base` is in place. Raises what apply or rollback raise.
    """
    proofs: list[Proof] = []
    ends: list[Catalog] = []
    for way in ways:
        with fresh() as session:
            session.prepare_ledger()
            if base is not None and Kind.MIGRATION in way.kinds:
                on_step(f"apply {base.name}, which the migrations begin from")
                _apply(session, dialect, base, [change.id for change in base.deployed], base.variables)
            own = replace(database, deploy=way.kinds)
            proofs.append(_prove(session, dialect, own, way.selected, variables, on_step))
            ends.append(session.catalog())
    same = _same_end(database, ways, ends) if all(proof.passed for proof in proofs) else []
    return Proof(
        (*(verdict for proof in proofs for verdict in proof.verdicts), *same),
        tuple(reason for proof in proofs for reason in proof.irreversible),
    )


def _same_end(database: Database, ways: Sequence[Route], ends: Sequence[Catalog]) -> list[Verdict]:
    outcomes = tuple(
        _outcome("routes", f"catalog of the {way}", f"that of the {ways[0]}", ends[0].differences(end))
        for way, end in zip(ways[1:], ends[1:], strict=True)
    )
    return [Verdict(database.name, "different ways, one end", outcomes)] if outcomes else []


def _prove(
    session: Session,
    dialect: Dialect,
    database: Database,
    selected: Iterable[ChangeId],
    variables: Variables,
    on_step: Callable[[str], None],
) -> Proof:
    """Apply change by change, verify, roll back change by change, and apply again.

    The catalog after each rollback has to be what it was before its change. What lies under an irreversible change is
    rolled back before that one is applied.
    """
    chosen = list(selected)
    stuck = _irreversible(database, chosen)
    kept = _kept(database, stuck)
    proofs: list[Verdict] = []
    above = reasons(reverse(_needs(database)), stuck, "after")
    if early := [id for id in kept if id not in above]:
        before = _apply(session, dialect, database, early, variables, on_step)
        proofs += _roll_back(session, database, before, variables, on_step)
    before = _apply(session, dialect, database, chosen, variables, on_step)
    verdicts = verify(session, database, None, variables, on_start=lambda title: on_step(f"verify {title}"))
    late = {id: before[id] for id in before if id not in kept}
    proofs += _roll_back(session, database, late, variables, on_step)
    # On top of what a rollback left over, applying again would only fail, and hide what was found.
    if all(proof.passed for proof in proofs):
        on_step("apply again")
        _apply(session, dialect, database, chosen, variables)
    return Proof((*verdicts, *proofs), tuple(f"{id}: {reason}" for id, reason in stuck.items()))


def _apply(
    session: Session,
    dialect: Dialect,
    database: Database,
    selected: Iterable[ChangeId],
    variables: Variables,
    on_step: Callable[[str], None] | None = None,
) -> dict[ChangeId, Catalog]:
    """Apply what is not in place yet; the catalog before each change where somebody wants to be told of them."""
    before: dict[ChangeId, Catalog] = {}
    plan = applying.make_plan(session, database, selected, variables)
    applying.check_scripts(dialect, plan, variables)

    def remember(step: Step) -> None:
        if on_step is not None:
            on_step(f"apply {step.title}")
            before[step.id] = session.catalog()

    applying.apply(session, plan, variables, on_start=remember, on_done=lambda *_: None)
    return before


def _irreversible(database: Database, selected: Iterable[ChangeId]) -> dict[ChangeId, str]:
    wanted = wanted_changes(database, selected)
    return {
        change.id: change.irreversible for change in database.changes if change.irreversible and change.id in wanted
    }


def _kept(database: Database, irreversible: Iterable[ChangeId]) -> list[ChangeId]:
    """Changes that stay: those that cannot be taken back, and what they depend on."""
    return list(reasons(_needs(database), irreversible, "needed by"))


def _needs(database: Database) -> dict[ChangeId, tuple[ChangeId, ...]]:
    return {change.id: change.depends_on for change in database.changes}


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
        outcome = _outcome("rollback", "catalog after the rollback", "as before the change", differences)
        path = step.change.rollback if step.change else None
        name = f"{step.name}: rollback".lstrip(": ")
        proofs.append(Verdict(str(step.id), name, (replace(outcome, path=path, duration=seconds),)))

    plan = rolling.make_plan(session, database, before)
    rolling.rollback(
        session, plan, variables, on_start=lambda step: on_step(f"roll back {step.title}"), on_done=compare
    )
    return proofs


def _outcome(check: str, subject: str, expected: str, differences: Sequence[str]) -> Outcome:
    found = "; ".join(differences[:SHOWN]) + (" …" if len(differences) > SHOWN else "")
    return Outcome(check, subject, expected, found or expected, passed=not differences)
