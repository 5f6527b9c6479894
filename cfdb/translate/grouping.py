"""What a query is grouped by: PostgreSQL wants every column to be grouped, MySQL shows any one value of the group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlglot import exp

from cfdb.translate.comparing import is_caseless, lowered
from cfdb.translate.expressions import translated
from cfdb.translate.functions import aggregates
from cfdb.translate.names import quoted
from cfdb.translate.scopes import Context, Scope, Source
from cfdb.translate.sources import From
from cfdb.translate.values import Kind, Untranslatable, Value

UNGROUPABLE = (Kind.OTHER, Kind.ROW)
TEXTS = (Kind.TEXT, Kind.ENUM, Kind.SET)


@dataclass(frozen=True, slots=True)
class Grouping:
    """`keys` are written behind GROUP BY; where there are none, all rows are one group."""

    keys: tuple[str, ...]
    rollup: bool = False
    folded: frozenset[str] = frozenset()
    """Texts that are grouped without their case: what is shown of them is any one of the group."""

    def scope(self, scope: Scope) -> Scope:
        """Where the columns of the result are translated."""
        found = replace(scope, grouped=frozenset(self.keys))
        if self.rollup:
            # A key that is grouped by sets says nothing of the other columns.
            found = replace(found, sources=tuple(map(_rolled_up, found.sources)))
        return found

    def clause(self) -> str:
        shown = ", ".join(self.keys)
        return f"GROUP BY ROLLUP ({shown})" if self.rollup else f"GROUP BY {shown}" if self.keys else ""


def _rolled_up(source: Source) -> Source:
    columns = {name: replace(value, nullable=True) for name, value in source.columns.items()}
    return replace(source, columns=columns, key=())


def grouping(
    context: Context, scope: Scope, tables: From, node: Any, aliases: Mapping[str, Any], items: Sequence[Any]
) -> Grouping | None:
    """The groups of a SELECT, whose items are `items`; None where it has none.

    A column that the grouped ones determine (by a primary key, and by what joins say is equal) is grouped as well: that
    makes no other groups.
    """
    group = node.args.get("group")
    shown = [*items, *_rest(node)]
    if group is None:
        if not any(has_aggregate(one) for one in shown):
            return None
        found = Grouping(())
    else:
        found = _declared(context, scope, group, aliases, items)
    keys = frozenset(found.keys)
    settled = replace(found.scope(scope), grouped=keys | found.folded)
    determined = _determined(tables, keys, _truths(tables, node))
    loose: dict[str, Value] = {}
    for one in shown:
        for value, source in _loose(context, settled, one, aliases):
            if not _has_key(source, keys) or found.rollup:
                loose[value.sql] = value
    extra = []
    for sql, value in loose.items():
        if sql in determined and not found.rollup and value.kind not in UNGROUPABLE:
            extra.append(sql)
        else:
            context.note(f"{sql} is not grouped: one value of each group is shown, and not always the same as MySQL's")
    return replace(found, keys=(*found.keys, *extra))


def _rest(node: Any) -> list[Any]:
    having, order = node.args.get("having"), node.args.get("order")
    return [*([having.this] if having else []), *([one.this for one in order.expressions] if order else [])]


def _declared(context: Context, scope: Scope, group: Any, aliases: Mapping[str, Any], items: Sequence[Any]) -> Grouping:
    for unknown in ("cube", "grouping_sets", "totals", "all"):
        if group.args.get(unknown):
            raise Untranslatable(f"group by {unknown}")
    rollups = [one for one in group.expressions if isinstance(one, exp.Rollup)]
    plain = [one for one in group.expressions if not isinstance(one, exp.Rollup)]
    if len(rollups) > 1 or (rollups and plain):
        raise Untranslatable("rollup beside other groups")
    nodes = [one for rollup in rollups for one in rollup.expressions] or plain
    values = [translated(context, scope, resolved(scope, one, aliases, items)) for one in nodes]
    values = [value for value in values if value.literal is None and value.kind is not Kind.NULL]
    rollup = bool(rollups or group.args.get("rollup")) and bool(values)
    caseless = [value for value in values if is_caseless(context, value)]
    folds = context.policies.collation == "lower" and not rollup
    if caseless and not folds:
        context.note("texts are grouped with their case, which MySQL does not tell apart here")
    keys = [lowered(value).sql if folds and value in caseless else value.sql for value in values]
    folded = frozenset(value.sql for value in caseless if folds)
    # A constant makes one group, but none of no rows; PostgreSQL takes a constant only with a cast.
    return Grouping(tuple(dict.fromkeys(keys)) or ("NULL::text",), rollup, folded)


def resolved(scope: Scope, node: Any, aliases: Mapping[str, Any], items: Sequence[Any]) -> Any:
    """An ordinal is an item; a name is a column before it is an alias."""
    if isinstance(node, exp.Literal) and not node.args["is_string"] and node.name.isdecimal():
        if not 0 < int(node.name) <= len(items):
            raise Untranslatable("an ordinal of no column")
        return items[int(node.name) - 1]
    if isinstance(node, exp.Column) and not node.table and node.name.lower() in aliases and not has(scope, node.name):
        return aliases[node.name.lower()]
    return node


def has(scope: Scope, name: str) -> bool:
    """Whether a table of this query has a column of that name."""
    return any(name.lower() in source.columns for source in scope.sources)


def has_aggregate(node: Any) -> bool:
    """Outside of the queries that are within; the function of a window is none itself."""
    if isinstance(node, exp.Query):
        return False
    if isinstance(node, exp.Window):
        return any(map(has_aggregate, _parts(node)))
    return is_aggregate(node) or any(map(has_aggregate, node.iter_expressions()))


def is_aggregate(node: Any) -> bool:
    if isinstance(node, exp.GroupConcat):
        return True
    return isinstance(node, exp.Anonymous) and node.name.upper() in aggregates.NAMES


def _loose(context: Context, scope: Scope, node: Any, aliases: Mapping[str, Any]) -> Iterator[tuple[Value, Source]]:
    """The columns of this query outside of aggregate functions, and outside of what is grouped as a whole."""
    if isinstance(node, exp.Column):
        if node.table or not (node.name.lower() in context.variables or _is_alias(scope, node, aliases)):
            yield from _ungrouped(scope, node)
    elif isinstance(node, exp.Query):
        own = {table.alias_or_name.lower() for table in node.find_all(exp.Table, exp.Subquery)}
        for column in node.find_all(exp.Column):
            if column.table and column.table.lower() not in own:
                yield from _ungrouped(scope, column)
    elif not is_aggregate(node) and not _is_grouped(context, scope, node):
        for child in _parts(node):
            yield from _loose(context, scope, child, aliases)


def _parts(node: Any) -> Iterator[Any]:
    """The function of a window is no aggregate of the group, but what it is about is the group's."""
    if isinstance(node, exp.Window) and isinstance(node.this, exp.Anonymous):
        yield from node.this.expressions
        yield from node.args.get("partition_by") or []
        yield from [node.args["order"]] if node.args.get("order") else []
    else:
        yield from node.iter_expressions()


