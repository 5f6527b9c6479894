"""What a line of a checklist expects, and whether it holds."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cfdb.errors import ProjectError
from cfdb.verify.expectation import Expectation, compare, expectation

PATH = Path("checklist.toml")


@pytest.mark.parametrize(
    ("value", "expected", "shown"),
    [
        (3, Expectation(3, 3), "3"),
        (0, Expectation(0, 0), "0"),
        ("3", Expectation(3, 3), "3"),
        (">= 80", Expectation(80, None), "at least 80"),
        (" >=80 ", Expectation(80, None), "at least 80"),
        (">= 0", Expectation(0, None), "at least 0"),
        ("<= 5", Expectation(0, 5), "at most 5"),
        ("<= 0", Expectation(0, 0), "0"),
        (["a", "b"], Expectation(2, 2, frozenset({"a", "b"})), "2"),
        ([], Expectation(0, 0, frozenset()), "0"),
    ],
)
def test_what_can_be_expected(value: object, expected: Expectation, shown: str) -> None:
    found = expectation(value, PATH, "brings.tables")
    assert found == expected
    assert str(found) == shown


@pytest.mark.parametrize("value", [True, -1, 1.5, "", "many", "> 3", ">= -1", ">= 3 4", ["a", 1], {"a": 1}, None])
def test_what_cannot_be_expected_names_the_key(value: object) -> None:
    with pytest.raises(ProjectError, match=r"^checklist\.toml: brings\.tables: expected a count") as caught:
        expectation(value, PATH, "brings.tables")
    assert repr(value) in caught.value.message


@settings(deadline=None)
@given(found=st.integers(0, 20), least=st.integers(0, 20))
def test_counts_hold_by_their_bounds(found: int, least: int) -> None:
    assert expectation(least, PATH, "").holds(found) is (found == least)
    assert expectation(f">= {least}", PATH, "").holds(found) is (found >= least)
    assert expectation(f"<= {least}", PATH, "").holds(found) is (found <= least)


def test_names_say_which_are_missing_and_which_are_too_many() -> None:
    expected = expectation(["a", "b", "c"], PATH, "")
    assert compare(expected, ["c", "b", "a"]) == (True, "3", "")
    assert compare(expected, ["d", "b", "a"]) == (False, "3", "missing: c; not expected: d")
    assert compare(expected, []) == (False, "0", "missing: a, b, c")
    assert compare(expectation([], PATH, ""), ["x"]) == (False, "1", "not expected: x")


def test_a_count_needs_no_names() -> None:
    assert compare(expectation(2, PATH, ""), ["a", "a"]) == (True, "2", "")
    assert compare(expectation(">= 3", PATH, ""), ["a", "a"]) == (False, "2", "")
