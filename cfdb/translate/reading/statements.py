"""One statement of a script as it stands there: where it ends, and what its bytes say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cfdb.syntax import mysql
from cfdb.syntax.tokens import Kind, tokens

DATA = {"INSERT", "REPLACE", "UPDATE", "DELETE", "TRUNCATE"}
STORED = {"VIEW", "PROCEDURE", "FUNCTION", "TRIGGER", "EVENT"}
PROGRAMS = STORED - {"VIEW"}
"""What may hold statements of its own."""
WITHIN = {"END", "ELSE", "ELSEIF", "UNTIL", "WHEN"}
"""Words that a statement begins with which has been torn out of a program."""

LONGEST_GAP = 64
"""Bytes between a statement and its delimiter, as people write them."""


def with_bytes(raw: bytes) -> str:
    """The text, in which defaults that are no UTF-8 are written as x'…'; empty where other things are none, too."""
    text = raw.decode(errors="surrogateescape")
    kept: list[str] = []
    place, before = 0, ""
    for token in tokens(text):
        if before == "DEFAULT" and token.kind is Kind.TEXT:
            value = token.value.encode(errors="surrogateescape")
            if not _is_utf8(value):
                kept += (text[place : token.start], f"x'{value.hex()}'")
                place = token.end
        before = token.upper
    found = "".join(kept) + text[place:]
    return found if _is_utf8(found.encode(errors="surrogateescape")) else ""


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


def says_nothing(raw: bytes) -> bool:
    """Whether there is nothing but blanks and comments."""
    return next(tokens(raw.decode(errors="replace")), None) is None


def apart(text: bytes, sent: mysql.Statement) -> Iterator[mysql.Statement]:
    """Under another delimiter a client sends several statements at once: mostly a DROP, and the CREATE of a program."""
    is_usual = sent.first in DATA and text[sent.end : sent.end + LONGEST_GAP].lstrip().startswith(b";")
    if is_usual or text.find(b";", sent.start, sent.end) < 0:
        yield sent
        return
    parts = list(mysql.scan(text[sent.start : sent.end], _ignore))
    torn = any(part.first in WITHIN for part in parts)
    for part in parts:
        if torn and part.first in ("CREATE", "ALTER") and part.second in PROGRAMS:
            # Its own semicolons are not told from those behind it.
            yield replace(part, start=sent.start + part.start, end=sent.end)
            return
        yield replace(part, start=sent.start + part.start, end=sent.start + part.end)


def _ignore(_: mysql.Problem) -> None:
    """It has been reported for the whole."""
