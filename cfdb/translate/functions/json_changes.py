"""JSON documents with something changed in them, and put together."""

from __future__ import annotations

from json import JSONDecodeError, dumps, loads
from typing import Any

from cfdb.translate import literals
from cfdb.translate.casts import as_json, as_text, json_value
from cfdb.translate.functions.function import Function
from cfdb.translate.functions.paths import array_of, at, steps
from cfdb.translate.scopes import Context
from cfdb.translate.values import ATOM, EXACT, OTHER, Kind, Untranslatable, Value


def _document(context: Context, value: Value) -> str:
    """A value within a document, NULL as null."""
    if value.kind is Kind.NULL:
        return "'null'::jsonb"
    put = json_value(context, value)
    if put.kind is Kind.JSON:
        return put.sql
    found = converted(context, value, put)
    return f"COALESCE({found}, 'null'::jsonb)" if put.nullable else found


def converted(context: Context, value: Value, put: Value) -> str:
    if value.literal is not None and value.kind in {Kind.TEXT, *EXACT}:
        shown = dumps(value.literal, ensure_ascii=False) if value.kind is Kind.TEXT else value.literal
        return f"{literals.written(shown)}::jsonb"
    context.stable("a value as a json document")
    return f"to_jsonb({put.sql})"


def _changed(name: str) -> Function:
    """JSON_SET, JSON_INSERT and JSON_REPLACE."""

    def change(context: Context, given: list[Value]) -> Value:
        document = as_json(given[0])
        shown = document.sql
        for where, value in zip(given[1::2], given[2::2], strict=True):
            path = steps(context, where)
            if not path:
                raise Untranslatable(f"{name}() of the whole document")
            if any(isinstance(step, int) or (isinstance(step, Value) and step.kind is not Kind.TEXT) for step in path):
                context.note("a place of what is no array is left as it is, where MySQL takes it for an array of one")
            new = _document(context, value)
            if name == "json_insert":
                there = at(Value(shown, Kind.JSON), path).sql
                shown = f"CASE WHEN {there} IS NULL THEN jsonb_set({shown}, {array_of(path)}, {new}) ELSE {shown} END"
            else:
                create = ", FALSE" if name == "json_replace" else ""
                shown = f"jsonb_set({shown}, {array_of(path)}, {new}{create})"
        return Value(shown, Kind.JSON, nullable=document.nullable)

    return Function(change, 3, None)


def remove(context: Context, given: list[Value]) -> Value:
    document = as_json(given[0])
    shown = " #- ".join([document.within(OTHER), *(array_of(steps(context, path)) for path in given[1:])])
    return Value(shown, Kind.JSON, OTHER, nullable=document.nullable)


def array_append(context: Context, given: list[Value]) -> Value:
    """What is no array becomes one."""
    context.stable("json_array_append()")
    document = as_json(given[0])
    shown = document.sql
    for where, value in zip(given[1::2], given[2::2], strict=True):
        path = steps(context, where)
        there = at(Value(shown, Kind.JSON, document.binding if shown == document.sql else ATOM), path)
        new = f"jsonb_build_array({_document(context, value)})"
        array = f"CASE jsonb_typeof({there.sql}) WHEN 'array' THEN {there.sql} ELSE jsonb_build_array({there.sql}) END"
        longer = f"({array}) || {new}"
        changed = f"jsonb_set({shown}, {array_of(path)}, {longer})" if path else longer
        shown = f"CASE WHEN {there.within(4)} IS NOT NULL THEN {changed} ELSE {shown} END"
    return Value(shown, Kind.JSON, nullable=document.nullable)


def array_insert(context: Context, given: list[Value]) -> Value:
    document = as_json(given[0])
    shown = document.sql
    for where, value in zip(given[1::2], given[2::2], strict=True):
        path = steps(context, where)
        if not path or not isinstance(path[-1], int) or path[-1] < 0:
            raise Untranslatable("json_array_insert() at what is no place of an array")
        ahead = at(Value(shown, Kind.JSON, document.binding if shown == document.sql else ATOM), path[:-1])
        changed = f"jsonb_insert({shown}, {array_of(path)}, {_document(context, value)})"
        shown = f"CASE jsonb_typeof({ahead.sql}) WHEN 'array' THEN {changed} ELSE {shown} END"
    return Value(shown, Kind.JSON, nullable=document.nullable)


