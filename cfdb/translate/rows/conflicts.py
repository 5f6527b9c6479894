"""What happens to a row whose key is there already: IGNORE, REPLACE, ON DUPLICATE KEY UPDATE."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from cfdb.model.policies import Policies
from cfdb.model.schema import Column, Index, IndexKind, Schema
from cfdb.syntax.patterns import compiled
from cfdb.syntax.tokens import Kind as TokenKind
from cfdb.syntax.tokens import Token, tokens
from cfdb.translate.expressions import Untranslatable, expression
from cfdb.translate.names import Names, quoted
from cfdb.translate.rows.heads import Head, Tail
from cfdb.translate.rows.layout import Layout
from cfdb.translate.rows.literals import GAP, NAME, Kind, Unreadable, expression_end, match_gap, name_of, value
from cfdb.translate.rows.values import Target
from cfdb.translate.rows.written import insertable

_assigned = compiled(
    rb"(?:" + NAME + GAP + rb"\." + GAP + rb")*+(" + NAME + rb")" + GAP + rb":?=" + GAP, re.DOTALL
).match
_placeholder = re.compile(r"\bcfdb_(new|old)_(\d+)\b")

NOTHING = b"\nON CONFLICT DO NOTHING"


@dataclass(frozen=True, slots=True)
class Conflict:
    """`clause` stands behind the rows. `key` are the written values that no two rows of one statement may share."""

    clause: bytes = b""
    key: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """What a conflict is settled with."""

    layout: Layout
    names: Names
    policies: Policies

    def name(self, column: str) -> str:
        return quoted(self.names.column(self.layout.table.name, column))


def conflict(
    statement: bytes | memoryview, head: Head, tail: Tail, rules: Rules, tell: Callable[[str, str], None]
) -> Conflict:
    """Raises Untranslatable, and Unreadable."""
    if tail.update:
        return _duplicate(statement, tail, rules, tell, ignores=head.ignores)
    if head.verb == "REPLACE":
        return _replace(rules, tell)
    return Conflict(NOTHING) if head.ignores else Conflict()


def keys(rules: Rules) -> list[Index]:
    """The keys that a row may meet: not those whose counter gives every row a number of its own."""
    table = rules.layout.table
    given = {place.target.column.name.lower() for place in rules.layout.places}

    def fresh(index: Index) -> bool:
        columns = (table.column(part.column) for part in index.parts if part.column)
        return any(column and column.auto_increment and column.name.lower() not in given for column in columns)

    unique = (index for index in table.indexes if index.kind in (IndexKind.PRIMARY, IndexKind.UNIQUE))
    return [index for index in unique if not fresh(index)]


def _target(index: Index, rules: Rules) -> tuple[str, tuple[int, ...]]:
    """The columns of a key as ON CONFLICT names them, and where their values are in a written row."""
    written = [place.target.column.name.lower() for place in rules.layout.places if place.written]
    columns = []
    for part in index.parts:
        column = rules.layout.table.column(part.column)
        if column is None or (part.length is not None and part.length < (column.type.length or 1 << 32)):
            raise Untranslatable("a key that holds only a part of a column, or an expression")
        columns.append(column)
    names = [column.name.lower() for column in columns]
    at = tuple(written.index(name) for name in names) if all(name in written for name in names) else ()
    return ", ".join(rules.name(column.name) for column in columns), at


def _replace(rules: Rules, tell: Callable[[str, str], None]) -> Conflict:
    """The row that is there takes all values of the new one, defaults, too: EXCLUDED has them."""
    table = rules.layout.table
    found = keys(rules)
    if not found:
        return Conflict()
    if len(found) > 1:
        message = f"{table.name}: REPLACE takes away what is in the way of any key, this only of the first"
        tell("several-keys", message)
    index = next((index for index in found if index.kind is IndexKind.PRIMARY), found[0])
    target, at = _target(index, rules)
    own = {part.column.lower() for part in index.parts}
    columns = [
        rules.name(column.name) for column in table.columns if not column.generated and column.name.lower() not in own
    ]
    return _update(target, at, [f"{name} = EXCLUDED.{name}" for name in columns])


def _update(target: str, at: tuple[int, ...], assignments: list[str]) -> Conflict:
    if not assignments:
        return Conflict(f"\nON CONFLICT ({target}) DO NOTHING".encode())
    return Conflict(f"\nON CONFLICT ({target}) DO UPDATE SET {', '.join(assignments)}".encode(), at)


def _duplicate(
    statement: bytes | memoryview, tail: Tail, rules: Rules, tell: Callable[[str, str], None], *, ignores: bool
) -> Conflict:
    found = keys(rules)
    if not found:
        return Conflict(NOTHING) if ignores else Conflict()
    if len(found) > 1:
        raise Untranslatable("ON DUPLICATE KEY UPDATE of a table with several unique keys")
    target, at = _target(found[0], rules)
    assignments: list[str] = []
    done: set[str] = set()
    for column, start, end in assigned(statement, tail.update, rules):
        new = _new_value(statement, start, end, column, tail, rules, done, tell)
        if new is not None:
            assignments.append(f"{rules.name(column.name)} = {new}")
            done.add(column.name.lower())
    return _update(target, at, assignments)


def assigned(statement: bytes | memoryview, at: int, rules: Rules) -> Iterator[tuple[Column, int, int]]:
    """The assignments that begin at `at`: the column, and where its expression is."""
    while True:
        gap = match_gap(statement, at)
        assert gap is not None  # it matches nothing, too
        found = _assigned(statement, gap.end())
        if found is None:
            raise Unreadable(gap.end())
        column = rules.layout.table.column(name_of(found[1]))
        if column is None:
            raise Untranslatable(f"column {name_of(found[1])} that does not exist")
        end = expression_end(statement, found.end())
        yield column, found.end(), end
        if bytes(statement[end : end + 1]) != b",":
            return
        at = end + 1


def _new_value(
    statement: bytes | memoryview,
    start: int,
    end: int,
    column: Column,
    tail: Tail,
    rules: Rules,
    done: set[str],
    tell: Callable[[str, str], None],
) -> str | None:
    """What a column gets; None where it keeps what it has."""
    literal, stop = value(statement, start)
    if literal.kind is not Kind.EXPRESSION and stop == end:
        target = Target(column, rules.layout.table, rules.policies, rules.layout.options.encoding)
        return insertable(target, literal, rules.names, rules.policies, tell).decode()
    text = bytes(statement[start:end]).decode(errors="replace").strip()
    rewritten, columns, uses_old = _with_placeholders(text, tail, rules)
    if uses_old & done:
        raise Untranslatable("assignments that build on each other in ON DUPLICATE KEY UPDATE")
    own = [it.name for it in rules.layout.table.columns].index(column.name)
    if re.fullmatch(rf"(?i:LAST_INSERT_ID\s*\(\s*)?cfdb_old_{own}\s*\)?", rewritten):
        return None
    table = replace(rules.layout.table, columns=columns)
    if found := re.fullmatch(r"cfdb_new_(\d+)", rewritten):
        sql = found[0]
    else:
        schema = Schema({table.name: table})
        sql = expression(
            rewritten, table=table, schema=schema, names=rules.names, policies=rules.policies, target=column
        ).sql

    def qualified(found: re.Match[str]) -> str:
        name = rules.name(rules.layout.table.columns[int(found[2])].name)
        return f"EXCLUDED.{name}" if found[1] == "new" else f"{rules.layout.relation}.{name}"

    return _placeholder.sub(qualified, sql)


def _with_placeholders(text: str, tail: Tail, rules: Rules) -> tuple[str, tuple[Column, ...], set[str]]:
    """The expression with a name of its own for every value of the new row and of the one that is there."""
    table = rules.layout.table
    at = {column.name.lower(): number for number, column in enumerate(table.columns)}
    own = [place.target.column.name.lower() for place in rules.layout.places]
    renamed = {name.lower(): own[number] for number, name in enumerate(tail.columns) if number < len(own)}
    old: set[str] = set()
    found: list[str] = []
    words = list(tokens(text))
    end = 0
    while words:
        size, name = _reference(words, tail, table.name, at, renamed)
        first, last = words[0], words[size - 1]
        found.append(text[end : first.start])
        if name.startswith("cfdb_old_"):
            old.add(table.columns[int(name.removeprefix("cfdb_old_"))].name.lower())
        found.append(name or text[first.start : last.end])
        end = last.end
        del words[:size]
    columns = tuple(
        replace(column, name=f"cfdb_{age}_{number}", auto_increment=False, generated="")
        for age in ("new", "old")
        for number, column in enumerate(table.columns)
    )
    return "".join(found) + text[end:], columns, old


def _reference(
    words: list[Token], tail: Tail, table: str, at: dict[str, int], renamed: dict[str, str]
) -> tuple[int, str]:
    """How many words name a value, and what it is called meanwhile: empty where they name none."""
    values = [word.value for word in words[:5]]
    names = (TokenKind.WORD, TokenKind.NAME)
    if words[0].kind not in names:
        return 1, ""
    if words[0].upper in ("VALUES", "VALUE") and len(values) >= 4 and values[1] == "(":
        path = 2 if values[3] == ")" else 4 if values[3] == "." and len(words) > 5 else 0
        name = words[path].value.lower() if path else ""
        if name in at and words[path + 1].value == ")":
            return path + 2, f"cfdb_new_{at[name]}"
        raise Untranslatable("VALUES() of something that is no column")
    if len(values) >= 3 and values[1] == "." and words[2].kind in names:
        owner, name = values[0].lower(), values[2].lower()
        if tail.alias and owner == tail.alias.lower():
            name = renamed.get(name, name)
            if name in at:
                return 3, f"cfdb_new_{at[name]}"
        elif owner == table.lower() and name in at:
            return 3, f"cfdb_old_{at[name]}"
        raise Untranslatable(f"column {values[0]}.{values[2]} that does not exist")
    if len(values) >= 2 and values[1] == "(":
        return 1, ""
    name = values[0].lower()
    if name in renamed:
        return 1, f"cfdb_new_{at[renamed[name]]}"
    return 1, f"cfdb_old_{at[name]}" if name in at else ""
