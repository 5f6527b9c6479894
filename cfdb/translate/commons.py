"""WITH: common table expressions, of which the recursive ones need the exact types of their columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sqlglot import exp

from cfdb.translate.names import quoted
from cfdb.translate.scopes import Context, Scope
from cfdb.translate.sets import Block, brought, type_name, unified_items
from cfdb.translate.sources import Columns, called
from cfdb.translate.values import CAST, Kind, Untranslatable, Value

Read = Callable[[Context, Scope | None, Any, str], Block]

SETTLED = 4
"""Passes after which the types of a recursive query are found."""


def with_clause(
    context: Context, outer: Scope | None, node: Any, read: Read, separator: str
) -> tuple[Scope | None, str]:
    """What the query sees besides, and the clause in front of it (empty where there is none)."""
    clause = node.args.get("with_")
    if clause is None:
        return outer, ""
    recursive = False
    shown: list[str] = []
    for one in clause.expressions:
        name = str(one.alias)
        given = [column.name for column in one.args["alias"].args.get("columns") or []]
        if clause.args.get("recursive") and _asks(one.this, name):
            recursive = True
            columns, sql = _recursive(context, outer, one.this, read, (name, given))
        else:
            found = read(context, outer, one.this, " ")
            columns, sql = _columns(found, given), found.text(lambda _, value: value)
        heads = f" ({', '.join(quoted(column) for column, _ in columns)})" if given else ""
        shown.append(f"{quoted(name)}{heads} AS ({sql})")
        outer = Scope(outer=outer, tables={name.lower(): columns})
    return outer, f"WITH {'RECURSIVE ' if recursive else ''}{f',{separator}'.join(shown)}"


def _columns(found: Block, given: list[str]) -> Columns:
    return called(tuple((name, value.named(quoted(name))) for name, value in found.items), given)


def _asks(node: Any, name: str) -> bool:
    return any(table.name.lower() == name.lower() for table in node.find_all(exp.Table))


def _recursive(
    context: Context, outer: Scope | None, node: Any, read: Read, head: tuple[str, list[str]]
) -> tuple[Columns, str]:
    """PostgreSQL asks for the same types, lengths included, of where it begins and of what it goes on with."""
    name, given = head
    if not isinstance(node, exp.Union) or _asks(node.this, name):
        raise Untranslatable("a query that asks itself in more than its last part")
    for clause in ("order", "limit", "offset", "with_"):
        if node.args.get(clause):
            raise Untranslatable(f"{clause.rstrip('_')} of a recursive query")
    first = read(context, outer, node.this, " ")
    items = first.items
    for _ in range(SETTLED):
        columns = _columns(replace(first, items=items), given)
        inner = Scope(outer=outer, tables={name.lower(): columns})
        again = read(context, inner, node.expression, " ")
        wider = unified_items(replace(first, items=items), again)
        wider = tuple((name, replace(value, nullable=True)) for name, value in wider)
        if [value.kind for _, value in wider] == [value.kind for _, value in items]:
            break
        items = wider
    else:
        raise Untranslatable("a recursive query whose types do not settle")
    settled = items

    def exact(number: int, value: Value) -> Value:
        target = settled[number][1]
        found = brought(context, value, target)
        type = type_name(target)
        if not type or found.sql.endswith(f"::{type}") or (found.kind in EXACT and found.literal is None):
            return found
        return Value(f"{found.within(CAST)}::{type}", target.kind, CAST)

    sign = "UNION" if node.args.get("distinct") else "UNION ALL"
    sides = [first.text(exact), again.text(exact, named=False)]
    sides = [shown if one.closed else f"({shown})" for one, shown in zip((first, again), sides, strict=True)]
    return _columns(replace(first, items=settled), given), f" {sign} ".join(sides)


EXACT = (Kind.SMALLINT, Kind.INTEGER, Kind.BIGINT, Kind.BOOLEAN, Kind.DATE, Kind.JSON, Kind.UUID)
"""Kinds whose type has no length that could differ."""
