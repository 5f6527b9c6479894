"""Arithmetic of dates, and parts of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from cfdb.translate import literals
from cfdb.translate.casts import as_integer, as_number
from cfdb.translate.functions import times
from cfdb.translate.moments import as_date, as_moment, as_timestamp
from cfdb.translate.scopes import Context
from cfdb.translate.values import CAST, PRODUCT, SUM, Kind, Untranslatable, Value, cast, operator

WORDS = {
    "MICROSECOND": ("microsecond", 1), "SECOND": ("second", 1), "MINUTE": ("minute", 1), "HOUR": ("hour", 1),
    "DAY": ("day", 1), "WEEK": ("day", 7), "MONTH": ("month", 1), "QUARTER": ("month", 3), "YEAR": ("year", 1),
}  # fmt: skip
OF_DAYS = ("DAY", "WEEK", "MONTH", "QUARTER", "YEAR", "YEAR_MONTH")
MADE = {"second": "secs", "minute": "mins", "hour": "hours", "day": "days", "month": "months", "year": "years"}

COMPOUND = {
    "YEAR_MONTH": ("YEAR", "MONTH"),
    "DAY_HOUR": ("DAY", "HOUR"),
    "DAY_MINUTE": ("DAY", "HOUR", "MINUTE"),
    "DAY_SECOND": ("DAY", "HOUR", "MINUTE", "SECOND"),
    "HOUR_MINUTE": ("HOUR", "MINUTE"),
    "HOUR_SECOND": ("HOUR", "MINUTE", "SECOND"),
    "MINUTE_SECOND": ("MINUTE", "SECOND"),
}
SECONDS = {"SECOND": 1, "MINUTE": 60, "HOUR": 3600, "DAY": 86400, "WEEK": 604800}


def moved(context: Context, start: Value, amount: Value, unit: str, *, back: bool) -> Value:
    """A moment and an interval: a date stays a date where the unit is of days."""
    unit = unit.upper()
    unit = unit.removesuffix("S") if unit not in WORDS and unit.removesuffix("S") in WORDS else unit
    if unit not in WORDS and unit not in COMPOUND:
        raise Untranslatable(f"interval of {unit.lower()}")
    if start.kind in {Kind.TIME, Kind.INTERVAL}:
        raise Untranslatable("an interval added to a time")
    moment = as_moment(context, start)
    if Kind.NULL in {moment.kind, amount.kind}:
        return Value("NULL::timestamp", Kind.TIMESTAMP, CAST)
    if moment.kind is not Kind.DATE:
        moment = as_timestamp(context, moment)
    length = _literal_length(amount, unit) or _length(context, amount, unit)
    sign = "-" if back else "+"
    if moment.kind is Kind.DATE and unit in {"DAY", "WEEK"}:
        return operator(sign, SUM, Kind.DATE, moment, _days(context, amount, unit))
    found = operator(sign, SUM, Kind.TIMESTAMP, moment, length)
    if moment.kind is Kind.DATE and unit in OF_DAYS:
        return cast(found, "date", Kind.DATE)
    scale = 6 if unit == "MICROSECOND" or "." in (amount.literal or "") else moment.scale
    return replace(found, scale=scale if moment.kind is not Kind.DATE else (scale or 0))


def _constant(amount: Value, unit: str) -> Decimal | None:
    """The number of units, as a constant says it."""
    if amount.literal is None:
        return None
    if amount.kind is Kind.TEXT:
        if "." in amount.literal and unit != "SECOND":
            # 1.5 is rounded and '1.5' is cut, but they come here as the same.
            raise Untranslatable(f"interval of {amount.literal} {unit.lower()}")
        pattern = literals.LEADING_NUMBER if unit == "SECOND" else literals.LEADING_INTEGER
        found = pattern.match(amount.literal)
        return Decimal(found[1]) if found else Decimal(0)
    number = Decimal(amount.literal)
    return number if unit == "SECOND" else number.quantize(Decimal(1), ROUND_HALF_UP)


def _literal_length(amount: Value, unit: str) -> Value | None:
    if amount.literal is None:
        return None
    if unit in COMPOUND:
        parts = _parts(amount.literal, unit)
    else:
        word, times = WORDS[unit]
        number = _constant(amount, unit) or Decimal(0)
        parts = [f"{number * times} {word}"]
    return Value(f"INTERVAL '{' '.join(parts)}'", Kind.INTERVAL, nullable=False)


def _parts(text: str, unit: str) -> list[str]:
    """The numbers of a text such as '1 12:30', the last of which is of the smallest unit."""
    sign = "-" if text.strip().startswith("-") else ""
    numbers, units = re.findall(r"\d+", text), COMPOUND[unit]
    if len(numbers) > len(units) or not numbers:
        raise Untranslatable(f"interval {literals.written(text)} {unit.lower()}")
    return [f"{sign}{int(number)} {WORDS[one][0]}" for number, one in zip(numbers, units[-len(numbers) :], strict=True)]


def _length(context: Context, amount: Value, unit: str) -> Value:
    if unit in COMPOUND:
        raise Untranslatable(f"interval of {unit.lower()} that is computed")
    word, times = WORDS[unit]
    if unit == "SECOND":
        number = cast(as_number(context, amount), "double precision", Kind.DOUBLE)
    else:
        number = _whole(context, amount)
    if word == "microsecond":
        unit_of = Value("INTERVAL '1 microsecond'", Kind.INTERVAL)
        return operator("*", PRODUCT, Kind.INTERVAL, number, unit_of)
    if times > 1:
        number = operator("*", PRODUCT, Kind.INTEGER, number, literals.integer(times))
    return Value(f"make_interval({MADE[word]} => {number.sql})", Kind.INTERVAL, nullable=amount.nullable)


def _whole(context: Context, amount: Value) -> Value:
    number = as_integer(context, amount)
    return number if number.kind in {Kind.SMALLINT, Kind.INTEGER} else cast(number, "integer", Kind.INTEGER)


def _days(context: Context, amount: Value, unit: str) -> Value:
    times = WORDS[unit][1]
    constant = _constant(amount, unit)
    if constant is not None:
        return literals.integer(int(constant) * times)
    number = _whole(context, amount)
    return number if times == 1 else operator("*", PRODUCT, Kind.INTEGER, number, literals.integer(times))


def added(context: Context, unit: str, values: list[Value]) -> Value:
    """TIMESTAMPADD."""
    return moved(context, values[1], values[0], unit.upper().removeprefix("SQL_TSI_"), back=False)


def difference(context: Context, unit: str, values: list[Value]) -> Value:
    """TIMESTAMPDIFF: whole units, towards zero."""
    unit = unit.upper().removeprefix("SQL_TSI_")
    first, last = (as_moment(context, value) for value in values)
    if Kind.NULL in {first.kind, last.kind}:
        return Value("NULL::bigint", Kind.BIGINT, CAST)
    if first.kind is last.kind is Kind.DATE and unit == "DAY":
        return replace(operator("-", SUM, Kind.INTEGER, last, first), scale=0)
    first, last = as_timestamp(context, first), as_timestamp(context, last)
    between = operator("-", SUM, Kind.INTERVAL, last, first)
    if unit in SECONDS:
        seconds = f"EXTRACT(EPOCH FROM {between.sql})"
        shown = seconds if SECONDS[unit] == 1 else f"{seconds} / {SECONDS[unit]}"
        return Value(f"trunc({shown})::bigint", Kind.BIGINT, CAST, scale=0)
    if unit == "MICROSECOND":
        return Value(f"(EXTRACT(EPOCH FROM {between.sql}) * 1000000)::bigint", Kind.BIGINT, CAST, scale=0)
    age = f"age({last.sql}, {first.sql})"
    years = f"EXTRACT(YEAR FROM {age})"
    if unit == "YEAR":
        return Value(f"{years}::integer", Kind.INTEGER, CAST, scale=0)
    months = f"{years} * 12 + EXTRACT(MONTH FROM {age})"
    if unit == "MONTH":
        return Value(f"({months})::integer", Kind.INTEGER, CAST, scale=0)
    if unit == "QUARTER":
        return Value(f"trunc(({months}) / 3)::integer", Kind.INTEGER, CAST, scale=0)
    raise Untranslatable(f"timestampdiff() in {unit.lower()}")


CALLS: dict[str, Callable[[Context, str, list[Value]], Value]] = {
    "TIMESTAMPADD": added,
    "TIMESTAMPDIFF": difference,
}


def extracted(context: Context, unit: str, value: Value) -> Value:
    """EXTRACT, YEAR() and their like: an integer."""
    unit = unit.upper()
    if value.kind is Kind.INTERVAL and unit in {"HOUR", "MINUTE", "SECOND", "MICROSECOND"}:
        return times.part(unit, value)
    moment = _moment(context, value, unit)
    if moment.kind is Kind.NULL:
        return Value("NULL::integer", Kind.INTEGER, CAST)
    if unit == "WEEK":
        return week(context, moment, 0)
    if unit in COMPOUND:
        return _compound(context, moment, unit)
    if moment.kind is Kind.DATE and unit in {"HOUR", "MINUTE", "SECOND", "MICROSECOND"}:
        moment = as_timestamp(context, moment)
    shown = f"EXTRACT({unit} FROM {moment.sql})"
    if unit == "SECOND" and moment.scale != 0:
        shown = f"floor({shown})"
    elif unit == "MICROSECOND":
        return Value(f"EXTRACT(MICROSECONDS FROM {moment.sql})::integer % 1000000", Kind.INTEGER, PRODUCT, scale=0)
    elif unit not in WORDS:
        raise Untranslatable(f"extract of {unit.lower()}")
    return Value(f"{shown}::integer", Kind.INTEGER, CAST, nullable=moment.nullable, scale=0)


def _moment(context: Context, value: Value, unit: str) -> Value:
    of_clock = unit in {"HOUR", "MINUTE", "SECOND", "MICROSECOND", "HOUR_MINUTE", "HOUR_SECOND", "MINUTE_SECOND"}
    if value.kind in {Kind.TIME, Kind.INTERVAL}:
        if not of_clock:
            raise Untranslatable(f"{unit.lower()} of a time")
        return value
    if of_clock and value.kind is Kind.TEXT and value.literal is not None:
        found = literals.clock(value.literal)
        if found:
            return found
    moment = as_moment(context, value)
    if moment.kind is Kind.TIMESTAMPTZ:
        return as_timestamp(context, moment)
    return moment


def _compound(context: Context, moment: Value, unit: str) -> Value:
    fields = COMPOUND[unit]
    shown = ""
    for number, field in enumerate(fields):
        part = extracted(context, field, moment).sql
        times = 100 ** (len(fields) - 1 - number)
        shown += (" + " if shown else "") + (f"{part} * {times}" if times > 1 else part)
    kind = Kind.BIGINT if len(fields) > 4 else Kind.INTEGER
    return Value(shown, kind, SUM, scale=0)


def week(context: Context, moment: Value, mode: int) -> Value:
    """WEEK() in its eight modes: of Monday or Sunday, from 0 or 1, the first one having four days or its first day."""
    day = as_date(context, moment)
    of_year = f"EXTRACT(DOY FROM {day.sql})"
    start = _week_start(day, mode)
    match mode:
        case 3:
            return Value(f"EXTRACT(WEEK FROM {day.sql})::integer", Kind.INTEGER, CAST, nullable=day.nullable, scale=0)
        case 6:
            # A week is of the year that its fourth day is of.
            shown = f"floor((EXTRACT(DOY FROM {start} + 3) + 6) / 7)"
        case 2 | 7:
            shown = f"floor((EXTRACT(DOY FROM {start}) + 6) / 7)"
        case 0:
            shown = f"floor(({of_year} + 6 - EXTRACT(DOW FROM {day.sql})) / 7)"
        case 5:
            shown = f"floor(({of_year} + 7 - EXTRACT(ISODOW FROM {day.sql})) / 7)"
        case _:
            # 1 and 4: the weekday of the year's first day decides whether its week is the first one, or week 0.
            first = f"make_date(EXTRACT(YEAR FROM {day.sql})::integer, 1, 1)"
            place = f"EXTRACT(ISODOW FROM {first}) - 1" if mode == 1 else f"EXTRACT(DOW FROM {first})"
            shown = f"floor(({of_year} - 1 + {place}) / 7) + CASE WHEN {place} <= 3 THEN 1 ELSE 0 END"
    return Value(f"({shown})::integer", Kind.INTEGER, CAST, nullable=day.nullable, scale=0)


def _week_start(day: Value, mode: int) -> str:
    """The Sunday, or Monday, that the week of a day begins with."""
    back = f"EXTRACT(DOW FROM {day.sql})" if mode in {2, 6} else f"(EXTRACT(ISODOW FROM {day.sql}) - 1)"
    return f"({day.within(SUM)} - {back}::integer)"


def yearweek(context: Context, moment: Value, mode: int) -> Value:
    """YEARWEEK(): the year is that of the week, so the modes that know a week 0 are as those that do not."""
    day = as_date(context, moment)
    number = week(context, day, mode)
    match mode:
        case 3:
            year = f"EXTRACT(ISOYEAR FROM {day.sql})::integer"
        case 6:
            year = f"EXTRACT(YEAR FROM {_week_start(day, mode)} + 3)::integer"
        case _:
            year = f"EXTRACT(YEAR FROM {_week_start(day, mode)})::integer"
    return Value(f"{year} * 100 + {number.sql}", Kind.INTEGER, SUM, nullable=day.nullable, scale=0)
