"""CAST and CONVERT."""

from __future__ import annotations

from dataclasses import replace

from sqlglot import exp

from cfdb.translate.casts import as_exact, as_integer, as_json, as_number, as_text, json_text
from cfdb.translate.comparing import told_apart
from cfdb.translate.moments import as_date, as_time, as_timestamp
from cfdb.translate.scopes import Context
from cfdb.translate.values import Kind, Untranslatable, Value, call, cast

Type = exp.DataType.Type

SIGNED = {Type.BIGINT, Type.INT, Type.SMALLINT, Type.TINYINT, Type.MEDIUMINT}
UNSIGNED = {Type.UBIGINT, Type.UINT}
TEXTS = {Type.CHAR, Type.VARCHAR, Type.NCHAR, Type.TEXT, Type.CHARACTER_SET}
BYTES = {Type.BINARY, Type.VARBINARY}
MOMENTS = {Type.DATETIME, Type.TIMESTAMP, Type.TIMESTAMPTZ}


def converted(context: Context, value: Value, to: exp.DataType) -> Value:
    """CAST(value AS to). Raises Untranslatable."""
    type, sizes = to.this, [int(one.name) for one in to.expressions]
    if value.kind is Kind.JSON and type not in {Type.JSON, *TEXTS}:
        value = json_text(value)
    if type in SIGNED:
        return as_integer(context, value)
    if type in UNSIGNED:
        return _unsigned(context, value)
    if type is Type.DECIMAL:
        return _decimal(context, value, sizes)
    if type in {Type.DOUBLE, Type.FLOAT}:
        number = as_number(context, value)
        return cast(number, "double precision", Kind.DOUBLE) if number.kind is not Kind.DOUBLE else number
    if type in TEXTS:
        return _text(context, value, sizes)
    if type in BYTES and not sizes:
        # What BINARY is for: to tell case apart.
        return replace(told_apart(context, as_text(context, value)), collation="cs")
    return _moment(context, value, type, sizes)


def _moment(context: Context, value: Value, type: object, sizes: list[int]) -> Value:
    if type is Type.DATE:
        return as_date(context, value)
    if type in MOMENTS:
        return _precise(as_timestamp(context, value), "timestamp", sizes)
    if type is Type.TIME and value.kind is Kind.INTERVAL:
        return value
    if type is Type.TIME:
        return _precise(as_time(context, value), "time", sizes)
    if type is Type.JSON:
        return as_json(value)
    raise Untranslatable(f"cast as {str(getattr(type, 'value', type)).lower()}")


def _unsigned(context: Context, value: Value) -> Value:
    number = as_integer(context, value)
    if number.literal is not None and number.literal.startswith("-"):
        raise Untranslatable("a number below zero as unsigned")
    if number.literal is None:
        context.note("a number below zero stays one, where UNSIGNED makes a large one of it")
    return number


def _decimal(context: Context, value: Value, sizes: list[int]) -> Value:
    precision, scale = (*sizes, 0)[:2] if sizes else (10, 0)
    number = as_exact(context, value)
    found = cast(number, f"numeric({precision},{scale})", Kind.NUMERIC)
    return replace(found, scale=scale, collation="")


def _text(context: Context, value: Value, sizes: list[int]) -> Value:
    text = as_text(context, value)
    if text.kind is Kind.NULL:
        return Value("NULL::text", Kind.TEXT, 11)
    if not sizes:
        return replace(text, collation=text.collation or "ci")
    return replace(call('"left"', Kind.TEXT, text, str(sizes[0]), nullable=text.nullable), collation=text.collation)


def _precise(value: Value, name: str, sizes: list[int]) -> Value:
    scale = sizes[0] if sizes else 0
    if value.scale is not None and value.scale <= scale:
        return value
    if value.kind is Kind.NULL:
        return Value(f"NULL::{name}", Kind.TIMESTAMP, 11)
    return replace(cast(value, f"{name}({scale})", value.kind), scale=scale)
