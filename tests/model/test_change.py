"""What a change is called, and how changes are ordered."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cfdb.model.change import Change, ChangeId, Kind

ids = st.builds(ChangeId, st.sampled_from(Kind), st.text(st.characters(codec="utf-8"), min_size=1, max_size=8))


@settings(deadline=None)
@given(id=ids)
def test_parse_is_the_inverse_of_str(id: ChangeId) -> None:
    assert ChangeId.parse(str(id)) == id


def test_an_unknown_kind_is_no_change() -> None:
    with pytest.raises(ValueError, match="stage"):
        ChangeId.parse("stage 3")


def test_phases_then_services_then_migrations_by_value_and_alphabet() -> None:
    expected = [
        "phase 0", "phase 2", "phase 10",
        "service auth", "service auth2", "service auth10", "service billing",
        "migration 001", "migration 002", "migration 010", "migration 100",
    ]  # fmt: skip
    found = sorted((ChangeId.parse(text) for text in reversed(expected)), key=lambda id: id.order)
    assert [str(id) for id in found] == expected


@settings(deadline=None)
@given(one=ids, other=ids)
@example(one=ChangeId(Kind.SERVICE, "v1"), other=ChangeId(Kind.SERVICE, "v01"))
@example(one=ChangeId(Kind.SERVICE, "²"), other=ChangeId(Kind.SERVICE, "2"))
def test_the_order_is_total(one: ChangeId, other: ChangeId) -> None:
    """Two changes always have an order, and the same one only if they are the same."""
    assert (one.order < other.order) or (other.order < one.order) or one == other


@settings(deadline=None)
@given(found=st.lists(ids, min_size=2))
def test_any_changes_can_be_sorted(found: list[ChangeId]) -> None:
    ordered = sorted(found, key=lambda id: id.order)
    assert all(one.order <= other.order for one, other in pairwise(ordered))


def test_a_title_needs_no_name() -> None:
    service = Change(ChangeId(Kind.SERVICE, "auth"), "main", "", Path(), (), "")
    assert service.title == "service auth"
