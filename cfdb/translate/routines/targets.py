"""Tables that a body changes: their columns, what is assigned to them, and the rows that are meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlglot import exp

from cfdb.model.schema import Column, IndexKind, Table
from cfdb.translate.assigning import assigned
from cfdb.translate.casts import as_condition
from cfdb.translate.expressions import translated
from cfdb.translate.grammar import parse_expression
from cfdb.translate.kinds import of_column
from cfdb.translate.names import quoted
from cfdb.translate.reading.words import Words
from cfdb.translate.routines import expressing
from cfdb.translate.routines.scope import Scope, Variable
from cfdb.translate.scopes import Scope as Columns
from cfdb.translate.types import NoType, sql_type
from cfdb.translate.values import Untranslatable, Value, cast


class Missing(Untranslatable):
    """A column that the table does not have: MySQL refuses the statement each time that it comes to it."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Statements for one statement of MySQL; `counts` tells that the last one counts the rows as MySQL does."""

    statements: tuple[str, ...]
    counts: bool = True
    what: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """A table, under the alias that it has in the statement."""

    table: Table
    alias: str
    scope: Scope

    @property
    def sql(self) -> str:
        return quoted(self.scope.routine.names.table(self.table.name))

    def name(self, column: Column) -> str:
        return quoted(self.scope.routine.names.column(self.table.name, column.name))

    def value(self, column: Column) -> Value:
        return of_column(column, self.table, self.scope.routine.names, self.scope.routine.policies)

    def type(self, column: Column) -> str:
        try:
            return sql_type(column, self.table, self.scope.routine.names, self.scope.routine.policies)
        except NoType as error:
            raise Untranslatable(error.reason) from error

    def column(self, name: str) -> Column:
        found = self.table.column(name)
        if found is None:
            raise Untranslatable(f"unknown column {name}")
        if found.generated:
            raise Untranslatable(f"assignment to the generated column {name}")
        return found

    @property
    def key(self) -> list[Column]:
        """The columns of the primary key."""
        for index in self.table.indexes:
            if index.kind is IndexKind.PRIMARY and all(part.column and part.length is None for part in index.parts):
                return [self.column(part.column) for part in index.parts]
        return []


def target_of(name: str, scope: Scope, alias: str = "") -> Target:
    table = scope.routine.schema.table(name)
    if table is None:
        raise Untranslatable(f"change of {name}, which is no table that is known")
    own = scope.routine.table
    if own is not None and own.name.lower() == table.name.lower():
        raise Untranslatable("a trigger that changes its own table")
    return Target(table, alias or scope.routine.names.table(table.name), scope)


def assignments(words: Words, *stops: str) -> list[tuple[str, str]]:
    """`a = 1, t.b = 2` as columns, perhaps with their table in front, and texts."""
    found: list[tuple[str, str]] = []
    while True:
        first = words.at
        while not words.sees("=") and not words.sees(":="):
            if words.done:
                raise words.fail("=")
            words.next()
        column = words.between(first, words.at)
        words.next()
        found.append((column, words.until(",", *stops)))
        if not words.accept(","):
            return found


def split(column: str) -> tuple[str, str]:
    """Table, perhaps empty, and column."""
    words = Words(column)
    names = [words.next().value]
    while words.accept("."):
        names.append(words.next().value)
    return (names[-2] if len(names) > 1 else "", names[-1])


def assign_all(
    target: Target, columns: Columns, given: Sequence[tuple[Column, str]], qualified: Sequence[str]
) -> list[tuple[Column, Value]]:
    """What each column gets: from left to right, each seeing what those before it have got.

    PostgreSQL shows the old row to all of them, so that an expression takes the place of a name.
    """
    scope = target.scope
    done: list[tuple[Column, Value]] = []
    known: dict[str, Variable] = {}
    for column, text in given:
        node = parse_expression(text)
        inner = replace(scope, variables={**scope.variables, **known})
        node = _with_earlier(expressing.prepared(inner, node), known, {name.lower() for name in qualified} | {""})
        if _is_default(node):
            done.append((column, Value("DEFAULT", target.value(column).kind)))
            continue
        wanted = target.value(column)
        value = assigned(inner.context, translated(inner.context, columns, node), wanted)
        done.append((column, value))
        if column.name.lower() in known:
            raise Untranslatable(f"two assignments to {column.name}")
        after = cast(value, target.type(column), wanted.kind)
        known[f"= {column.name.lower()}"] = Variable("", "", replace(wanted, sql=f"({after.sql})", nullable=True))
    return done


def _is_default(node: Any) -> bool:
    return isinstance(node, exp.Column) and not node.table and node.name.upper() == "DEFAULT"


def _with_earlier(node: Any, known: Mapping[str, Variable], aliases: set[str]) -> Any:
    def named(one: Any) -> Any:
        if isinstance(one, exp.Column) and one.table.lower() in aliases and f"= {one.name.lower()}" in known:
            if one.find_ancestor(exp.Query):
                raise Untranslatable(f"a query that sees the new value of {one.name}")
            return exp.column(exp.to_identifier(f"= {one.name.lower()}", quoted=True))
        return one

    return node.transform(named)


def where(target: Target, columns: Columns, text: str) -> str:
    if not text:
        return ""
    scope = target.scope
    node = expressing.prepared(scope, parse_expression(text))
    return as_condition(scope.context, translated(scope.context, columns, node)).sql


def has_query(text: str) -> bool:
    return "select" in text.lower()


def limited_rows(target: Target, condition: str, order: str, limit: str) -> str:
    """The condition for the first rows in an order: PostgreSQL's UPDATE and DELETE have no LIMIT."""
    key = [target.name(column) for column in target.key] or ["ctid"]
    listed = ", ".join(key)
    parts = [f"SELECT {listed} FROM {target.sql}"]
    parts += [f"WHERE {condition}"] if condition else []
    parts += [f"ORDER BY {order}"] if order else []
    parts += [f"LIMIT {limit}", "FOR UPDATE"]
    one = listed if len(key) == 1 else f"({listed})"
    return f"{one} IN ({' '.join(parts)})"
