"""What `cfdb repair` would do and what `cfdb status` says, from files and ledger alone."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest

from cfdb.dialect import Session
from cfdb.errors import UsageError
from cfdb.model.change import Change, ChangeId, Kind
from cfdb.model.ledger import Action, Applied, Ledger, Unfinished
from cfdb.model.project import Database
from cfdb.run import repair
from cfdb.run.repair import Cure
from cfdb.run.status import FINE, State, lines

WHEN = datetime(2026, 3, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Reader:
    """The one thing that planning a repair asks of a session."""

    found: Ledger

    def ledger(self, database: str) -> Ledger:
        assert database == "main"
        return self.found


def change(text: str) -> Change:
    return Change(ChangeId.parse(text), "main", "name", Path(), (), "new")


def entry(text: str, checksum: str = "new", skipped: str = "") -> Applied:
    return Applied(ChangeId.parse(text), "name", checksum, (), WHEN, "me", 0.5, skipped)


def unfinished(text: str, *, action: Action = Action.APPLY, running: bool = False) -> Unfinished:
    return Unfinished(ChangeId.parse(text), action, done=2, total=5, prefix="", running=running)


DATABASE = Database(
    "main",
    "postgresql",
    tuple(map(change, ["phase 1", "phase 2", "service auth", "migration 001", "migration 002", "migration 003"])),
    deploy=(Kind.PHASE, Kind.MIGRATION),
)


def cures(ledger: Ledger, *words: str, finished: bool | None = None) -> dict[str, Cure]:
    session = cast(Session, Reader(ledger))
    plan = repair.make_plan(session, DATABASE, map(ChangeId.parse, words), finished=finished)
    return {str(step.id): step.cure for step in plan}


def test_repair_takes_edits_and_forgets_what_is_gone() -> None:
    ledger = Ledger((entry("phase 1", "old"), entry("phase 2"), entry("phase 9")))
    assert cures(ledger, "phase 1", "phase 2", "phase 9", "migration 001") == {
        "phase 1": Cure.ACCEPT,
        "phase 9": Cure.FORGET,
    }


def test_repair_leaves_alone_what_was_not_chosen() -> None:
    assert cures(Ledger((entry("phase 1", "old"), entry("phase 2", "old"))), "phase 2") == {"phase 2": Cure.ACCEPT}


def test_repair_has_to_be_told_the_fate_of_a_statement() -> None:
    ledger = Ledger(unfinished=(unfinished("migration 001", running=True),))
    with pytest.raises(UsageError, match="did statement 3 of 5 finish") as caught:
        cures(ledger, "migration 001")
    assert "--finished" in caught.value.hint
    assert cures(ledger, "migration 001", finished=True) == {"migration 001": Cure.FINISHED}
    assert cures(ledger, "migration 001", finished=False) == {"migration 001": Cure.NOT_FINISHED}


def test_repair_has_nothing_to_say_of_what_stopped_between_statements() -> None:
    assert cures(Ledger(unfinished=(unfinished("migration 001"),)), "migration 001") == {}


def states(ledger: Ledger) -> list[str]:
    return [
        f"{line.id}: {line.state.value}{f' ({line.detail})' if line.detail else ''}" for line in lines(DATABASE, ledger)
    ]


def test_status_of_an_empty_database() -> None:
    assert states(Ledger()) == [
        "phase 1: pending",
        "phase 2: pending",
        "service auth: not deployed (not among the kinds that are deployed)",
        "migration 001: pending",
        "migration 002: pending",
        "migration 003: pending",
    ]


def test_status_knows_every_state() -> None:
    ledger = Ledger(
        (
            entry("phase 1", "old"),
            entry("phase 2", skipped="Supabase has it"),
            entry("migration 002"),
            entry("phase 9"),
        ),
        (unfinished("migration 003"),),
    )
    assert states(ledger) == [
        "phase 1: edited (the file is not what was applied)",
        "phase 2: skipped (Supabase has it)",
        "service auth: not deployed (not among the kinds that are deployed)",
        "migration 001: out of order (the later migration 002 is applied)",
        "migration 002: applied",
        "migration 003: unfinished (2 of 5 statements done)",
        "phase 9: missing (its files are gone)",
    ]


def test_status_of_a_rollback_that_stopped() -> None:
    ledger = Ledger((entry("phase 1"),), (unfinished("phase 1", action=Action.ROLLBACK),))
    assert states(ledger)[0] == "phase 1: unfinished (2 of 5 statements undone)"


def test_only_what_is_in_place_or_left_out_on_purpose_is_fine() -> None:
    assert set(State) - FINE == {State.PENDING, State.UNFINISHED, State.EDITED, State.MISSING, State.OUT_OF_ORDER}


def test_status_has_the_order_of_the_plan() -> None:
    """A service may need one whose name comes later."""
    needing = replace(change("service alpha"), depends_on=(ChangeId.parse("service zeta"),))
    database = Database(
        "main", "postgresql", (needing, change("service beta"), change("service zeta")), (Kind.SERVICE,)
    )
    assert [str(line.id) for line in lines(database, Ledger())] == ["service beta", "service zeta", "service alpha"]
