"""FROM clauses: tables, views, derived tables, and how they are joined."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlglot import exp

from cfdb.model.schema import IndexKind, Table, View
from cfdb.translate import server_tables
from cfdb.translate.casts import as_condition
from cfdb.translate.comparing import compared
from cfdb.translate.documents import rows_of
from cfdb.translate.expressions import source_of, translated
from cfdb.translate.grammar import parse_query
from cfdb.translate.names import column_name, quoted
from cfdb.translate.scopes import Context, Scope, Source
from cfdb.translate.values import AND, Untranslatable, Value, operator

Columns = tuple[tuple[str, Value], ...]

SYSTEM = ("information_schema", "mysql", "performance_schema", "sys")
"""Databases of the server itself."""


@dataclass(frozen=True, slots=True)
class From:
    """Joined tables. `columns` are what SELECT * shows of them, alias and name; those that were made one have no alias.
    `stars` are what it shows of each, by the alias in lower case.

    `using` are columns that USING made one in PostgreSQL, too. `nested` tells that there is more than one table.
    """

    sql: str = ""
    sources: tuple[Source, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    stars: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    merged: Mapping[str, Value] = field(default_factory=dict)
    using: frozenset[str] = frozenset()
    nested: bool = False
    uniques: tuple[frozenset[str], ...] = ()
    """Columns, as they are written, that have each value but once in one of the tables: keys besides the primary."""
    conditions: tuple[tuple[Any, frozenset[str]], ...] = ()
    """Of the joins, each with the aliases that may be NULL where it does not hold: none for inner joins."""

    def scope(self, outer: Scope | None) -> Scope:
        return Scope(self.sources, outer, self.merged)


def from_clause(context: Context, outer: Scope | None, node: Any, separator: str = " ") -> From:
    """That of a SELECT (or of another node that has `from_` and `joins`)."""
    first = node.args.get("from_")
    if first is None or _is_dual(first.this):
        return From()
    return _listed(context, outer, first.this, node.args.get("joins") or [], separator)


def condition_of(context: Context, scope: Scope, node: Any) -> Value:
    return as_condition(context, translated(context, scope, node))


def _is_dual(node: Any) -> bool:
    return isinstance(node, exp.Table) and node.name.lower() == "dual" and not node.args.get("db")


def _listed(context: Context, outer: Scope | None, first: Any, joins: Sequence[Any], separator: str) -> From:
    """Commas bind less tightly than joins do."""
    left = From()
    segment = _first(context, outer, first, separator)
    for join in joins:
        if _is_comma(join):
            left = _side_by_side(left, segment, ", ")
            segment = _element(context, outer, join.this, left)
        else:
            segment = _join(context, outer, segment, join, separator, left)
    return _side_by_side(left, segment, ", ")


def _first(context: Context, outer: Scope | None, node: Any, separator: str) -> From:
    """Where joins begin, as they do in the text of a server, parentheses around the first ones say nothing."""
    inner: Any = node.this if isinstance(node, exp.Subquery) and not node.alias and not node.args.get("joins") else None
    joins = inner.args.get("joins") or [] if isinstance(inner, exp.Table | exp.Subquery) else []
    if not joins or any(map(_is_comma, joins)):
        return _element(context, outer, node, From())
    bare = inner.copy()
    bare.set("joins", None)
    found = _first(context, outer, bare, separator)
    for join in joins:
        found = _join(context, outer, found, join, separator, From())
    return found


def _is_comma(join: Any) -> bool:
    return not any(join.args.get(name) for name in ("on", "using", "kind", "side", "method"))


def _side_by_side(left: From, right: From, sign: str) -> From:
    if not left.sources:
        return right
    return From(
        left.sql + sign + right.sql,
        _apart(left.sources + right.sources),
        left.columns + right.columns,
        {**left.stars, **right.stars},
        {**left.merged, **right.merged},
        left.using | right.using,
        nested=True,
        uniques=left.uniques + right.uniques,
        conditions=left.conditions + right.conditions,
    )


def _apart(sources: tuple[Source, ...]) -> tuple[Source, ...]:
    names = [source.alias.lower() for source in sources]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise Untranslatable(f"two tables named {twice}")
    return sources


def _element(context: Context, outer: Scope | None, node: Any, left: From) -> From:
    """A table, a derived table, or joins in parentheses."""
    joins = node.args.get("joins") or []
    if isinstance(node, exp.Subquery) and isinstance(node.this, exp.Table | exp.Subquery) and not node.alias:
        inner = _grouped(context, outer, node.this)
    elif isinstance(node, exp.Lateral):
        around = replace(left.scope(outer), grouped=None)
        inner = _derived(context, around, node, node.this, "LATERAL ")
    elif isinstance(node, exp.Subquery | exp.Values):
        inner = _derived(context, outer, node, node, "")
    elif isinstance(node, exp.Table) and isinstance(node.this, exp.JSONTable):
        around = replace(left.scope(outer), grouped=None)
        sql, columns = rows_of(context, around, node.this)
        inner = _source(node.alias, f"LATERAL ({sql}) AS {quoted(node.alias)}", tuple(columns))
    elif isinstance(node, exp.Table):
        inner = _table(context, outer, node)
    else:
        raise Untranslatable(f"{type(node).__name__.lower()} in a from clause")
    for join in joins:
        if _is_comma(join):
            raise Untranslatable("a comma between joins")
        inner = _join(context, outer, inner, join, " ", left)
    return inner


def _grouped(context: Context, outer: Scope | None, node: Any) -> From:
    """Joins in parentheses, where PostgreSQL takes no comma."""
    joins = node.args.get("joins") or []
    bare = node.copy()
    bare.set("joins", None)
    left = From()
    segment = _element(context, outer, bare, From())
    for join in joins:
        if _is_comma(join):
            left = _crossed(left, segment)
            segment = _element(context, outer, join.this, left)
        else:
            segment = _join(context, outer, segment, join, " ", left)
    found = _crossed(left, segment)
    return replace(found, sql=f"({found.sql})") if found.nested and not found.sql.startswith("((") else found


def _crossed(left: From, right: From) -> From:
    if not left.sources:
        return right
    shown = replace(right, sql=f"({right.sql})") if right.nested and not right.sql.startswith("(") else right
    return _side_by_side(left, shown, " CROSS JOIN ")


def _table(context: Context, outer: Scope | None, node: Any) -> From:
    for clause, shown in (("partition", "PARTITION ()"), ("version", "FOR SYSTEM_TIME"), ("sample", "TABLESAMPLE")):
        if node.args.get(clause):
            raise Untranslatable(f"{shown} in a query")
    if not isinstance(node.this, exp.Identifier):
        raise Untranslatable(f"{_shown(node.this)} in a from clause")
    name, given = node.name, node.alias
    common = outer.common(name) if outer and not node.args.get("db") else None
    if common is not None:
        return _source(given or name, _named(quoted(name), name, given), common)
    if own := server_tables.found(context, str(node.db), name):
        return _source(given or name, f"{own[0]} AS {quoted(given or name)}", own[1])
    if str(node.db).lower() in SYSTEM:
        raise Untranslatable(f"{node.db}.{name}, a table of the server".lower())
    if node.args.get("db"):
        context.note(f"the database's name {node.args['db'].name} is left out")
    table = context.schema.table(name)
    if table is not None:
        return _of_table(context, table, given)
    view = next((view for view in context.schema.views.values() if view.name.lower() == name.lower()), None)
    if view is None:
        raise Untranslatable(f"unknown table {name}")
    shown = context.names.table(view.name)
    return _source(given or shown, _named(quoted(shown), shown, given), view_columns(context, view))


def view_columns(context: Context, view: View) -> Columns:
    """Those of another view, which stand in its query."""
    name = view.name.lower()
    found = context.views.get(name)
    if view.obstacle:
        raise Untranslatable(f"view {view.name}, which is not carried over: {view.obstacle}")
    if found == ():
        raise Untranslatable("views that ask each other")
    if found is None:
        context.views[name] = ()
        try:
            alone = replace(context, variables={}, immutable=False, notes={})
            found = context.subquery(alone, Scope(), parse_query(view.query)).columns
        except Untranslatable as error:
            del context.views[name]
            raise Untranslatable(f"view {view.name}, which is not carried over: {error.reason}") from error
        context.views[name] = found = called(found, view.columns)
    return found


def called(columns: Columns, given: Sequence[str]) -> Columns:
    """The columns under other names, where any are given."""
    if not given:
        return columns
    if len(given) != len(columns):
        raise Untranslatable("another number of columns than names for them")
    names = [column_name(name) for name in given]
    return tuple((name, value.named(quoted(name))) for name, (_, value) in zip(names, columns, strict=True))


def _shown(node: Any) -> str:
    return str(node.name or type(node).__name__).lower()


def _of_table(context: Context, table: Table, given: str) -> From:
    shown = context.names.table(table.name)
    source = source_of(table, context.names, context.policies, alias=given)
    seen = tuple(column.name for column in table.columns if not column.invisible)
    return replace(_from(source, _named(quoted(shown), shown, given), seen), uniques=tuple(_uniques(table, source)))


def _uniques(table: Table, source: Source) -> Iterator[frozenset[str]]:
    for index in table.indexes:
        columns = [source.columns.get(part.column.lower()) for part in index.parts if part.length is None]
        if index.kind in {IndexKind.PRIMARY, IndexKind.UNIQUE} and len(columns) == len(index.parts):
            found = [column for column in columns if column is not None and not column.nullable]
            if len(found) == len(columns):
                yield frozenset(f"{quoted(source.alias)}.{column.sql}" for column in found)


def _from(source: Source, sql: str, names: tuple[str, ...]) -> From:
    columns = tuple((source.alias, name) for name in names)
    return From(sql, (source,), columns, {source.alias.lower(): names})


def _named(sql: str, name: str, alias: str) -> str:
    return f"{sql} AS {quoted(alias)}" if alias and alias != name else sql


def _source(alias: str, sql: str, columns: Columns) -> From:
    own = {name.lower(): value for name, value in columns}
    return _from(Source(alias, own), sql, tuple(name for name, _ in columns))


def _derived(context: Context, outer: Scope | None, node: Any, query: Any, prefix: str) -> From:
    alias = node.args.get("alias")
    if alias is None or not alias.name:
        raise Untranslatable("a derived table without a name")
    found = context.subquery(context, outer or Scope(), query)
    columns, heads = renamed(found.columns, alias)
    name = quoted(alias.name)
    return _source(alias.name, f"{prefix}({found.sql}) AS {name}{heads}", columns)


def renamed(columns: Columns, alias: Any) -> tuple[Columns, str]:
    """The columns under the names that are given in parentheses, if any are."""
    given = [column.name for column in alias.args.get("columns") or []]
    shown = called(columns, given)
    return shown, f" ({', '.join(quoted(name) for name, _ in shown)})" if given else ""


def _join(context: Context, outer: Scope | None, left: From, join: Any, separator: str, before: From) -> From:
    if join.args.get("kind") in {"SEMI", "ANTI", "ASOF"} or join.side == "FULL":
        raise Untranslatable(f"{join.side or join.kind} join".lower())
    around = _side_by_side(before, left, ", ")
    right = _element(context, outer, join.this, around)
    side = join.side
    missing = right if side == "LEFT" else left if side == "RIGHT" else From()
    may_miss = frozenset(source.alias.lower() for source in missing.sources)
    shown = right.sql if not right.nested or right.sql.startswith("(") else f"({right.sql})"
    using = _using(left, right, join)
    ends = (_optional(left) if side == "RIGHT" else left, _optional(right) if side == "LEFT" else right)
    both = _side_by_side(*ends, ", ")
    word = f"{side} JOIN" if side else "JOIN"
    if using:
        return _merged(context, ends, (left, right), using, f"{left.sql}{separator}{word} {shown}", side)
    on = join.args.get("on")
    if on is None:
        if side:
            raise Untranslatable(f"{side.lower()} join without a condition")
        return replace(both, sql=f"{left.sql}{separator}CROSS JOIN {shown}")
    scope = _side_by_side(left, right, ", ").scope(outer)
    truth = condition_of(context, scope, on)
    sql = f"{left.sql}{separator}{word} {shown} ON {truth.sql}"
    return replace(both, sql=sql, conditions=(*both.conditions, (on, may_miss)))


def _using(left: From, right: From, join: Any) -> list[str]:
    if join.args.get("method") == "NATURAL":
        there = {name.lower() for _, name in right.columns}
        return [name for _, name in left.columns if name.lower() in there]
    return [identifier.name for identifier in join.args.get("using") or []]


def _merged(
    context: Context, ends: tuple[From, From], sides: tuple[From, From], names: list[str], head: str, side: str
) -> From:
    """USING where both columns are called the same and are compared as they are; else the condition that it means."""
    pairs = [(name, _own(sides[0], name), _own(sides[1], name)) for name in names]
    wanted = [compared(context, "=", left, right) for _, left, right in pairs]
    plain = all(
        same.sql == f"{left.sql} = {right.sql}" and _last(left) == _last(right) and _once(sides, name)
        for same, (name, left, right) in zip(wanted, pairs, strict=True)
    )
    both = _side_by_side(*ends, ", ")
    merged = dict(both.merged)
    for name, _, _ in pairs:
        merged[name.lower()] = _own(ends[1] if side == "RIGHT" else ends[0], name)
    lower = {name.lower() for name in names}
    columns = tuple(("", name) for name in names) + tuple(one for one in both.columns if one[1].lower() not in lower)
    if plain:
        sql = f"{head} USING ({', '.join(_last(left) for _, left, _ in pairs)})"
        return replace(both, sql=sql, merged=merged, columns=columns, using=both.using | lower)
    whole = operator("AND", AND, wanted[0].kind, *wanted) if len(wanted) > 1 else wanted[0]
    return replace(both, sql=f"{head} ON {whole.sql}", merged=merged, columns=columns)


def _last(value: Value) -> str:
    return value.sql.rpartition(".")[2]


def _once(sides: tuple[From, From], name: str) -> bool:
    """Whether PostgreSQL, too, sees one column of that name on each side."""
    return all(
        name.lower() in end.using or sum(name.lower() in source.columns for source in end.sources) == 1 for end in sides
    )


def _own(end: From, name: str) -> Value:
    return end.scope(None).column(name, "")[0]


def _optional(end: From) -> From:
    """On the side of an outer join that may be missing, everything may be NULL."""
    sources = tuple(
        replace(source, columns={name: replace(value, nullable=True) for name, value in source.columns.items()})
        for source in end.sources
    )
    merged = {name: replace(value, nullable=True) for name, value in end.merged.items()}
    return replace(end, sources=sources, merged=merged)