# Documents that are put together


def merge_patch(context: Context, given: list[Value]) -> Value:
    """By constants, and by objects of values that are no documents: what is patched within is known then."""
    found = as_json(given[0])
    for patch in given[1:]:
        found = _patched(context, found, patch)
    return found


def _patched(context: Context, document: Value, patch: Value) -> Value:
    if patch.literal is not None and patch.kind is Kind.TEXT:
        try:
            known = loads(patch.literal)
        except JSONDecodeError as error:
            raise Untranslatable("json_merge_patch() by what is no document") from error
        if isinstance(known, dict) and any(value is not None for value in known.values()):
            context.stable("json_merge_patch()")
        sql = _merged(document.sql, known)
        # Where there is no document, there is none afterwards.
        if document.nullable and not (isinstance(known, dict) and known == {}):
            sql = f"CASE WHEN {document.within(4)} IS NOT NULL THEN {sql} END"
        return Value(sql, Kind.JSON, nullable=document.nullable)
    sql, parts = patch.parts
    if sql != patch.sql or any(one.kind in {Kind.JSON, Kind.SET} for one in parts[1::2]):
        raise Untranslatable("json_merge_patch() by a document that is computed")
    removed = ", ".join(as_text(context, key).sql for key in parts[::2])
    whole = _object(document.sql)
    shown = f"({whole} - ARRAY[{removed}]::text[]) || jsonb_strip_nulls({patch.sql})" if parts else whole
    return Value(shown, Kind.JSON, OTHER, nullable=document.nullable)


def _object(sql: str) -> str:
    """NULL stays NULL; what is no object is taken for an empty one."""
    return f"CASE WHEN jsonb_typeof({sql}) <> 'object' THEN '{{}}' ELSE {sql} END"


def _merged(sql: str, patch: Any) -> str:
    """As RFC 7396 has it."""
    if not isinstance(patch, dict):
        return f"{literals.written(dumps(patch, ensure_ascii=False))}::jsonb"
    whole = f"({_object(sql)})"
    gone = [literals.written(key) for key, value in patch.items() if value is None]
    if gone:
        whole = f"({whole} - ARRAY[{', '.join(gone)}])"
    for key, value in patch.items():
        if value is None:
            continue
        place = literals.written(key)
        within = f"COALESCE({sql} -> {place}, '{{}}')"
        new = _merged(within, value) if isinstance(value, dict) else _merged("", value)
        whole = f"{whole} || jsonb_build_object({place}, {new})"
    return whole


def merge_preserve(_context: Context, given: list[Value]) -> Value:
    """Of arrays, || is the same; two objects would have to be put together key by key."""
    if not any(_is_array(one) for one in given):
        raise Untranslatable("json_merge_preserve() of what may be two objects")
    first, *_ = documents = [as_json(one) for one in given]
    if len(documents) != 2 and not _is_array(given[0]):
        raise Untranslatable("json_merge_preserve() of what may be two objects")
    shown = " || ".join([first.within(OTHER), *(one.within(OTHER + 1) for one in documents[1:])])
    return Value(shown, Kind.JSON, OTHER, nullable=any(one.nullable for one in documents))


def _is_array(value: Value) -> bool:
    if value.sql.startswith("jsonb_build_array("):
        return True
    try:
        return value.literal is not None and value.kind is Kind.TEXT and isinstance(loads(value.literal), list)
    except JSONDecodeError:
        return False


FUNCTIONS = {
    "JSON_SET": _changed("json_set"),
    "JSON_INSERT": _changed("json_insert"),
    "JSON_REPLACE": _changed("json_replace"),
    "JSON_REMOVE": Function(remove, 2, None),
    "JSON_ARRAY_APPEND": Function(array_append, 3, None),
    "JSON_ARRAY_INSERT": Function(array_insert, 3, None),
    "JSON_MERGE_PATCH": Function(merge_patch, 2, None),
    "JSON_MERGE_PRESERVE": Function(merge_preserve, 2, None),
    "JSON_MERGE": Function(merge_preserve, 2, None),
}
