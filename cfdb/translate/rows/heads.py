"""What stands before and behind the rows of an INSERT or REPLACE."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from cfdb.syntax.patterns import compiled
from cfdb.translate.rows.literals import BLANK, DOUBLE, GAP, NAME, SINGLE, name_of

_PATH = rb"(?:" + NAME + rb"\.)*+" + NAME
_NAMES = rb"\((?P<columns>" + GAP + rb"(?:" + _PATH + GAP + rb"(?:," + GAP + _PATH + GAP + rb")*+)?+)\)"
_HEAD = compiled(
    GAP + rb"(?P<verb>(?i:INSERT|REPLACE))" + GAP
    + rb"(?:(?i:LOW_PRIORITY|DELAYED|HIGH_PRIORITY)\b" + GAP + rb")?+"
    + rb"(?P<ignore>(?i:IGNORE)\b" + GAP + rb")?+"
    + rb"(?:(?i:INTO)\b" + GAP + rb")?+"
    + rb"(?:(?P<database>" + NAME + rb")" + GAP + rb"\." + GAP + rb")?+(?P<table>" + NAME + rb")" + GAP
    + rb"(?:(?i:PARTITION)" + GAP + rb"\([^)]*+\)" + GAP + rb")?+"
    + rb"(?:" + _NAMES + GAP + rb")?+"
    + rb"(?P<form>(?i:VALUES?|SET|SELECT|WITH|TABLE)\b|\()",
    re.DOTALL,
).match  # fmt: skip
_each_name = compiled(NAME + rb"(?=" + GAP + rb"(?:,|\Z))", re.DOTALL).findall
_DUPLICATE = rb"(?i:\bON" + BLANK + rb"++DUPLICATE\b)"
_UPDATE = rb"(?i:\bON" + GAP + rb"DUPLICATE" + GAP + rb"KEY" + GAP + rb"UPDATE\b)" + GAP
_TAIL = compiled(
    GAP + rb"(?:(?i:AS)\b" + GAP + rb"(?P<alias>" + NAME + rb")" + GAP + rb"(?:" + _NAMES + GAP + rb")?+)?+"
    + rb"(?P<update>" + _UPDATE + rb")?+(?P<returning>(?i:RETURNING)\b)?+",
    re.DOTALL,
).match  # fmt: skip
_says_duplicate = compiled(_DUPLICATE, re.DOTALL).search
# All of the rows at once: texts, names and comments are passed over, as the words may stand in them.
_before_duplicate = compiled(
    rb"(?:[^'\"`oO#/-]++|" + SINGLE + rb"|" + DOUBLE + rb"|`[^`]*+`|" + BLANK + rb"|(?!" + _DUPLICATE + rb")[oO#/-])*+",
    re.DOTALL,
).match
_named = compiled(
    rb"\)" + GAP + rb"(?i:AS)" + GAP + rb"(?P<alias>" + NAME + rb")" + GAP + rb"(?:" + _NAMES + GAP + rb")?+\Z",
    re.DOTALL,
).search
_update = compiled(_UPDATE, re.DOTALL).match
_only_rest = compiled(GAP + rb"(?:;" + GAP + rb")?\Z", re.DOTALL).match

WINDOW = 1 << 16
"""Bytes at the end of a statement in which ON DUPLICATE KEY UPDATE is looked for."""

LONGEST_ALIAS = 1 << 12


_TRUNCATE = compiled(
    GAP + rb"(?i:TRUNCATE)\b" + GAP + rb"(?:(?i:TABLE)\b" + GAP + rb")?+"
    + rb"(?:(?P<database>" + NAME + rb")" + GAP + rb"\." + GAP + rb")?+(?P<table>" + NAME + rb")" + GAP + rb"\Z",
    re.DOTALL,
).match  # fmt: skip


@dataclass(frozen=True, slots=True)
class Head:
    """`columns` is None where none were named. `form` is VALUES, SET, or the first word of a query.

    `end` is where the rows, or the assignments of SET, begin.
    """

    verb: str
    ignores: bool
    table: str
    columns: tuple[str, ...] | None
    form: str
    end: int
    database: str = ""
    """As it was named before the table."""


@dataclass(frozen=True, slots=True)
class Tail:
    """What follows the rows: the name (and columns) that they are given, and where the assignments begin, or 0."""

    alias: str = ""
    columns: tuple[str, ...] = field(default=())
    update: int = 0


def head(statement: bytes | memoryview) -> Head | None:
    found = _HEAD(statement)
    if found is None:
        return None
    form = found["form"].upper().decode()
    return Head(
        found["verb"].upper().decode(),
        found["ignore"] is not None,
        name_of(found["table"]),
        _names(found["columns"]),
        "VALUES" if form == "VALUE" else form,
        found.end(),
        name_of(found["database"] or b""),
    )


def truncated(statement: bytes) -> tuple[str, str] | None:
    """The database, if it is named, and the table that TRUNCATE empties."""
    found = _TRUNCATE(statement)
    return None if found is None else (name_of(found["database"] or b""), name_of(found["table"]))


def _names(listed: bytes | None) -> tuple[str, ...] | None:
    return None if listed is None else tuple(map(name_of, _each_name(listed)))


def tail(statement: bytes | memoryview, start: int) -> Tail:
    """What ON DUPLICATE KEY UPDATE says, known before the first row is read."""
    if not _says_duplicate(statement, max(start, len(statement) - WINDOW)):
        return Tail()
    rows = _before_duplicate(statement, start)
    assert rows is not None  # it matches nothing, too
    update = _update(statement, rows.end())
    if update is None:  # it is said in a text or a comment only
        return Tail()
    named = _named(statement, max(start, rows.end() - LONGEST_ALIAS), rows.end())
    if named is None:
        return Tail(update=update.end())
    return Tail(name_of(named["alias"]), _names(named["columns"]) or (), update.end())


def ends(statement: bytes | memoryview, at: int, tail: Tail) -> bool:
    """Whether there is nothing behind the rows but what `tail` has found."""
    found = _TAIL(statement, at)
    assert found is not None  # it matches nothing, too
    if found["update"]:
        return found.end("update") == tail.update
    return found["returning"] is not None or _only_rest(statement, found.end()) is not None
