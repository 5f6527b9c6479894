"""The list of a SELECT: its expressions, and what its columns are called."""

from __future__ import annotations

from dataclasses import dataclass

from cfdb.copying import query as queries
from cfdb.copying.query import Clauses, Span
from cfdb.copying.words import NotCopied, Words, quoted
from cfdb.syntax.tokens import Kind

OPERATORS = frozenset((
    "AND", "AS", "AGAINST", "BETWEEN", "BINARY", "CASE", "COLLATE", "DIV", "ELSE", "ESCAPE", "EXISTS", "IN", "INTERVAL",
    "IS", "LIKE", "MEMBER", "MOD", "NOT", "OF", "OR", "OVER", "REGEXP", "RLIKE", "SOUNDS", "THEN", "WHEN", "XOR",
    "ZONE",
))  # fmt: skip
"""Words that an expression goes on behind: what follows is not an alias."""

LITERALS = frozenset(("DATE", "TIME", "TIMESTAMP"))
"""Before a text they make it a moment."""

UNITS = frozenset((
    "MICROSECOND", "SECOND", "MINUTE", "HOUR", "DAY", "WEEK", "MONTH", "QUARTER", "YEAR", "SECOND_MICROSECOND",
    "MINUTE_MICROSECOND", "MINUTE_SECOND", "HOUR_MICROSECOND", "HOUR_SECOND", "HOUR_MINUTE", "DAY_MICROSECOND",
    "DAY_SECOND", "DAY_MINUTE", "DAY_HOUR", "YEAR_MONTH",
))  # fmt: skip

CONSTANTS = frozenset(("DEFAULT", "FALSE", "NULL", "TRUE"))
DROPPED = queries.MODIFIERS - {"ALL", "DISTINCT", "DISTINCTROW", "STRAIGHT_JOIN"}
"""Modifiers that change no row, and that servers take at the very beginning of a statement only."""

NO_COLUMNS = "name the columns, as the ones of the INSERT are named"

NAME = "cfdb_"

Edit = tuple[int, int, str]
"""From a character to before another one, and what is to stand there."""


@dataclass(frozen=True, slots=True)
class Item:
    """An expression from one word to before another, and the column's name: empty where the server makes one up."""

    span: Span
    stop: int
    """Behind the alias."""
    name: str


def items(words: Words, clauses: Clauses) -> list[Item]:
    """Raises NotCopied where it is not said which columns there are."""
    return [_item(words, start, stop) for start, stop in queries.separated(words, *clauses.items)]


def _item(words: Words, start: int, stop: int) -> Item:
    if start >= stop:
        raise NotCopied(words.place(start), "expression is expected here")
    if words.symbol(stop - 1) == "*" and (stop - start == 1 or words.symbol(stop - 2) == "."):
        raise NotCopied(words.place(start), f"{words.cut(start, stop)} does not say which columns", NO_COLUMNS)
    end = _without_alias(words, start, stop)
    if end < stop:
        return Item((start, end), stop, words.token(stop - 1).value)
    parts = queries.name_of(words, (start, stop))
    is_column = stop - start == 2 * len(parts) - 1 and all(words.is_name(at) for at in range(start, stop, 2))
    is_column = is_column and words.keyword(start) not in CONSTANTS
    return Item((start, end), stop, words.token(stop - 1).value if is_column else "")


def named(words: Words, clauses: Clauses) -> tuple[tuple[str, ...], list[Edit]]:
    """Names for the columns of a SELECT, no two of which are the same, and what that changes in its text.

    Names that are there stay, as ORDER BY and others may use them.
    """
    edits = [
        (words.place(at), words.place(at + 1), "")
        for at in range(clauses.items[0] - len(clauses.modifiers) - 1, clauses.items[0])
        if words.keyword(at) in DROPPED
    ]
    names: list[str] = []
    for number, item in enumerate(items(words, clauses), 1):
        name = item.name
        if not name.strip() or name.lower() in map(str.lower, names):
            name = f"{NAME}{number}"
            end = words.token(item.span[1] - 1).end
            edits.append((end, words.token(item.stop - 1).end, f" AS {quoted(name)}"))
        names.append(name)
    return tuple(names), edits


def edited(words: Words, span: Span, edits: list[Edit]) -> str:
    """The text between two words, with the changes that fall between them."""
    start, stop = words.place(span[0]), words.token(span[1] - 1).end
    pieces: list[str] = []
    for begin, end, text in edits:
        pieces += [words.text[start:begin], text]
        start = end
    return "".join([*pieces, words.text[start:stop]])


def _without_alias(words: Words, start: int, stop: int) -> int:
    """Where an item ends, its alias aside."""
    last, before = stop - 1, stop - 2
    if stop - start < 2 or words.symbol(last):
        return stop
    if words.keyword(before) == "AS":
        return before
    token, previous = words.token(last), words.token(before)
    if token.kind is Kind.NUMBER or words.keyword(last) == "END" or words.symbol(before) not in ("", ")", "}"):
        return stop
    if words.keyword(before) in OPERATORS:
        return stop
    if token.kind is Kind.TEXT:
        introduced = words.keyword(before) in LITERALS or previous.upper.startswith("_")
        joined = previous.kind is Kind.TEXT or introduced
        return stop if joined else before + 1
    if words.keyword(last) in UNITS and _ends_interval(words, start, last):
        return stop
    return before + 1


def _ends_interval(words: Words, start: int, last: int) -> bool:
    """Whether a unit belongs to an INTERVAL, which has one, and is not an alias."""
    open_intervals = 0
    for at in words.level(start, last):
        if words.keyword(at) == "INTERVAL":
            open_intervals += 1
        elif words.keyword(at) in UNITS and open_intervals:
            open_intervals -= 1
    return open_intervals > 0
