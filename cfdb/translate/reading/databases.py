"""Names of databases: a script is of one, whose name says nothing; what is of another one is not there."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from cfdb.syntax.tokens import Kind, Token, tokens

HEADER = re.compile(rb"^-- (?:Host: [^\n]*?\bDatabase: *|Current Database: *)`?([^\s`]+)`?[ \t\r]*$", re.MULTILINE)
"""What mysqldump writes at the top, or before each of several databases."""
USE = re.compile(rb"(?:(?i:use)\s|\\u)\s*(?:`([^`]+)`|([^\s;`]+))")

SYSTEM = {"information_schema", "mysql", "performance_schema", "sys"}
"""Databases of the server itself, which are told of where they are asked."""

TABLE_FOLLOWS = {"FROM", "JOIN", "STRAIGHT_JOIN", "UPDATE", "CALL", "TABLE"}
INSERTING = {"INSERT", "REPLACE", "IGNORE", "LOW_PRIORITY", "DELAYED", "HIGH_PRIORITY"}
LIST_ENDS = {
    "WHERE", "GROUP", "ORDER", "HAVING", "LIMIT", "SET", "UNION", "EXCEPT", "INTERSECT", "SELECT", "FOR", "WINDOW",
    "VALUES", "INTO", ";",
}  # fmt: skip
FROM_INSIDE = {"EXTRACT", "TRIM", "SUBSTRING", "SUBSTR", "MID"}
"""Functions within whose parentheses FROM names no table."""


@dataclass
class Found:
    """A text without the name of its own database; `others` are databases that it names besides."""

    text: str
    others: list[str] = field(default_factory=list)


def header(text: bytes) -> str:
    found = HEADER.search(text[:4096])
    return found[1].decode(errors="replace") if found else ""


def used(text: bytes, offset: int) -> str:
    """The database that USE names."""
    found = USE.match(text, offset)
    return (found[1] or found[2]).decode(errors="replace") if found else ""


def unqualified(text: str, own: Collection[str]) -> Found:
    """`own` are the names, in lower case, that stand for the database itself.

    `shop`.`x` is a column where a table is called like the database: only where a table can stand, before a
    parenthesis, or with three names, is it the database.
    """
    found, kept, place = Found(text), [], 0
    if not own or "." not in text:
        return found
    for name, following in _qualifiers(list(tokens(text))):
        if name.value.lower() in own:
            kept.append(text[place : name.start])
            place = following.start
        elif name.value.lower() not in SYSTEM and name.value not in found.others:
            found.others.append(name.value)
    found.text = "".join(kept) + text[place:]
    return found


def _qualifiers(words: list[Token]) -> Iterator[tuple[Token, Token]]:
    """Names of databases, each with the name behind its dot."""
    listing = [False]
    """By depth of parentheses, whether a comma is followed by a table."""
    inside = [""]
    for at, token in enumerate(words):
        before = words[at - 1] if at else None
        if token.kind is Kind.SYMBOL and token.value == "(":
            # Parentheses around joined tables, or those of a function or query.
            listing.append(_stands_for_table(words, at, listing[-1], inside[-1]))
            inside.append(before.upper if before else "")
        elif token.kind is Kind.SYMBOL and token.value == ")" and len(listing) > 1:
            listing.pop()
            inside.pop()
        elif token.upper in LIST_ENDS or token.value == ";":
            listing[-1] = False
        elif token.upper in ("FROM", "UPDATE"):
            listing[-1] = inside[-1] not in FROM_INSIDE
        if not _is_pair(words, at):
            continue
        following = words[at + 3] if at + 3 < len(words) else None
        is_long = following is not None and following.kind is Kind.SYMBOL and following.value in (".", "(")
        if is_long or _stands_for_table(words, at, listing[-1], inside[-1]):
            yield token, words[at + 2]


def _is_pair(words: list[Token], at: int) -> bool:
    if at + 2 >= len(words) or words[at + 1].value != "." or words[at + 1].kind is not Kind.SYMBOL:
        return False
    named = all(words[one].kind in (Kind.NAME, Kind.WORD) for one in (at, at + 2))
    return named and not words[at].value.startswith("@") and not (at and words[at - 1].value == ".")


def _stands_for_table(words: list[Token], at: int, listing: bool, inside: str) -> bool:
    """Whether a table stands at this place."""
    if not at:
        return False
    before, earlier = words[at - 1], words[at - 2] if at > 1 else None
    if before.kind is Kind.SYMBOL:
        return listing and before.value in (",", "(")
    if before.upper == "INTO" or before.upper in INSERTING:
        return before.upper != "INTO" or (earlier is not None and earlier.upper in INSERTING)
    if before.upper == "UPDATE":
        return earlier is None or earlier.upper not in ("KEY", "ON", "FOR")
    if before.upper == "FROM":
        return inside not in FROM_INSIDE
    return before.upper in TABLE_FOLLOWS
