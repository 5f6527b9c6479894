"""Aggregate and window functions."""

from __future__ import annotations

from dataclasses import replace

from sqlglot import exp

from cfdb.translate.casts import as_integer, as_number, as_result, as_text, json_value, to_kind
from cfdb.translate.comparing import TOLD_APART, is_caseless, lowered
from cfdb.translate.names import quoted
from cfdb.translate.scopes import Context
from cfdb.translate.values import ATOM, BOOLEANS, CAST, INTEGERS, IS, NUMBERS, Kind, Untranslatable, Value, cast

Order = list[tuple[Value, bool]]
"""Values, and whether downwards."""

SPREADS = {
    "STD": "stddev_pop", "STDDEV": "stddev_pop", "STDDEV_POP": "stddev_pop", "STDDEV_SAMP": "stddev_samp",
    "VARIANCE": "var_pop", "VAR_POP": "var_pop", "VAR_SAMP": "var_samp",
}  # fmt: skip
BITS = {"BIT_AND": ("bit_and", "-1"), "BIT_OR": ("bit_or", "0"), "BIT_XOR": ("bit_xor", "0")}
NAMES = frozenset({"COUNT", "SUM", "AVG", "MIN", "MAX", "ANY_VALUE", "JSON_ARRAYAGG", "JSON_OBJECTAGG"}) | {
    *SPREADS, *BITS,
}  # fmt: skip
RANKINGS = {
    "ROW_NUMBER": Kind.BIGINT, "RANK": Kind.BIGINT, "DENSE_RANK": Kind.BIGINT, "NTILE": Kind.INTEGER,
    "PERCENT_RANK": Kind.DOUBLE, "CUME_DIST": Kind.DOUBLE,
}  # fmt: skip
NEIGHBOURS = ("LAG", "LEAD", "FIRST_VALUE", "LAST_VALUE", "NTH_VALUE")


def counted_rows() -> Value:
    return Value("count(*)", Kind.BIGINT, nullable=False, scale=0)


def any_of(value: Value) -> Value:
    """Any one value of a group: any_value() is there from PostgreSQL 16 on only."""
    return value.named(f"(array_agg({value.sql}))[1]", ATOM)


def ordered(values: Order) -> str:
    """What stands behind ORDER BY: MySQL has NULL before all else, PostgreSQL behind it."""
    return ", ".join(_ordered(value, down=down) for value, down in values)


def _ordered(value: Value, *, down: bool) -> str:
    if value.nullable:
        return f"{value.sql} DESC NULLS LAST" if down else f"{value.sql} NULLS FIRST"
    return f"{value.sql} DESC" if down else value.sql


def aggregated(context: Context, name: str, values: list[Value], order: Order, *, distinct: bool = False) -> Value:
    if name == "COUNT":
        return _count(values, context, distinct=distinct)
    if len(values) != (2 if name == "JSON_OBJECTAGG" else 1):
        raise Untranslatable(f"{name.lower()}() with {len(values)} arguments")
    word, value = "DISTINCT " if distinct else "", values[0]
    if name in {"SUM", "AVG"}:
        return _sum(context, name, value, word)
    if name in {"MIN", "MAX"}:
        return _extreme(context, name, value)
    if name == "ANY_VALUE":
        return any_of(value)
    if name in SPREADS:
        number = cast(as_number(context, value), "double precision", Kind.DOUBLE)
        return Value(f"{SPREADS[name]}({word}{number.sql})", Kind.DOUBLE)
    if name in BITS:
        return _bits(context, name, value)
    if name == "JSON_ARRAYAGG":
        tail = f" ORDER BY {ordered(order)}" if order else ""
        return Value(f"jsonb_agg({word}{json_value(context, value).sql}{tail})", Kind.JSON)
    key = as_text(context, value)
    return Value(f"jsonb_object_agg({key.sql}, {json_value(context, values[1]).sql})", Kind.JSON)


def _bits(context: Context, name: str, value: Value) -> Value:
    function, empty = BITS[name]
    if name == "BIT_AND":
        context.note("bit_and() of no rows is -1, as numbers have a sign")
    number = cast(as_integer(context, value), "bigint", Kind.BIGINT)
    return Value(f"COALESCE({function}({number.sql}), {empty})", Kind.BIGINT, nullable=False, scale=0)


def _count(values: list[Value], context: Context, *, distinct: bool) -> Value:
    if not values:
        raise Untranslatable("count() without arguments")
    if distinct:
        values = [_as_one(context, value) for value in values]
    if len(values) == 1:
        shown = values[0].sql
    elif distinct:
        # A row that has a NULL is not counted, but a row of NULLs is a value to PostgreSQL.
        whole = " AND ".join(f"{value.within(4)} IS NOT NULL" for value in values)
        rows = ", ".join(value.sql for value in values)
        return Value(f"count(DISTINCT ({rows})) FILTER (WHERE {whole})", Kind.BIGINT, nullable=False, scale=0)
    else:
        raise Untranslatable("count() with several arguments")
    return Value(f"count({'DISTINCT ' if distinct else ''}{shown})", Kind.BIGINT, nullable=False, scale=0)


def _as_one(context: Context, value: Value) -> Value:
    """What is told apart: texts without their case where MySQL does so."""
    if value.kind is Kind.TEXT and value.collation != "cs" and context.policies.collation == "lower":
        return lowered(value)
    if is_caseless(context, value):
        context.note(TOLD_APART)
    return value


