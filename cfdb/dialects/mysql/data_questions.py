"""What a translation has to know of the rows: one scan of a table answers every question about it but one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cfdb.dialects.mysql.catalog import quoted
from cfdb.dialects.mysql.connection import Link, Row
from cfdb.errors import ConnectionFailed, DatabaseError
from cfdb.model.assessment import Answer, Question
from cfdb.model.schema import Column, ForeignKey, IndexKind, Schema, Table
from cfdb.model.text import value_text
from cfdb.translate.agreement import JSON_CHECK, referenced
from cfdb.translate.types import BYTES, TEXTS

SIGNED = {"smallint": (1 << 15) - 1, "int": (1 << 31) - 1, "bigint": (1 << 63) - 1}
"""The largest number of a type that PostgreSQL has as well, without UNSIGNED."""

DATES = ("date", "datetime", "timestamp")
UTF8 = ("utf8mb4", "utf8mb3", "utf8")

REFUSED_BY_JSONB = r"(?<!\\)(?:\\\\)*\\u0000"
"""A NUL behind an even number of backslashes. Half a surrogate pair, refused as well, is no JSON to MySQL."""

MOST = 1000
"""Questions of one SELECT, which may have 4096 columns."""

LONGEST_KEY = 200
"""Characters of an example."""

T = "`t`"
"""The table that is scanned, for what refers to it from within a subquery."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the condition of the rows that it is about."""

    column: str
    question: Question
    condition: str


def ask(link: Link, schema: Schema, *, seconds: float = 0) -> Iterator[Answer]:
    """All answers, those that found nothing too: what nobody asked is not known to be all right.

    A table may take `seconds`, 0 for as long as it needs. Raises ConnectionFailed.
    """
    for table in schema.tables.values():
        asked = list(questions(table, schema))
        for start in range(0, len(asked), MOST):
            yield from _answers(link, table, asked[start : start + MOST], seconds)
        for column in _compared(table):
            yield _spellings(link, table, column, seconds)


def questions(table: Table, schema: Schema) -> Iterator[Asked]:
    """What is asked of a table."""
    for column in table.columns:
        if not column.generated:
            yield from _of_column(column, table)
    for key in table.foreign_keys:
        yield from _of_reference(key, table, schema)
    for check in table.checks:
        yield Asked(check.name or check.expression, Question.CHECK, f"NOT ({check.expression})")


def _answers(link: Link, table: Table, asked: Sequence[Asked], seconds: float) -> Iterator[Answer]:
    counts = ", ".join(f"COUNT(CASE WHEN {each.condition} THEN 1 END)" for each in asked)
    try:
        (found,) = _select(link, f"{counts} FROM {quoted(table.name)} AS {T}", seconds)
    except ConnectionFailed:
        raise
    except DatabaseError as error:
        yield from (Answer(table.name, each.column, each.question, None, problem=error.message) for each in asked)
        return
    for each, rows in zip(asked, found, strict=True):
        example = _example(link, table, each.condition, seconds) if rows else ""
        yield Answer(table.name, each.column, each.question, int(rows), example)


def _example(link: Link, table: Table, condition: str, seconds: float) -> str:
    """The key of a row. It is looked for only where there is one: next to each count it would take the time of two."""
    key = _key(table)
    if not key:
        return ""
    try:
        found = _select(link, f"{key} FROM {quoted(table.name)} AS {T} WHERE {condition} LIMIT 1", seconds)
    except ConnectionFailed:
        raise
    except DatabaseError:
        return ""
    return _text(found[0][0]) if found else ""


def _select(link: Link, rest: str, seconds: float) -> tuple[Row, ...]:
    if link.vendor == "mariadb":
        # The cache finds what a subquery said of 'a' for 'A', too, and whether they differ is what is asked.
        said = f"max_statement_time = {seconds:f}, optimizer_switch = 'subquery_cache=off'"
        return link.ask(f"SET STATEMENT {said} FOR SELECT {rest}")
    return link.ask(f"SELECT /*+ MAX_EXECUTION_TIME({round(seconds * 1000)}) */ {rest}")


def _text(value: object) -> str:
    return "" if value is None else value_text(value)


def _key(table: Table) -> str:
    """The primary key of a row as a text; empty where there is none."""
    primary = next((index for index in table.indexes if index.kind is IndexKind.PRIMARY), None)
    if primary is None:
        return ""
    parts = [column for part in primary.parts if (column := table.column(part.column))]
    # In one character set and collation, which texts of different columns may not have.
    texts = ", ".join(
        f"HEX({_name(part.name)})" if part.type.name in BYTES else f"CAST({_name(part.name)} AS CHAR)" for part in parts
    )
    return f"LEFT(CONCAT_WS(', ', {texts}), {LONGEST_KEY})"


def _of_column(column: Column, table: Table) -> Iterator[Asked]:
    name, type = _name(column.name), column.type
    if type.name == "tinyint" and type.length == 1:
        yield Asked(column.name, Question.BEYOND_BOOLEAN, f"{name} NOT IN (0, 1)")
    if type.unsigned and type.name in SIGNED:
        yield Asked(column.name, Question.BEYOND_SIGNED, f"{name} > {SIGNED[type.name]}")
    if type.name in DATES:
        zero = f"YEAR({name}) = 0 AND MONTH({name}) = 0 AND DAYOFMONTH({name}) = 0"
        partial = f"YEAR({name}) = 0 OR MONTH({name}) = 0 OR DAYOFMONTH({name}) = 0"
        yield Asked(column.name, Question.ZERO_DATE, zero)
        if type.name != "timestamp":
            yield Asked(column.name, Question.PARTIAL_DATE, f"({partial}) AND NOT ({zero})")
    if type.name == "time":
        yield Asked(column.name, Question.NO_TIME_OF_DAY, f"TIME_TO_SEC({name}) NOT BETWEEN 0 AND 86400")
    if type.name == "enum":
        yield Asked(column.name, Question.NO_MEMBER, f"{name} + 0 = 0")
    if _is_json(column, table):
        pattern = REFUSED_BY_JSONB.replace("\\", "\\\\")
        yield Asked(column.name, Question.JSON, f"CAST({name} AS CHAR) REGEXP '{pattern}'")
    if type.name in TEXTS:
        yield from _of_text(column, table)


