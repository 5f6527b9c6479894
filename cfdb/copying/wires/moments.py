"""Into date, timestamp and timestamp with time zone: both sessions are in UTC, the target's DateStyle is ISO."""

from __future__ import annotations

from dataclasses import replace

from cfdb.copying.wires.pair import Danger, Draft, Pair
from cfdb.copying.wires.pieces import field, trimmed

ZERO = {"date": "{} = 0", "timestamp": "{} = 0", "datetime": "{} < '0000-00-01'"}
"""A DATETIME can be a zero date with a time."""

PART = "YEAR({}) = 0 OR MONTH({}) = 0 OR DAYOFMONTH({}) = 0"

NO_DAY = "DAYOFMONTH({}) > 28 AND MONTH({}) > 0 AND COALESCE(DAYOFMONTH({}) > DAYOFMONTH(LAST_DAY({})), {} IS NOT NULL)"

DAY = "[0-9]{4}-[0-9][0-9]-[0-9][0-9]"
CLOCK = "[0-9][0-9]:[0-9][0-9](:[0-9][0-9]([.][0-9]+)?)?([+-][0-9:]+|Z)?"

THERE = {"date": "{}::text", "timestamp": "{}::text", "timestamptz": "({} AT TIME ZONE 'UTC')::text"}


def date(pair: Pair) -> Draft:
    match pair.family:
        case "date":
            return Draft("{}", "{}", THERE["date"], "{}", "date", no_dates(pair))
        case "moment":
            # The target would leave the time out without a word. Midnight is no loss.
            later = Danger("time-lost", "TIME({}) <> 0", why="has a time", lossy=True)
            return Draft("LEFT({}, 10)", "LEFT({}, 10)", THERE["date"], "DATE({})", "date", (*no_dates(pair), later))
        case "text" if pair.is_free:
            danger = Danger("not-a-date", f"{{}} NOT REGEXP '^{DAY}$'")
            return Draft(field(pair.type), "CAST({} AS DATE)", THERE["date"], dangers=(danger,))
        case _:
            raise pair.none()


def form(pair: Pair) -> Draft:
    type, there = pair.target.type, THERE[pair.target.type]
    match pair.family:
        case "date":
            return Draft("{}", "CONCAT({}, ' 00:00:00')", there, "{}", type, no_dates(pair))
        case "moment":
            return _moment(pair)
        case "text" if pair.is_free:
            danger = Danger("not-a-date", f"{{}} NOT REGEXP '^{DAY}([ T]{CLOCK})?$'")
            here = trimmed("CAST({} AS DATETIME(6))")
            return Draft(field(pair.type), here, there, dangers=(danger, *cut_text(pair)))
        case _:
            raise pair.none()


def _moment(pair: Pair) -> Draft:
    dangers = (*no_dates(pair), *cut(pair))
    kept = pair.fraction
    value = "{}"
    if cut(pair) and pair.allows("truncated-fraction"):
        kept = kept_digits(pair)
        value = f"LEFT({{}}, {19 + (kept + 1 if kept else 0)})"
    here = trimmed(value) if kept else f"CONCAT({value})"
    binary = pair.target.type if value == "{}" else ""
    return Draft(value, here, THERE[pair.target.type], "{}", binary, dangers)


def kept_digits(pair: Pair) -> int:
    return 6 if pair.target.precision is None else pair.target.precision


def cut(pair: Pair) -> tuple[Danger, ...]:
    """PostgreSQL would round: 23:59:59.5 were the next day."""
    kept = kept_digits(pair)
    if pair.fraction <= kept:
        return ()
    rows = f"MICROSECOND({{}}) % {10 ** (6 - kept)} <> 0"
    name = pair.target.declared or pair.target.type
    message = f"{name} keeps {kept} digits of a second's fraction"
    return (Danger("truncated-fraction", rows, why="would be rounded", lossy=True, message=message),)


def cut_text(pair: Pair) -> tuple[Danger, ...]:
    """The same of a text: a digit that is not 0 behind those that are kept."""
    kept = kept_digits(pair)
    rows = f"{{}} REGEXP '[.][0-9]{{{kept}}}[0-9]*[1-9]'"
    cut_off = f"(?<=[.][0-9]{{{kept}}})[0-9]+" if kept else "[.][0-9]+"
    mend = f"REGEXP_REPLACE({{}}, '{cut_off}', '')"
    return (Danger("truncated-fraction", rows, mend, "would be rounded", lossy=True),)


def no_dates(pair: Pair) -> tuple[Danger, ...]:
    zero = ZERO[pair.type.name]
    found = [replace(_to_null("zero-date", zero), converted=True)]
    if pair.type.name != "timestamp":
        found += [_to_null("date-part-zero", f"({PART}) AND NOT ({zero})"), _to_null("invalid-date", NO_DAY)]
    return tuple(found)


def _to_null(name: str, rows: str) -> Danger:
    return Danger(name, rows, f"IF({rows}, NULL, {{}})", to_null=True)
