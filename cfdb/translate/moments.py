"""Dates and times, as MySQL reads them out of other values."""

from __future__ import annotations

from cfdb.translate import literals
from cfdb.translate.scopes import Context
from cfdb.translate.values import CAST, MOMENTS, NULL, NUMBERS, Kind, Untranslatable, Value, cast


def as_moment(context: Context, value: Value) -> Value:
    """A date, or a date with a time."""
    if value.kind in MOMENTS or value.kind is Kind.NULL:
        return value
    if value.literal is not None and value.kind in {Kind.TEXT, *NUMBERS}:
        found = literals.moment(value.literal)
        if found:
            return found
        context.note(f"{value.sql} is no date: it is NULL")
        return Value("NULL::timestamp", Kind.TIMESTAMP, CAST)
    if value.kind is Kind.TEXT:
        context.stable("a text as a date")
        context.note("a text that is no date raises an error, where MySQL says NULL")
        return cast(value, "timestamp", Kind.TIMESTAMP)
    raise Untranslatable(f"a {value.kind} as a date")


def as_timestamp(context: Context, value: Value) -> Value:
    found = as_moment(context, value)
    if found.kind is Kind.TIMESTAMPTZ:
        context.stable("a timestamp as a local time")
        return _scaled(cast(found, "timestamp", Kind.TIMESTAMP), found)
    if found.kind is not Kind.DATE:
        return found
    if found.literal is not None:
        return Value(f"TIMESTAMP '{found.literal} 00:00:00'", Kind.TIMESTAMP, nullable=False, scale=0)
    return cast(found, "timestamp", Kind.TIMESTAMP)


def _scaled(value: Value, like: Value) -> Value:
    return Value(value.sql, value.kind, value.binding, nullable=value.nullable, scale=like.scale)


def as_date(context: Context, value: Value) -> Value:
    found = as_moment(context, value)
    if found.kind in {Kind.DATE, Kind.NULL}:
        return found
    if found.kind is Kind.TIMESTAMPTZ:
        context.stable("a timestamp as a local date")
    if found.literal is not None:
        return literals.moment(found.literal[:10]) or NULL
    return cast(found, "date", Kind.DATE)


def as_time(context: Context, value: Value) -> Value:
    """A time within a day."""
    if value.kind in {Kind.TIME, Kind.NULL}:
        return value
    if value.kind is Kind.INTERVAL:
        context.stable("a longer time as one within a day")
        context.note("a time below 0 or above 24 hours raises an error")
        # By way of a text: the cast of an interval leaves whole days out.
        return _scaled(Value(f"{value.within(CAST)}::text::time", Kind.TIME, CAST, nullable=value.nullable), value)
    if value.kind is Kind.TEXT and value.literal is not None:
        found = literals.clock(value.literal)
        if found is None:
            raise Untranslatable("a time that postgresql does not have")
        return found
    if value.kind in {Kind.TIMESTAMP, Kind.TIMESTAMPTZ}:
        if value.kind is Kind.TIMESTAMPTZ:
            context.stable("a timestamp as a local time")
        return _scaled(cast(value, "time", Kind.TIME), value)
    if value.kind is Kind.TEXT:
        context.stable("a text as a time")
        context.note("a text that is no time raises an error, where MySQL says NULL")
        return cast(value, "time", Kind.TIME)
    raise Untranslatable(f"a {value.kind} as a time")


def as_span(context: Context, value: Value) -> Value:
    """A time of any length, which is what an INTERVAL is here: hours, minutes and seconds, and no days."""
    if value.kind in {Kind.INTERVAL, Kind.NULL}:
        return value
    if value.kind is Kind.TEXT and value.literal is not None:
        found = literals.span(value.literal)
        if found is None:
            raise Untranslatable(f"{value.sql} as a time")
        return found
    if value.kind in NUMBERS and value.literal is not None and not float(value.literal):
        return literals.span("0:00:00") or value
    if value.kind is Kind.TEXT:
        context.stable("a text as a time")
        context.note("a text that is no time raises an error, where MySQL says NULL")
        return Value(f"{value.within(CAST)}::interval", Kind.INTERVAL, CAST, scale=6)
    return _scaled(cast(as_time(context, value), "interval", Kind.INTERVAL), value)
