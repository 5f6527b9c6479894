r"""What most values of a dump look like, as regular expressions: C reads them, Python only moves them.

What these patterns match, PostgreSQL reads as it stands once the backslashes of its texts are undone, or a function
that is given here says how it is written. All else (zero dates, NUL bytes, numbers in quotes that are none …) is left
to `values`, one by one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from cfdb.model.schema import IndexKind
from cfdb.translate.rows.literals import Kind, Literal, literal, match_literal
from cfdb.translate.rows.values import Target, raw_bytes
from cfdb.translate.types import BYTES, INTEGERS, SPATIAL, is_boolean

Convert = Callable[[bytes], bytes]

INTEGER = rb"-?+[0-9]++"
COUNTED = rb"-?+[1-9][0-9]*+"
DECIMAL = rb"-?+[0-9]++(?:\.[0-9]++)?+"
FLOAT = DECIMAL + rb"(?:[eE][-+]?+[0-9]++)?+"
# mysql_real_escape_string() writes no escapes but these, and \0.
TEXT = rb"'[^'\\\x00]*+(?:(?:''|\\[\\'\"nrtbZ])[^'\\\x00]*+)*+'"
# MySQL gives a CHAR without the blanks at its end.
PADDED = TEXT[:-1] + rb"(?<! )'"
# \u0000 and halves of characters are not for jsonb; a backslash of JSON is two of them here.
JSON = rb"'[^'\\\x00]*+(?:(?:''|\\['\"nrtbZ]|\\\\(?!u(?:0000|[dD][89a-fA-F])))[^'\\\x00]*+)*+'"
RAW = rb"(?:_binary )?+'[^'\\\x00]*+(?:(?:''|\\[\\'\"nrtbZ0])[^'\\\x00]*+)*+'"
HEX = rb"0x(?:[0-9a-fA-F]{2})++"
BITS = rb"b'[01]*+'"
# Neither a year 0 nor a month or day 0, nor the 29th of February: the calendar is for Python.
DATE = (
    rb"(?!0000)[0-9]{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])"
    rb"|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
)
CLOCK = rb"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,6}+)?+"
YEAR = rb"(?:19|20|21)[0-9]{2}"
WORD = rb"[A-Za-z0-9_]++"


class Plain(NamedTuple):
    """`pattern` has no groups. `insert` and `copy` write what it matched; None leaves it as it is."""

    pattern: bytes
    insert: Convert | None = None
    copy: Convert | None = None


def either(*patterns: bytes) -> bytes:
    return b"(?:" + b"|".join(patterns) + b")"


def quoted(pattern: bytes) -> bytes:
    return b"'" + pattern + b"'"


PATTERNS = {
    **dict.fromkeys(INTEGERS, either(INTEGER, quoted(INTEGER))),
    **dict.fromkeys(("float", "double"), either(FLOAT, quoted(FLOAT))),
    **dict.fromkeys(("datetime", "timestamp"), quoted(DATE + rb"(?: " + CLOCK + rb")?+")),
    "decimal": either(DECIMAL, quoted(DECIMAL)),
    "year": either(YEAR, quoted(YEAR)),
    "date": quoted(DATE),
    "time": quoted(CLOCK),
    "json": JSON,
}
"""By the name of the type, where nothing has to be converted."""


def plain(target: Target, *, auto_on_zero: bool) -> Plain:
    """How values of a column mostly are written."""
    found = _of_type(target, auto_on_zero=auto_on_zero)
    # NULL where none is allowed asks for the next number of a counter, or for the time.
    allows_null = target.column.nullable and not target.column.auto_increment and not _is_key(target)
    return found._replace(pattern=either(found.pattern, b"NULL") if allows_null else found.pattern)


def _is_key(target: Target) -> bool:
    own = target.column.name.lower()
    keys = (index for index in target.table.indexes if index.kind is IndexKind.PRIMARY)
    return any(part.column.lower() == own for index in keys for part in index.parts)


def _of_type(target: Target, *, auto_on_zero: bool) -> Plain:
    column = target.column
    name = column.type.name
    if is_boolean(column, target.policies) and not column.auto_increment:
        return Plain(rb"[01]", insert=_truth)
    if column.auto_increment and auto_on_zero:
        return Plain(either(COUNTED, quoted(COUNTED)))
    if name in PATTERNS:
        return Plain(PATTERNS[name])
    if name in BYTES:
        return _bytes(target)
    if name in SPATIAL:
        return Plain(either(RAW, HEX), *_through(target))
    match name:
        case "enum":
            return Plain(_members(column.type.arguments))
        case "char":
            return Plain(PADDED)
        case "set":
            return Plain(quoted(rb"(?:" + WORD + rb"(?:," + WORD + rb")*+)?+"), *_remembered(_through(target)))
        case "bit":
            return Plain(either(BITS, HEX, RAW), *_remembered(_through(target, "B")))
        case _:
            return Plain(TEXT)


_TRUTH = {b"0": b"false", b"1": b"true", b"NULL": b"NULL"}
_truth: Convert = _TRUTH.__getitem__


def _members(members: tuple[str, ...]) -> bytes:
    simple = [member for member in members if re.fullmatch(r"[\w .:/+-]+", member)]
    # Nothing matches where no member is simple.
    return quoted(either(*(re.escape(member.encode()) for member in simple))) if simple else rb"(?!)"


def _through(target: Target, mark: str = "") -> tuple[Convert, Convert]:
    """By way of `values`. What comes of it holds no backslash and no quote."""

    def read(raw: bytes) -> str | None:
        found = match_literal(raw)
        assert found is not None  # the pattern has matched it
        return target.text(literal(found), _reported)

    def insert(raw: bytes) -> bytes:
        text = read(raw)
        return b"NULL" if text is None else f"{mark}'{text}'".encode()

    def copy(raw: bytes) -> bytes:
        text = read(raw)
        return b"NULL" if text is None else text.encode()

    return insert, copy


def _remembered(functions: tuple[Convert, Convert]) -> tuple[Convert, Convert]:
    """Sets and bits repeat; geometries do not."""
    insert, copy = functions
    return lru_cache(maxsize=1024)(insert), lru_cache(maxsize=1024)(copy)


def _reported(*_: str) -> None:
    raise Doubtful


class Doubtful(Exception):
    """A value that has a finding: its row has to go the slow way."""


def _bytes(target: Target) -> Plain:
    def digits(raw: bytes) -> bytes:
        data = bytes.fromhex(raw[2:].decode()) if raw.startswith(b"0x") else unescaped(raw[raw.index(b"'") + 1 : -1])
        return raw_bytes(target, Literal(Kind.BYTES, data)).hex().encode()

    def insert(raw: bytes) -> bytes:
        return raw if raw == b"NULL" else b"'\\x" + digits(raw) + b"'"

    def copy(raw: bytes) -> bytes:
        return raw if raw == b"NULL" else b"\\\\x" + digits(raw)

    return Plain(either(RAW, HEX), insert, copy)


def unescaped(raw: bytes) -> bytes:
    """What stands between the quotes of a RAW."""
    if b"''" in raw:
        raw = raw.replace(b"''", b"'")
    if b"\\" not in raw:
        return raw
    raw = (
        raw.replace(b"\\\\", b"\0")
        .replace(b"\\'", b"'")
        .replace(b'\\"', b'"')
        .replace(b"\\n", b"\n")
        .replace(b"\\r", b"\r")
        .replace(b"\\t", b"\t")
        .replace(b"\\b", b"\b")
        .replace(b"\\Z", b"\x1a")
    )
    return b"\0".join(part.replace(b"\0", b"\\") for part in raw.split(b"\\0"))


def undone(text: bytes) -> bytes:
    """Texts without MySQL's backslashes, for standard_conforming_strings; there is no NUL in here to mistake."""
    if b"\\" not in text:
        return text
    return (
        text.replace(b"\\\\", b"\0")
        .replace(b"\\'", b"''")
        .replace(b'\\"', b'"')
        .replace(b"\\n", b"\n")
        .replace(b"\\r", b"\r")
        .replace(b"\\t", b"\t")
        .replace(b"\\b", b"\b")
        .replace(b"\\Z", b"\x1a")
        .replace(b"\0", b"\\")
    )


def copied(lines: bytes) -> bytes:
    r"""Values as MySQL writes them, between tabs and line ends, as COPY reads them.

    COPY knows MySQL's escapes but \Z. A quote opens behind a tab and closes before one, as tabs within texts are
    written as escapes; two quotes are one, and a quote behind a backslash is its own.
    """
    if b"\\Z" in lines:
        lines = lines.replace(b"\\\\", b"\0").replace(b"\\Z", b"\x1a").replace(b"\0", b"\\\\")
    lines = lines.replace(b"\tNULL", b"\t\\N").replace(b"\nNULL", b"\n\\N")
    lines = lines.replace(b"'\t", b"\t").replace(b"'\n", b"\n").replace(b"\t'", b"\t").replace(b"\n'", b"\n")
    return lines.replace(b"''", b"'")


def escaped(chunk: bytes) -> bytes:
    """Rows whose texts hold no tab, line feed or carriage return of their own."""
    for raw, written in ((b"\t", b"\\t"), (b"\n", b"\\n"), (b"\r", b"\\r")):
        if raw in chunk:
            chunk = chunk.replace(raw, written)
    return chunk
