"""REPLACE: the rows that are in the way are deleted first."""

from __future__ import annotations

from cfdb.model.schema import Column
from cfdb.translate.assigning import assigned
from cfdb.translate.expressions import translated
from cfdb.translate.grammar import parse_expression
from cfdb.translate.reading.words import Words
from cfdb.translate.routines import expressing, walking
from cfdb.translate.routines.inserting import Insert, possible_keys, read, selected, value_of
from cfdb.translate.routines.scope import Scope
from cfdb.translate.routines.targets import Changes
from cfdb.translate.routines.updating import LENGTH
from cfdb.translate.scopes import Scope as Columns
from cfdb.translate.values import Untranslatable


def replace_rows(words: Words, scope: Scope) -> Changes:
    found = read(words, scope)
    if scope.routine.identity is not None:
        raise Untranslatable("last_insert_id() behind replace")
    target = found.target
    keys = possible_keys(found)
    if any(expressing.is_volatile(text, scope) for row in found.rows for text in row):
        raise Untranslatable("replace with a value that differs each time")
    if found.query:
        return _queried(found)
    names = ", ".join(target.name(column) for column in found.columns)
    statements: list[str] = []
    for row in found.rows:
        ways = [" AND ".join(_same(found, target.column(part.column), row) for part in index.parts) for index in keys]
        if ways:
            shown = f"({') OR ('.join(ways)})" if len(ways) > 1 else ways[0]
            statements.append(f"DELETE FROM {target.sql} WHERE {shown}")
        values = ", ".join(value_of(target, column, text) for column, text in zip(found.columns, row, strict=True))
        statements.append(f"INSERT INTO {target.sql} ({names}) VALUES ({values})")
    return Changes(tuple(statements), counts=False, what="replace")


def _queried(found: Insert) -> Changes:
    """The query is asked twice: it must not see what is deleted in between."""
    target, scope = found.target, found.target.scope
    schema = scope.routine.schema
    words = walking.words(found.query)
    views = {view.name.lower() for view in schema.views.values()}
    if target.table.name.lower() in words or views & words:
        raise Untranslatable("replace with a query that may see the table itself")
    if expressing.is_volatile(found.query, scope):
        raise Untranslatable("replace with a value that differs each time")
    query = selected(found)
    names = [f"new_{number}" for number in range(1, len(found.columns) + 1)]
    ways: list[str] = []
    for index in possible_keys(found):
        columns = [target.column(part.column) for part in index.parts]
        at = {column.name: names[number] for number, column in enumerate(found.columns)}
        if any(column.name not in at for column in columns):
            raise Untranslatable("replace by the default of a key")
        same = " AND ".join(
            f"{target.sql}.{target.name(column)} = q.{at[column.name]}::{LENGTH.sub('', target.type(column))}"
            for column in columns
        )
        ways.append(f"({same})" if len(index.parts) > 1 else same)
    listed = ", ".join(target.name(column) for column in found.columns)
    statements = [f"INSERT INTO {target.sql} ({listed}) {query}"]
    if ways:
        source = f"({query}) AS q ({', '.join(names)})"
        statements.insert(0, f"DELETE FROM {target.sql} USING {source} WHERE {' OR '.join(ways)}")
    return Changes(tuple(statements), counts=False, what="replace")


def _same(found: Insert, column: Column, row: list[str]) -> str:
    """A column of a key and its new value, which is the default where the row has none."""
    at = next((n for n, one in enumerate(found.columns) if one.name == column.name), None)
    if at is None or row[at].strip().upper() == "DEFAULT":
        raise Untranslatable("replace by the default of a key")
    scope = found.target.scope
    node = expressing.prepared(scope, parse_expression(row[at]))
    value = assigned(scope.context, translated(scope.context, Columns(), node), found.target.value(column))
    return f"{found.target.name(column)} = {value.within(5)}"
