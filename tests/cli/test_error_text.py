"""Errors as a person reads them: descriptions in tests/cases/errors, each with its text beside it.

CFDB_REWRITE_CASES=1 writes the expectations anew.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from case_files import assert_as_expected, assert_no_orphans, each, found_in
from hypothesis import given, settings
from hypothesis import strategies as st

from cfdb import errors
from cfdb.cli.failure import as_json, as_text
from cfdb.cli.style import paint
from cfdb.errors import CfdbError, Place, SqlError, raise_together

DESCRIPTIONS = found_in("errors", "*.toml")
PLACE = ("path", "line", "column", "text", "long")


@pytest.fixture(autouse=True)
def colourless(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")


def error_of(described: Mapping[str, Any]) -> CfdbError:
    """`long` is a text of which a part is repeated; `repeat` stands for that many causes."""
    settings = {key: value for key, value in described.items() if key not in (*PLACE, "class", "causes", "repeat")}
    if "path" in described:
        start, part, times = described.get("long", ("", "", 0))
        text = described.get("text", start + part * times)
        settings["place"] = Place(Path(described["path"]), described.get("line"), described.get("column"), text)
    if "causes" in described:
        settings["causes"] = [error_of(cause) for cause in described["causes"]] * described.get("repeat", 1)
    found: CfdbError = getattr(errors, described["class"])(**settings)
    return found


@each(DESCRIPTIONS)
def test_case(case: Path) -> None:
    error = error_of(tomllib.loads(case.read_text(encoding="utf-8")))
    found = as_text(error) + "\n"
    if not error.causes:
        assert len(found.splitlines()) <= 15
    assert_as_expected(case, found)


def test_cases_have_no_orphans() -> None:
    """Every description has a text, and every text a description."""
    assert_no_orphans(DESCRIPTIONS)


lines = st.lists(st.text("ab \t", max_size=300), max_size=40).map("\n".join)


@settings(deadline=None)
@given(
    message=lines,
    hint=lines,
    detail=lines,
    text=st.text("ab\t é", max_size=300),
    column=st.none() | st.integers(1, 400),
)
def test_a_single_error_has_at_most_15_lines(
    message: str, hint: str, detail: str, text: str, column: int | None
) -> None:
    """Whatever the server says: a RAISE may have a page of text."""
    place = Place(Path("a.sql"), 1, column, text)
    error = SqlError(message, hint=hint, place=place, sqlstate="P0001", detail=detail, statement="SELECT 1")
    assert len(as_text(error).splitlines()) <= 15


@settings(deadline=None)
@given(text=st.text("ab\té", max_size=300), data=st.data())
def test_the_mark_stands_below_its_column(text: str, data: st.DataObject) -> None:
    column = data.draw(st.integers(0, len(text)))
    text = text[:column] + "X" + text[column:]
    shown = as_text(CfdbError("m", place=Place(Path("a.sql"), 7, column + 1, text))).splitlines()
    _, _, excerpt, mark = shown
    assert excerpt[mark.index("^")] == "X"
    assert len(excerpt) < 140


def test_without_a_terminal_there_is_no_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    """Standard error is no terminal here."""
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "xterm")
    assert paint("error", "red") == "error"


def test_as_json_has_the_same_keys_for_every_error() -> None:
    sql = SqlError(
        "m", hint="h", place=Place(Path("a.sql"), 1, 2, "x"), sqlstate="42P01", detail="d", statement="s" * 3000
    )
    many = CfdbError("both", causes=[sql, CfdbError("plain")])
    document = as_json(many)
    assert (document["ok"], document["exit_code"]) == (False, 2)
    error: Any = document["error"]
    assert [cause["message"] for cause in error["causes"]] == ["m", "plain"]
    first, second = error["causes"]
    assert set(second) < set(first)
    assert (first["file"], first["line"], first["column"], first["sqlstate"]) == ("a.sql", 1, 2, "42P01")
    assert len(first["statement"]) == 2000
    assert (second["file"], second["line"], second["column"]) == (None, None, None)


def all_errors(kind: type[CfdbError]) -> list[type[CfdbError]]:
    return [kind, *(below for child in kind.__subclasses__() for below in all_errors(child))]


def test_the_tree_of_errors_is_the_one_that_is_drawn() -> None:
    """Name and exit code of every error stand in the docstring of errors.py, and nothing else does."""
    drawn = {
        words[0]: int(words[1])
        for line in (errors.__doc__ or "").splitlines()
        if len(words := line.replace("│", " ").replace("├──", " ").replace("└──", " ").split()) > 2
        and words[1].isdigit()
    }
    assert drawn == {
        kind.__name__: kind.exit_code for kind in all_errors(CfdbError) if kind.__module__ == "cfdb.errors"
    }


def test_codes_are_words_of_their_own() -> None:
    codes = [kind.code for kind in all_errors(CfdbError) if kind.__module__ == "cfdb.errors"]
    assert len(set(codes)) == len(codes)


def test_several_errors_are_raised_as_one() -> None:
    raise_together([], "problems")
    with pytest.raises(errors.ScriptError, match="one") as single:
        raise_together([errors.ScriptError("one")], "problems")
    assert single.value.causes == ()
    with pytest.raises(errors.ScriptError, match="2 problems") as both:
        raise_together([errors.ScriptError("one"), errors.ProjectError("other")], "problems")
    assert [cause.message for cause in both.value.causes] == ["one", "other"]
