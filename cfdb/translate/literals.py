"""Constants: MySQL reads numbers and dates out of texts, so what a constant means depends on where it stands."""

from __future__ import annotations

import re
from datetime import date, time

from cfdb.translate.names import literal
from cfdb.translate.values import ATOM, CAST, SIGN, Kind, Value

LEADING_NUMBER = re.compile(r"\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)", re.ASCII)
LEADING_INTEGER = re.compile(r"\s*([-+]?\d+)", re.ASCII)

DATE = re.compile(r"\s*(\d{4}|\d{2})[-/.^@:](\d{1,2})[-/.^@:](\d{1,2})(?:[ T]+(.*?))?\s*", re.ASCII)
COMPACT = re.compile(r"\s*(\d{4}|\d{2})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2}))?(\.\d*)?\s*", re.ASCII)
TIME = re.compile(r"\s*(\d{1,3})(?::(\d{1,2}))?(?::(\d{1,2})(\.\d*)?)?\s*", re.ASCII)
ZERO = re.compile(r"\s*0000-00-00(?: 00:00:00(?:\.0*)?)?\s*", re.ASCII)

LARGEST_INTEGER = 2**31 - 1
LARGEST_BIGINT = 2**63 - 1


def written(decoded: str) -> str:
    return literal(decoded).strip()


def text(decoded: str) -> Value:
    return Value(written(decoded), Kind.TEXT, literal=decoded, nullable=False)


def number(digits: str) -> Value:
    """A number as it was written: 1.50 is exact, 1e3 is not."""
    if "e" in digits.lower():
        return Value(f"{digits}::double precision", Kind.DOUBLE, CAST, literal=digits, nullable=False)
    if "." in digits:
        scale = len(digits) - digits.index(".") - 1
        shown = ("0" + digits if digits.startswith(".") else digits).removesuffix(".")
        return Value(shown, Kind.NUMERIC, literal=shown, nullable=False, scale=scale)
    return integer(int(digits))


def integer(number: int) -> Value:
    kind = Kind.INTEGER if abs(number) <= LARGEST_INTEGER else Kind.BIGINT
    kind = kind if abs(number) <= LARGEST_BIGINT else Kind.NUMERIC
    return Value(str(number), kind, SIGN if number < 0 else ATOM, literal=str(number), nullable=False, scale=0)


def bytes_of(raw: bytes) -> Value:
    """A hexadecimal literal: bytes, and a text where they are one."""
    try:
        decoded = raw.decode()
    except UnicodeDecodeError:
        decoded = None
    return Value(f"'\\x{raw.hex()}'::bytea", Kind.BYTES, CAST, literal=decoded, nullable=False)


def as_number(decoded: str) -> Value:
    """The number that a text begins with, else 0."""
    found = LEADING_NUMBER.match(decoded)
    if not found:
        return integer(0)
    digits = found[1].lstrip("+")
    value = number(digits.lstrip("-"))
    if not digits.startswith("-"):
        return value
    if value.kind is Kind.DOUBLE:
        return Value(f"'{digits}'::double precision", Kind.DOUBLE, CAST, literal=digits, nullable=False)
    return Value(f"-{value.sql}", value.kind, SIGN, literal=f"-{value.literal}", nullable=False, scale=value.scale)


def is_zero_date(decoded: str) -> bool:
    return bool(ZERO.fullmatch(decoded))


def moment(decoded: str) -> Value | None:
    """A DATE or TIMESTAMP as PostgreSQL reads it, whatever DateStyle says; None where it is no date."""
    found = DATE.fullmatch(decoded)
    if found:
        year, month, day, rest = found.groups()
        clock = _clock(rest) if rest else None
        if rest and clock is None:
            return None
    elif found := COMPACT.fullmatch(decoded):
        year, month, day, hour, minute, second, fraction = found.groups()
        clock = _clock(f"{hour}:{minute}:{second}{fraction or ''}") if hour else None
        if hour and clock is None:
            return None
    else:
        return None
    try:
        day_of = date(_year(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
    if clock is None:
        return Value(f"DATE '{day_of}'", Kind.DATE, literal=day_of, nullable=False)
    scale = len(clock.partition(".")[2])
    return Value(
        f"TIMESTAMP '{day_of} {clock}'", Kind.TIMESTAMP, literal=f"{day_of} {clock}", nullable=False, scale=scale
    )


def clock(decoded: str) -> Value | None:
    """A TIME; None where it is none, or beyond a day, which MySQL has and PostgreSQL has not."""
    found = _clock(decoded)
    if found is None:
        return None
    return Value(f"TIME '{found}'", Kind.TIME, literal=found, nullable=False, scale=len(found.partition(".")[2]))


SPAN = re.compile(r"\s*(-?)(\d{1,3}):(\d{1,2})(?::(\d{1,2})(\.\d+)?)?\s*", re.ASCII)


def span(decoded: str) -> Value | None:
    """A TIME of any length, as an interval; None where it is none."""
    found = SPAN.fullmatch(decoded)
    if not found or int(found[3]) > 59 or int(found[4] or 0) > 59:
        return None
    sign, hours, minutes, seconds, fraction = found.groups()
    shown = f"{sign}{int(hours):02}:{int(minutes):02}:{int(seconds or 0):02}{fraction or ''}"
    return Value(f"INTERVAL '{shown}'", Kind.INTERVAL, literal=shown, nullable=False, scale=len((fraction or ".")[1:]))


def _clock(decoded: str) -> str | None:
    found = TIME.fullmatch(decoded)
    if not found:
        return None
    hour, minute, second, fraction = found.groups()
    if minute is None:
        return None
    try:
        shown = time(int(hour), int(minute), int(second or 0)).isoformat()
    except ValueError:
        return None
    return shown + (fraction if fraction and len(fraction) > 1 else "")


def _year(digits: str) -> int:
    """Two digits are of 1970 to 2069."""
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + (2000 if year < 70 else 1900)
