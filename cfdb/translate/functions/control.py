"""IF, IFNULL and their like."""

from __future__ import annotations

from cfdb.translate.casts import as_condition, as_text, unified
from cfdb.translate.comparing import compared
from cfdb.translate.functions.function import Function
from cfdb.translate.operators import is_null
from cfdb.translate.scopes import Context
from cfdb.translate.values import Kind, Value


def choice(context: Context, branches: list[tuple[Value, Value]], otherwise: Value | None) -> Value:
    """CASE: conditions with their results, all of which become one kind."""
    results = [result for _, result in branches] + ([otherwise] if otherwise else [])
    same = unified(context, results)
    shown = " ".join(
        f"WHEN {as_condition(context, when).sql} THEN {result.sql}"
        for (when, _), result in zip(branches, same, strict=False)
    )
    shown += f" ELSE {same[-1].sql}" if otherwise else ""
    nullable = otherwise is None or any(result.nullable for result in same)
    return _like(same, f"CASE {shown} END", nullable=nullable)


def _like(values: list[Value], sql: str, *, nullable: bool) -> Value:
    known = [value for value in values if value.kind is not Kind.NULL]
    if not known:
        return Value("NULL", Kind.NULL)
    scales = [value.scale for value in known]
    return Value(
        sql,
        known[0].kind,
        members=known[0].members if all(value.members == known[0].members for value in known) else (),
        type=known[0].type if all(one.type == known[0].type or one.literal is not None for one in known) else "",
        collation=next((name for name in ("cs", "ci") if any(one.collation == name for one in known)), ""),
        nullable=nullable,
        scale=None if None in scales else max(scale for scale in scales if scale is not None),
        inexact=any(value.inexact for value in known),
        length=known[0].length,
    )


def if_(context: Context, arguments: list[Value]) -> Value:
    return choice(context, [(arguments[0], arguments[1])], arguments[2])


def coalesce(context: Context, arguments: list[Value]) -> Value:
    same = unified(context, arguments)
    known = [value for value in same if value.kind is not Kind.NULL]
    if len(known) < 2:
        return known[0] if known else same[0]
    shown = ", ".join(value.sql for value in known)
    return _like(same, f"COALESCE({shown})", nullable=all(value.nullable for value in known))


def nullif(context: Context, arguments: list[Value]) -> Value:
    left, right = arguments
    left = as_text(context, left) if left.kind is Kind.ENUM else left
    same = compared(context, "=", left, right)
    if same.sql == f"{left.sql} = {right.sql}":
        return _like([left], f"NULLIF({left.sql}, {right.sql})", nullable=True)
    return _like([left], f"CASE WHEN {same.sql} THEN NULL ELSE {left.sql} END", nullable=True)


def isnull(_context: Context, arguments: list[Value]) -> Value:
    return is_null(arguments[0])


FUNCTIONS = {
    "IF": Function(if_, 3, 3),
    "IFNULL": Function(coalesce, 2, 2),
    "NVL": Function(coalesce, 2, 2),
    "COALESCE": Function(coalesce, 1, None),
    "NULLIF": Function(nullif, 2, 2),
    "ISNULL": Function(isnull),
    "NVL2": Function(lambda context, given: choice(context, [(_known(given[0]), given[1])], given[2]), 3, 3),
}


def _known(value: Value) -> Value:
    return Value(f"{value.within(4)} IS NOT NULL", Kind.CONDITION, 3, nullable=False)
