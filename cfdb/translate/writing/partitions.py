"""PARTITION BY, where PostgreSQL can do the same: by the values of columns, or by the day, month or year of one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from cfdb.model.schema import IndexKind, Partitioning, Table
from cfdb.syntax.tokens import Kind, tokens
from cfdb.translate.expressions import Untranslatable, expression
from cfdb.translate.names import apart, literal, quoted
from cfdb.translate.rows.times import DAY
from cfdb.translate.types import TEXTS, is_boolean
from cfdb.translate.writing.piece import Stage, Writer

COLUMN = re.compile(r"\s*`?([\w$]+)`?\s*")
DAYS = re.compile(r"\s*to_(days|seconds)\s*\(\s*`?([\w$]+)`?\s*\)\s*", re.IGNORECASE)
YEAR = re.compile(r"\s*year\s*\(\s*`?([\w$]+)`?\s*\)\s*", re.IGNORECASE)
UNIX = re.compile(r"\s*unix_timestamp\s*\(\s*`?([\w$]+)`?\s*\)\s*", re.IGNORECASE)
BOUND = re.compile(r"\s*(?:to_days|to_seconds|unix_timestamp)\s*\(\s*'([^']*)'\s*\)\s*", re.IGNORECASE)
YEAR_BOUND = re.compile(r"0*[1-9][0-9]{0,4}")

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MOST_PARTITIONS = 8192
"""Of MySQL (https://dev.mysql.com/doc/refman/8.0/en/partitioning-limitations.html)."""
YEAR_ZERO = 365
"""Days that TO_DAYS counts before the first of January of year 1."""
SECONDS = re.compile(r"(\d+)(?:\.0+)?")
"""Seconds; UNIX_TIMESTAMP of a column with a fraction has one, too."""


class Not(Exception):
    """Cannot be done the same way."""


def method(writer: Writer, table: Table) -> str:
    """`PARTITION BY …`, with a blank in front; empty where the table is not partitioned, or cannot be."""
    if table.partitioning is None:
        return ""
    try:
        found = _method(writer, table, table.partitioning)
        list(_parts(writer, table, table.partitioning))
    except Not as error:
        message = f"PARTITION BY {table.partitioning.method} is left out: {error}"
        writer.lose("partitioning", message, table.name, table.origin)
        return ""
    if table.partitioning.subpartitioned:
        writer.lose("partitioning", "subpartitions are left out", table.name, table.origin)
    if _word(table.partitioning) == "HASH" and not _plain(table, table.partitioning.expression):
        message = f"rows are spread by {', '.join(_named(table, table.partitioning.expression))} itself"
        writer.change("partitioning", message, table.name, table.origin)
    return f" PARTITION BY {found}"


def write(writer: Writer, table: Table) -> None:
    """The partitions of a table."""
    if table.partitioning is None:
        return
    parent = writer.names.table(table.name)
    try:
        _method(writer, table, table.partitioning)
        parts = list(_parts(writer, table, table.partitioning))
    except Not:
        return
    for name, bounds in parts:
        own = apart(f"{parent}_{name}", writer.relations)
        text = f"CREATE TABLE {quoted(own)} PARTITION OF {quoted(parent)} {bounds}"
        writer.write(Stage.TABLES, text, table.origin)


def _method(writer: Writer, table: Table, how: Partitioning) -> str:
    word = _word(how)
    columns = _columns(table, how)
    if word == "RANGE" and any(_is_boolean(writer, table, column) for column in columns):
        raise Not("ranges of a boolean")
    keys = [index for index in table.indexes if index.kind in (IndexKind.PRIMARY, IndexKind.UNIQUE)]
    if not columns:
        if keys:
            raise Not(f"the expression {how.expression.strip()[:60]}")
        return f"{word} (({_expression(writer, table, how)}))"
    if any(found.generated for name in columns if (found := table.column(name))):
        raise Not("PostgreSQL does not partition by a generated column")
    for key in keys:
        if not {column.lower() for column in columns} <= {part.column.lower() for part in key.parts}:
            raise Not("a unique key does not hold the columns of the partitions")
    listed = ", ".join(quoted(writer.names.column(table.name, column)) for column in columns)
    return f"{'HASH' if word == 'KEY' else word} ({listed})"


def _word(how: Partitioning) -> str:
    """RANGE, LIST, HASH or KEY"""
    return how.method.removeprefix("LINEAR ").split(" ")[0]


def _expression(writer: Writer, table: Table, how: Partitioning) -> str:
    try:
        return expression(
            how.expression, table=table, schema=writer.schema, names=writer.names, policies=writer.policies,
            immutable=True,
        ).sql  # fmt: skip
    except Untranslatable as error:
        raise Not(f"the expression {how.expression.strip()[:60]}: {error.reason}") from error


def _is_boolean(writer: Writer, table: Table, name: str) -> bool:
    column = table.column(name)
    return column is not None and is_boolean(column, writer.policies)


def _columns(table: Table, how: Partitioning) -> list[str]:
    """The columns that rows are divided by; none where that has to be an expression."""
    for pattern in (DAYS, YEAR, UNIX):
        if (found := pattern.fullmatch(how.expression)) and how.method == "RANGE":
            return [found[found.re.groups]]
    if not how.expression.strip():
        primary = next((index for index in table.indexes if index.kind is IndexKind.PRIMARY), None)
        if primary is None:
            raise Not("there is no primary key to partition by")
        return [part.column for part in primary.parts]
    # What HASH makes of a column does not matter: by the column itself, rows are spread as well.
    return _plain(table, how.expression) or (_named(table, how.expression) if _word(how) == "HASH" else [])


def _plain(table: Table, text: str) -> list[str]:
    """The columns that a list of nothing else names."""
    found = [COLUMN.fullmatch(column) for column in text.split(",")]
    names = [column[1] for column in found if column and table.column(column[1])]
    return names if len(names) == len(found) else []


def _named(table: Table, text: str) -> list[str]:
    """The columns that an expression names."""
    words = [token.value for token in tokens(text) if token.kind in (Kind.WORD, Kind.NAME)]
    return list(dict.fromkeys(column.name for word in words if (column := table.column(word))))


def _parts(writer: Writer, table: Table, how: Partitioning) -> Iterator[tuple[str, str]]:
    word = _word(how)
    if word in ("HASH", "KEY"):
        count = how.count or len(how.partitions) or 1
        if count > MOST_PARTITIONS:
            raise Not(f"more than {MOST_PARTITIONS} partitions")
        for number in range(count):
            name = how.partitions[number].name if number < len(how.partitions) else f"p{number}"
            yield name, f"FOR VALUES WITH (MODULUS {count}, REMAINDER {number})"
        return
    if word == "LIST":
        for partition in how.partitions:
            if partition.values.strip().upper() == "DEFAULT":
                yield partition.name, "DEFAULT"
                continue
            if "(" in partition.values:
                raise Not("lists of several columns")
            yield partition.name, f"FOR VALUES IN ({', '.join(_listed(writer, table, how, partition.values))})"
        return
    yield from _ranges(writer, table, how)


def _listed(writer: Writer, table: Table, how: Partitioning, values: str) -> Iterator[str]:
    column = table.column((_columns(table, how) or [""])[0])
    for value in map(_value, _split(values)):
        if column and is_boolean(column, writer.policies) and value != "NULL":
            if value not in ("0", "1"):
                raise Not(f"the value {value} of a boolean")
            yield "true" if value == "1" else "false"
        else:
            yield value


def _ranges(writer: Writer, table: Table, how: Partitioning) -> Iterator[tuple[str, str]]:
    columns = [column for name in _columns(table, how) if (column := table.column(name))]
    if any(column.type.name in TEXTS for column in columns):
        _have_one_order([partition.values for partition in how.partitions])
    before = ", ".join("MINVALUE" for _ in columns) or "MINVALUE"
    for partition in how.partitions:
        bound = ", ".join(_bound(value, how) for value in _split(partition.values))
        yield partition.name, f"FOR VALUES FROM ({before}) TO ({bound})"
        before = bound
    if nullable := [quoted(writer.names.column(table.name, column.name)) for column in columns if column.nullable]:
        # MySQL puts NULL below all others; PostgreSQL puts it into no range.
        missing = " OR ".join(f"{name} IS NULL" for name in nullable)
        yield "null", f"(CHECK ({missing})) DEFAULT"


def _have_one_order(bounds: list[str]) -> None:
    """Texts come in one order by their bytes, in another one by their letters."""
    given = [bound for bound in bounds if "MAXVALUE" not in bound.upper()]
    if not given == sorted(given) == sorted(given, key=str.casefold):
        raise Not("texts are in another order")


def _split(values: str) -> list[str]:
    found, depth = [""], 0
    for token in tokens(values):
        raw = values[token.start : token.end]
        if token.kind is Kind.SYMBOL:
            depth += (raw == "(") - (raw == ")")
            if raw == "," and depth == 0:
                found.append("")
                continue
        found[-1] += raw
    return found


def _bound(value: str, how: Partitioning) -> str:
    if value.upper() == "MAXVALUE":
        return "MAXVALUE"
    if YEAR.fullmatch(how.expression):
        if not YEAR_BOUND.fullmatch(value.strip()):
            raise Not(f"the bound {value}")
        return f"'{int(value):04d}-01-01'"
    if days := DAYS.fullmatch(how.expression):
        return literal(_moment(value, days[1].lower()))
    if UNIX.fullmatch(how.expression):
        return literal(_moment(value, "unix"))
    return _value(value)


def _moment(value: str, counts: str) -> str:
    """The moment of a bound. A server shows bounds as numbers, whatever was said: of the day, or of seconds."""
    if found := BOUND.fullmatch(value):
        return found[1]
    try:
        number = int(found[1] if (found := SECONDS.fullmatch(value)) else value)
        if counts == "days":
            return date.fromordinal(number - YEAR_ZERO).isoformat()
        if counts == "seconds":
            day, seconds = divmod(number, DAY)
            return f"{date.fromordinal(day - YEAR_ZERO)} {timedelta(seconds=seconds)!s:0>8}"
        return f"{EPOCH + timedelta(seconds=number):%Y-%m-%d %H:%M:%S}+00"
    except (ValueError, OverflowError) as error:
        raise Not(f"the bound {value}") from error


def _value(value: str) -> str:
    found = list(tokens(value))
    if len(found) == 1 and found[0].kind is Kind.TEXT:
        return literal(found[0].value)
    if all(token.kind is Kind.NUMBER or token.value in ("-", "+") for token in found):
        return value
    if value.upper() == "NULL":
        return "NULL"
    raise Not(f"the value {value}")
