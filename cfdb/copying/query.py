"""The parts of a query: its WITH, the SELECTs that it unites, their clauses, and what FROM names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from cfdb.copying.words import BEGINS_QUERY, NotCopied, Words
from cfdb.syntax.tokens import Kind

SETS = frozenset(("UNION", "EXCEPT", "INTERSECT", "MINUS"))
MODIFIERS = frozenset((
    "ALL", "DISTINCT", "DISTINCTROW", "HIGH_PRIORITY", "STRAIGHT_JOIN", "SQL_SMALL_RESULT", "SQL_BIG_RESULT",
    "SQL_BUFFER_RESULT", "SQL_NO_CACHE", "SQL_CACHE", "SQL_CALC_FOUND_ROWS",
))  # fmt: skip
JOINS = frozenset(("JOIN", "INNER", "CROSS", "LEFT", "RIGHT", "FULL", "NATURAL", "OUTER", "STRAIGHT_JOIN"))
NO_ALIAS = frozenset(("USE", "IGNORE", "FORCE", "ON", "USING", "FOR", "TABLESAMPLE"))

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Query:
    """Places in the words: `prefix` is WITH and its `names` (lower case, each with the place of its query)."""

    prefix: Span
    names: tuple[tuple[str, int], ...]
    recursive: bool
    branches: tuple[Span, ...]
    sets: tuple[str, ...]
    """What stands between the branches: UNION ALL, UNION …"""
    tail: Span
    """Clauses of the whole behind several branches, or behind parentheses."""


@dataclass(frozen=True, slots=True)
class Clauses:
    """Of one SELECT: `modifiers` (upper case), the span of its list, and every clause behind by its keyword."""

    modifiers: frozenset[str]
    items: Span
    parts: Mapping[str, Span]

    @property
    def source(self) -> Span:
        """What stands behind FROM; nothing where there is no table."""
        start, stop = self.parts.get("FROM", (0, 0))
        return (start + 1, stop) if stop else (0, 0)


@dataclass(frozen=True, slots=True)
class Factor:
    """One table of FROM. `join` is what stands before it: nothing, a comma, or LEFT JOIN …

    `kind`: `table` (a name of one or two words, `name`), `tables` (in parentheses, `inside`), `query`, `function`, or
    `odd` for what is not known.
    """

    join: str
    kind: str
    name: Span
    inside: Span
    alias: int | None


def query(words: Words, start: int, stop: int) -> Query:
    """The parts of a query that goes from `start` to before `stop`. Raises NotCopied where it is none."""
    if words.is_query(start) and words.behind(start) == stop:
        return query(words, start + 1, stop - 1)
    names: tuple[tuple[str, int], ...] = ()
    recursive, begin = False, start
    if words.keyword(start) == "WITH":
        recursive = words.keyword(start + 1) == "RECURSIVE"
        names, begin = _named(words, start + 1 + recursive, stop)
    branches, sets, tail = _branches(words, begin, stop)
    return Query((start, begin), names, recursive, branches, sets, tail)


def _named(words: Words, at: int, stop: int) -> tuple[tuple[tuple[str, int], ...], int]:
    """The queries that WITH names, and where the main one begins."""
    found: list[tuple[str, int]] = []
    while at < stop:
        name = words.token(at).value.lower()
        at += 1
        if words.symbol(at) == "(":
            at = words.behind(at)
        if words.keyword(at) != "AS" or not words.is_query(at + 1):
            raise NotCopied(words.place(at), "WITH is not understood here")
        found.append((name, at + 1))
        at = words.behind(at + 1)
        if words.symbol(at) != ",":
            return tuple(found), at
        at += 1
    raise NotCopied(words.place(at), "WITH has no query behind it")


def _branches(words: Words, start: int, stop: int) -> tuple[tuple[Span, ...], tuple[str, ...], Span]:
    branches: list[Span] = []
    sets: list[str] = []
    begin = start
    for at in words.level(start, stop):
        if words.keyword(at) in SETS:
            branches.append(_alone(words, begin, at))
            how = words.keyword(at + 1)
            sets.append(f"{words.keyword(at)} {how}" if how in ("ALL", "DISTINCT") else words.keyword(at))
            begin = at + 1 + (how in ("ALL", "DISTINCT"))
    end = stop
    if words.is_query(begin):
        end = words.behind(begin)
    elif branches:
        end = next((at for at in words.level(begin, stop) if clause_at(words, at) in _OF_THE_WHOLE), stop)
    return (*branches, (begin, end)), tuple(sets), (end, stop)


def _alone(words: Words, start: int, stop: int) -> Span:
    """A SELECT that another one follows: what is said about all rows would have to be in parentheses."""
    for at in words.level(start, stop):
        if (clause := clause_at(words, at)) in _OF_THE_WHOLE:
            raise NotCopied(words.place(at), f"{clause} stands before another SELECT", "put the SELECT in parentheses")
    return start, stop


_OF_THE_WHOLE = frozenset(("ORDER", "LIMIT", "OFFSET", "FETCH", "INTO", "FOR", "LOCK"))


def clause_at(words: Words, at: int) -> str:
    """The clause that begins at a place, by its first keyword."""
    word, following = words.keyword(at), words.keyword(at + 1)
    match word:
        case "FROM" | "WHERE" | "HAVING" | "LIMIT" | "INTO" | "PROCEDURE":
            return word
        case "GROUP" | "ORDER" if following == "BY" and words.keyword(at - 1) != "FOR":
            return word
        case "FOR" if following in ("UPDATE", "SHARE"):
            return word
        case "LOCK" if following == "IN":
            return word
        case "FETCH" if following in ("FIRST", "NEXT"):
            return word
        case "OFFSET" if words.keyword(at + 2) in ("ROW", "ROWS"):
            return word
        case "WINDOW" if words.is_name(at + 1) and words.keyword(at + 2) == "AS" and words.symbol(at + 3) == "(":
            return word
    return ""


def clauses(words: Words, start: int, stop: int) -> Clauses:
    """Raises NotCopied where there is no SELECT, or where a clause comes twice."""
    if words.keyword(start) != "SELECT":
        raise NotCopied(words.place(start), "SELECT is expected here")
    begin = start + 1
    modifiers = set()
    while words.keyword(begin) in MODIFIERS:
        modifiers.add(words.keyword(begin))
        begin += 1
    starts = [(at, clause) for at in words.level(begin, stop) if (clause := clause_at(words, at))]
    parts: dict[str, Span] = {}
    for (at, clause), (after, _) in pairwise([*starts, (stop, "")]):
        if clause in parts:
            raise NotCopied(words.place(at), f"{clause} comes twice")
        if after == at + 1 or (clause == "WHERE" and words.keyword(at + 1) in BEGINS_QUERY):
            raise NotCopied(words.place(at), f"{clause} says nothing")
        parts[clause] = (at, after)
    return Clauses(frozenset(modifiers), (begin, starts[0][0] if starts else stop), parts)


def separated(words: Words, start: int, stop: int) -> Iterator[Span]:
    """What stands between commas."""
    begin = start
    for at in words.level(start, stop):
        if words.symbol(at) == ",":
            yield begin, at
            begin = at + 1
    yield begin, stop


def factors(words: Words, start: int, stop: int) -> Iterator[Factor]:
    """The tables of FROM, in order."""
    join, begin, at = "", start, start
    while at < stop:
        if words.symbol(at) == ",":
            yield _factor(words, join, begin, at)
            join, begin, at = ",", at + 1, at + 1
        elif _joins(words, at):
            yield _factor(words, join, begin, at)
            after = at
            while words.keyword(after) in JOINS:
                after += 1
            join = " ".join(words.keyword(place) for place in range(at, after))
            begin = at = after
        else:
            at = words.behind(at)
    yield _factor(words, join, begin, stop)


def _joins(words: Words, at: int) -> bool:
    word = words.keyword(at)
    if word not in JOINS or (word == "JOIN" and words.keyword(at - 1) == "FOR"):
        return False
    # LEFT(…) and RIGHT(…) are functions; FULL may be a name.
    return words.keyword(at + 1) in JOINS if word in ("LEFT", "RIGHT", "FULL") else True


def _factor(words: Words, join: str, start: int, stop: int) -> Factor:
    if start >= stop:
        raise NotCopied(words.place(start), "table is expected here")
    lateral = words.keyword(start) == "LATERAL" and words.is_query(start + 1)
    begin = start + lateral
    nothing = (begin, begin)
    behind = words.behind(begin)
    if words.is_query(begin):
        return Factor(join, "query", nothing, (begin, behind), _alias(words, behind, stop))
    if words.symbol(begin) in ("(", "{"):
        _nothing_else(words, behind, stop)
        return Factor(join, "tables", nothing, (begin + 1 + (words.keyword(begin + 1) == "OJ"), behind - 1), None)
    if not words.is_name(begin):
        raise NotCopied(words.place(begin), "table is expected here")
    if words.symbol(behind) == "." and words.is_name(behind + 1):
        behind += 2
    name = (begin, behind)
    if words.symbol(behind) == "(":
        return Factor(join, "function", name, nothing, _alias(words, words.behind(behind), stop))
    if words.keyword(behind) == "PARTITION" and words.symbol(behind + 1) == "(":
        behind = words.behind(behind + 1)
    if words.keyword(behind) in ("FOR", "TABLESAMPLE"):
        return Factor(join, "odd", name, nothing, None)
    return Factor(join, "table", name, nothing, _alias(words, behind, stop))


def _alias(words: Words, at: int, stop: int) -> int | None:
    """Where the alias is. Raises NotCopied where behind it stands what nobody knows."""
    found = None
    if words.keyword(at) == "AS" and at + 1 < stop:
        found = at + 1
    elif at < stop and words.is_name(at) and words.keyword(at) not in NO_ALIAS:
        found = at
    after = at if found is None else found + 1
    if found is not None and words.symbol(after) == "(":
        after = words.behind(after)  # names for the columns of a subquery
    _nothing_else(words, after, stop)
    return found


def _nothing_else(words: Words, at: int, stop: int) -> None:
    if at < stop and words.keyword(at) not in NO_ALIAS:
        raise NotCopied(words.place(at), f"{words.token(at).value} is not understood behind a table")


def name_of(words: Words, span: Span) -> tuple[str, ...]:
    """A name without quotes and dots: table, or database and table."""
    return tuple(words.token(at).value for at in range(*span) if words.token(at).kind is not Kind.SYMBOL)
