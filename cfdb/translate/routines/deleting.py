"""DELETE from one table, or from tables that are joined with others."""

from __future__ import annotations

from sqlglot import exp

from cfdb.translate.expressions import source_of
from cfdb.translate.grammar import parse_query
from cfdb.translate.names import quoted
from cfdb.translate.queries import block
from cfdb.translate.reading.words import Words
from cfdb.translate.routines import expressing
from cfdb.translate.routines.scope import Scope
from cfdb.translate.routines.targets import Changes, Target, has_query, limited_rows, target_of, where
from cfdb.translate.routines.updating import limit_of, ordered
from cfdb.translate.scopes import Scope as Columns
from cfdb.translate.values import Untranslatable


def delete(words: Words, scope: Scope) -> Changes:
    words.accept_any("LOW_PRIORITY")
    words.accept("QUICK")
    if words.accept("IGNORE"):
        raise Untranslatable("delete ignore")
    if not words.sees("FROM"):
        names = words.until("FROM")
        words.expect("FROM")
        tables = words.until("WHERE")
        return _joined(names, tables, _condition(words), scope)
    words.expect("FROM")
    tables = words.until("USING", "WHERE", "ORDER", "LIMIT")
    if words.accept("USING"):
        joined = words.until("WHERE")
        return _joined(tables, joined, _condition(words), scope)
    condition = words.until("ORDER", "LIMIT") if words.accept("WHERE") else ""
    order = words.until("LIMIT") if words.accept("ORDER", "BY") else ""
    limit = words.rest() if words.accept("LIMIT") else ""
    if not words.done:
        raise words.fail("the end of the statement")
    node = parse_query(f"SELECT 1 FROM {tables}").args["from_"].this
    if not isinstance(node, exp.Table):
        raise Untranslatable("delete from something that is no table")
    target = target_of(node.name, scope, node.alias)
    source = source_of(target.table, scope.routine.names, scope.routine.policies, alias=node.alias or target.alias)
    kept = where(target, Columns((source,), qualify=has_query(condition)), condition)
    if limit:
        if node.alias or has_query(condition):
            raise Untranslatable("limit in a change with an alias or a query")
        kept = limited_rows(target, kept, ordered(target, order), limit_of(target, limit))
    head = f"DELETE FROM {target.sql}{f' AS {quoted(node.alias)}' if node.alias else ''}"
    return Changes((f"{head} WHERE {kept}" if kept else head,))


def _condition(words: Words) -> str:
    found = words.rest() if words.accept("WHERE") else ""
    if not words.done:
        raise words.fail("the end of the statement")
    return found


def _joined(names: str, tables: str, condition: str, scope: Scope) -> Changes:
    """The keys of all rows are found first, then the rows of each table go."""
    listed = [name.strip().removesuffix(".*").strip("` ") for name in names.split(",")]
    node = parse_query(f"SELECT 1 FROM {tables}")
    found: list[tuple[Target, str]] = []
    for name in listed:
        own = [table for table in node.find_all(exp.Table) if table.alias_or_name.lower() == name.lower()]
        if len(own) != 1:
            raise Untranslatable(f"delete from {name}")
        found.append((target_of(own[0].name, scope), name))
    if not all(target.key for target, _ in found):
        raise Untranslatable("delete from joined tables without a primary key")
    if len(found) == 1:
        target, alias = found[0]
        query = _keys(found, tables, condition, scope)
        del alias
        return Changes((f"DELETE FROM {target.sql} WHERE {_tuple(target)} IN ({query})",))
    query = _keys(found, tables, condition, scope)
    at, steps = 1, []
    for target, _ in found:
        own_keys = ", ".join(f"key_{number}" for number in range(at, at + len(target.key)))
        steps.append(f"DELETE FROM {target.sql} WHERE {_tuple(target)} IN (SELECT {own_keys} FROM gone)")
        at += len(target.key)
    *first, last = steps
    parts = [f"gone AS MATERIALIZED ({query})"]
    parts += [f"step_{number} AS ({step})" for number, step in enumerate(first, 1)]
    return Changes((f"WITH {', '.join(parts)} {last}",), counts=False, what="delete from several tables")


def _tuple(target: Target) -> str:
    key = ", ".join(target.name(column) for column in target.key)
    return key if len(target.key) == 1 else f"({key})"


def _keys(found: list[tuple[Target, str]], tables: str, condition: str, scope: Scope) -> str:
    items = [f"`{alias}`.`{column.name}`" for target, alias in found for column in target.key]
    named = [f"{item} AS `key_{number}`" for number, item in enumerate(items, 1)] if len(found) > 1 else items
    query = f"SELECT {', '.join(named)} FROM {tables}" + (f" WHERE {condition}" if condition else "")
    return block(scope.context, Columns(), expressing.prepared(scope, parse_query(query))).text(lambda _, value: value)
