"""Rows that the target refused, mended by a person: from their files into the tables."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from cfdb.errors import CfdbError, Place
from cfdb.model.reject import RowRefused
from cfdb.moving.loading import RowLoader
from cfdb.moving.moves import Transactions
from cfdb.moving.rejects import Rejects
from cfdb.run.moving.reject_files import lines_of, replace

ASKED = ("id", "table", "key", "row")
"""What a line of a file has to have for its row to be loaded."""

LARGEST = (1 << 63) - 1


@dataclass(frozen=True, slots=True)
class Refusal:
    """A line of a file whose row was refused once more, and why."""

    number: int
    line: str
    key: Mapping[str, str | None]
    error: RowRefused

    @property
    def known_by(self) -> str:
        """The row's key, else its line."""
        return ", ".join(f"{name} = {value}" for name, value in self.key.items()) or f"line {self.number}"


@dataclass(frozen=True, slots=True)
class Replayed:
    """Rows that are in now, those that were before, and those that were refused once more."""

    loaded: int
    known: int
    refused: tuple[Refusal, ...]


class ReplayTarget(Transactions, Rejects, RowLoader, Protocol):
    """A row comes in and leaves the list in one transaction."""


def replay(target: ReplayTarget, file: Path) -> Replayed:
    """Load the rows of a file, as somebody has mended them. Lines of rows that are in leave the file.

    Raises CfdbError where a line is not what it should be; then no row was loaded.
    """
    loaded = known = 0
    refused: list[Refusal] = []
    waiting = _read(file)
    _check_listed(target, file, waiting)
    while waiting:
        before, lines = loaded, waiting
        refused, waiting = [], []
        for line in lines:
            try:
                if _load(target, line):
                    loaded += 1
                else:
                    known += 1
            except RowRefused as error:
                refused.append(Refusal(line[0], line[1], line[2]["key"], error))
                waiting.append(line)
        if loaded == before:
            break
        # A row may refer to one further down, which is in now.
    try:
        replace(file, (one.line for one in refused))
    except OSError as error:
        raise CfdbError(
            f"{file} cannot be written: {error.strerror}; {loaded} of its rows are in",
            hint="mend that, and load it again: no row is loaded twice",
        ) from error
    return Replayed(loaded, known, tuple(refused))


Line = tuple[int, str, dict[str, Any]]
"""A line of a file: its number, the text, and what it says."""


def _load(target: ReplayTarget, line: Line) -> bool:
    """False where the row was in before. Raises RowRefused."""
    *_, reject = line
    with target.transaction():
        settled = target.settle_reject(reject["id"])
        if settled is None:
            return False
        if not settled:
            raise RowRefused("", "its chunk is not in yet: 'cfdb data migrate' tries the row again with that")
        if (error := target.load_row(reject["table"], reject["row"])) is not None:
            raise error
    return True


def _read(file: Path) -> list[Line]:
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        raise CfdbError(f"{file} cannot be read: {error}", hint="name a file of rejected rows") from error
    return [(number, line, _checked(file, number, line)) for number, line in lines_of(text)]


def _checked(file: Path, number: int, line: str) -> dict[str, Any]:
    try:
        found = json.loads(line.rstrip())
    except (ValueError, RecursionError) as error:
        raise _odd(file, number, f"no JSON: {error}") from error
    missing = [name for name in ASKED if name not in found] if isinstance(found, dict) else ASKED
    if missing:
        raise _odd(file, number, f"nothing under {', '.join(missing)}")
    if type(found["id"]) is not int or not 0 < found["id"] <= LARGEST:
        raise _odd(file, number, "id is no number of a row")
    if not isinstance(found["row"], dict):
        raise _odd(file, number, "row is no object")
    wrong = [name for name, value in found["row"].items() if not (value is None or _is_text(value))]
    if wrong:
        raise _odd(file, number, f"{wrong[0]} is neither a text nor null")
    return dict(found)


def _is_text(value: object) -> bool:
    """JSON can write halves of a character."""
    return isinstance(value, str) and not any("\ud800" <= character <= "\udfff" for character in value)


def _check_listed(target: Rejects, file: Path, lines: Iterable[Line]) -> None:
    """Whether the ledger means the same rows: a file may be of another database, and lines be mixed up."""
    lines = list(lines)
    last, listed = target.last_reject(), target.on_the_list([reject["id"] for _, _, reject in lines])
    for number, _, reject in lines:
        if reject["id"] > last:
            raise CfdbError(
                f"this database has never rejected a row {reject['id']}",
                hint="name the one that the file is of with --url",
                place=Place(file, number),
            )
        known = listed.get(reject["id"])
        if known is None:
            continue
        if (known.table, known.key) != (reject["table"], reject["key"]):
            raise _odd(file, number, f"row {reject['id']} of this database is another one")
        if known.columns != reject["row"].keys():
            names = ", ".join(sorted(known.columns ^ reject["row"].keys()))
            raise _odd(file, number, f"it has not the columns that the row had: {names}")


def _odd(file: Path, number: int, message: str) -> CfdbError:
    return CfdbError(
        f"no row can be made of this line: {message}",
        hint="change the values of row, as texts, and leave the rest as it is",
        place=Place(file, number),
    )
