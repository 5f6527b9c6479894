"""SELECTs, cut where ranges and wire forms are put in. The text between the cuts stays as it was written."""

from __future__ import annotations

from collections.abc import Sequence

from cfdb.copying import query as queries
from cfdb.copying.items import edited, items, named
from cfdb.copying.obstacles import driving, obstacle
from cfdb.copying.query import Clauses, Factor, Query, Span
from cfdb.copying.words import NotCopied, Words, quoted
from cfdb.copying.words import words as words_of
from cfdb.model.copy import Select

ROWS = "cfdb_rows"


def select_of(text: str) -> Select:
    """The parts of a query. Raises NotCopied where it cannot be understood."""
    words = words_of(text)
    return whole(words, queries.query(words, 0, len(words)))


def whole(words: Words, query: Query) -> Select:
    """A query as one SELECT; of several that are united only the text is known, and the first one's columns."""
    if len(query.branches) == 1 and query.tail[0] == query.tail[1]:
        return branch(words, query, query.branches[0])
    inner = [branch(words, query, span) for span in query.branches]
    for (start, _), found in zip(query.branches, inner, strict=True):
        if len(found.items) != len(inner[0].items):
            raise NotCopied(words.place(start), "SELECT has other columns than the one before it")
    names, edits = named(words, _first(words, query.branches[0]))
    text = edited(words, (query.prefix[0], query.tail[1]), edits)
    why = "it unites several SELECTs" if len(inner) > 1 else "it has clauses behind its parentheses"
    return Select(text, inner[0].items, obstacle=why, names=names)


def branch(words: Words, query: Query, span: Span) -> Select:
    """One SELECT of a query, with what WITH names before it."""
    prefix = words.cut(*query.prefix)
    names, edits = named(words, _first(words, span))
    text = f"{prefix} {edited(words, span, edits)}".lstrip()
    if words.is_query(span[0]):
        inner = whole(words, queries.query(words, *span))
        return Select(text, inner.items, obstacle="WITH stands before parentheses", names=names) if prefix else inner
    clauses = queries.clauses(words, *span)
    expressions = tuple(words.cut(*item.span) for item in items(words, clauses))
    first = obstacle(words, clauses, span) or driving(words, clauses, dict(query.names))
    if isinstance(first, str):
        return Select(text, expressions, obstacle=first, names=names)
    return Select(
        text,
        expressions,
        source=words.cut(*clauses.parts["FROM"]),
        where=words.cut(*_behind(clauses.parts.get("WHERE"))),
        table=words.cut(*first.name),
        alias=_qualifier(words, first),
        prefix=prefix,
        names=names,
    )


def _first(words: Words, span: Span) -> Clauses:
    """The SELECT that names the columns of a query."""
    while words.is_query(span[0]):
        span = queries.query(words, *span).branches[0]
    return queries.clauses(words, *span)


def _behind(part: Span | None) -> Span:
    return (part[0] + 1, part[1]) if part else (0, 0)


def _qualifier(words: Words, factor: Factor) -> str:
    if factor.alias is not None:
        return quoted(words.token(factor.alias).value)
    return ".".join(map(quoted, queries.name_of(words, factor.name)))


def ranged(select: Select, items: Sequence[str], condition: str = "", order: str = "") -> str:
    """The SELECT with other items, of the rows of its driving table for which `condition` holds."""
    conditions = [text for text in (condition, select.where) if text]
    where = " AND ".join(f"({text})" for text in conditions)
    pieces = [select.prefix, "SELECT " + ", ".join(items), select.source]
    pieces += [f"WHERE {where}"] if where else []
    pieces += [f"ORDER BY {order}"] if order else []
    return " ".join(piece for piece in pieces if piece)