def _of_text(column: Column, table: Table) -> Iterator[Asked]:
    name, charset = _name(column.name), column.type.charset or table.charset
    raw = f"CAST({name} AS BINARY)"
    # In UTF-16 and the like half of all bytes are NUL.
    yield Asked(column.name, Question.NUL, f"INSTR(CAST(CONVERT({name} USING utf8mb4) AS BINARY), CHAR(0)) > 0")
    if charset in UTF8:
        yield Asked(column.name, Question.INVALID_UTF8, f"NOT ({_is_utf8(raw)})")
        narrow = f"CONVERT({name} USING latin1)"
        back = f"CAST(CONVERT({narrow} USING utf8mb4) AS BINARY)"
        twice = (
            f"LENGTH({name}) <> CHAR_LENGTH({name}) AND {back} = CAST(CONVERT({name} USING utf8mb4) AS BINARY)"
            f" AND {_is_utf8(f'CAST({narrow} AS BINARY)')}"
        )
        yield Asked(column.name, Question.ENCODED_TWICE, twice)
    if charset == "latin1":
        beyond_ascii = f"LENGTH(CONVERT({name} USING utf8mb4)) <> LENGTH({name})"
        yield Asked(column.name, Question.UTF8_AS_LATIN1, f"{beyond_ascii} AND {_is_utf8(raw)}")


def _is_utf8(raw: str) -> str:
    """What is not becomes a question mark in MariaDB, and NULL in MySQL. Of NULL: true."""
    return f"(COALESCE(CAST(CONVERT({raw} USING utf8mb4) AS BINARY) = {raw}, {raw} IS NULL))"


def _is_json(column: Column, table: Table) -> bool:
    if column.type.name == "json":
        return True
    valid = (JSON_CHECK.fullmatch(check.expression.strip()) for check in table.checks)
    return column.type.name == "longtext" and any(found and found[1].lower() == column.name.lower() for found in valid)


def _compared(table: Table) -> list[str]:
    """Texts that rows are found or joined by. A key of one column alone has told equal values apart already."""
    keys = [index for index in table.indexes if index.kind not in (IndexKind.FULLTEXT, IndexKind.SPATIAL)]
    single = {
        index.parts[0].column.lower()
        for index in keys
        if index.kind is not IndexKind.INDEX and len(index.parts) == 1 and index.parts[0].length is None
    }
    used = {part.column.lower() for index in keys for part in index.parts if part.length is None}
    used |= {column.lower() for key in table.foreign_keys for column in key.columns}
    return [
        column.name
        for column in table.columns
        if column.type.name in ("char", "varchar") and not column.generated and column.name.lower() in used - single
    ]


def _spellings(link: Link, table: Table, column: str, seconds: float) -> Answer:
    """Goes along an index where the column is its first; COUNT(DISTINCT) would keep all values in memory."""
    name = _name(column)
    raw = f"CAST({name} AS BINARY)"
    groups = (
        f"SELECT LEFT(MIN({name}), {LONGEST_KEY}) AS `value` FROM {quoted(table.name)} AS {T}"
        f" GROUP BY {name} HAVING MIN({raw}) <> MAX({raw})"
    )
    try:
        (found,) = _select(link, f"COUNT(*), MIN(`value`) FROM ({groups}) AS `spelled`", seconds)
    except ConnectionFailed:
        raise
    except DatabaseError as error:
        return Answer(table.name, column, Question.SPELLINGS, None, problem=error.message)
    return Answer(table.name, column, Question.SPELLINGS, int(found[0]), _text(found[1]))


def _of_reference(key: ForeignKey, table: Table, schema: Schema) -> Iterator[Asked]:
    columns = ", ".join(key.columns)
    given = " AND ".join(f"{_name(column)} IS NOT NULL" for column in key.columns)
    target = schema.table(key.table)
    there = referenced(key.references, target)
    if target is None:
        # Without checks of foreign keys a table can refer to one that is not there.
        yield Asked(columns, Question.ORPHAN, given)
        return
    pairs = [(_name(here), f"`p`.{quoted(other)}") for here, other in zip(key.columns, there, strict=True)]
    same = " AND ".join(f"{other} = {here}" for here, other in pairs)
    found = f"SELECT 1 FROM {quoted(target.name)} AS `p` WHERE {same}"
    yield Asked(columns, Question.ORPHAN, f"{given} AND NOT EXISTS ({found})")
    texts = [
        f"CAST({other} AS BINARY) = CAST({_name(here)} AS BINARY)"
        for here, (_, other) in zip(key.columns, pairs, strict=True)
        if (column := table.column(here)) and column.type.name in TEXTS
    ]
    if texts:
        # NULL without a row, 0 with none of the same bytes.
        exactly = f"SELECT MAX({' AND '.join(texts)}) FROM {quoted(target.name)} AS `p` WHERE {same}"
        yield Asked(columns, Question.REFERENCE_SPELLING, f"{given} AND ({exactly}) = 0")


def _name(column: str) -> str:
    return f"{T}.{quoted(column)}"
