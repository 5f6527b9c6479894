"""The words that choose changes."""

import contextlib

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cfdb.errors import SelectorError, UsageError
from cfdb.model.change import ChangeId
from cfdb.plan.select import select

NAMES = {
    ChangeId.parse(id): name
    for id, name in {
        "phase 0": "base", "phase 1": "users", "phase 2": "billing", "phase 3": "content", "phase 5": "reports",
        "service auth": "", "service order-desk": "", "service v2": "",
        "migration 001": "create_users", "migration 002": "add_email", "migration 010": "drop_nickname",
    }.items()
}  # fmt: skip


def chosen(text: str) -> list[str]:
    return [str(id) for id in select(NAMES, text.split())]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("phase 3", ["phase 3"]),
        ("phase 03", ["phase 3"]),
        ("PHASE 3", ["phase 3"]),
        ("phases 1 2", ["phase 1", "phase 2"]),
        ("phase 1-3", ["phase 1", "phase 2", "phase 3"]),
        ("phase 1-3,5", ["phase 1", "phase 2", "phase 3", "phase 5"]),
        ("phase 1,2 5", ["phase 1", "phase 2", "phase 5"]),
        ("phase 2 1 2", ["phase 2", "phase 1"]),
        ("phase", ["phase 0", "phase 1", "phase 2", "phase 3", "phase 5"]),
        ("phase users", ["phase 1"]),
        ("phase 2-5", ["phase 2", "phase 3", "phase 5"]),
        ("service auth", ["service auth"]),
        ("service order-desk", ["service order-desk"]),
        ("service", ["service auth", "service order-desk", "service v2"]),
        ("migration 2", ["migration 002"]),
        ("migration 002", ["migration 002"]),
        ("migration add_email", ["migration 002"]),
        ("migration 1-2", ["migration 001", "migration 002"]),
        ("migration 001-010", ["migration 001", "migration 002", "migration 010"]),
        ("phase 1 service auth migration 1", ["phase 1", "service auth", "migration 001"]),
        ("migration 1 phase 1 migration 2", ["migration 001", "phase 1", "migration 002"]),
        ("", []),
    ],
)
def test_words(words: str, expected: list[str]) -> None:
    assert chosen(words) == expected


@pytest.mark.parametrize(
    ("words", "message", "hint"),
    [
        ("phase 9", "phase 9 does not exist", "there are phases 0, 1, 2, 3, 5"),
        ("phase user", "phase user does not exist", "did you mean phase users? there are phases 0, 1, 2, 3, 5"),
        ("phase 1-9", "phase 9 does not exist", "there are phases 0, 1, 2, 3, 5"),
        ("phase 3-4", "phase 4 does not exist", "there are phases 0, 1, 2, 3, 5"),
        ("phase 3-1", "phase 3-1 does not exist", "did you mean phase 3? there are phases 0, 1, 2, 3, 5"),
        (
            "service aut",
            "service aut does not exist",
            "did you mean service auth? there are services auth, order-desk, v2",
        ),
        (
            "migration add_mail",
            "migration add_mail does not exist",
            "did you mean migration add_email? there are migrations 001, 002, 010",
        ),
    ],
)
def test_what_does_not_exist_offers_the_nearest(words: str, message: str, hint: str) -> None:
    with pytest.raises(SelectorError) as caught:
        chosen(words)
    assert (caught.value.message, caught.value.hint) == (message, hint)


@pytest.mark.parametrize(
    ("words", "hint"),
    [("fase 3", "did you mean 'phase'?"), ("3", "for example: phase 3, phase 1-3, service auth")],
)
def test_an_unknown_kind_offers_the_nearest(words: str, hint: str) -> None:
    with pytest.raises(UsageError, match="expected phase, service or migration, found") as caught:
        chosen(words)
    assert caught.value.hint == hint


def test_a_kind_that_a_database_lacks_names_those_it_has() -> None:
    phases = {id: name for id, name in NAMES.items() if id.kind == "phase"}
    with pytest.raises(SelectorError, match="this database has no services") as caught:
        select(phases, ["service", "auth"])
    assert caught.value.hint == "it has phases"
    with pytest.raises(SelectorError) as caught:
        select({}, ["phase"])
    assert caught.value.hint == "it has no changes at all yet"


def test_of_many_changes_only_the_first_are_listed() -> None:
    many = {ChangeId.parse(f"migration {number:03}"): "" for number in range(1, 30)}
    with pytest.raises(SelectorError) as caught:
        select(many, ["migration", "900"])
    assert caught.value.hint.endswith("010, 011, 012, …")


@pytest.mark.parametrize("words", [["phase", ""], ["phase", ","], ["phase", " "]])
def test_an_empty_word_never_stands_for_everything(words: list[str]) -> None:
    """`cfdb rollback phase "$PHASE"` with an empty variable must not roll back every phase."""
    with pytest.raises(UsageError):
        select(NAMES, words)


@settings(deadline=None)
@given(
    words=st.lists(st.sampled_from(["phase", "migrations", "1-3", "-", "1-", "²", "٣"]) | st.text("p1-,²", max_size=4))
)
@example(words=["phase", "²"])
@example(words=["phase", "1-²"])
def test_any_words_choose_or_are_refused(words: list[str]) -> None:
    with contextlib.suppress(UsageError):
        found = select(NAMES, words)
        assert set(found) <= NAMES.keys()
        assert len(set(found)) == len(found)