def _ungrouped(scope: Scope, node: Any) -> Iterator[tuple[Value, Source]]:
    try:
        value, source, owner = scope.column(node.name, node.table)
    except Untranslatable:
        return
    if owner is scope and value.sql not in (scope.grouped or ()):
        origin = source or _origin(scope, value)
        if origin is not None:
            yield value, origin


def _origin(scope: Scope, value: Value) -> Source | None:
    """The table of a column that USING made one with another."""
    return next((one for one in scope.sources if value.sql in sqls(one)), None)


def _is_alias(scope: Scope, node: Any, aliases: Mapping[str, Any]) -> bool:
    return node.name.lower() in aliases and not has(scope, node.name)


def _is_grouped(context: Context, scope: Scope, node: Any) -> bool:
    if not isinstance(node, exp.Expression) or node.find(exp.Query) or not node.find(exp.Column):
        return False
    try:
        found = translated(replace(context, notes={}), replace(scope, grouped=None), node)
    except Untranslatable:
        return False
    return found.sql in (scope.grouped or ())


def sqls(source: Source) -> list[str]:
    """Its columns as they are written in the query."""
    return [_column(source, name) for name in source.columns]


def _column(source: Source, name: str) -> str:
    return f"{quoted(source.alias)}.{source.columns[name].sql}"


def _has_key(source: Source, known: frozenset[str]) -> bool:
    return bool(source.key) and all(_column(source, name) in known for name in source.key)


Truth = tuple[Any, frozenset[str]]
"""A condition, and the aliases of the tables that are empty where it does not hold."""


def _truths(tables: From, node: Any) -> list[Truth]:
    where = node.args.get("where")
    return [*tables.conditions, *([(where.this, frozenset[str]())] if where else [])]


def _determined(tables: From, keys: frozenset[str], truths: Sequence[Truth]) -> frozenset[str]:
    """All columns that can have but one value in a group."""
    scope, known, before = tables.scope(None), set(keys), -1
    while len(known) != before:
        before = len(known)
        for source in tables.sources:
            own = sqls(source)
            if any(unique <= known and unique <= set(own) for unique in tables.uniques):
                known.update(own)
        for condition, missing in truths:
            known |= _equal(scope, condition, missing, known)
    return frozenset(known)


def _equal(scope: Scope, condition: Any, missing: frozenset[str], known: set[str]) -> set[str]:
    """What the condition says of further columns: `a = b` with the one known, `a = 1`."""
    if missing and not _rests_on(scope, condition, missing, known):
        return set()
    found: set[str] = set()
    for one in condition.flatten() if isinstance(condition, exp.And) else [condition.unnest()]:
        same = one.unnest()
        if isinstance(same, exp.And):
            found |= _equal(scope, same, frozenset(), known)
        if not isinstance(same, exp.EQ):
            continue
        left, right = same.this.unnest(), same.expression.unnest()
        for here, there in ((left, right), (right, left)):
            column, other = _known_column(scope, here), _known_column(scope, there)
            if column is None or (missing and column[1] not in missing):
                continue
            if isinstance(there, exp.Literal) or (other is not None and other[0] in known):
                found.add(column[0])
    return found


def _rests_on(scope: Scope, condition: Any, missing: frozenset[str], known: set[str]) -> bool:
    """Whether a row of the other tables is found or not found for the whole group."""
    columns = [_known_column(scope, column) for column in condition.find_all(exp.Column)]
    return all(column is not None and (column[1] in missing or column[0] in known) for column in columns)


def _known_column(scope: Scope, node: Any) -> tuple[str, str] | None:
    """Its SQL and the alias of its table; None for a text, of which two can be equal and not the same."""
    if not isinstance(node, exp.Column):
        return None
    try:
        value, source, _ = scope.column(node.name, node.table)
    except Untranslatable:
        return None
    if value.kind in TEXTS and value.collation != "cs":
        return None
    origin = source or _origin(scope, value)
    return (value.sql, origin.alias.lower()) if origin else None
