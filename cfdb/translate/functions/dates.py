"""Functions of dates and times."""

from __future__ import annotations

from dataclasses import replace

from cfdb.translate.casts import as_integer, as_number, as_text
from cfdb.translate.functions import formats, intervals, times
from cfdb.translate.functions.function import Function
from cfdb.translate.moments import as_date, as_moment, as_timestamp
from cfdb.translate.scopes import Context
from cfdb.translate.values import CAST, INTEGERS, PRODUCT, SUM, Kind, Untranslatable, Value, call, cast, operator

DAY_ONE = "DATE '0001-01-01'"
DAYS_BEFORE = 366
"""What TO_DAYS says of the first day of the year 1."""


def _precision(context: Context, given: list[Value]) -> int:
    context.stable("the current moment")
    if not given:
        return 0
    digits = as_integer(context, given[0]).literal
    if digits is None:
        raise Untranslatable("a precision that is computed")
    return int(digits)


def _current(sql: str, kind: Kind, binding: int = 12) -> Function:
    def now(context: Context, given: list[Value]) -> Value:
        digits = _precision(context, given)
        return Value(sql.format(digits), kind, binding, nullable=False, scale=digits)

    return Function(now, 0, 1)


def _part(unit: str) -> Function:
    return Function(lambda context, given: intervals.extracted(context, unit, given[0]))


def _numbered(field: str, add: int = 0) -> Function:
    """The number of a day."""

    def number(context: Context, given: list[Value]) -> Value:
        day = local(context, given[0])
        shown = f"EXTRACT({field} FROM {day.sql})::integer"
        binding = CAST
        if add:
            shown, binding = f"{shown} {'+' if add > 0 else '-'} {abs(add)}", SUM
        return Value(shown, Kind.INTEGER, binding, nullable=day.nullable, scale=0)

    return Function(number)


def local(context: Context, value: Value) -> Value:
    """A date or a local time."""
    found = as_moment(context, value)
    if found.kind is Kind.NULL:
        return Value("NULL::date", Kind.DATE, CAST)
    return as_timestamp(context, found) if found.kind is Kind.TIMESTAMPTZ else found


def _named(pattern: str) -> Function:
    def name(context: Context, given: list[Value]) -> Value:
        context.stable("the name of a day or month")
        return replace(call("to_char", Kind.TEXT, local(context, given[0]), f"'{pattern}'"), collation="ci")

    return Function(name)


def _mode(context: Context, given: list[Value]) -> int:
    if len(given) < 2:
        return 0
    mode = as_integer(context, given[1]).literal
    if mode is None:
        raise Untranslatable("week() in a mode that is computed")
    return int(mode) & 7


def week(context: Context, given: list[Value]) -> Value:
    return intervals.week(context, local(context, given[0]), _mode(context, given))


def yearweek(context: Context, given: list[Value]) -> Value:
    return intervals.yearweek(context, local(context, given[0]), _mode(context, given) | 2)


def date(context: Context, given: list[Value]) -> Value:
    return as_date(context, given[0])


def timestamp(context: Context, given: list[Value]) -> Value:
    moment = as_timestamp(context, given[0])
    if len(given) == 1 or moment.kind is Kind.NULL:
        return moment
    return times.moved(context, moment, given[1], "+")


def difference(context: Context, given: list[Value]) -> Value:
    days = [as_date(context, one) for one in given]
    if any(day.kind is Kind.NULL for day in days):
        return Value("NULL::integer", Kind.INTEGER, CAST)
    return replace(operator("-", SUM, Kind.INTEGER, *days), scale=0)


def _moved_days(*, back: bool) -> Function:
    return Function(lambda context, given: intervals.moved(context, given[0], given[1], "DAY", back=back), 2, 2)


def last_day(context: Context, given: list[Value]) -> Value:
    day = as_timestamp(context, as_moment(context, given[0]))
    shown = f"(date_trunc('month', {day.sql}) + INTERVAL '1 month - 1 day')::date"
    return Value(shown, Kind.DATE, CAST, nullable=day.nullable)


def to_days(context: Context, given: list[Value]) -> Value:
    day = as_date(context, given[0])
    return Value(f"{day.within(SUM)} - {DAY_ONE} + {DAYS_BEFORE}", Kind.INTEGER, SUM, nullable=day.nullable, scale=0)


def from_days(context: Context, given: list[Value]) -> Value:
    number = as_integer(context, given[0])
    small = number if number.kind in {Kind.SMALLINT, Kind.INTEGER} else cast(number, "integer", Kind.INTEGER)
    return Value(f"{DAY_ONE} + ({small.sql} - {DAYS_BEFORE})", Kind.DATE, SUM, nullable=number.nullable)


def unix_timestamp(context: Context, given: list[Value]) -> Value:
    context.stable("unix_timestamp()")
    if not given:
        return Value("floor(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP))::bigint", Kind.BIGINT, CAST, nullable=False, scale=0)
    moment = as_moment(context, given[0])
    if moment.kind is not Kind.TIMESTAMPTZ:
        moment = replace(cast(moment, "timestamptz", Kind.TIMESTAMPTZ), scale=moment.scale)
    if moment.scale:
        epoch = f"round(EXTRACT(EPOCH FROM {moment.sql}), {moment.scale})"
        return Value(epoch, Kind.NUMERIC, nullable=moment.nullable, scale=moment.scale)
    return Value(f"floor(EXTRACT(EPOCH FROM {moment.sql}))::bigint", Kind.BIGINT, CAST, scale=0)


