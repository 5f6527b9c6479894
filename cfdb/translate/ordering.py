"""ORDER BY and LIMIT: MySQL has NULL before everything else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlglot import exp

from cfdb.translate.casts import as_number
from cfdb.translate.expressions import translated
from cfdb.translate.literals import LARGEST_BIGINT
from cfdb.translate.names import column_name, quoted
from cfdb.translate.scopes import Context, Scope
from cfdb.translate.values import Kind, Untranslatable, Value

Items = tuple[tuple[str, Value], ...]


def ordered(
    context: Context, scope: Scope, node: Any, items: Items, aliases: Mapping[str, Any], *, distinct: bool = False
) -> list[str]:
    """The clause, if there is one. A name is that of an item before it is a column's."""
    order = node.args.get("order")
    if order is None:
        return []
    shown: list[str] = []
    for one in order.expressions:
        found = _by_item(context, one.this, items, distinct=distinct)
        if found is None:
            value = translated(context, scope, _meant(scope, one.this, aliases))
            if value.literal is not None or value.kind is Kind.NULL:
                continue
            if distinct and value.sql not in {item.sql for _, item in items}:
                _refuse(context, node, value)
                continue
            found = (value.sql, value.nullable) if distinct else _sortable(context, value)
        sql, nullable = found
        if node.args.get("limit") and _is_text(context, scope, one.this, items, aliases):
            context.note("which rows are the first ones is by the order of the database's collation")
        descending = bool(one.args.get("desc"))
        nulls = (" NULLS LAST" if descending else " NULLS FIRST") if nullable else ""
        shown.append(sql + (" DESC" if descending else "") + nulls)
    return [f"ORDER BY {', '.join(dict.fromkeys(shown))}"] if shown else []


def _is_text(context: Context, scope: Scope, node: Any, items: Items, aliases: Mapping[str, Any]) -> bool:
    """Whether a text is sorted by, of which MySQL's collation does not tell upper from lower case."""
    if isinstance(node, exp.Literal) and node.name.isdecimal():
        value = items[int(node.name) - 1][1]
    else:
        named = dict(items).get(column_name(node.name)) if isinstance(node, exp.Column) and not node.table else None
        value = named or translated(context, scope, _meant(scope, node, aliases))
    return value.kind is Kind.TEXT and value.collation != "cs"


def _by_item(context: Context, node: Any, items: Items, *, distinct: bool) -> tuple[str, bool] | None:
    """An ordinal or the name of an item, where that is but one."""
    if isinstance(node, exp.Literal) and not node.args["is_string"] and node.name.isdecimal():
        if not 0 < int(node.name) <= len(items):
            raise Untranslatable("an ordinal of no column")
        sql, value = node.name, items[int(node.name) - 1][1]
    elif isinstance(node, exp.Column) and not node.table:
        wanted = column_name(node.name).lower()
        own = [(name, value) for name, value in items if name.lower() == wanted]
        if len(own) != 1:
            return None
        sql, value = quoted(own[0][0]), own[0][1]
    else:
        return None
    if value.kind is Kind.ENUM and not value.type:
        if not distinct:
            return _sortable(context, value)
        context.note("distinct members are ordered by their names, as their column is a text here")
    return sql, value.nullable


def _meant(scope: Scope, node: Any, aliases: Mapping[str, Any]) -> Any:
    """Within an expression, a name is a column's before it is an alias; alone, it is an alias."""
    if isinstance(node, exp.Column):
        return aliases.get(node.name.lower(), node) if not node.table else node

    def replaced(one: Any) -> Any:
        if isinstance(one, exp.Column) and not one.table and one.name.lower() in aliases:
            here = any(one.name.lower() in source.columns for source in scope.sources)
            return one if here else exp.Paren(this=aliases[one.name.lower()].copy())
        return one

    return node.copy().transform(replaced)


def _sortable(context: Context, value: Value) -> tuple[str, bool]:
    """An ENUM has the order of its members; one that is a text here has not."""
    if value.kind is Kind.ENUM and not value.type:
        return as_number(context, value).sql, value.nullable
    if value.kind is Kind.SET:
        context.note("a set is ordered by its members, in MySQL by the bits that they are")
    return value.sql, value.nullable


def _refuse(context: Context, node: Any, value: Value) -> None:
    if node.args.get("limit"):
        raise Untranslatable("distinct rows that are cut by an order which they do not show")
    context.note(f"distinct rows are not ordered by {value.sql}, which they do not show")


def limited(context: Context, scope: Scope, node: Any) -> list[str]:
    limit, offset = node.args.get("limit"), node.args.get("offset")
    found = []
    if limit is not None and not isinstance(limit, exp.Limit):
        raise Untranslatable("fetch")
    if limit is not None:
        value = translated(context, scope, limit.expression)
        # The largest number there is says "all", as MySQL takes no OFFSET alone.
        if value.literal is None or int(value.literal) <= LARGEST_BIGINT:
            found.append(f"LIMIT {value.sql}")
    if offset is not None:
        found.append(f"OFFSET {translated(context, scope, offset.expression).sql}")
    return found
