"""Tables on terminals of every width: no cell is cut, folded or lost."""

import io

import pytest
from rich.console import Console

from cfdb.cli import terminal

COLUMNS = ("state", "change", "name", "applied", "")
ROWS = [
    ("not deployed", "service auth", "", "", "not among the kinds that are deployed"),
    ("applied", "migration 001", "initial_schema", "2030-01-01 12:00", ""),
    ("edited", "migration 002", "more", "2030-01-01 12:00", "the file is not\nwhat was applied"),
]


def shown(monkeypatch: pytest.MonkeyPatch, width: int) -> list[str]:
    """The lines of the table, wrapped by nobody."""
    output = Console(file=io.StringIO(), width=width, highlight=False)
    monkeypatch.setattr(terminal, "output", output)
    terminal.table(*COLUMNS, rows=ROWS, title="main", words=True)
    assert isinstance(output.file, io.StringIO)
    return output.file.getvalue().splitlines()


def test_words_stand_beside_where_there_is_room(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, 110) == [
        "main",
        "state         change         name            applied",
        "not deployed  service auth                                     not among the kinds that are deployed",
        "applied       migration 001  initial_schema  2030-01-01 12:00",
        "edited        migration 002  more            2030-01-01 12:00  the file is not what was applied",
    ]


def test_words_stand_below_where_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """The gaps are narrow then, where that makes the rest fit."""
    assert shown(monkeypatch, 60) == [
        "main",
        "state        change        name           applied",
        "not deployed service auth",
        "    not among the kinds that are deployed",
        "applied      migration 001 initial_schema 2030-01-01 12:00",
        "edited       migration 002 more           2030-01-01 12:00",
        "    the file is not what was applied",
    ]


@pytest.mark.parametrize("width", [1, 20, 40])
def test_a_row_is_a_line_on_the_narrowest_terminal(monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    lines = shown(monkeypatch, width)
    assert "applied      migration 001 initial_schema 2030-01-01 12:00" in lines
    assert "not among the kinds that are deployed" in " ".join(line.strip() for line in lines)