def from_unixtime(context: Context, given: list[Value]) -> Value:
    context.stable("from_unixtime()")
    number = as_number(context, given[0])
    shown = Value(f"to_timestamp({number.sql})::timestamp", Kind.TIMESTAMP, CAST, nullable=number.nullable)
    found = replace(shown, scale=min(number.scale, 6) if number.kind in {*INTEGERS, Kind.NUMERIC} and
                    number.scale is not None else 6)  # fmt: skip
    return formats.date_format(context, [found, given[1]]) if len(given) > 1 else found


def makedate(context: Context, given: list[Value]) -> Value:
    year, day = (_small(context, one) for one in given)
    found = f"make_date({year.sql}, 1, 1) + ({day.sql} - 1)"
    return Value(f"CASE WHEN {day.within(5)} > 0 THEN {found} END", Kind.DATE)


def _small(context: Context, value: Value) -> Value:
    number = as_integer(context, value)
    if number.literal is not None or number.kind in {Kind.SMALLINT, Kind.INTEGER}:
        return number
    return cast(number, "integer", Kind.INTEGER)


def to_seconds(context: Context, given: list[Value]) -> Value:
    moment = as_timestamp(context, as_moment(context, given[0]))
    shown = f"floor(EXTRACT(EPOCH FROM {moment.sql}))::bigint + 62167219200"
    return Value(shown, Kind.BIGINT, SUM, nullable=moment.nullable, scale=0)


def convert_tz(context: Context, given: list[Value]) -> Value:
    moment, *zones = as_timestamp(context, given[0]), *(as_text(context, one) for one in given[1:])
    if any(zone.literal is None or zone.literal.upper() == "SYSTEM" for zone in zones):
        raise Untranslatable("convert_tz() of zones that are not constants")
    context.stable("convert_tz()")
    shown = [f"INTERVAL '{zone.literal}'" if (zone.literal or " ")[0] in "+-" else zone.sql for zone in zones]
    found = f"{moment.within(CAST)} AT TIME ZONE {shown[0]} AT TIME ZONE {shown[1]}"
    return Value(f"({found})", Kind.TIMESTAMP, nullable=moment.nullable, scale=moment.scale)


def period_add(context: Context, given: list[Value]) -> Value:
    period, months = (as_integer(context, one) for one in given)
    year = Value(f"{period.within(PRODUCT)} / 100 * 12", Kind.INTEGER, PRODUCT)
    count = f"{year.sql} + {period.within(PRODUCT)} % 100 - 1 + {months.within(SUM + 1)}"
    return Value(f"({count}) / 12 * 100 + ({count}) % 12 + 1", Kind.BIGINT, SUM, scale=0)


def period_diff(context: Context, given: list[Value]) -> Value:
    first, last = (as_integer(context, one) for one in given)
    shown = [f"({one.within(PRODUCT)} / 100 * 12 + {one.within(PRODUCT)} % 100)" for one in (first, last)]
    return Value(f"{shown[0]} - {shown[1]}", Kind.BIGINT, SUM, scale=0)


NOW = _current("LOCALTIMESTAMP({})", Kind.TIMESTAMP)
TODAY = _current("CURRENT_DATE", Kind.DATE)

FUNCTIONS = {
    **times.FUNCTIONS,
    **dict.fromkeys(("NOW", "CURRENT_TIMESTAMP", "LOCALTIME", "LOCALTIMESTAMP"), NOW),
    "SYSDATE": _current("clock_timestamp()::timestamp({})", Kind.TIMESTAMP, CAST),
    **dict.fromkeys(("CURDATE", "CURRENT_DATE"), TODAY),
    **dict.fromkeys(("CURTIME", "CURRENT_TIME"), _current("LOCALTIME({})", Kind.TIME)),
    "UTC_TIMESTAMP": _current("(CURRENT_TIMESTAMP({}) AT TIME ZONE 'UTC')", Kind.TIMESTAMP),
    "UTC_DATE": _current("(CURRENT_TIMESTAMP AT TIME ZONE 'UTC')::date", Kind.DATE, CAST),
    "UTC_TIME": _current("(CURRENT_TIMESTAMP({}) AT TIME ZONE 'UTC')::time", Kind.TIME, CAST),
    "UNIX_TIMESTAMP": Function(unix_timestamp, 0, 1),
    "FROM_UNIXTIME": Function(from_unixtime, 1, 2),
    **{name: _part(name) for name in ("YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND", "MICROSECOND", "QUARTER")},
    "DAYOFMONTH": _part("DAY"),
    "DAYOFWEEK": _numbered("DOW", 1),
    "WEEKDAY": _numbered("ISODOW", -1),
    "DAYOFYEAR": _numbered("DOY"),
    "WEEK": Function(week, 1, 2),
    "WEEKOFYEAR": _numbered("WEEK"),
    "YEARWEEK": Function(yearweek, 1, 2),
    "DAYNAME": _named("FMDay"),
    "MONTHNAME": _named("FMMonth"),
    "DATE": Function(date),
    "TIMESTAMP": Function(timestamp, 1, 2),
    "DATEDIFF": Function(difference, 2, 2),
    "ADDDATE": _moved_days(back=False),
    "SUBDATE": _moved_days(back=True),
    "LAST_DAY": Function(last_day),
    "TO_DAYS": Function(to_days),
    "FROM_DAYS": Function(from_days),
    "TO_SECONDS": Function(to_seconds),
    "MAKEDATE": Function(makedate, 2, 2),
    "PERIOD_ADD": Function(period_add, 2, 2),
    "PERIOD_DIFF": Function(period_diff, 2, 2),
    "CONVERT_TZ": Function(convert_tz, 3, 3),
    "DATE_FORMAT": Function(formats.date_format, 2, 2),
    "TIME_FORMAT": Function(formats.time_format, 2, 2),
    "STR_TO_DATE": Function(formats.str_to_date, 2, 2),
}
