"""UNION, EXCEPT and INTERSECT: their branches are brought to the same types."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Protocol

from sqlglot import exp

from cfdb.translate.casts import common_kind, to_kind
from cfdb.translate.comparing import TOLD_APART
from cfdb.translate.ordering import limited, ordered
from cfdb.translate.scopes import Context, Scope
from cfdb.translate.values import CAST, CITEXT, Kind, Untranslatable, Value, collation_of

Convert = Callable[[int, Value], Value]
"""Takes the number of a column and its value."""

Items = tuple[tuple[str, Value], ...]


class Write(Protocol):
    """Writes a query with its columns converted. Only the first of several branches says how they are called."""

    def __call__(self, convert: Convert, *, named: bool = True) -> str: ...


@dataclass(frozen=True, slots=True)
class Block:
    """A query: its columns, and how it is written with its columns converted.

    A `closed` one needs no parentheses where it is a branch of others.
    """

    items: Items
    text: Write
    closed: bool = True


SIGNS = {exp.Union: "UNION", exp.Except: "EXCEPT", exp.Intersect: "INTERSECT"}
Read = Callable[[Context, Scope | None, Any, str], Block]


def branches(context: Context, outer: Scope | None, node: Any, read: Read, separator: str) -> Block:
    left, right = (read(context, outer, side, separator) for side in (node.this, node.expression))
    sign = SIGNS.get(type(node))
    if sign is None:
        raise Untranslatable(node.key)
    if not node.args.get("distinct"):
        sign += " ALL"
    elif any(_is_caseless(value) for _, value in left.items):
        context.note(TOLD_APART)
    items = unified_items(left, right)
    around = left.closed, right.closed and not isinstance(node.expression.unnest(), exp.SetOperation)
    tail = [*ordered(context, _names(items), node, items, {}), *limited(context, Scope(), node)]

    def text(convert: Convert, *, named: bool = True) -> str:
        def same(number: int, value: Value) -> Value:
            return convert(number, brought(context, value, items[number][1]))

        shown = [left.text(same, named=named), right.text(same, named=False)]
        first, second = (one if bare else f"({one})" for one, bare in zip(shown, around, strict=True))
        return separator.join([first, sign, second, *tail])

    return Block(items, text, closed=not tail and not isinstance(node, exp.Except | exp.Intersect))


def _is_caseless(value: Value) -> bool:
    return value.kind is Kind.TEXT and value.collation == "ci" and value.literal is None


def as_selects(node: Any) -> Any:
    """VALUES ROW(…), ROW(…): PostgreSQL has other names for its columns."""
    found: Any = None
    for row in node.expressions:
        values = row.expressions
        if len(values) == 1 and isinstance(values[0], exp.Anonymous) and values[0].name.upper() == "ROW":
            values = values[0].expressions
        items = [exp.alias_(value.copy(), f"column_{number}", quoted=True) for number, value in enumerate(values)]
        one = exp.Select(expressions=items)
        found = exp.Union(this=found, expression=one, distinct=False) if found else one
    return found


def _names(_items: Items) -> Scope:
    """PostgreSQL orders a set by nothing but its columns."""
    return Scope()


def unified_items(left: Block, right: Block) -> Items:
    if len(left.items) != len(right.items):
        raise Untranslatable("a union of queries with different numbers of columns")
    return tuple(
        (name, _common(value, other)) for (name, value), (_, other) in zip(left.items, right.items, strict=True)
    )


def _common(left: Value, right: Value) -> Value:
    kind = common_kind([left, right])
    if kind in {Kind.ENUM, Kind.SET}:
        # Even of the same members, MySQL makes texts of them, which have another order.
        kind = Kind.TEXT
    known = [value for value in (left, right) if value.kind is not Kind.NULL]
    scales = [value.scale for value in known]
    first = next((value for value in known if value.kind is kind), left)
    return replace(
        first,
        kind=kind,
        literal=None,
        plain="",
        collation=collation_of(left, right),
        nullable=left.nullable or right.nullable,
        scale=None if None in scales or not scales else max(scale for scale in scales if scale is not None),
        members=(),
        type=first.type if kind is not Kind.TEXT or all(value.type == CITEXT for value in known) else "",
        inexact=False,
    )


def brought(context: Context, value: Value, target: Value) -> Value:
    if value.kind is Kind.NULL:
        # PostgreSQL takes the NULLs of the first two branches for texts.
        type = type_name(target)
        return Value(f"NULL::{type}", target.kind, CAST) if type not in {"", "text"} else value
    return to_kind(context, value, target.kind)


def type_name(value: Value) -> str:
    """Of the values of a column, without a length; empty where there is no one type."""
    match value.kind:
        case Kind.NULL:
            return "text"
        case Kind.CONDITION:
            return "boolean"
        case Kind.ENUM:
            return value.type or "text"
        case Kind.SET:
            return "text[]"
        case Kind.BIT | Kind.OTHER | Kind.ROW:
            return ""
    return str(value.kind)
