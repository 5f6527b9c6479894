"""Functions of numbers."""

from __future__ import annotations

from dataclasses import replace

from cfdb.translate import literals
from cfdb.translate.casts import as_exact, as_integer, as_number, as_small, unified
from cfdb.translate.functions.function import Function
from cfdb.translate.operators import remainder
from cfdb.translate.scopes import Context
from cfdb.translate.values import (
    CAST,
    COMPARISON,
    INTEGERS,
    IS,
    NUMBERS,
    PRODUCT,
    Kind,
    Untranslatable,
    Value,
    call,
    cast,
    operator,
)


def _double(context: Context, value: Value) -> Value:
    number = as_number(context, value)
    return number if number.kind is Kind.DOUBLE else cast(number, "double precision", Kind.DOUBLE)


def absolute(context: Context, given: list[Value]) -> Value:
    number = as_number(context, given[0])
    if number.kind is Kind.SMALLINT:
        number = cast(number, "integer", Kind.INTEGER)
    return replace(number, sql=f"abs({number.sql})", binding=12, literal=None, plain="")


def _whole(name: str) -> Function:
    def cut(context: Context, given: list[Value]) -> Value:
        number = as_number(context, given[0])
        if number.kind in INTEGERS:
            return number
        found = call(name, number.kind, number, nullable=number.nullable)
        if number.kind is not Kind.NUMERIC:
            return replace(found, kind=Kind.DOUBLE)
        return replace(found, scale=0)

    return Function(cut)


def _to_places(name: str) -> Function:
    """ROUND and TRUNCATE."""

    def cut(context: Context, given: list[Value]) -> Value:
        number = as_number(context, given[0])
        places = as_small(context, given[1]) if len(given) > 1 else literals.integer(0)
        if number.kind is Kind.NULL or places.kind is Kind.NULL:
            return Value("NULL::numeric", Kind.NUMERIC, CAST)
        if number.kind in INTEGERS and places.literal is not None and int(places.literal) >= 0:
            return number
        if number.kind in {Kind.REAL, Kind.DOUBLE}:
            return _double_to_places(name, _double(context, number), places)
        exact = cast(number, "numeric", Kind.NUMERIC) if number.kind is not Kind.NUMERIC else number
        shown = f"{name}({exact.sql}, {places.sql})" if places.literal != "0" else f"{name}({exact.sql})"
        if number.kind in INTEGERS:
            return Value(f"{shown}::bigint", Kind.BIGINT, CAST, nullable=number.nullable, scale=0)
        scale = None
        if places.literal is not None and number.scale is not None:
            scale = max(min(int(places.literal), number.scale), 0)
        found = Value(shown, Kind.NUMERIC, nullable=number.nullable, scale=scale)
        return replace(found, inexact=scale is not None and int(places.literal or 0) > scale)

    return Function(cut, 1 if name == "round" else 2, 2)


def _double_to_places(name: str, number: Value, places: Value) -> Value:
    """As MySQL computes it: in doubles, and to the even number where two are as near."""
    if places.literal is None:
        raise Untranslatable(f"{name}() of a double to places that are computed")
    digits = int(places.literal)
    if digits == 0:
        return Value(f"{name}({number.sql})", Kind.DOUBLE, nullable=number.nullable)
    times, back = ("*", "/") if digits > 0 else ("/", "*")
    shown = f"{name}({number.within(PRODUCT)} {times} {10 ** abs(digits)}) {back} {10 ** abs(digits)}"
    return Value(shown, Kind.DOUBLE, PRODUCT, nullable=number.nullable)


def sign(context: Context, given: list[Value]) -> Value:
    number = as_number(context, given[0])
    return Value(f"sign({number.sql})::integer", Kind.INTEGER, CAST, nullable=number.nullable, scale=0)


def _plain(name: str) -> Function:
    return Function(lambda context, given: call(name, Kind.DOUBLE, _double(context, given[0])))


def _within(name: str, bounds: str) -> Function:
    """A function that is NULL outside of its range, where PostgreSQL's raises an error."""

    def compute(context: Context, given: list[Value]) -> Value:
        value = _double(context, given[0])
        inside = bounds.replace("x", value.within(COMPARISON + 3))
        return Value(f"CASE WHEN {inside} THEN {name}({value.sql}) END", Kind.DOUBLE)

    return Function(compute)


def log(context: Context, given: list[Value]) -> Value:
    natural = _within("ln", "x > 0")
    if len(given) == 1:
        return natural(context, "log", given)
    base, value = (natural(context, "log", [one]) for one in given)
    return operator("/", PRODUCT, Kind.DOUBLE, value, Value(f"NULLIF({base.sql}, 0)", Kind.DOUBLE))


