"""Operators of numbers, bits and truth."""

from __future__ import annotations

from dataclasses import replace

from cfdb.translate import literals
from cfdb.translate.casts import as_condition, as_integer, as_number
from cfdb.translate.scopes import Context
from cfdb.translate.values import (
    AND,
    ATOM,
    CAST,
    EXACT,
    INTEGERS,
    OR,
    OTHER,
    PRODUCT,
    SIGN,
    SUM,
    Kind,
    Untranslatable,
    Value,
    cast,
    condition,
    negated,
    operator,
)

RANKS = (Kind.SMALLINT, Kind.INTEGER, Kind.BIGINT, Kind.NUMERIC, Kind.REAL, Kind.DOUBLE)
SMALL = 1_000_000
"""A constant that does not take a number out of its type: nobody counts beyond the end of one."""


def widest(*values: Value) -> Kind:
    kinds = [value.kind for value in values if value.kind is not Kind.NULL]
    if any(kind in {Kind.REAL, Kind.DOUBLE} for kind in kinds):
        return Kind.DOUBLE
    return max(kinds, key=RANKS.index, default=Kind.NULL)


def calculated(context: Context, sign: str, left: Value, right: Value) -> Value:
    """The sum, difference or product: integers are 64 bits wide in MySQL, so they are here where that can matter."""
    left, right = as_number(context, left), as_number(context, right)
    if Kind.NULL in {left.kind, right.kind}:
        return Value("NULL::numeric", Kind.NUMERIC, CAST)
    kind = widest(left, right)
    if kind in {Kind.SMALLINT, Kind.INTEGER}:
        kind = Kind.INTEGER
        if sign == "*" or not (_is_small(left) or _is_small(right)):
            kind = Kind.BIGINT
        if _folds(left, right):
            return operator(sign, PRODUCT if sign == "*" else SUM, Kind.INTEGER, left, right)
        left = _wide(left, right, kind)
    elif kind is Kind.DOUBLE:
        left, right = _double(left), _double(right)
    found = operator(sign, PRODUCT if sign == "*" else SUM, kind, left, right)
    if kind is not Kind.NUMERIC:
        return replace(found, scale=0 if kind in INTEGERS else None)
    scale = None
    if left.scale is not None and right.scale is not None:
        scale = min(left.scale + right.scale if sign == "*" else max(left.scale, right.scale), 30)
    return replace(found, scale=scale, inexact=left.inexact or right.inexact)


def _wide(left: Value, right: Value, kind: Kind) -> Value:
    if kind in {left.kind, right.kind} and left.literal is None:
        return left
    if kind is Kind.INTEGER and right.literal is not None and left.kind is Kind.SMALLINT:
        return left
    return cast(left, kind, kind)


def _is_small(value: Value) -> bool:
    return value.literal is not None and abs(int(value.literal)) <= SMALL


def _folds(left: Value, right: Value) -> bool:
    small = 40_000
    return all(one.literal is not None and abs(int(one.literal)) <= small for one in (left, right))


def _double(value: Value) -> Value:
    """A float is shown with fewer digits than it has, but it is computed with as a double."""
    return cast(value, "double precision", Kind.DOUBLE) if value.kind is Kind.REAL else value


def divided(context: Context, left: Value, right: Value) -> Value:
    """Exact, with four decimals more than the dividend has; NULL where the divisor is 0."""
    left, right = as_number(context, left), as_number(context, right)
    if Kind.NULL in {left.kind, right.kind}:
        return Value("NULL::numeric", Kind.NUMERIC, CAST)
    kind = widest(left, right)
    divisor = nonzero(right)
    if kind is Kind.DOUBLE:
        dividend = left if left.kind is Kind.DOUBLE else cast(left, "double precision", Kind.DOUBLE)
        return replace(operator("/", PRODUCT, Kind.DOUBLE, dividend, divisor), nullable=True)
    dividend = left if left.kind is Kind.NUMERIC and left.literal is None else cast(left, "numeric", Kind.NUMERIC)
    found = operator("/", PRODUCT, Kind.NUMERIC, dividend, divisor)
    scale = None if left.scale is None else left.scale + 4
    return replace(found, nullable=True, scale=scale, inexact=scale is not None)


def nonzero(value: Value) -> Value:
    if value.literal is not None and float(value.literal):
        return value
    return Value(f"NULLIF({value.sql}, 0)", value.kind)


def whole(context: Context, left: Value, right: Value) -> Value:
    """DIV: the integer part of a quotient."""
    left, right = as_number(context, left), as_number(context, right)
    if Kind.NULL in {left.kind, right.kind}:
        return Value("NULL::bigint", Kind.BIGINT, CAST)
    kind = widest(left, right)
    if kind in INTEGERS:
        return replace(operator("/", PRODUCT, kind, left, nonzero(right)), nullable=True, scale=0)
    if kind is Kind.DOUBLE:
        left, right = (one if one.kind in EXACT else cast(one, "numeric", Kind.NUMERIC) for one in (left, right))
    quotient = Value(f"div({left.sql}, {nonzero(right).sql})", Kind.NUMERIC)
    return replace(cast(quotient, "bigint", Kind.BIGINT), scale=0)


