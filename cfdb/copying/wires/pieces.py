"""Pieces of SQL that several types are written with.

A backslash in a literal of MySQL stands for itself twice: sql_mode must not have NO_BACKSLASH_ESCAPES.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from cfdb.copying.wires.pair import UTF8
from cfdb.model.schema import Type

ESCAPES = (("\\", "\\\\\\\\"), ("\t", "\\\\t"), ("\n", "\\\\n"), ("\r", "\\\\r"))
"""What COPY's text format has a meaning for, as what it is written, in a literal of MySQL. The backslash is first."""


LITERAL = (("\\", "\\\\"), ("'", "''"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r"))
"""What a literal of MySQL cannot hold, or should not: a person may read it. The backslash is first."""


def literal(text: str) -> str:
    """In MySQL's words. A pair of braces would be taken for the value's place: such a text is given by its bytes."""
    if "{}" in text:
        return f"x'{text.encode().hex()}'"
    for character, written in LITERAL:
        text = text.replace(character, written)
    return f"'{text}'"


SHORT = 1_000
"""Characters of a text up to which REPLACE is used: a line of seven short texts takes MariaDB a fifth less."""


def escaped(form: str, alphabet: Iterable[str] | None = None, *, short: bool = False) -> str:
    """For a field of COPY's text format. `alphabet` has all characters that can occur, where that is known.

    A text that is not known to be `short` may be one that takes MariaDB's REPLACE minutes.
    """
    known = None if alphabet is None else set("".join(alphabet))
    for character, written in ESCAPES:
        if known is None or character in known:
            plainly = f"REPLACE({form}, {literal(character)}, '{written}')"
            form = plainly if short else _replaced(form, character, written)
    return form


def _replaced(form: str, character: str, written: str) -> str:
    """MariaDB's REPLACE moves all that follows, for each place it finds: 1 MB of 25,000 lines takes it 4 s, 10 MB
    minutes. Its regular expressions take milliseconds; those of MySQL are not for bytes. Each of them reads comments
    that the other does not.
    """
    pattern, group_free = literal(re.escape(character)), written.replace("\\", "\\\\")
    return (
        f"/*M! REGEXP_REPLACE*/ /*!80000 REPLACE*/ ({form}, /*M! {pattern}, '{group_free}'*/"
        f" /*!80000 {literal(character)}, '{written}'*/)"
    )


def raw(type: Type, form: str = "{}") -> str:
    """The bytes of a text in UTF-8. Functions of bytes take about two thirds of the time of those of characters."""
    if type.charset in UTF8 and type.name != "json":
        return f"CAST({form} AS BINARY)"
    return f"CAST({characters(type, form)} AS BINARY)"


def characters(type: Type, form: str = "{}") -> str:
    """A text in UTF-8, whatever the column's character set."""
    return form if type.charset == "utf8mb4" else f"CONVERT({form} USING utf8mb4)"


def field(type: Type) -> str:
    """A text, or bytes that are one, as a field of COPY's text format."""
    if type.charset == "binary":
        return escaped("{}")
    # Members are known where a column is selected as it is: most have nothing that needs an escape.
    members = type.name in ("enum", "set")
    short = members or (type.name in ("char", "varchar") and (type.length or SHORT + 1) <= SHORT)
    return escaped(raw(type), type.arguments if members and type.arguments else None, short=short)


def trimmed(form: str) -> str:
    """A number or time that has a point, without zeros at its end."""
    return f"TRIM(TRAILING '.' FROM TRIM(TRAILING '0' FROM {form}))"


def between(low: int | str, high: int | str, value: str = "{}") -> str:
    return f"{value} NOT BETWEEN {low} AND {high}"


def any_of(conditions: Iterable[str]) -> str:
    found = [condition for condition in conditions if condition]
    return found[0] if len(found) == 1 else " OR ".join(f"({condition})" for condition in found)