def log2(context: Context, given: list[Value]) -> Value:
    # Of NUMERIC, for whole results: the quotient of two logarithms is mostly just beside them.
    value = cast(as_exact(context, given[0]), "numeric", Kind.NUMERIC)
    shown = f"CASE WHEN {value.within(COMPARISON + 3)} > 0 THEN log(2.0, {value.sql})::double precision END"
    return Value(shown, Kind.DOUBLE)


def power(context: Context, given: list[Value]) -> Value:
    return call("power", Kind.DOUBLE, *(_double(context, one) for one in given))


def arctangent(context: Context, given: list[Value]) -> Value:
    return call("atan" if len(given) == 1 else "atan2", Kind.DOUBLE, *(_double(context, one) for one in given))


def modulo(context: Context, given: list[Value]) -> Value:
    return remainder(context, *given)


def random(context: Context, given: list[Value]) -> Value:
    if given:
        raise Untranslatable("rand() with a seed")
    context.stable("rand()")
    return Value("random()", Kind.DOUBLE, nullable=False)


def _extreme(name: str) -> Function:
    """NULL where any is NULL, which PostgreSQL passes over."""

    def choose(context: Context, given: list[Value]) -> Value:
        if any(one.kind in {Kind.JSON, Kind.BYTES, Kind.SET, Kind.BIT} for one in given):
            raise Untranslatable(f"{name.lower()}() of these")
        if any(one.kind in NUMBERS for one in given):
            given = [as_number(context, one) for one in given]
        same = unified(context, given)
        if any(one.kind is Kind.NULL for one in same):
            return Value("NULL", Kind.NULL)
        if any(one.kind is Kind.ENUM for one in same):
            raise Untranslatable(f"{name.lower()}() of an enum")
        if any(one.kind is Kind.TEXT and one.collation != "cs" for one in same):
            context.note(f"{name.lower()}() tells upper from lower case")
        found = f"{name}({', '.join(one.sql for one in same)})"
        unknown = [f"{one.within(IS + 1)} IS NULL" for one in same if one.nullable]
        if unknown:
            found = f"CASE WHEN {' OR '.join(unknown)} THEN NULL ELSE {found} END"
        scales = [one.scale for one in same]
        scale = None if None in scales else max(one for one in scales if one is not None)
        kind = _widest(same)
        return replace(
            same[0].named(found), kind=kind, nullable=bool(unknown), scale=scale,
            inexact=any(one.inexact for one in same),
        )  # fmt: skip

    return Function(choose, 2, None)


def _widest(values: list[Value]) -> Kind:
    from_numbers = [NUMBERS.index(one.kind) for one in values if one.kind in NUMBERS]
    return NUMBERS[max(from_numbers)] if from_numbers else values[0].kind


def bit_count(context: Context, given: list[Value]) -> Value:
    number = as_integer(context, given[0])
    digits = f"{number.within(CAST)}::bigint::bit(64)::text"
    return Value(f"char_length(replace({digits}, '0', ''))", Kind.INTEGER, nullable=number.nullable, scale=0)


def pi(_context: Context, _given: list[Value]) -> Value:
    return Value("pi()", Kind.DOUBLE, nullable=False)


FUNCTIONS = {
    "ABS": Function(absolute),
    "CEIL": _whole("ceil"),
    "CEILING": _whole("ceil"),
    "FLOOR": _whole("floor"),
    "ROUND": _to_places("round"),
    "TRUNCATE": _to_places("trunc"),
    "SIGN": Function(sign),
    "SQRT": _within("sqrt", "x >= 0"),
    "EXP": _plain("exp"),
    "LN": _within("ln", "x > 0"),
    "LOG": Function(log, 1, 2),
    "LOG2": Function(log2),
    "LOG10": _within("log10", "x > 0"),
    "POW": Function(power, 2, 2),
    "POWER": Function(power, 2, 2),
    "MOD": Function(modulo, 2, 2),
    **{name.upper(): _plain(name) for name in ("sin", "cos", "tan", "cot", "degrees", "radians")},
    "ASIN": _within("asin", "x BETWEEN -1 AND 1"),
    "ACOS": _within("acos", "x BETWEEN -1 AND 1"),
    "ATAN": Function(arctangent, 1, 2),
    "ATAN2": Function(arctangent, 2, 2),
    "PI": Function(pi, 0, 0),
    "RAND": Function(random, 0, 1),
    "GREATEST": _extreme("GREATEST"),
    "LEAST": _extreme("LEAST"),
    "BIT_COUNT": Function(bit_count),
}
