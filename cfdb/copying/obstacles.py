"""Why the rows of a SELECT do not each come of one row of its first table."""

from __future__ import annotations

from collections.abc import Container, Iterator
from itertools import takewhile

from cfdb.copying import query as queries
from cfdb.copying.query import Clauses, Factor, Span
from cfdb.copying.words import Words

AGGREGATES = frozenset((
    "ANY_VALUE", "APPROX_COUNT_DISTINCT", "AVG", "BIT_AND", "BIT_OR", "BIT_XOR", "COUNT", "GROUPING", "GROUP_CONCAT",
    "JSON_ARRAYAGG", "JSON_OBJECTAGG", "MAX", "MIN", "STD", "STDDEV", "STDDEV_POP", "STDDEV_SAMP", "ST_COLLECT", "SUM",
    "VARIANCE", "VAR_POP", "VAR_SAMP",
))  # fmt: skip

WHOLE = {
    "GROUP": "GROUP BY", "HAVING": "HAVING", "WINDOW": "WINDOW", "LIMIT": "LIMIT", "OFFSET": "OFFSET", "FETCH": "FETCH",
}  # fmt: skip
"""Clauses that are about all rows together."""


def obstacle(words: Words, clauses: Clauses, span: Span) -> str:
    """Why rows do not each come of one row of the first table, whatever that is."""
    if clauses.modifiers & {"DISTINCT", "DISTINCTROW"}:
        return "it is DISTINCT"
    if found := clauses.parts.keys() & WHOLE.keys():
        return f"it has {min(WHOLE[clause] for clause in found)}"
    return _many(words, clauses, span) or _any(words, clauses)


def _many(words: Words, clauses: Clauses, span: Span) -> str:
    """A function that looks at many rows."""
    for at in words.own(*span):
        if words.keyword(at) == "OVER":
            return "it has a window function"
        if _aggregates(words, at):
            return f"{words.keyword(at)} looks at many rows"
    top = _declared(words, clauses)
    for at in words.nested(*span):
        if name := _aggregates_outside(words, (at, words.behind(at)), top):
            return f"{name} of a subquery looks at many rows"
    return ""


def _any(words: Words, clauses: Clauses) -> str:
    """A table of FROM takes some rows, whichever: every chunk would see others."""
    start, stop = clauses.source
    for at in words.nested(start, stop):
        query = queries.query(words, at, words.behind(at))
        spans = (*query.branches, query.tail)
        keywords = {queries.clause_at(words, place) for span in spans for place in range(*span)}
        if keywords & {"LIMIT", "FETCH"} and "ORDER" not in keywords:
            return "a subquery of FROM has LIMIT without ORDER BY"
    return ""


def _aggregates(words: Words, at: int) -> bool:
    return words.keyword(at) in AGGREGATES and words.symbol(at + 1) == "("


def _declared(words: Words, clauses: Clauses) -> frozenset[str]:
    """How the tables of a SELECT are called, in lower case."""
    start, stop = clauses.source
    return frozenset(_called(words, start, stop)) if stop else frozenset()


def _called(words: Words, start: int, stop: int) -> Iterator[str]:
    for factor in queries.factors(words, start, stop):
        if factor.kind == "tables":
            yield from _called(words, *factor.inside)
        elif factor.alias is not None:
            yield words.token(factor.alias).value.lower()
        elif factor.kind != "query":
            yield queries.name_of(words, factor.name)[-1].lower()


def _aggregates_outside(words: Words, span: Span, outer: frozenset[str]) -> str:
    """An aggregate in a subquery whose argument is a column of the SELECT around it is that SELECT's own."""
    query = queries.query(words, *span)
    for start, stop in query.branches:
        if words.is_query(start):
            return _aggregates_outside(words, (start, stop), outer)
        if words.keyword(start) != "SELECT":
            continue
        clauses = queries.clauses(words, start, stop)
        here = _declared(words, clauses)
        seen = outer - here
        for at in words.own(start, stop):
            if _aggregates(words, at) and _is_outside(words, (at + 2, words.closing[at + 1]), seen, here):
                return words.keyword(at)
        for at in words.nested(start, stop):
            if name := _aggregates_outside(words, (at, words.behind(at)), seen):
                return name
    return ""


def _is_outside(words: Words, argument: Span, outer: frozenset[str], here: frozenset[str]) -> bool:
    names = [at for at in range(*argument) if words.is_name(at) and words.symbol(at + 1) != "("]
    qualifiers = {words.token(at).value.lower() for at in names if words.symbol(at + 1) == "."}
    if not here:
        return bool(names)
    return bool(qualifiers & outer) and not qualifiers & here


def driving(words: Words, clauses: Clauses, named: Container[str]) -> Factor | str:
    """The first table, where every row comes of one of its rows; else why not."""
    start, stop = clauses.source
    found = _first(words, start, stop) if stop else None
    if isinstance(found, str):
        return found
    match found.kind if found else "":
        case "query":
            return "its first table is a subquery"
        case "function":
            return "its first table is a function"
        case "odd":
            return "its first table is not read as a whole"
    name = queries.name_of(words, found.name) if found else ()
    if found is None or [part.upper() for part in name] == ["DUAL"]:
        return "it reads no table"
    return f"its first table, {name[0]}, is a query of WITH" if len(name) == 1 and name[0].lower() in named else found


def _first(words: Words, start: int, stop: int) -> Factor | str:
    first, *others = queries.factors(words, start, stop)
    # A comma binds less than JOIN: what follows it is another chain of joins.
    for factor in takewhile(lambda factor: factor.join != ",", others):
        if "RIGHT" in factor.join or "FULL" in factor.join:
            return f"{factor.join} brings rows that its first table has not"
    return _first(words, *first.inside) if first.kind == "tables" else first
