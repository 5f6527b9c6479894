"""JSON_TABLE: the rows that a document has."""

from __future__ import annotations

from dataclasses import replace
from json import JSONDecodeError, loads
from typing import Any

from sqlglot import exp

from cfdb.translate import literals
from cfdb.translate.casts import as_json, json_text
from cfdb.translate.expressions import translated
from cfdb.translate.functions.conversions import BYTES, SIGNED, TEXTS, UNSIGNED, Type
from cfdb.translate.functions.paths import lookup, query_of
from cfdb.translate.grammar import EMPTY, EXISTS
from cfdb.translate.names import column_name, quoted
from cfdb.translate.scopes import Context, Scope
from cfdb.translate.values import CAST, IS, NUMBERS, OTHER, Kind, Untranslatable, Value

Columns = list[tuple[str, Value]]

NUMBER = "^[-+]?[0-9]+([.][0-9]*)?([eE][-+]?[0-9]+)?$"
MOMENTS = {Type.DATE: Kind.DATE, Type.DATETIME: Kind.TIMESTAMP, Type.TIMESTAMP: Kind.TIMESTAMP, Type.TIME: Kind.TIME}


def rows_of(context: Context, scope: Scope, node: Any) -> tuple[str, Columns]:
    """The query that has them, and its columns."""
    document = as_json(translated(context, scope, node.this))
    tables: list[str] = []
    columns = _level(context, document, node, tables)
    shown = ", ".join(f"{value.sql} AS {quoted(name)}" for name, value in columns)
    return f"SELECT {shown} FROM {''.join(tables)}", [(name, value.named(quoted(name))) for name, value in columns]


def _level(context: Context, document: Value, node: Any, tables: list[str]) -> Columns:
    """The columns of what a path leads to, and of what is nested in it, which need not be there."""
    alias = f"j{len(tables) + 1}" if tables else "j"
    asked = query_of(context, document, literals.text(node.args["path"].name))
    rows = f"{asked} WITH ORDINALITY AS {alias} (value, place)"
    tables.append(f" LEFT JOIN LATERAL {rows} ON TRUE" if tables else rows)
    own = Value(f"{alias}.value", Kind.JSON)
    definitions = node.args["schema"].expressions
    if sum(one.args.get("nested_schema") is not None for one in definitions) > 1:
        raise Untranslatable("json_table() with several nested paths side by side")
    found: Columns = []
    for one in definitions:
        if one.args.get("nested_schema") is not None:
            inner = exp.JSONTable(schema=one.args["nested_schema"], path=one.args["path"])
            found += _level(context, own, inner, tables)
        elif one.args.get("ordinality"):
            number = Value(f"{alias}.place::integer", Kind.INTEGER, CAST, scale=0)
            found.append((column_name(one.name), number))
        else:
            found.append((column_name(one.name), _column(context, own, one)))
    return found


def _column(context: Context, row: Value, node: Any) -> Value:
    found = lookup(context, row, literals.text(node.args["path"].name))
    if node.meta.get(EXISTS):
        return Value(f"({found.within(IS + 1)} IS NOT NULL)::integer", Kind.INTEGER, CAST, nullable=False, scale=0)
    value = _typed(context, found, node.args["kind"])
    default = node.meta.get(EMPTY)
    if default is None:
        return value
    given = _default(default, value)
    shown = f"CASE WHEN {found.within(IS + 1)} IS NULL THEN {given} ELSE {value.sql} END"
    return replace(value, sql=shown, binding=12)


def _default(text: str, value: Value) -> str:
    """MySQL wants a document there, MariaDB the text itself."""
    try:
        known = loads(text)
    except JSONDecodeError:
        known = text
    shown = str(known) if isinstance(known, str | int | float) and not isinstance(known, bool) else text
    if value.kind is Kind.JSON:
        return f"{literals.written(text)}::jsonb"
    return literals.as_number(shown).sql if value.kind in NUMBERS else literals.written(shown)


def _typed(context: Context, found: Value, to: Any) -> Value:
    """As a column of that type takes it: NULL where it does not."""
    type, sizes = to.this, [int(one.name) for one in to.expressions]
    text = json_text(found)
    if type is Type.JSON:
        return found
    if type in {*SIGNED, *UNSIGNED}:
        number = f"round({text.within(CAST)}::numeric)::bigint"
        return _number(text, number, Kind.BIGINT, 0)
    if type is Type.DECIMAL:
        precision, scale = (*sizes, 0)[:2] if sizes else (10, 0)
        return _number(text, f"{text.within(CAST)}::numeric({precision},{scale})", Kind.NUMERIC, scale)
    if type in {Type.DOUBLE, Type.FLOAT}:
        return _number(text, f"{text.within(CAST)}::double precision", Kind.DOUBLE, None)
    plain = f"jsonb_typeof({found.sql}) NOT IN ('object', 'array')"
    if type in TEXTS and type not in BYTES:
        fits = f" AND char_length({text.sql}) <= {sizes[0]}" if sizes else ""
        return Value(f"CASE WHEN {plain}{fits} THEN {text.sql} END", Kind.TEXT, collation="ci")
    if type in MOMENTS:
        context.note("a text in a document that is no date raises an error, where MySQL says NULL")
        shown = f"CASE WHEN {plain} THEN {text.within(CAST)}::{MOMENTS[type]} END"
        return Value(shown, MOMENTS[type], scale=sizes[0] if sizes else 0)
    raise Untranslatable(f"json_table() with a column of {str(getattr(type, 'value', type)).lower()}")


def _number(text: Value, shown: str, kind: Kind, scale: int | None) -> Value:
    truth = f"WHEN {text.within(OTHER - 1)} = 'true' THEN 1 WHEN {text.within(OTHER - 1)} = 'false' THEN 0"
    return Value(f"CASE WHEN {text.within(OTHER + 1)} ~ '{NUMBER}' THEN {shown} {truth} END", kind, scale=scale)
