"""What JSON documents are made of, and what is in them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from json import dumps

from cfdb.translate import literals
from cfdb.translate.casts import as_json, as_text, json_text, json_value
from cfdb.translate.functions import json_changes
from cfdb.translate.functions.function import Function, refused
from cfdb.translate.functions.json_changes import converted
from cfdb.translate.functions.paths import all_at, lookup
from cfdb.translate.scopes import Context
from cfdb.translate.supplied import JSON_VALID
from cfdb.translate.values import BOOLEANS, CAST, IS, NUMBERS, OTHER, Kind, Untranslatable, Value, call

HAS_IS_JSON = 16
"""The PostgreSQL from which on a text can be asked whether it is JSON."""


def extract(context: Context, given: list[Value]) -> Value:
    document, first, *others = given
    whole = as_json(document)
    if not others:
        return lookup(context, whole, first)
    found = [all_at(context, whole, path).sql for path in (first, *others)]
    return Value(f"NULLIF({' || '.join(found)}, '[]')", Kind.JSON)


def unquoted(context: Context, given: list[Value]) -> Value:
    value = given[0]
    if value.kind is Kind.JSON:
        context.note("null within a document is NULL here, where MySQL has the text 'null' of it")
        return _text(value)
    text = as_text(context, value)
    if text.literal is not None and not text.literal.startswith('"'):
        return text
    raise Untranslatable("json_unquote() of a text")


def _text(value: Value) -> Value:
    found = json_text(value)
    return replace(found, binding=OTHER)


def value_at(context: Context, given: list[Value]) -> Value:
    """JSON_VALUE: of what is no document itself."""
    found = lookup(context, as_json(given[0]), given[1])
    kind = f"jsonb_typeof({found.sql}) NOT IN ('object', 'array')"
    return Value(f"CASE WHEN {kind} THEN {_text(found).sql} END", Kind.TEXT, collation="cs")


def object_(context: Context, given: list[Value]) -> Value:
    if len(given) % 2:
        raise Untranslatable("json_object() with a key and no value")
    context.stable("json_object()")
    pairs = zip(given[::2], given[1::2], strict=True)
    shown = (f"{as_text(context, key).sql}, {_member(context, value)}" for key, value in pairs)
    sql = f"jsonb_build_object({', '.join(shown)})"
    return Value(sql, Kind.JSON, nullable=False, parts=(sql, tuple(given)))


def _member(context: Context, value: Value) -> str:
    return json_value(context, value).sql


def array(context: Context, given: list[Value]) -> Value:
    context.stable("json_array()")
    shown = ", ".join(_member(context, value) for value in given)
    return Value(f"jsonb_build_array({shown})", Kind.JSON, nullable=False)


def contains(context: Context, given: list[Value]) -> Value:
    document = as_json(given[0])
    if len(given) > 2:
        document = lookup(context, document, given[2])
    candidate = given[1]
    if candidate.kind in NUMBERS or candidate.kind in BOOLEANS:
        # MariaDB takes a number for the document that it is.
        candidate = Value(converted(context, candidate, json_value(context, candidate)), Kind.JSON)
    candidate = as_json(candidate)
    return Value(f"{document.within(OTHER)} @> {candidate.within(OTHER + 1)}", Kind.CONDITION, OTHER)


def member_of(context: Context, value: Value, document: Value) -> Value:
    whole = as_json(document)
    if value.kind is Kind.NULL:
        return Value("NULL::boolean", Kind.CONDITION, CAST)
    put = json_value(context, value)
    shown = put.sql if put.kind is Kind.JSON else converted(context, value, put)
    return Value(f"{whole.within(OTHER)} @> {shown}", Kind.CONDITION, OTHER)


def contains_path(context: Context, given: list[Value]) -> Value:
    document, how = as_json(given[0]), (as_text(context, given[1]).literal or "").lower()
    if how not in {"one", "all"}:
        raise Untranslatable("json_contains_path() of one or all that is computed")
    word = " OR " if how == "one" else " AND "
    # The document comes first: without one the answer is NULL.
    there = word.join(f"{lookup(context, document, path).sql} IS NOT NULL" for path in given[2:])
    if document.nullable:
        return Value(f"CASE WHEN {document.within(4)} IS NOT NULL THEN {there} END", Kind.CONDITION)
    return Value(there, Kind.CONDITION, 0, nullable=False)


def _at(context: Context, given: list[Value]) -> Value:
    """A document, or what it has where the path leads that may come with it."""
    document = as_json(given[0])
    return lookup(context, document, given[1]) if len(given) > 1 else document


def length(context: Context, given: list[Value]) -> Value:
    document = _at(context, given)
    whole = document.sql
    branches = (
        f"WHEN 'array' THEN jsonb_array_length({whole})",
        f"WHEN 'object' THEN jsonb_array_length(jsonb_path_query_array({whole}, 'strict $.*'))",
        f"ELSE CASE WHEN {document.within(4)} IS NOT NULL THEN 1 END",
    )
    return Value(f"CASE jsonb_typeof({whole}) {' '.join(branches)} END", Kind.INTEGER, scale=0)


def keys(context: Context, given: list[Value]) -> Value:
    document = _at(context, given)
    listed = f"jsonb_path_query_array({document.sql}, 'strict $.keyvalue().key')"
    return Value(f"CASE jsonb_typeof({document.sql}) WHEN 'object' THEN {listed} END", Kind.JSON)


def type_of(_context: Context, given: list[Value]) -> Value:
    document = as_json(given[0])
    decimals = f"CASE WHEN {document.within(OTHER)} #>> '{{}}' ~ '[.]' THEN 'DOUBLE' ELSE 'INTEGER' END"
    number = f"WHEN 'number' THEN {decimals}"
    shown = f"CASE jsonb_typeof({document.sql}) {number} ELSE upper(jsonb_typeof({document.sql})) END"
    return Value(shown, Kind.TEXT, collation="ci")


def valid(context: Context, given: list[Value]) -> Value:
    if given[0].kind is Kind.JSON:
        # A column of jsonb holds nothing else; NULL stays NULL.
        return Value(f"{given[0].within(5)} = {given[0].within(5)}", Kind.CONDITION, 4, nullable=given[0].nullable)
    text = as_text(context, given[0])
    if context.policies.version < HAS_IS_JSON:
        return call(JSON_VALID.name, Kind.CONDITION, text, nullable=text.nullable)
    return Value(f"{text.within(IS)} IS JSON", Kind.CONDITION, IS, nullable=text.nullable)


def quote(context: Context, given: list[Value]) -> Value:
    text = as_text(context, given[0])
    typed = f"{text.sql}::text" if text.literal is not None else text.sql
    context.stable("json_quote()")
    return Value(f"to_json({typed})::text", Kind.TEXT, CAST, nullable=text.nullable, collation="cs")


def sought(context: Context, given: list[Value]) -> Value:
    """Whether JSON_SEARCH finds anything: where that is, PostgreSQL does not say."""
    document, text = as_json(given[0]), as_text(context, given[2])
    if len(given) > 3 and given[3].kind is not Kind.NULL and given[3].literal != "":
        raise Untranslatable("json_search() with an escape character")
    if len(given) > 5:
        raise Untranslatable("json_search() with several paths")
    if len(given) == 5:
        document = lookup(context, document, given[4])
    if text.literal is None:
        context.stable("json_search() of what is computed")
        context.note("json_search() of what is computed takes % and _ for what they are")
        variables = f", jsonb_build_object('v', {text.sql})"
        return Value(f"jsonb_path_exists({document.sql}, 'strict $.** ? (@ == $v)'{variables})", Kind.CONDITION)
    wanted = f"== {dumps(text.literal, ensure_ascii=False)}"
    if re.search(r"[%_\\]", text.literal):
        wanted = f'like_regex {dumps(_regular(text.literal), ensure_ascii=False)} flag "s"'
    path = literals.written(f"strict $.** ? (@ {wanted})")
    return Value(f"jsonb_path_exists({document.sql}, {path})", Kind.CONDITION)


def _regular(pattern: str) -> str:
    """A pattern of LIKE as a regular expression."""
    parts = re.findall(r"\\.|.", pattern, re.DOTALL)
    shown = {"%": ".*", "_": "."}
    return "^" + "".join(shown.get(part) or re.escape(part[-1]) for part in parts) + "$"


def _refusals(names: Iterable[str]) -> dict[str, Function]:
    return {name.upper(): refused(name) for name in names}


FUNCTIONS = {
    **json_changes.FUNCTIONS,
    "JSON_EXTRACT": Function(extract, 2, None),
    "JSON_UNQUOTE": Function(unquoted),
    "JSON_VALUE": Function(value_at, 2, 2),
    "JSON_OBJECT": Function(object_, 0, None),
    "JSON_ARRAY": Function(array, 0, None),
    "JSON_CONTAINS": Function(contains, 2, 3),
    "JSON_CONTAINS_PATH": Function(contains_path, 3, None),
    "JSON_LENGTH": Function(length, 1, 2),
    "JSON_KEYS": Function(keys, 1, 2),
    "JSON_TYPE": Function(type_of),
    "JSON_VALID": Function(valid),
    "JSON_QUOTE": Function(quote),
    **_refusals(("json_search", "json_depth", "json_overlaps", "json_pretty")),
}  # fmt: skip
