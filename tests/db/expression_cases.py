"""The cases of tests/translate/expressions: a table, its rows, and expressions over it, one a line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from cfdb.model.policies import Policies
from cfdb.model.schema import Schema
from cfdb.model.script import Source
from cfdb.translate.casts import as_condition, as_number, as_result, as_text
from cfdb.translate.expressions import scope_of, translated
from cfdb.translate.grammar import parse_expression
from cfdb.translate.names import names_of
from cfdb.translate.reading.script import Reader
from cfdb.translate.scopes import Context
from cfdb.translate.supplied import ALL
from cfdb.translate.translation import translate
from cfdb.translate.values import Kind, Untranslatable

CASES = Path(__file__).parents[1] / "translate" / "expressions"
TABLE = (CASES / "table.sql").read_bytes()
FAMILIES = sorted(path.stem for path in CASES.glob("*.sql") if path.stem != "table")
POLICIES = Policies(collation="lower")
"""Case does not matter where MySQL says so: what is compared with a real server has to be the same."""

NEWER = "newer"
"""The family that needs a newer PostgreSQL than the oldest one that cfdb knows."""

COLUMNS = (
    "id", "n", "m", "small", "big", "u", "flag", "price", "ratio", "y", "name", "word", "csv", "stamp", "d", "at",
    "fine", "seen", "clock", "state", "tags", "doc", "bits", "raw",
)  # fmt: skip

ROWS: list[tuple[Any, ...]] = [
    (1, 1, 2, 3, 10**12, 7, 1, "1.50", 0.1, 2024, "abc", "abc", "a,b,c", "2020-01-31", date(2020, 1, 31),
     "2024-02-29 12:34:56", "2024-02-29 12:34:56.789000", "2021-06-01 01:02:03",
     time(12, 34, 56), "new", "a,b",
     '{"a": 1, "name": "Abc", "list": [1, 2, 3], "inner": {"x": 1}, "yes": true, "price": 1.25, "odd key": "odd"}',
     5, b"abc"),
    (2, 2, 2, -3, -5, 0, 0, "-1.55", -2.5, 1999, "ABC", "ABC", "x", "2024-02-29 10:11:12", date(2024, 2, 29),
     "2023-12-31 23:59:59", "2023-12-31 23:59:59.500000", "2024-02-29 12:34:56",
     time(0, 0, 0), "Open", "", '{"a": "12abc", "name": "x", "list": []}', 0, b"\x01\x7f"),
    (3, 5, 3, 0, 0, 4294967295, 0, "0.00", 0.0, 2000, "", "", "", "31.12.2021", date(2021, 12, 31),
     "2020-01-31 00:00:00", "2020-01-31 00:00:00.000001", "2000-01-01 00:00:00",
     time(23, 59, 59), "closed", "c", "{}", 15, b""),
    (4, None, None, None, None, None, None, None, None, None, None, None, None, None, None, None, None, None, None,
     None, None, None, None, None),
    (5, -7, 3, 100, 9007199254740993, 3232235777, 1, "99999.99", 1234.5678, 2155, "12abc", "-5.5x", "b,a",
     "2021-05-05", date(2000, 1, 1), "2000-02-28 06:00:00", "2000-02-28 06:00:00",
     "2016-12-31 23:59:59", time(6, 7, 8), "new", "a,b,c", '{"a": 2.5, "name": "äöü"}', 1, b"12"),
    (6, 0, -4, 1, 1, 1, 0, "2.45", 2.5, 1970, "üöä ß", "Äöü", "a", "2021-01-03", date(2021, 1, 3),
     "2019-03-31 02:30:00", "2019-03-31 02:30:00.123456", "1999-12-31 12:00:00",
     time(9, 5, 1), "Open", "b", '{"a": -1, "list": ["x", "y"], "inner": {}}', 8, b"xyz"),
    (7, 3, 0, 2, 42, 42, 1, "10.00", 1.5, 2016, "50%", "a_b", "b", "2017-01-01", date(2017, 1, 1),
     "2018-01-01 00:00:01", "2018-01-01 00:00:01.999999", "2018-07-15 18:30:00",
     time(18, 0, 0), "closed", "a", '{"name": "a b", "a": 0}', 4, b"50%"),
    (8, 10, 4, -1, 255, 255, 0, "-0.05", -0.5, 2008, "O'Neil, x", "b\\c", "aa,b", "2008-12-29", date(2008, 12, 29),
     "2009-01-04 13:00:00", "2009-01-04 13:00:00.000010", "2008-12-29 00:00:00",
     time(13, 1, 2), None, None, '{"name": ""}', 10, None),
]  # fmt: skip
"""Ends of months and years, NULL, empty texts, texts that begin with a number, signs, cases, umlauts and marks."""


class Translated(NamedTuple):
    """`refused` is the reason where there is no SQL."""

    sql: str = ""
    refused: str = ""
    notes: tuple[str, ...] = ()
    kind: Kind = Kind.NULL


def lines(family: str) -> list[str]:
    text = (CASES / f"{family}.sql").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("-- ")]


@cache
def schema() -> Schema:
    reader = Reader(lambda *_: None)
    reader.read(Source(CASES / "table.sql", TABLE))
    return reader.schema()


def postgresql_table(policies: Policies = POLICIES) -> str:
    """The table as it is translated, and the functions that expressions may call."""
    script = b"".join(translate([Source(CASES / "table.sql", TABLE)], policies).script())
    return script.decode() + "".join(f"{function.create(again=True)};\n" for function in ALL)


def policies_of(family: str) -> Policies:
    return replace(POLICIES, version=18) if family == NEWER else POLICIES


def translation(
    text: str, *, policies: Policies = POLICIES, immutable: bool = False, condition: bool = False
) -> Translated:
    """As a column of a query shows it, or as WHERE takes it."""
    names = names_of(schema())
    context = Context(schema(), names, policies, immutable=immutable)
    try:
        value = translated(context, scope_of(schema().tables["t"], names, policies), parse_expression(text))
        if condition:
            shown = as_condition(context, value)
        elif value.kind in {Kind.SET, Kind.ENUM, Kind.BOOLEAN}:
            shown = as_number(context, value) if value.kind is Kind.BOOLEAN else as_text(context, value)
        else:
            shown = as_result(context, value)
    except Untranslatable as error:
        return Translated(refused=error.reason)
    return Translated(shown.sql, notes=tuple(context.notes), kind=shown.kind)


def normal(value: Any) -> Any:
    """What both drivers' answers are compared as."""
    match value:
        case bool():
            return int(value)
        case timedelta():
            hours, seconds = divmod(int(value.total_seconds()), 3600)
            return time(hours, *divmod(seconds, 60), value.microseconds) if 0 <= hours < 24 else value
        case datetime():
            return value.replace(tzinfo=None)
        case bytes() | memoryview():
            return bytes(value)
    return value