def remainder(context: Context, left: Value, right: Value) -> Value:
    left, right = as_number(context, left), as_number(context, right)
    if Kind.NULL in {left.kind, right.kind}:
        return Value("NULL::numeric", Kind.NUMERIC, CAST)
    kind = widest(left, right)
    if kind is Kind.DOUBLE:
        exact = (one if one.kind in EXACT else cast(one, "numeric", Kind.NUMERIC) for one in (left, right))
        return cast(remainder(context, *exact), "double precision", Kind.DOUBLE)
    scales = [one.scale for one in (left, right)]
    found = operator("%", PRODUCT, kind, left, nonzero(right))
    scale = None if None in scales else max(one for one in scales if one is not None)
    return replace(found, nullable=True, scale=scale)


def opposite(context: Context, value: Value) -> Value:
    number = as_number(context, value)
    if number.literal is not None and number.binding == ATOM:
        negative = f"-{number.literal}"
        return replace(number, sql=negative, literal=negative, binding=SIGN)
    if number.kind is Kind.NULL:
        return number
    if number.kind is Kind.SMALLINT:
        number = cast(number, "integer", Kind.INTEGER)
    inner = number.within(CAST)
    return replace(number, sql=f"-{inner}", literal=None, binding=SIGN, plain="")


def bits(context: Context, sign: str, left: Value, right: Value) -> Value:
    """MySQL computes with 64 bits without a sign: a result below zero would be a large number there."""
    left, right = _bits(context, left), _bits(context, right)
    positive = any(one.literal is not None and not one.literal.startswith("-") for one in (left, right))
    if not (sign == "&" and positive):
        context.note("bits of a number below zero are a large number in MySQL, not one below zero")
    return replace(operator(sign, OTHER, Kind.BIGINT, left, right), scale=0)


def _bits(context: Context, value: Value) -> Value:
    number = as_integer(context, value)
    if number.kind is Kind.NULL:
        return Value("NULL::bigint", Kind.BIGINT, CAST)
    if number.kind is Kind.BIGINT or number.literal is not None:
        return number
    return cast(number, "bigint", Kind.BIGINT)


def without(context: Context, left: Value, right: Value) -> Value:
    """`left & ~right`."""
    left, right = _bits(context, left), _bits(context, right)
    context.note("bits of a number below zero are a large number in MySQL, not one below zero")
    inverse = Value(f"~{right.within(ATOM)}", Kind.BIGINT, OTHER, nullable=right.nullable)
    return replace(operator("&", OTHER, Kind.BIGINT, left, inverse), scale=0)


def shifted(context: Context, sign: str, left: Value, right: Value) -> Value:
    number, by = _bits(context, left), as_integer(context, right)
    if number.kind is not Kind.BIGINT or number.literal is not None:
        number = cast(number, "bigint", Kind.BIGINT)
    if by.literal is not None:
        if not 0 <= int(by.literal) < 64:
            raise Untranslatable("a shift by more bits than there are")
    elif by.kind is not Kind.NULL:
        range_of = f"{by.within(OTHER)} NOT BETWEEN 0 AND 63"
        amount = by if by.kind is not Kind.BIGINT else cast(by, "integer", Kind.INTEGER)
        shown = operator(sign, OTHER, Kind.BIGINT, number, amount)
        return Value(f"CASE WHEN {range_of} THEN 0 ELSE {shown.sql} END", Kind.BIGINT, scale=0)
    return replace(operator(sign, OTHER, Kind.BIGINT, number, by), scale=0)


def both(context: Context, values: list[Value]) -> Value:
    return condition("AND", AND, *(as_condition(context, value) for value in values))


def either(context: Context, values: list[Value]) -> Value:
    return condition("OR", OR, *(as_condition(context, value) for value in values))


def one_of_two(context: Context, left: Value, right: Value) -> Value:
    """XOR."""
    return condition("<>", 4, as_condition(context, left), as_condition(context, right))


def opposed(context: Context, value: Value) -> Value:
    """NOT."""
    truth = as_condition(context, value)
    if truth.sql in {"TRUE", "FALSE"}:
        return replace(truth, sql="FALSE" if truth.sql == "TRUE" else "TRUE")
    for plain, opposed in TURNED:
        if truth.sql.endswith(plain) and truth.sql.count(plain) == 1 and truth.binding == 3:
            return replace(truth, sql=truth.sql.removesuffix(plain) + opposed)
    return negated(truth)


TURNED = ((" IS NULL", " IS NOT NULL"), (" IS NOT TRUE", " IS TRUE"))


def is_truth(context: Context, value: Value, *, wanted: bool) -> Value:
    """IS TRUE and IS FALSE."""
    truth = as_condition(context, value)
    shown = "TRUE" if wanted else "FALSE"
    return Value(f"{truth.within(4)} IS {shown}", Kind.CONDITION, 3, nullable=False)


def is_null(value: Value) -> Value:
    if value.kind is Kind.NULL:
        return Value("TRUE", Kind.CONDITION, nullable=False)
    return Value(f"{value.within(4)} IS NULL", Kind.CONDITION, 3, nullable=False)


def zero() -> Value:
    return literals.integer(0)
