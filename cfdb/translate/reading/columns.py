"""Columns, with what a column definition says of keys, checks and references beside it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from cfdb.model.schema import Check, Column, Default, ForeignKey, Index, IndexKind, Origin, Part, Type
from cfdb.syntax.tokens import Kind
from cfdb.translate.reading.types import type_of
from cfdb.translate.reading.words import Words

IGNORED = {"COLUMN_FORMAT", "STORAGE", "ENGINE_ATTRIBUTE", "SECONDARY_ENGINE_ATTRIBUTE"}
"""Attributes with a value that say how a column is stored, not what it holds."""

REFERENTIAL = ("CASCADE", "RESTRICT", "SET NULL", "SET DEFAULT", "NO ACTION")


@dataclass
class Declared:
    """A column, and what was declared along with it."""

    column: Column
    indexes: list[Index] = field(default_factory=list)
    foreign_keys: list[ForeignKey] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)


def column(words: Words, origin: Origin) -> Declared:
    """`name type attributes …`, up to a comma, a closing parenthesis, FIRST or AFTER."""
    name = words.name()
    return definition(words, name, origin)


def definition(words: Words, name: str, origin: Origin) -> Declared:
    type = type_of(words)
    declared = Declared(Column(name, type, origin=origin))
    if type.name == "serial":
        unsigned = Type("bigint", unsigned=True)
        declared.column = Column(name, unsigned, nullable=False, auto_increment=True, origin=origin)
        declared.indexes.append(Index(IndexKind.UNIQUE, (Part(name),), origin=origin))
    while not words.done and not words.sees(",") and not words.sees(")"):
        if words.sees("FIRST") or words.sees("AFTER"):
            break
        _attribute(words, declared, origin)
    return declared


def _attribute(words: Words, declared: Declared, origin: Origin) -> None:  # noqa: C901, PLR0912, PLR0915
    """One attribute; a flat list of them reads better than a table of functions would."""
    it = declared.column
    if words.accept("NOT", "NULL"):
        declared.column = replace(it, nullable=False)
    elif words.accept("NULL"):
        declared.column = replace(it, nullable=True)
    elif words.accept("SERIAL", "DEFAULT", "VALUE"):
        declared.column = replace(it, nullable=False, auto_increment=True)
        declared.indexes.append(Index(IndexKind.UNIQUE, (Part(it.name),), origin=origin))
    elif words.accept("DEFAULT"):
        declared.column = replace(it, default=default(words))
    elif words.accept("ON", "UPDATE"):
        declared.column = replace(it, on_update=moment(words))
    elif words.accept("AUTO_INCREMENT"):
        declared.column = replace(it, auto_increment=True)
    elif words.accept("PRIMARY", "KEY") or words.accept("PRIMARY"):
        declared.column = replace(it, nullable=False)
        declared.indexes.append(Index(IndexKind.PRIMARY, (Part(it.name),), origin=origin))
    elif words.accept("UNIQUE"):
        words.accept_any("KEY", "INDEX")
        declared.indexes.append(Index(IndexKind.UNIQUE, (Part(it.name),), origin=origin))
    elif words.accept("KEY"):
        declared.column = replace(it, nullable=False)
        declared.indexes.append(Index(IndexKind.PRIMARY, (Part(it.name),), origin=origin))
    elif words.accept("COMMENT"):
        words.accept("=")
        declared.column = replace(it, comment=words.string())
    elif words.accept("COLLATE"):
        words.accept("=")
        declared.column = replace(it, type=replace(it.type, collation=words.name().lower()))
    elif words.accept("CHARACTER", "SET") or words.accept("CHARSET"):
        words.accept("=")
        declared.column = replace(it, type=replace(it.type, charset=words.name().lower()))
    elif words.accept("GENERATED", "ALWAYS", "AS") or words.accept("AS"):
        declared.column = replace(it, generated=words.parenthesised())
    elif words.accept_any("STORED", "PERSISTENT"):
        declared.column = replace(declared.column, stored=True)
    elif words.accept_any("VIRTUAL", "VISIBLE", "COMPRESSED", "WITHOUT SYSTEM VERSIONING", "WITH SYSTEM VERSIONING"):
        if words.sees("=") or words.sees("("):
            words.accept("=")
            words.next()
    elif words.accept("INVISIBLE"):
        declared.column = replace(it, invisible=True)
    elif words.accept("SRID") or words.accept("REF_SYSTEM_ID"):
        words.accept("=")
        declared.column = replace(it, type=replace(it.type, srid=words.next().value))
    elif words.sees("CONSTRAINT") or words.sees("CHECK"):
        name = words.name() if words.accept("CONSTRAINT") and not words.sees("CHECK") else ""
        if words.sees("REFERENCES"):
            declared.foreign_keys.append(reference(words, name, (it.name,), origin))
        else:
            declared.checks.append(check(words, name, origin))
    elif words.sees("REFERENCES"):
        # Parsed and ignored by MySQL, but MariaDB makes a foreign key of it.
        declared.foreign_keys.append(reference(words, "", (it.name,), origin))
    elif words.peek().upper in IGNORED:
        words.next()
        words.accept("=")
        words.next()
    else:
        raise words.fail("an attribute of a column")


def check(words: Words, name: str, origin: Origin) -> Check:
    words.expect("CHECK")
    expression = words.parenthesised()
    enforced = not words.accept("NOT", "ENFORCED")
    words.accept("ENFORCED")
    return Check(expression, name, enforced, origin)


def reference(words: Words, name: str, columns: tuple[str, ...], origin: Origin) -> ForeignKey:
    """`REFERENCES table (columns) ON DELETE … ON UPDATE …`"""
    words.expect("REFERENCES")
    database, table = words.qualified()
    if database and words.own and database.lower() not in words.own:
        # A table of another database must not be taken for one of this.
        table = f"{database}.{table}"
    there = words.names() if words.sees("(") else ()
    actions = {"DELETE": "", "UPDATE": ""}
    while True:
        if words.accept("MATCH"):
            words.next()
        elif words.accept("ON"):
            which = words.accept_any("DELETE", "UPDATE")
            action = words.accept_any(*REFERENTIAL)
            if not which or not action:
                raise words.fail("an action of a foreign key")
            actions[which] = action
        else:
            return ForeignKey(columns, table, there, name, actions["DELETE"], actions["UPDATE"], origin)


def default(words: Words) -> Default:
    """What stands behind DEFAULT."""
    token = words.peek()
    if words.accept("NULL"):
        return Default(None)
    if token.kind is Kind.TEXT:
        raw = words.text[token.start : token.end]
        if raw[0] in "xXbB":
            words.next()
            return Default(expression=raw)
        return Default(words.string(), quoted=True)
    if words.sees("("):
        return Default(expression=words.parenthesised())
    if words.accept_any("TRUE", "FALSE"):
        return Default("1" if token.upper == "TRUE" else "0")
    if token.value in ("-", "+"):
        words.next()
        return Default(("-" if token.value == "-" else "") + words.next().value)
    if token.kind is Kind.NUMBER:
        words.next()
        is_plain = token.value[:2].lower() not in ("0x", "0b")
        return Default(token.value) if is_plain else Default(expression=token.value)
    return Default(expression=moment(words))


def moment(words: Words) -> str:
    """CURRENT_TIMESTAMP, NOW(6), or another function without operators."""
    first = words.at
    words.name()
    if words.accept("("):
        words.skip_to_closing()
    return words.between(first, words.at)
