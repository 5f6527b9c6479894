"""Indexes and constraints, as CREATE TABLE, ALTER TABLE and CREATE INDEX declare them."""

from __future__ import annotations

from dataclasses import replace

from cfdb.model.schema import Check, ForeignKey, Index, IndexKind, Origin, Part
from cfdb.syntax.tokens import Kind
from cfdb.translate.reading.columns import check, reference
from cfdb.translate.reading.words import Words

Constraint = Index | ForeignKey | Check

STARTS = ("PRIMARY", "UNIQUE", "FULLTEXT", "SPATIAL", "INDEX", "KEY", "FOREIGN", "CHECK", "CONSTRAINT")


def begins(words: Words) -> bool:
    """Whether a constraint comes next, and not a column that is called like one."""
    return words.peek().upper in STARTS and not (
        words.peek().upper in ("KEY", "INDEX", "CHECK")
        and words.peek(1).kind is Kind.WORD
        and words.peek(2).kind is not Kind.SYMBOL
        and words.peek(2).upper not in ("USING", "")
    )


def constraint(words: Words, origin: Origin) -> Constraint:
    """`[CONSTRAINT name] PRIMARY KEY …`, `KEY name (…)`, `FOREIGN KEY …`, `CHECK (…)`"""
    name = ""
    if words.accept("CONSTRAINT"):
        words.accept("IF", "NOT", "EXISTS")
        if words.peek().upper not in ("PRIMARY", "UNIQUE", "FOREIGN", "CHECK"):
            name = words.name()
    if words.sees("CHECK"):
        return check(words, name, origin)
    if words.accept("FOREIGN", "KEY"):
        words.accept("IF", "NOT", "EXISTS")
        own = "" if words.sees("(") else words.name()
        columns = words.names()
        return reference(words, name or own, columns, origin)
    kind = index_kind(words)
    words.accept("IF", "NOT", "EXISTS")
    if kind is not IndexKind.PRIMARY and not words.sees("(") and not _sees_using(words):
        name = words.name()
    elif kind is IndexKind.PRIMARY and words.peek().kind in (Kind.NAME, Kind.WORD) and not _sees_using(words):
        # MySQL takes a name here, and calls the key PRIMARY all the same.
        words.name()
    return index(words, kind, name, origin)


def index_kind(words: Words) -> IndexKind:
    if words.accept("PRIMARY", "KEY"):
        return IndexKind.PRIMARY
    word = words.accept_any("UNIQUE", "FULLTEXT", "SPATIAL")
    plain = words.accept_any("INDEX", "KEY")
    if not word and not plain:
        raise words.fail("an index")
    return IndexKind(word.lower()) if word else IndexKind.INDEX


def index(words: Words, kind: IndexKind, name: str, origin: Origin) -> Index:
    """What stands behind the name of an index: its type, parts and options."""
    using = _using(words)
    parts = tuple(words.list_of(lambda: part(words)))
    found = Index(kind, parts, name, using=using, origin=origin)
    while True:
        if words.accept("COMMENT"):
            words.accept("=")
            found = replace(found, comment=words.string())
        elif words.accept_any("INVISIBLE", "NOT IGNORED") == "INVISIBLE" or words.accept("IGNORED"):
            found = replace(found, visible=False)
        elif _sees_using(words):
            found = replace(found, using=_using(words))
        elif words.accept_any("KEY_BLOCK_SIZE", "ALGORITHM", "LOCK", "ENGINE_ATTRIBUTE", "SECONDARY_ENGINE_ATTRIBUTE"):
            words.accept("=")
            words.next()
        elif words.accept("WITH", "PARSER"):
            words.name()
        elif words.accept_any("VISIBLE", "CLUSTERING=YES"):
            continue
        else:
            return found


def part(words: Words) -> Part:
    if words.sees("("):
        found = Part(expression=words.parenthesised())
    else:
        found = Part(words.name())
        if words.sees("("):
            found = replace(found, length=words.list_of(words.number)[0])
    if words.accept_any("ASC", "DESC") == "DESC":
        found = replace(found, descending=True)
    return found


def _sees_using(words: Words) -> bool:
    """USING, or TYPE, which may also be what an index is called."""
    return words.sees("USING") or (words.sees("TYPE") and words.peek(1).upper in ("BTREE", "HASH", "RTREE"))


def _using(words: Words) -> str:
    if not _sees_using(words):
        return ""
    words.next()
    return words.name().upper()
