"""SELECTs, cut where ranges and wire forms are put in. The text between the cuts stays as it was written."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from itertools import takewhile

from cfdb.copying import query as queries
from cfdb.copying.query import Clauses, Factor, Query, Span
from cfdb.copying.words import NotCopied, Words
from cfdb.copying.words import words as words_of
from cfdb.model.copy import Select, put
from cfdb.syntax.tokens import Kind

AGGREGATES = frozenset((
    "ANY_VALUE", "APPROX_COUNT_DISTINCT", "AVG", "BIT_AND", "BIT_OR", "BIT_XOR", "COUNT", "GROUPING", "GROUP_CONCAT",
    "JSON_ARRAYAGG", "JSON_OBJECTAGG", "MAX", "MIN", "STD", "STDDEV", "STDDEV_POP", "STDDEV_SAMP", "ST_COLLECT", "SUM",
    "VARIANCE", "VAR_POP", "VAR_SAMP",
))  # fmt: skip

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

WHOLE = {
    "GROUP": "GROUP BY", "HAVING": "HAVING", "WINDOW": "WINDOW", "LIMIT": "LIMIT", "OFFSET": "OFFSET", "FETCH": "FETCH",
}  # fmt: skip
"""Clauses that are about all rows together."""

NO_COLUMNS = "name the columns, as the ones of the INSERT are named"

ROWS = "cfdb_rows"


def select_of(text: str) -> Select:
    """The parts of a query. Raises NotCopied where it cannot be understood."""
    words = words_of(text)
    return whole(words, queries.query(words, 0, len(words)))


def whole(words: Words, query: Query) -> Select:
    """A query as one SELECT; of several that are united only the text is known, and how many columns it has."""
    if len(query.branches) == 1 and query.tail[0] == query.tail[1]:
        return branch(words, query, query.branches[0])
    inner = [branch(words, query, span) for span in query.branches]
    for (start, _), found in zip(query.branches, inner, strict=True):
        if len(found.items) != len(inner[0].items):
            raise NotCopied(words.place(start), "SELECT has other columns than the one before it")
    obstacle = "it unites several SELECTs" if len(inner) > 1 else "it has clauses behind its parentheses"
    return Select(words.cut(query.prefix[0], query.tail[1]), inner[0].items, obstacle=obstacle)


def branch(words: Words, query: Query, span: Span) -> Select:
    """One SELECT of a query, with what WITH names before it."""
    start, stop = span
    prefix = words.cut(*query.prefix)
    text = f"{prefix} {words.cut(start, stop)}".lstrip()
    if words.is_query(start):
        inner = whole(words, queries.query(words, start, stop))
        return Select(text, inner.items, obstacle="WITH stands before parentheses") if prefix else inner
    clauses = queries.clauses(words, start, stop)
    items = tuple(_items(words, clauses.items))
    driving = _obstacle(words, clauses, span) or _driving(words, clauses, dict(query.names))
    if isinstance(driving, str):
        return Select(text, items, obstacle=driving)
    return Select(
        text,
        items,
        source=words.cut(*clauses.parts["FROM"]),
        where=words.cut(*_behind(clauses.parts.get("WHERE"))),
        table=words.cut(*driving.name),
        alias=_qualifier(words, driving),
        prefix=prefix,
    )


def _behind(part: Span | None) -> Span:
    return (part[0] + 1, part[1]) if part else (0, 0)


def _qualifier(words: Words, factor: Factor) -> str:
    if factor.alias is not None:
        return quoted(words.token(factor.alias).value)
    return ".".join(map(quoted, queries.name_of(words, factor.name)))


def quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


def _items(words: Words, span: Span) -> Iterator[str]:
    for start, stop in queries.separated(words, *span):
        if start >= stop:
            raise NotCopied(words.place(start), "expression is expected here")
        if words.symbol(stop - 1) == "*" and (stop - start == 1 or words.symbol(stop - 2) == "."):
            raise NotCopied(words.place(start), f"{words.cut(start, stop)} does not say which columns", NO_COLUMNS)
        yield words.cut(start, _without_alias(words, start, stop))


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


def _obstacle(words: Words, clauses: Clauses, span: Span) -> str:
    """Why rows do not each come of one row of the first table, whatever that is."""
    if clauses.modifiers & {"DISTINCT", "DISTINCTROW"}:
        return "it is DISTINCT"
    if found := clauses.parts.keys() & WHOLE.keys():
        return f"it has {min(WHOLE[clause] for clause in found)}"
    return _many(words, clauses, span) or _any(words, clauses)


def _many(words: Words, clauses: Clauses, span: Span) -> str:
    """A function that looks at many rows."""
    for at in own(words, *span):
        if words.keyword(at) == "OVER":
            return "it has a window function"
        if _aggregates(words, at):
            return f"{words.keyword(at)} looks at many rows"
    top = _declared(words, clauses)
    for at in nested(words, *span):
        if name := _aggregates_outside(words, (at, words.behind(at)), top):
            return f"{name} of a subquery looks at many rows"
    return ""


def _any(words: Words, clauses: Clauses) -> str:
    """A table of FROM takes some rows, whichever: every chunk would see others."""
    start, stop = clauses.source
    for at in nested(words, start, stop):
        query = queries.query(words, at, words.behind(at))
        spans = (*query.branches, query.tail)
        keywords = {queries.clause_at(words, place) for span in spans for place in range(*span)}
        if keywords & {"LIMIT", "FETCH"} and "ORDER" not in keywords:
            return "a subquery of FROM has LIMIT without ORDER BY"
    return ""


def own(words: Words, start: int, stop: int) -> Iterator[int]:
    """The places of a query that are not in a query within it."""
    at = start
    while at < stop:
        if words.is_query(at) and at > start:
            at = words.behind(at)
        else:
            yield at
            at += 1


def nested(words: Words, start: int, stop: int) -> Iterator[int]:
    """The queries right within a query, by their opening parentheses."""
    at = start
    while at < stop:
        if words.is_query(at):
            yield at
            at = words.behind(at)
        else:
            at += 1


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
        for at in own(words, start, stop):
            if _aggregates(words, at) and _is_outside(words, (at + 2, words.closing[at + 1]), seen, here):
                return words.keyword(at)
        for at in nested(words, start, stop):
            if name := _aggregates_outside(words, (at, words.behind(at)), seen):
                return name
    return ""


def _is_outside(words: Words, argument: Span, outer: frozenset[str], here: frozenset[str]) -> bool:
    names = [at for at in range(*argument) if words.is_name(at) and words.symbol(at + 1) != "("]
    qualifiers = {words.token(at).value.lower() for at in names if words.symbol(at + 1) == "."}
    if not here:
        return bool(names)
    return bool(qualifiers & outer) and not qualifiers & here


def _driving(words: Words, clauses: Clauses, named: Container[str]) -> Factor | str:
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


def formed(select: Select, forms: Sequence[str]) -> list[str]:
    """The items, each in a form that has {} for it."""
    return [put(form, item if form == "{}" else f"({item})") for form, item in zip(forms, select.items, strict=True)]


def ranged(select: Select, items: Sequence[str], condition: str = "", order: str = "") -> str:
    """The SELECT with other items, of the rows of its driving table for which `condition` holds."""
    conditions = [text for text in (condition, select.where) if text]
    where = " AND ".join(f"({text})" for text in conditions)
    pieces = [select.prefix, "SELECT " + ", ".join(items), select.source]
    pieces += [f"WHERE {where}"] if where else []
    pieces += [f"ORDER BY {order}"] if order else []
    return " ".join(piece for piece in pieces if piece)


def derived(select: Select, forms: Sequence[str]) -> str:
    """All rows of a SELECT that cannot be cut, each column, in order, in a form that has {} for it."""
    columns = [f"c{number}" for number in range(1, len(select.items) + 1)]
    items = [put(form, f"{ROWS}.{column}") for form, column in zip(forms, columns, strict=True)]
    return f"WITH {ROWS} ({', '.join(columns)}) AS ({select.text}) SELECT {', '.join(items)} FROM {ROWS}"


def tables(text: str) -> tuple[str, ...]:
    """Every table and view that a query names, quoted, in order; of subqueries, too, but not what WITH names."""
    words = words_of(text)
    return tuple(dict.fromkeys(_tables(words, (0, len(words)), frozenset())))


def _tables(words: Words, span: Span, hidden: frozenset[str]) -> Iterator[str]:
    query = queries.query(words, *span)
    names = {name for name, _ in query.names}
    seen = hidden | names if query.recursive else hidden
    for name, at in query.names:
        yield from _tables(words, (at, words.behind(at)), seen)
        seen |= {name}
    for start, stop in query.branches:
        if words.is_query(start):
            yield from _tables(words, (start, stop), seen)
            continue
        if words.keyword(start) == "TABLE":
            yield quoted(words.token(start + 1).value)
            continue
        if words.keyword(start) == "SELECT":
            source = queries.clauses(words, start, stop).source
            if source[1]:
                yield from _named_in(words, source, seen)
        for at in nested(words, start, stop):
            yield from _tables(words, (at, words.behind(at)), seen)
    for at in nested(words, *query.tail):
        yield from _tables(words, (at, words.behind(at)), seen)


def _named_in(words: Words, source: Span, hidden: frozenset[str]) -> Iterator[str]:
    for factor in queries.factors(words, *source):
        if factor.kind == "tables":
            yield from _named_in(words, factor.inside, hidden)
        elif factor.kind in ("table", "odd"):
            name = queries.name_of(words, factor.name)
            if len(name) > 1 or (name[0].lower() not in hidden and name[0].upper() != "DUAL"):
                yield ".".join(map(quoted, name))
