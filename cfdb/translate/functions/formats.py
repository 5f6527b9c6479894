"""DATE_FORMAT and STR_TO_DATE."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cfdb.translate import literals
from cfdb.translate.casts import as_text, plain
from cfdb.translate.functions import intervals
from cfdb.translate.moments import as_moment, as_time, as_timestamp
from cfdb.translate.scopes import Context
from cfdb.translate.values import CAST, Kind, Untranslatable, Value

SHOWN = {
    "Y": "YYYY", "y": "YY", "m": "MM", "c": "FMMM", "M": "FMMonth", "b": "Mon", "d": "DD", "e": "FMDD", "D": "FMDDth",
    "j": "DDD", "W": "FMDay", "a": "Dy", "H": "HH24", "k": "FMHH24", "h": "HH12", "I": "HH12", "l": "FMHH12",
    "i": "MI", "s": "SS", "S": "SS", "f": "US", "p": "AM", "r": "HH12:MI:SS AM", "T": "HH24:MI:SS", "v": "IW",
    "x": "IYYY",
}  # fmt: skip
"""Specifiers as to_char() has them; with a blank ahead of a number that FM takes away."""

WEEKS = {"U": 0, "u": 1, "V": 2}
CLOCK = frozenset("HkhIlisSfprT")

READ = {
    "Y": ("YYYY", "[0-9]{4}"), "y": ("YY", "[0-9]{1,2}"), "m": ("MM", "[0-9]{1,2}"), "c": ("MM", "[0-9]{1,2}"),
    "d": ("DD", "[0-9]{1,2}"), "e": ("DD", "[0-9]{1,2}"), "H": ("HH24", "[0-9]{1,2}"), "k": ("HH24", "[0-9]{1,2}"),
    "h": ("HH12", "[0-9]{1,2}"), "I": ("HH12", "[0-9]{1,2}"), "l": ("HH12", "[0-9]{1,2}"), "i": ("MI", "[0-9]{1,2}"),
    "s": ("SS", "[0-9]{1,2}"), "S": ("SS", "[0-9]{1,2}"), "f": ("US", "[0-9]{1,6}"), "p": ("AM", "[AaPp][Mm]"),
    "M": ("Month", "[A-Za-z]{3,}"), "b": ("Mon", "[A-Za-z]{3}"),
    "T": ("HH24:MI:SS", "[0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}"),
}  # fmt: skip


def specifiers(pattern: str) -> Iterator[tuple[str, str]]:
    """The letters of a format, and the texts between them."""
    yield from re.findall(r"%(.)|([^%]+|%$)", pattern, re.DOTALL)


def date_format(context: Context, given: list[Value]) -> Value:
    return _formatted(context, _moment(context, given[0]), as_text(context, given[1]))


def time_format(context: Context, given: list[Value]) -> Value:
    span = given[0] if given[0].kind is Kind.INTERVAL else as_time(context, given[0])
    pattern = as_text(context, given[1])
    if any(letter and letter not in CLOCK for letter, _ in specifiers(pattern.literal or "")):
        raise Untranslatable("time_format() with a date")
    if span.kind is Kind.INTERVAL:
        context.note("time_format() of a time below zero has its sign at each part")
    return _formatted(context, span, pattern)


def _moment(context: Context, value: Value) -> Value:
    if value.kind in {Kind.TIME, Kind.INTERVAL}:
        raise Untranslatable("date_format() of a time")
    found = as_moment(context, value)
    if found.kind is Kind.NULL:
        return Value("NULL::timestamp", Kind.TIMESTAMP, CAST)
    return as_timestamp(context, found) if found.kind is Kind.TIMESTAMPTZ else found


def _formatted(context: Context, moment: Value, pattern: Value) -> Value:
    if pattern.literal is None:
        raise Untranslatable("a format of dates that is computed")
    context.stable("date_format()")
    parts: list[str] = []
    shown = ""
    for letter, text in specifiers(pattern.literal):
        if not letter or letter not in {*SHOWN, *WEEKS, "w", "X"}:
            shown += _verbatim(letter or text)
            continue
        if letter in SHOWN:
            shown += SHOWN[letter]
            continue
        parts += [_to_char(moment, shown)] if shown else []
        parts.append(_counted(context, moment, letter))
        shown = ""
    parts += [_to_char(moment, shown)] if shown or not parts else []
    binding = 12 if len(parts) == 1 else 6
    return Value(" || ".join(parts), Kind.TEXT, binding, nullable=moment.nullable, collation="ci")


def _verbatim(text: str) -> str:
    """What to_char() must not read: only letters and quotes mean something to it."""
    if re.fullmatch(r"[-\s/.:,()]*", text):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _to_char(moment: Value, shown: str) -> str:
    return f"to_char({moment.sql}, {literals.written(shown)})"


def _counted(context: Context, moment: Value, letter: str) -> str:
    if letter == "w":
        return f"EXTRACT(DOW FROM {moment.sql})::text"
    if letter == "X":
        number = intervals.yearweek(context, moment, 2)
        return f"lpad((({number.sql}) / 100)::text, 4, '0')"
    number = intervals.week(context, moment, WEEKS[letter])
    return f"lpad({number.within(CAST)}::text, 2, '0')"


def str_to_date(context: Context, given: list[Value]) -> Value:
    """NULL where the text does not look like the format; where it does, and is no date, PostgreSQL raises an error."""
    text, pattern = plain(context, as_text(context, given[0])), as_text(context, given[1])
    if pattern.literal is None:
        raise Untranslatable("str_to_date() with a format that is computed")
    context.stable("str_to_date()")
    shown, pieces, letters = "", [], ""
    for letter, between in specifiers(pattern.literal):
        if letter and letter not in READ:
            raise Untranslatable(f"str_to_date() with %{letter}")
        shown += READ[letter][0] if letter else _verbatim(between)
        pieces.append(READ[letter][1] if letter else _escaped(between))
        letters += letter or " "
    kind = _kind(set(letters) - {" "})
    context.note("a text that looks like a date and is none raises an error, where MySQL says NULL")
    read = f"to_timestamp({text.sql}, {literals.written(shown)})::{kind}"
    if kind is Kind.DATE:
        read = f"to_date({text.sql}, {literals.written(shown)})"
    matched = f"{text.within(7)} ~ {literals.written(_looks(pieces, letters))}"
    return Value(f"CASE WHEN {matched} THEN {read} END", kind, scale=6 if "f" in letters else 0)


def _escaped(text: str) -> str:
    """As a regular expression: any blanks, or none, stand for blanks."""
    return "".join("[[:space:]]*" if part.isspace() else re.escape(part) for part in re.findall(r"\s+|\S+", text))


def _looks(pieces: list[str], letters: str) -> str:
    """The text may end early, once its date is there."""
    day = max((number for number, letter in enumerate(letters, 1) if letter not in CLOCK and letter != " "), default=1)
    ahead, behind = "".join(pieces[:day]), ""
    for piece in reversed(pieces[day:]):
        behind = f"(?:{piece}{behind})?"
    return f"^[[:space:]]*{ahead}" + (behind and f"{behind}")


def _kind(letters: set[str]) -> Kind:
    day, clock = letters - CLOCK, letters & CLOCK
    if not day:
        return Kind.TIME
    if not day & set("Yy") or not day & set("mcMb") or not day & set("de"):
        raise Untranslatable("str_to_date() without a whole date")
    return Kind.TIMESTAMP if clock else Kind.DATE
