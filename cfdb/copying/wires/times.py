"""Into time, time with time zone and interval."""

from __future__ import annotations

from cfdb.copying.wires import moments
from cfdb.copying.wires.pair import Danger, Draft, Pair
from cfdb.copying.wires.pieces import field, trimmed

LONG = "[0-9]+:[0-9][0-9](:[0-9][0-9]([.][0-9]+)?)?"

MICROSECONDS = "CAST(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', TIMESTAMP('1970-01-01', {})) AS CHAR)"
SECONDS = "IF(LOCATE(':', {}, LOCATE(':', {}) + 1), CAST(SUBSTRING_INDEX({}, ':', -1) AS DECIMAL(8, 6)), 0)"
MINUTES = "CAST(SUBSTRING_INDEX(SUBSTRING_INDEX({}, ':', 2), ':', -1) AS SIGNED)"
HOURS = "ABS(CAST(SUBSTRING_INDEX({}, ':', 1) AS SIGNED))"
COUNTED = (
    f"CAST(CAST(IF(LEFT({{}}, 1) = '-', -1, 1) * (({HOURS} * 3600 + {MINUTES} * 60 + {SECONDS}) * 1000000) AS SIGNED)"
    " AS CHAR)"
)
"""The microseconds of a text: TIME itself ends at 838 hours."""

THERE = "(date_part('epoch', {}) * 1000000)::bigint::text"

OUTSIDE = "{} NOT BETWEEN TIME '00:00:00' AND TIME '24:00:00'"


def time_of_day(pair: Pair) -> Draft:
    zoned = pair.target.type == "timetz"
    there = "{}::text"
    if pair.is_free:
        return _text(pair, "" if zoned else there)
    if pair.family != "time":
        raise pair.none("TIME() in the mapping gives the time of a date")
    value, kept = _kept(pair)
    here = trimmed(value) if kept else f"CONCAT({value})"
    dangers = (Danger("time-out-of-range", OUTSIDE), *moments.cut(pair))
    if zoned:
        return Draft(f"CONCAT({value}, '+00')", f"CONCAT({here}, '+00')", there, dangers=dangers)
    return Draft(value, here, there, "{}", "time" if value == "{}" else "", dangers)


def interval(pair: Pair) -> Draft:
    if pair.is_free:
        danger = Danger("not-a-date", f"{{}} NOT REGEXP '^-?{LONG}$'", message="a text that does not look like a time")
        here = f"IF({{}} REGEXP '^-?{LONG}$', {COUNTED}, {MICROSECONDS.replace('{}', 'CAST({} AS TIME(6))')})"
        return Draft(field(pair.type), here, THERE, dangers=(danger, *moments.cut_text(pair)))
    if pair.family != "time":
        raise pair.none("SEC_TO_TIME() in the mapping makes a time of seconds")
    value, _ = _kept(pair)
    binary = "interval" if value == "{}" else ""
    return Draft(value, MICROSECONDS.replace("{}", value), THERE, "{}", binary, moments.cut(pair))


def _kept(pair: Pair) -> tuple[str, int]:
    """What is sent, and how many digits its fraction has."""
    kept = moments.kept_digits(pair)
    if not (moments.cut(pair) and pair.allows("truncated-fraction")):
        return "{}", pair.fraction
    # Hours have two digits or three, and perhaps a sign.
    return f"LEFT({{}}, CHAR_LENGTH({{}}) - {pair.fraction - kept if kept else pair.fraction + 1})", kept


def _text(pair: Pair, there: str) -> Draft:
    here = trimmed("CAST({} AS TIME(6))") if there else ""
    message = "a text that does not look like a time"
    danger = Danger("not-a-date", f"{{}} NOT REGEXP '^{moments.CLOCK}$'", message=message)
    return Draft(field(pair.type), here, there, dangers=(danger, *moments.cut_text(pair)))
