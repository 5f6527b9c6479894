"""The tables that a query reads."""

from __future__ import annotations

from collections.abc import Iterator

from cfdb.copying import query as queries
from cfdb.copying.query import Span
from cfdb.copying.words import Words, quoted
from cfdb.copying.words import words as words_of


def name(written: str) -> tuple[str, ...]:
    """A table as SQL names it, without quotes: its own name, or that of its database and its own."""
    words = words_of(written)
    return queries.name_of(words, (0, len(words)))


def tables(text: str) -> tuple[str, ...]:
    """Every table and view that a query names, quoted, in order; of subqueries, too, but not what WITH names."""
    words = words_of(text)
    return read_by(words, (0, len(words)))


def read_by(words: Words, span: Span) -> tuple[str, ...]:
    """The same of a query between two words. Raises NotCopied where any FROM of it is not understood."""
    return tuple(dict.fromkeys(_tables(words, span, frozenset())))


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
            yield ".".join(map(quoted, queries.name_of(words, (start + 1, stop))))
            continue
        if words.keyword(start) == "SELECT":
            source = queries.clauses(words, start, stop).source
            if source[1]:
                yield from _named_in(words, source, seen)
        for at in words.nested(start, stop):
            yield from _tables(words, (at, words.behind(at)), seen)
    for at in words.nested(*query.tail):
        yield from _tables(words, (at, words.behind(at)), seen)


def _named_in(words: Words, source: Span, hidden: frozenset[str]) -> Iterator[str]:
    for factor in queries.factors(words, *source):
        if factor.kind == "tables":
            yield from _named_in(words, factor.inside, hidden)
        elif factor.kind in ("table", "odd"):
            name = queries.name_of(words, factor.name)
            if len(name) > 1 or (name[0].lower() not in hidden and name[0].upper() != "DUAL"):
                yield ".".join(map(quoted, name))
