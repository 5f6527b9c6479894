"""What apply and rollback would do, from the project's changes and the ledger alone."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cfdb.errors import DriftError, Refused
from cfdb.model.change import Change, ChangeId, Kind
from cfdb.model.ledger import Action, Applied, Ledger, Unfinished
from cfdb.model.plan import Plan
from cfdb.model.project import Database
from cfdb.plan.apply import plan_apply, wanted_changes
from cfdb.plan.rollback import plan_rollback

WHEN = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)


def ids(*texts: str) -> tuple[ChangeId, ...]:
    return tuple(map(ChangeId.parse, texts))


def change(text: str, *needs: str, rollback: bool = True, irreversible: str = "") -> Change:
    folder = Path(text.replace(" ", "_"))
    return Change(
        id=ChangeId.parse(text),
        database="main",
        name=f"n{text[-1]}",
        path=folder,
        files=(folder / "schema.sql",),
        checksum=f"sum of {text}",
        depends_on=ids(*needs),
        rollback=folder / "rollback.sql" if rollback else None,
        irreversible=irreversible,
    )


def entry(change: Change, **differences: str | bool | tuple[ChangeId, ...]) -> Applied:
    values: dict[str, object] = {
        "id": change.id,
        "name": change.name,
        "checksum": change.checksum,
        "depends_on": change.depends_on,
        "applied_at": WHEN,
        "applied_by": "me",
        "duration": 0.1,
        "irreversible": change.irreversible,
        "has_rollback": change.rollback is not None,
    }
    return Applied(**values | differences)  # type: ignore[arg-type]


def unfinished(text: str, action: Action = Action.APPLY) -> Unfinished:
    return Unfinished(ChangeId.parse(text), action, done=2, total=5, prefix="", running=False)


def database(*changes: Change) -> Database:
    return Database("main", "postgresql", changes, deploy=tuple(Kind))


def applying(
    project: Database,
    ledger: Ledger,
    *selected: str,
    skips: Mapping[ChangeId, str] | None = None,
    out_of_order: bool = False,
) -> Plan:
    wanted = wanted_changes(project, ids(*selected))
    return plan_apply(project, ledger, wanted, skips=skips or {}, out_of_order=out_of_order)


def shown(plan: Plan) -> list[str]:
    return [f"{step.action} {step.title}: {step.reason}" for step in plan.steps]


CHAIN = (change("phase 1"), change("phase 2", "phase 1"), change("phase 3", "phase 2", "phase 1"))


def test_apply_brings_what_is_needed_and_says_why() -> None:
    plan = applying(database(*CHAIN), Ledger(), "phase 3")
    assert shown(plan) == [
        "apply phase 1 n1: required by phase 3",
        "apply phase 2 n2: required by phase 3",
        "apply phase 3 n3: selected",
    ]
    assert (plan.database, plan.in_place) == ("main", 0)
    assert [step.change for step in plan.steps] == list(CHAIN)


def test_apply_leaves_out_what_is_in_place_and_what_nobody_asked_for() -> None:
    ledger = Ledger((entry(CHAIN[0]),))
    plan = applying(database(*CHAIN), ledger, "phase 2")
    assert shown(plan) == ["apply phase 2 n2: selected"]
    assert plan.in_place == 1


def test_apply_of_what_is_in_place_is_an_empty_plan() -> None:
    plan = applying(database(*CHAIN), Ledger(tuple(map(entry, CHAIN))), "phase 1", "phase 3")
    assert (plan.steps, plan.in_place) == ((), 3)


def test_apply_records_what_the_target_has_already_as_skipped() -> None:
    plan = applying(database(*CHAIN), Ledger(), "phase 2", skips={CHAIN[0].id: "Supabase has it"})
    assert shown(plan) == ["skip phase 1 n1: Supabase has it", "apply phase 2 n2: selected"]


def test_apply_goes_on_where_it_stopped() -> None:
    plan = applying(database(*CHAIN), Ledger(unfinished=(unfinished("phase 1"),)), "phase 1")
    assert shown(plan) == ["resume phase 1 n1: stopped after 2 of 5 statements"]
    assert plan.steps[0].done == 2


def drift_of(project: Database, ledger: Ledger, **settings: bool) -> list[str]:
    with pytest.raises(DriftError) as caught:
        plan_apply(project, ledger, {}, skips={}, **settings)
    assert all(cause.hint for cause in caught.value.causes)
    return [cause.message for cause in caught.value.causes] or [caught.value.message]


def test_drift_of_every_kind_is_told_at_once() -> None:
    first, second, third = change("migration 001"), change("migration 002"), change("migration 003")
    gone = change("migration 004")
    ledger = Ledger(
        (entry(first, checksum="before"), entry(third), entry(gone)),
        (unfinished("migration 003", Action.ROLLBACK),),
    )
    assert drift_of(database(first, second, third), ledger) == [
        "migration 001 was edited after it was applied on 2026-03-01 12:30",
        "migration 004 n4 is applied, but its files are missing",
        "the rollback of migration 003 stopped after 2 of 5 statements",
        "migration 002 is not applied, but the later migration 004 is",
    ]


def test_drift_of_one_kind_is_its_own_error() -> None:
    project = database(change("migration 001"), change("migration 002"))
    with pytest.raises(DriftError, match="was edited after it was applied") as caught:
        applying(project, Ledger((entry(project.changes[0], checksum="x"),)), "migration 002")
    assert caught.value.causes == ()
    assert caught.value.place is not None
    assert caught.value.place.path == project.changes[0].files[0]
    assert "cfdb repair migration 001" in caught.value.hint


def test_a_late_migration_is_drift_unless_it_is_allowed() -> None:
    project = database(change("migration 001"), change("migration 002"))
    ledger = Ledger((entry(project.changes[1]),))
    assert drift_of(project, ledger) == ["migration 001 is not applied, but the later migration 002 is"]
    plan = applying(project, ledger, "migration 001", out_of_order=True)
    assert shown(plan) == ["apply migration 001 n1: selected"]


def test_a_late_phase_is_no_drift() -> None:
    """Phases are ordered by what they depend on, not by when they came."""
    project = database(change("phase 1"), change("phase 2"))
    plan = applying(project, Ledger((entry(project.changes[1]),)), "phase 1")
    assert shown(plan) == ["apply phase 1 n1: selected"]


def test_rollback_undoes_dependents_first_and_says_why() -> None:
    plan = plan_rollback(database(*CHAIN), Ledger(tuple(map(entry, CHAIN))), ids("phase 1"))
    assert shown(plan) == [
        "rollback phase 3 n3: depends on phase 1",
        "rollback phase 2 n2: depends on phase 1",
        "rollback phase 1 n1: selected",
    ]


def test_rollback_of_what_is_not_in_place_is_an_empty_plan() -> None:
    plan = plan_rollback(database(*CHAIN), Ledger(), ids("phase 1", "phase 2"))
    assert (plan.steps, plan.in_place) == ((), 2)


def test_rollback_follows_the_dependencies_that_the_ledger_remembers() -> None:
    """The files say that phase 2 stands alone by now; the database was built when it did not."""
    loose = change("phase 2")
    ledger = Ledger((entry(CHAIN[0]), entry(loose, depends_on=ids("phase 1"))))
    plan = plan_rollback(database(CHAIN[0], loose), ledger, ids("phase 1"))
    assert [str(step.id) for step in plan.steps] == ["phase 2", "phase 1"]


def test_rollback_works_from_the_ledger_where_the_files_are_gone() -> None:
    plan = plan_rollback(database(CHAIN[0]), Ledger(tuple(map(entry, CHAIN[:2]))), ids("phase 2"))
    assert shown(plan) == ["rollback phase 2 n2: selected; its files are gone, the ledger has the SQL"]
    assert plan.steps[0].change is None


def test_rollback_of_what_was_skipped_has_nothing_to_undo() -> None:
    bare = change("phase 1", rollback=False)
    plan = plan_rollback(database(bare), Ledger((entry(bare, skipped="Supabase has it"),)), ids("phase 1"))
    assert shown(plan) == ["rollback phase 1 n1: selected; was skipped, nothing to undo"]
    assert plan.steps[0].skipped


def test_rollback_of_what_stopped_on_its_way() -> None:
    """A half applied change can be taken back; a half undone one goes on where it stopped."""
    half = plan_rollback(database(*CHAIN), Ledger(unfinished=(unfinished("phase 1"),)), ids("phase 1"))
    assert shown(half) == ["rollback phase 1 n1: selected"]
    assert half.steps[0].done == 0
    ledger = Ledger((entry(CHAIN[0]),), (unfinished("phase 1", Action.ROLLBACK),))
    undone = plan_rollback(database(*CHAIN), ledger, ids("phase 1"))
    assert shown(undone) == ["rollback phase 1 n1: stopped after 2 of 5 statements"]
    assert undone.steps[0].done == 2


def test_what_cannot_be_undone_is_refused_before_anything_runs() -> None:
    first = change("phase 1", rollback=False)
    last = change("phase 2", "phase 1", irreversible="it drops the legacy rows")
    ledger = Ledger((entry(first), entry(last)))
    with pytest.raises(Refused, match="2 changes cannot be rolled back") as caught:
        plan_rollback(database(first, last), ledger, ids("phase 1"))
    assert [(cause.message, bool(cause.hint)) for cause in caught.value.causes] == [
        ("phase 2 is irreversible: it drops the legacy rows", True),
        ("phase 1 has no rollback", True),
    ]


def test_a_rollback_that_only_the_ledger_has_is_good_enough() -> None:
    bare = change("phase 1", rollback=False)
    plan = plan_rollback(database(bare), Ledger((entry(bare, has_rollback=True),)), ids("phase 1"))
    assert shown(plan) == ["rollback phase 1 n1: selected"]


def test_what_is_irreversible_by_the_ledger_alone_is_refused() -> None:
    gone = change("phase 1", irreversible="rows are merged")
    with pytest.raises(Refused, match="phase 1 is irreversible: rows are merged"):
        plan_rollback(database(), Ledger((entry(gone),)), ids("phase 1"))


@st.composite
def databases(draw: st.DrawFn) -> Database:
    numbers = draw(st.permutations(range(draw(st.integers(0, 8)))))
    with_needs: list[Change] = []
    for number in numbers:
        needs = draw(st.lists(st.sampled_from(with_needs), unique=True)) if with_needs else []
        kind = draw(st.sampled_from(["phase", "service", "migration"]))
        with_needs.append(change(f"{kind} {number}", *(str(needed.id) for needed in needs)))
    return database(*draw(st.permutations(with_needs)))


def before(steps: Iterable[ChangeId], first: ChangeId, second: ChangeId) -> bool:
    order = list(steps)
    return order.index(first) < order.index(second)


@settings(deadline=None)
@given(project=databases(), data=st.data())
def test_what_apply_puts_in_place_rollback_takes_away(project: Database, data: st.DataObject) -> None:
    """Some changes are applied, then all of them are rolled back: the same ones, each dependent before its needs."""
    everything = [change.id for change in project.changes]
    selected = data.draw(st.lists(st.sampled_from(everything), unique=True)) if everything else []
    there = plan_apply(project, Ledger(), wanted_changes(project, selected), skips={})
    up = [step.id for step in there.steps]
    assert set(selected) <= set(up)
    by_id = {change.id: change for change in project.changes}
    assert all(before(up, needed, id) for id in up for needed in by_id[id].depends_on)

    ledger = Ledger(tuple(entry(by_id[id]) for id in up))
    again = plan_apply(project, ledger, wanted_changes(project, selected), skips={}, out_of_order=True)
    assert (again.steps, again.in_place) == ((), len(up))

    back = plan_rollback(project, ledger, up)
    down = [step.id for step in back.steps]
    assert down == up[::-1]
    assert all(step.reason == "selected" for step in back.steps)

    for id in up:
        alone = [step.id for step in plan_rollback(project, ledger, [id]).steps]
        assert alone[-1] == id
        left = set(up) - set(alone)
        assert all(set(by_id[other].depends_on) <= left for other in left), "nothing is left without what it needs"
