"""Dates and times as MySQL reads them out of texts and numbers."""

from __future__ import annotations

import re
from datetime import date, time

_DATE = re.compile(
    r"\s*(?P<year>\d{4}|\d{2})[-/.^@:_](?P<month>\d{1,2})[-/.^@:_](?P<day>\d{1,2})"
    r"(?:[ T]\s*(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{1,2})(?:[:.](?P<second>\d{1,2})(?P<fraction>\.\d*)?)?)?)?"
    r"\s*(?P<zone>[-+]\d\d:\d\d)?\s*",
    re.ASCII,
)
_COMPACT = re.compile(
    r"\s*(?P<year>\d{4}|\d{2})(?P<month>\d{2})(?P<day>\d{2})"
    r"(?:T?(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})(?P<fraction>\.\d*)?)?(?P<zone>)\s*",
    re.ASCII,
)
_TIME = re.compile(r"\s*(-?)(?:(\d+) +)?(\d+)(?::(\d{1,2}))?(?::(\d{1,2})(\.\d*)?)?\s*", re.ASCII)
_CLOCK = re.compile(r"\s*(-?)(\d{1,7})(\.\d*)?\s*", re.ASCII)

DAY = 24 * 3600


class ZeroDate(Exception):
    """A date without a year, a month or a day."""


class OutOfRange(Exception):
    """A time below zero or beyond a day; `nearest` is the one that PostgreSQL has."""

    def __init__(self, nearest: str) -> None:
        super().__init__(nearest)
        self.nearest = nearest


def moment(text: str, *, dated: bool) -> str:
    """A DATE (`dated`), or a DATETIME, in ISO 8601. Raises ZeroDate, and ValueError where it is none."""
    if text.strip(" 0") == "" and text:
        raise ZeroDate
    if text.strip().isdecimal() and len(text.strip()) in (5, 11):  # a number loses its leading zeros
        text = "0" + text.strip()
    found = _COMPACT.fullmatch(text) or _DATE.fullmatch(text)
    if not found:
        raise ValueError("no date")
    month, day = int(found["month"]), int(found["day"])
    digits = found["year"]
    year = int(digits) if len(digits) == 4 or not (month and day) else in_century(int(digits))
    if not (year and month and day):
        raise ZeroDate
    shown = date(year, month, day).isoformat()
    if dated:
        return shown
    hour, minute, second = (int(found[part] or 0) for part in ("hour", "minute", "second"))
    clock = time(hour, minute, second).isoformat()
    fraction = found["fraction"] or ""
    return f"{shown} {clock}{fraction if len(fraction) > 1 else ''}{found['zone'] or ''}"


def in_century(year: int) -> int:
    """Two digits are of 1970 to 2069."""
    return year + (2000 if year < 70 else 1900) if year < 100 else year


def clock(text: str) -> str:
    """A TIME. Raises OutOfRange, and ValueError where it is none."""
    if found := _CLOCK.fullmatch(text):
        sign, digits, fraction = found[1], found[2].rjust(6, "0"), found[3] or ""
        days, hours, minutes, seconds = 0, int(digits[:-4]), int(digits[-4:-2]), int(digits[-2:])
    elif found := _TIME.fullmatch(text):
        sign, fraction = found[1], found[6] or ""
        days, hours, minutes, seconds = (int(found[at] or 0) for at in (2, 3, 4, 5))
    else:
        raise ValueError("no time")
    if minutes > 59 or seconds > 59:
        raise ValueError("no time")
    total = ((days * 24 + hours) * 60 + minutes) * 60 + seconds
    some = bool(total or fraction.strip(".0"))
    if sign and some:
        raise OutOfRange("00:00:00")
    if total > DAY or (total == DAY and fraction.strip(".0")):
        raise OutOfRange("24:00:00")
    hours, rest = divmod(total, 3600)
    return f"{hours:02}:{rest // 60:02}:{rest % 60:02}{fraction if len(fraction) > 1 else ''}"
