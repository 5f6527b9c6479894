"""Times, which MySQL has up to 838 hours, and below zero: here they are intervals."""

from __future__ import annotations

from dataclasses import replace

from cfdb.translate import literals
from cfdb.translate.casts import as_number, as_small
from cfdb.translate.functions.function import Function
from cfdb.translate.moments import as_moment, as_span, as_time, as_timestamp
from cfdb.translate.scopes import Context
from cfdb.translate.values import (
    CAST,
    COMPARISON,
    INTEGERS,
    SUM,
    Kind,
    Untranslatable,
    Value,
    operator,
)

UNCUT = "a time is not cut at 838:59:59"
MOST = 6


def time(context: Context, given: list[Value]) -> Value:
    value = given[0]
    if value.kind is Kind.INTERVAL:
        return value
    if value.kind is Kind.TEXT and value.literal is not None and (found := literals.moment(value.literal)):
        value = found
    return as_time(context, value)


def _read(context: Context, value: Value) -> Value:
    """A constant is a moment, or a time."""
    if value.kind is Kind.TEXT and value.literal is not None:
        return literals.span(value.literal) or as_moment(context, value)
    return value


def difference(context: Context, given: list[Value]) -> Value:
    """TIMEDIFF: of two moments, or of two times."""
    left, right = (_read(context, one) for one in given)
    kinds = {left.kind, right.kind}
    if Kind.NULL in kinds:
        return Value("NULL::interval", Kind.INTERVAL, CAST)
    if kinds <= {Kind.TIME, Kind.INTERVAL}:
        found = operator("-", SUM, Kind.INTERVAL, as_span(context, left), as_span(context, right))
        return replace(found, scale=_scale(left, right))
    if not kinds <= {Kind.TIMESTAMP, Kind.TIMESTAMPTZ, Kind.TEXT}:
        raise Untranslatable(f"timediff() of {left.kind} and {right.kind}")
    context.note(UNCUT)
    first, last = as_timestamp(context, left), as_timestamp(context, right)
    between = operator("-", SUM, Kind.INTERVAL, first, last)
    shown = f"make_interval(secs => EXTRACT(EPOCH FROM {between.sql})::double precision)"
    return Value(shown, Kind.INTERVAL, nullable=between.nullable, scale=_scale(first, last))


def _scale(*values: Value) -> int:
    return max(MOST if value.scale is None else value.scale for value in values)


def of_seconds(context: Context, given: list[Value]) -> Value:
    number = as_number(context, given[0])
    if number.kind is Kind.NULL:
        return Value("NULL::interval", Kind.INTERVAL, CAST)
    context.note(UNCUT)
    scale = 0 if number.kind in INTEGERS else MOST if number.scale is None else min(number.scale, MOST)
    shown = f"make_interval(secs => {number.sql})"
    return Value(shown, Kind.INTERVAL, nullable=number.nullable, scale=scale)


def in_seconds(context: Context, given: list[Value]) -> Value:
    value = _read(context, given[0])
    span = value if value.kind is Kind.INTERVAL else as_time(context, value)
    if span.kind is Kind.NULL:
        return Value("NULL::integer", Kind.INTEGER, CAST)
    shown = f"EXTRACT(EPOCH FROM {span.sql})"
    whole = shown if span.scale == 0 else f"trunc({shown})"
    return Value(f"{whole}::integer", Kind.INTEGER, CAST, nullable=span.nullable, scale=0)


def made(context: Context, given: list[Value]) -> Value:
    """MAKETIME: minutes and seconds go the way of the hours."""
    hours, minutes = as_small(context, given[0]), as_small(context, given[1])
    seconds = as_number(context, given[2])
    if Kind.NULL in {hours.kind, minutes.kind, seconds.kind}:
        return Value("NULL::interval", Kind.INTERVAL, CAST)
    context.note(UNCUT)
    scale = 0 if seconds.kind in INTEGERS else MOST if seconds.scale is None else min(seconds.scale, MOST)
    inside = [
        f"{one.within(COMPARISON + 2)} >= 0 AND {one.within(COMPARISON + 2)} < 60"
        for one in (minutes, seconds)
        if one.literal is None or not 0 <= float(one.literal) < 60
    ]
    forward = _made(hours.sql, minutes.sql, seconds.sql)
    if hours.literal is not None:
        known = int(hours.literal) < 0
        shown = _made(hours.sql, f"-{minutes.within(CAST)}", f"-{seconds.within(CAST)}") if known else forward
    else:
        back = _made(hours.sql, f"-{minutes.within(CAST)}", f"-{seconds.within(CAST)}")
        shown = f"CASE WHEN {hours.within(COMPARISON + 1)} < 0 THEN {back} ELSE {forward} END"
    if inside:
        shown = f"CASE WHEN {' AND '.join(inside)} THEN {shown} END"
    return Value(shown, Kind.INTERVAL, scale=scale)


def _made(hours: str, minutes: str, seconds: str) -> str:
    return f"make_interval(hours => {hours}, mins => {minutes}, secs => {seconds})"


def moved(context: Context, moment: Value, by: Value, sign: str) -> Value:
    """A moment and a time."""
    span = as_span(context, by)
    found = operator(sign, SUM, Kind.TIMESTAMP, moment, span)
    return replace(found, scale=max(moment.scale or 0, span.scale or 0))


def _shifted(name: str, sign: str) -> Function:
    """ADDTIME and SUBTIME."""

    def shift(context: Context, given: list[Value]) -> Value:
        value, by = _read(context, given[0]), given[1]
        if Kind.NULL in {value.kind, by.kind}:
            return Value("NULL::timestamp", Kind.TIMESTAMP, CAST)
        if value.kind in {Kind.TIMESTAMP, Kind.TIMESTAMPTZ}:
            return moved(context, as_timestamp(context, value), by, sign)
        if value.kind not in {Kind.TIME, Kind.INTERVAL}:
            raise Untranslatable(f"{name}() of a {value.kind}")
        start, span = as_span(context, value), as_span(context, by)
        return replace(operator(sign, SUM, Kind.INTERVAL, start, span), scale=_scale(start, span))

    return Function(shift, 2, 2)


def part(unit: str, span: Value) -> Value:
    """HOUR() and its like: never below zero."""
    shown = f"abs(EXTRACT({unit} FROM {span.sql}))"
    if unit == "MICROSECOND":
        shown = f"abs(EXTRACT(MICROSECONDS FROM {span.sql})) % 1000000"
        return Value(f"({shown})::integer", Kind.INTEGER, CAST, nullable=span.nullable, scale=0)
    if unit == "SECOND" and span.scale != 0:
        shown = f"floor({shown})"
    return Value(f"{shown}::integer", Kind.INTEGER, CAST, nullable=span.nullable, scale=0)


FUNCTIONS = {
    "TIME": Function(time),
    "TIMEDIFF": Function(difference, 2, 2),
    "SEC_TO_TIME": Function(of_seconds),
    "TIME_TO_SEC": Function(in_seconds),
    "MAKETIME": Function(made, 3, 3),
    "ADDTIME": _shifted("addtime", "+"),
    "SUBTIME": _shifted("subtime", "-"),
}