def _sum(context: Context, name: str, value: Value, word: str) -> Value:
    number = as_number(context, value)
    if number.kind is Kind.NULL:
        return Value("NULL::numeric", Kind.NUMERIC, CAST)
    if number.kind in {Kind.REAL, Kind.DOUBLE}:
        double = cast(number, "double precision", Kind.DOUBLE)
        return Value(f"{name.lower()}({word}{double.sql})", Kind.DOUBLE)
    if number.kind in INTEGERS and name == "SUM":
        wide = Kind.NUMERIC if number.kind is Kind.BIGINT else Kind.BIGINT
        return Value(f"sum({word}{number.sql})", wide, scale=0)
    scale = number.scale if name == "SUM" or number.scale is None else min(number.scale + 4, 30)
    inexact = number.inexact or (name == "AVG" and scale is not None)
    return Value(f"{name.lower()}({word}{number.sql})", Kind.NUMERIC, scale=scale, inexact=inexact)


def _extreme(context: Context, name: str, value: Value) -> Value:
    if value.kind in BOOLEANS:
        value = as_number(context, value)
    elif value.kind in {Kind.SET, Kind.JSON, Kind.BIT, Kind.OTHER, Kind.BYTES, Kind.UUID}:
        raise Untranslatable(f"{name.lower()}() of a {value.kind}")
    elif value.kind is Kind.ENUM:
        # MySQL takes the first or last by its name, PostgreSQL by the order of the type.
        value = as_text(context, value)
    if value.kind is Kind.TEXT and value.collation != "cs":
        context.note(f"{name.lower()}() of texts is by the order of the database's collation")
    return replace(value, sql=f"{name.lower()}({value.sql})", binding=ATOM, nullable=True, literal=None, plain="")


def listed(context: Context, value: Value, between: Value, order: Order, *, distinct: bool = False) -> Value:
    """GROUP_CONCAT."""
    number = as_result(context, value)
    if distinct and number.kind in NUMBERS and all(one.sql == value.sql for one, _ in order):
        return _listed_numbers(number, between, down=any(down for _, down in order))
    text = as_text(context, as_result(context, value))
    if distinct and is_caseless(context, value):
        context.note(TOLD_APART)
    text = cast(text, "text", Kind.TEXT) if text.literal is not None else text
    if distinct:
        if any(one.sql not in {value.sql, text.sql} for one, _ in order):
            raise Untranslatable("group_concat(distinct …) in the order of something else")
        order = [(text, down) for _, down in order]
        if value.kind in {Kind.ENUM, Kind.SET, Kind.INTERVAL} and order:
            raise Untranslatable(f"group_concat(distinct …) of a {value.kind} in its order")
    tail = f" ORDER BY {ordered(order)}" if order else ""
    word = "DISTINCT " if distinct else ""
    return Value(f"string_agg({word}{text.sql}, {between.sql}{tail})", Kind.TEXT, collation=text.collation or "ci")


def _listed_numbers(value: Value, between: Value, *, down: bool) -> Value:
    """In the order of numbers, which string_agg() would make texts of first."""
    sort = f"{value.sql} DESC" if down else value.sql
    found = f"array_agg(DISTINCT {value.sql} ORDER BY {sort}) FILTER (WHERE {value.within(IS + 1)} IS NOT NULL)"
    return Value(f"array_to_string({found}, {between.sql})", Kind.TEXT, collation="ci")


def over(context: Context, name: str, values: list[Value]) -> Value:
    """A function that stands before OVER."""
    if name in RANKINGS:
        shown = ", ".join(value.sql for value in values)
        return Value(f"{name.lower()}({shown})", RANKINGS[name], nullable=False, scale=0)
    if name in NEIGHBOURS:
        subject, *others = values
        if name in {"LAG", "LEAD"} and len(others) == 2:
            others[1] = to_kind(context, others[1], subject.kind)
        shown = ", ".join(value.sql for value in (as_result(context, subject), *others))
        kind = as_result(context, subject).kind
        return replace(
            subject, sql=f"{name.lower()}({shown})", kind=kind, binding=ATOM, nullable=True, literal=None, plain=""
        )
    if name == "COUNT" and not values:
        return counted_rows()
    if name in NAMES:
        found = aggregated(context, name, values, [])
        if not found.sql.endswith(")") or found.sql.startswith("COALESCE"):
            raise Untranslatable(f"{name.lower()}() over a window")
        return found
    raise Untranslatable(f"{name.lower()}() over a window")


def window_name(name: str) -> str:
    return quoted(name)


def windowed(value: Value, window: str) -> Value:
    return replace(value, sql=f"{value.sql} OVER {window}", binding=ATOM)


def window(name: str, partitions: list[Value], order: Order, spec: exp.Expression | None) -> str:
    """`name` is that of a window which this one goes on from."""
    parts = [name] if name else []
    if partitions:
        parts.append("PARTITION BY " + ", ".join(value.sql for value in partitions))
    if order:
        parts.append(f"ORDER BY {ordered(order)}")
    if spec is not None:
        parts.append(_frame(spec))
    return f"({' '.join(parts)})"


def _frame(spec: exp.Expression) -> str:
    ends = []
    for end in ("start", "end"):
        value, side = spec.args.get(end), spec.args.get(f"{end}_side") or ""
        if value is None:
            continue
        if isinstance(value, exp.Expression):
            if not isinstance(value, exp.Literal) or value.args["is_string"]:
                raise Untranslatable("a window with bounds that are computed")
            value = value.name
        ends.append(f"{value} {side}".strip())
    kind = spec.args.get("kind") or "ROWS"
    return f"{kind} BETWEEN {' AND '.join(ends)}" if len(ends) == 2 else f"{kind} {ends[0]}"
