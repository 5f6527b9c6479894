"""UPDATE of one table, or of one that is joined with others."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlglot import exp

from cfdb.model.schema import Column
from cfdb.translate.assigning import assigned
from cfdb.translate.casts import as_integer
from cfdb.translate.expressions import source_of, translated
from cfdb.translate.grammar import parse_expression, parse_query
from cfdb.translate.names import quoted
from cfdb.translate.queries import block
from cfdb.translate.reading.words import Words
from cfdb.translate.routines import expressing
from cfdb.translate.routines.scope import Scope
from cfdb.translate.routines.targets import (
    Changes,
    Target,
    assign_all,
    assignments,
    has_query,
    limited_rows,
    split,
    target_of,
    where,
)
from cfdb.translate.scopes import Scope as Columns
from cfdb.translate.sources import from_clause
from cfdb.translate.values import Untranslatable, Value, cast


def update(words: Words, scope: Scope) -> Changes:
    words.accept("LOW_PRIORITY")
    if words.accept("IGNORE"):
        raise Untranslatable("update ignore")
    tables = words.until("SET")
    words.expect("SET")
    given = assignments(words, "WHERE", "ORDER", "LIMIT")
    condition = words.until("ORDER", "LIMIT") if words.accept("WHERE") else ""
    order = words.until("LIMIT") if words.accept("ORDER", "BY") else ""
    limit = words.rest() if words.accept("LIMIT") else ""
    if not words.done:
        raise words.fail("the end of the statement")
    node = parse_query(f"SELECT 1 FROM {tables}")
    source = node.args["from_"].this
    if node.args.get("joins") or not isinstance(source, exp.Table):
        if order or limit:
            raise Untranslatable("update of several tables with an order")
        return _joined(tables, given, condition, scope)
    target = target_of(source.name, scope, source.alias)
    return _single(target, source.alias, given, (condition, order, limit))


def _single(target: Target, alias: str, given: list[tuple[str, str]], rest: tuple[str, str, str]) -> Changes:
    condition, order, limit = rest
    scope = target.scope
    texts = [text for _, text in given]
    qualify = has_query(" ".join((condition, *texts)))
    names = scope.routine.names
    source = source_of(target.table, names, scope.routine.policies, alias=alias or target.alias)
    columns = Columns((source,), qualify=qualify)
    listed: list[tuple[Column, str]] = [(target.column(split(name)[1]), text) for name, text in given]
    assigned_values = assign_all(target, columns, listed, [source.alias, target.table.name])
    shown = ", ".join(f"{target.name(column)} = {value.sql}" for column, value in assigned_values)
    head = f"UPDATE {target.sql}{f' AS {quoted(alias)}' if alias else ''} SET {shown}"
    kept = where(target, columns, condition)
    if limit:
        kept = _limited(target, kept, order, limit, alias)
    return Changes((f"{head} WHERE {kept}" if kept else head,))


def _limited(target: Target, condition: str, order: str, limit: str, alias: str) -> str:
    if alias or has_query(condition):
        raise Untranslatable("limit in a change with an alias or a query")
    return limited_rows(target, condition, ordered(target, order), limit_of(target, limit))


def limit_of(target: Target, limit: str) -> str:
    context = target.scope.context
    return as_integer(context, expressing.value(limit, target.scope)).sql


def ordered(target: Target, order: str) -> str:
    """What ORDER BY says: NULL comes first where it goes upwards, as in MySQL."""
    if not order:
        return ""
    scope = target.scope
    node = parse_query(f"SELECT 1 ORDER BY {order}").args["order"]
    columns = Columns((source_of(target.table, scope.routine.names, scope.routine.policies),), qualify=False)
    parts: list[str] = []
    for one in node.expressions:
        value = translated(scope.context, columns, expressing.prepared(scope, one.this))
        nulls = "" if not value.nullable else " NULLS LAST" if one.args.get("desc") else " NULLS FIRST"
        parts.append(f"{value.sql}{' DESC' if one.args.get('desc') else ''}{nulls}")
    return ", ".join(parts)


LENGTH = re.compile(r"\([\d,]+\)")


@dataclass(frozen=True, slots=True)
class Part:
    """What one of several tables gets: the `numbers` of its assignments, and the `first` column of its key."""

    target: Target
    alias: str
    numbers: list[int]
    first: int


def _joined(tables: str, given: list[tuple[str, str]], condition: str, scope: Scope) -> Changes:
    """The rows and their new values are found by a query; each row takes one of them, as in MySQL."""
    parts = _parts(tables, given, scope)
    for part in parts:
        own = [given[number] for number in part.numbers]
        if len({split(name)[1].lower() for name, _ in own}) < len(own) or any(
            _sees_itself(one.alias, given) for one in parts
        ):
            raise Untranslatable("update of joined tables whose new values see each other")
    keys = [f"`{part.alias}`.`{column.name}`" for part in parts for column in part.target.key]
    items = [f"{key} AS `key_{number}`" for number, key in enumerate(keys, 1)]
    items += [f"({text}) AS `new_{number}`" for number, (_, text) in enumerate(given, 1)]
    query = f"SELECT {', '.join(items)} FROM {tables}" + (f" WHERE {condition}" if condition else "")
    found = block(scope.context, Columns(), expressing.prepared(scope, parse_query(query)))
    context = scope.context
    wanted = {len(keys) + number: part for part in parts for number in part.numbers}

    def converted(number: int, value: Value) -> Value:
        if number not in wanted:
            return value
        target = wanted[number].target
        column = target.column(split(given[number - len(keys)][0])[1])
        result = assigned(context, value, target.value(column))
        # A literal by itself is a text where a query stands in between.
        is_bare = result.sql == "NULL" or result.sql.startswith(("'", "E'"))
        if not is_bare or "::" in result.sql:
            return result
        # With its length, a cast would cut what is too long.
        return cast(result, LENGTH.sub("", target.type(column)), result.kind)

    sql = found.text(converted)
    if len(parts) == 1:
        return Changes((_step(parts[0], given, f"({sql}) AS q"),))
    # All steps see the rows as they were, and each of them another table.
    *first, last = [_step(part, given, "found AS q") for part in parts]
    steps = [f"found AS MATERIALIZED ({sql})", *(f"step_{number} AS ({step})" for number, step in enumerate(first, 1))]
    return Changes((f"WITH {', '.join(steps)} {last}",), counts=False, what="update of several tables")


def _step(part: Part, given: list[tuple[str, str]], source: str) -> str:
    target = part.target
    shown = ", ".join(
        f"{target.name(target.column(split(given[number][0])[1]))} = q.new_{number + 1}" for number in part.numbers
    )
    rows = " AND ".join(
        f"{target.sql}.{target.name(column)} = q.key_{number}" for number, column in enumerate(target.key, part.first)
    )
    return f"UPDATE {target.sql} SET {shown} FROM {source} WHERE {rows}"


def _parts(tables: str, given: list[tuple[str, str]], scope: Scope) -> list[Part]:
    """The tables that get new values."""
    node = parse_query(f"SELECT 1 FROM {tables}")
    sources = from_clause(scope.context, None, node).sources
    numbers: dict[str, list[int]] = {}
    for number, (name, _) in enumerate(given):
        table, column = split(name)
        owners = [source.alias for source in sources if column.lower() in source.columns]
        wanted = [alias for alias in owners if not table or alias.lower() == table.lower()]
        if len(wanted) != 1:
            raise Untranslatable(f"unknown column {name}")
        numbers.setdefault(wanted[0], []).append(number)
    parts: list[Part] = []
    first = 1
    for alias, own in numbers.items():
        named = [one for one in node.find_all(exp.Table) if one.alias_or_name.lower() == alias.lower()]
        if len(named) != 1:
            raise Untranslatable("update of something that is no table")
        target = target_of(named[0].name, scope)
        if not target.key:
            raise Untranslatable("update of joined tables without a primary key")
        parts.append(Part(target, alias, own, first))
        first += len(target.key)
    if len({part.target.table.name for part in parts}) < len(parts):
        raise Untranslatable("update of one table by two names")
    return parts


def _sees_itself(alias: str, given: list[tuple[str, str]]) -> bool:
    """Whether an expression reads a column that was given a value before it."""
    earlier: set[str] = set()
    for name, text in given:
        for column in parse_expression(text).find_all(exp.Column):
            if column.name.lower() in earlier and column.table.lower() in ("", alias.lower()):
                return True
        earlier.add(split(name)[1].lower())
    return False
