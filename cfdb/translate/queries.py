"""SELECT: its clauses, and sets of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlglot import exp

from cfdb.model.policies import Policies
from cfdb.model.schema import Schema
from cfdb.translate.casts import as_result
from cfdb.translate.commons import with_clause
from cfdb.translate.comparing import TOLD_APART, is_caseless
from cfdb.translate.expressions import Expression, translated, window
from cfdb.translate.functions import aggregates
from cfdb.translate.grammar import DIRECTIONS, WRITTEN, parse_query
from cfdb.translate.grouping import Grouping, grouping, has, is_aggregate
from cfdb.translate.names import Names, column_name, quoted
from cfdb.translate.ordering import limited, ordered
from cfdb.translate.scopes import Context, Scope, Subquery
from cfdb.translate.sets import Block, Convert, Write, as_selects, branches
from cfdb.translate.sources import From, condition_of, from_clause
from cfdb.translate.values import AND, ATOM, Untranslatable, Value, bounded, operator

LINES = "\n"
"""Between the clauses of a query that stands alone."""


def context_of(
    schema: Schema, names: Names, policies: Policies, *, variables: Mapping[str, Value] | None = None
) -> Context:
    """A context in which queries within expressions are translated."""
    return Context(schema, names, policies, variables=variables or {}, subquery=query)


@bounded()
def select(
    text: str, *, schema: Schema, names: Names, policies: Policies, variables: Mapping[str, Value] | None = None
) -> Expression:
    """A whole query, without INTO. Raises Untranslatable."""
    context = context_of(schema, names, policies, variables=variables)
    found = query(context, Scope(), parse_query(text), LINES)
    return Expression(found.sql, tuple(context.notes))


def query(context: Context, outer: Scope, node: Any, separator: str = " ") -> Subquery:
    """A query within an expression or a FROM clause; `outer` is what it sees of the query around it."""
    found = block(context, outer, _asked(node), separator)
    columns = tuple((name, value.named(quoted(name))) for name, value in found.items)
    # Nobody sees the names within an expression.
    named = separator == LINES or isinstance(node, exp.Subquery | exp.Values)
    return Subquery(found.text(lambda _, value: value, named=named), columns)


def _asked(node: Any) -> Any:
    """EXISTS asks for no columns."""
    stars = isinstance(node, exp.Select) and all(isinstance(one, exp.Star) for one in node.expressions)
    if not (stars and isinstance(node.parent, exp.Exists)):
        return node
    bare = node.copy()
    bare.set("expressions", [exp.Literal.number(1)])
    return bare


def block(context: Context, outer: Scope | None, node: Any, separator: str = " ") -> Block:
    """A query whose columns can still be brought to other types."""
    if isinstance(node, exp.Subquery):
        return _within(context, outer, node, separator)
    if isinstance(node, exp.Values):
        node = as_selects(node)
    if not isinstance(node, exp.Select | exp.SetOperation):
        raise Untranslatable(f"{node.key} as a query")
    outer, head = with_clause(context, outer, node, block, separator)
    found = (
        branches(context, outer, node, block, separator)
        if isinstance(node, exp.SetOperation)
        else _select(context, outer, node, separator)
    )
    return replace(found, text=_headed(head + separator, found), closed=False) if head else found


def _headed(head: str, found: Block) -> Write:
    def text(convert: Convert, *, named: bool = True) -> str:
        return head + found.text(convert, named=named)

    return text


def _within(context: Context, outer: Scope | None, node: Any, separator: str) -> Block:
    """Parentheses, which may have an order and a limit of their own."""
    inner = block(context, outer, node.this, separator)
    clauses = _set_clauses(context, node, inner)
    if not clauses:
        return inner

    def text(convert: Convert, *, named: bool = True) -> str:
        return f"({inner.text(convert, named=named)}) {' '.join(clauses)}"

    return replace(inner, text=text, closed=False)


def _set_clauses(context: Context, node: Any, inner: Block) -> list[str]:
    scope = Scope()
    return [*ordered(context, scope, node, inner.items, {}), *limited(context, scope, node)]


@dataclass
class Clauses:
    """A SELECT while its clauses are put together. `aliases` are its items by their own names in lower case."""

    context: Context
    scope: Scope
    node: Any
    tables: From
    named: list[tuple[str, Any]] = field(default_factory=list)
    aliases: dict[str, Any] = field(default_factory=dict)
    groups: Grouping | None = None

    @property
    def result(self) -> Scope:
        """Where columns of the result, HAVING and ORDER BY are translated."""
        return self.groups.scope(self.scope) if self.groups else self.scope


REFUSED = {"into": "INTO within a query", "qualify": "QUALIFY", "connect": "CONNECT BY", "laterals": "LATERAL VIEW"}
IGNORED = {"SQL_NO_CACHE", "SQL_CACHE", "SQL_CALC_FOUND_ROWS", "STRAIGHT_JOIN", "HIGH_PRIORITY", "SQL_SMALL_RESULT",
           "SQL_BIG_RESULT", "SQL_BUFFER_RESULT"}  # fmt: skip


def _select(context: Context, outer: Scope | None, node: Any, separator: str) -> Block:
    for name, shown in REFUSED.items():
        if node.args.get(name):
            raise Untranslatable(shown)
    for modifier in node.args.get("operation_modifiers") or []:
        if modifier.name.upper() == "SQL_CALC_FOUND_ROWS":
            context.note("SQL_CALC_FOUND_ROWS is left out: FOUND_ROWS() has no counterpart")
    node = _in_order_of_groups(node)
    tables = from_clause(context, outer, node, separator)
    clauses = Clauses(context, tables.scope(outer), node, tables)
    _name_items(clauses)
    plain = [one for _, one in clauses.named]
    clauses.groups = grouping(context, clauses.scope, tables, node, clauses.aliases, plain)
    items = tuple((name, _item(clauses, one)) for name, one in clauses.named)
    rest = [f"FROM {tables.sql}" if tables.sql else "", *_conditions(clauses), _windows(clauses)]
    distinct = bool(node.args.get("distinct"))
    rest += ordered(context, clauses.result, node, items, _outside(clauses), distinct=distinct)
    rest += [*limited(context, clauses.scope, node), *_locks(clauses, distinct=distinct)]
    tail = [part for part in rest if part]
    if distinct and any(is_caseless(context, value) for _, value in items):
        context.note(TOLD_APART)
    head = "SELECT DISTINCT" if distinct else "SELECT"

    def text(convert: Convert, *, named: bool = True) -> str:
        seen = named or bool(node.args.get("order"))
        shown = [_shown(name if seen else "", convert(number, value)) for number, (name, value) in enumerate(items)]
        between = f",{separator}    " if separator == LINES and len(shown) > 1 else ", "
        listed = (f"{separator}    " if separator == LINES and len(shown) > 1 else " ") + between.join(shown)
        return separator.join([head + listed, *tail])

    ends = any(node.args.get(name) for name in ("order", "limit", "offset", "locks"))
    return Block(items, text, closed=not ends)


def _in_order_of_groups(node: Any) -> Any:
    """GROUP BY a DESC orders by it, too, unless ORDER BY says otherwise."""
    directions = node.args["group"].meta.get(DIRECTIONS) if node.args.get("group") else None
    if not directions or node.args.get("order"):
        return node
    found = node.copy()
    found.set("order", exp.Order(expressions=[one.copy() for one in directions]))
    return found


def _shown(name: str, value: Value) -> str:
    column = quoted(name)
    if not name or value.sql == column or (value.binding == ATOM and value.sql.endswith(f".{column}")):
        return value.sql
    return f"{value.sql} AS {column}"


# The select list


def _name_items(clauses: Clauses) -> None:
    for one in clauses.node.expressions:
        if isinstance(one, exp.Star):
            clauses.named += _all(clauses.tables.columns)
        elif isinstance(one, exp.Column) and isinstance(one.this, exp.Star):
            clauses.named += _star(clauses, one)
        else:
            inner = one.this if isinstance(one, exp.Alias) else one
            name = column_name(_name(one))
            clauses.named.append((name, inner))
            if isinstance(one, exp.Alias) or isinstance(inner, exp.Column):
                clauses.aliases.setdefault(_name(one).lower(), inner)


def _all(columns: Sequence[tuple[str, str]]) -> list[tuple[str, Any]]:
    if not columns:
        raise Untranslatable("* of no table")
    return [(column_name(name), exp.column(name, table=alias or None, quoted=True)) for alias, name in columns]


def _star(clauses: Clauses, node: Any) -> list[tuple[str, Any]]:
    names = clauses.tables.stars.get(node.table.lower())
    if names is None:
        raise Untranslatable(f"unknown table {node.table}")
    return _all([(node.table, name) for name in names])


def _name(node: Any) -> str:
    """As MySQL names a column: by its alias, its own name, or the text that it was written with."""
    if isinstance(node, exp.Alias):
        return str(node.alias)
    if isinstance(node, exp.Column) or (isinstance(node, exp.Literal) and node.args["is_string"]):
        return str(node.name)
    return " ".join(str(node.meta.get(WRITTEN) or node.sql()).split())


def _item(clauses: Clauses, node: Any) -> Value:
    return as_result(clauses.context, translated(clauses.context, clauses.result, node))


# WHERE, HAVING, windows and locks


def _conditions(clauses: Clauses) -> list[str]:
    """WHERE, GROUP BY and HAVING, which in MySQL is a second WHERE where there are no groups."""
    context, node = clauses.context, clauses.node
    where, having = node.args.get("where"), node.args.get("having")
    wanted = [condition_of(context, clauses.scope, where.this)] if where else []
    last = ""
    if having:
        asked = with_aliases(having.this, _outside(clauses, but_grouped=True))
        if clauses.groups is None and asked.find(exp.Window):
            raise Untranslatable("having over a window")
        truth = condition_of(context, clauses.result, asked)
        if clauses.groups is None:
            wanted.append(truth)
        else:
            last = f"HAVING {truth.sql}"
    first = ""
    if wanted:
        whole = operator("AND", AND, wanted[0].kind, *wanted) if len(wanted) > 1 else wanted[0]
        first = f"WHERE {whole.sql}"
    return [first, clauses.groups.clause() if clauses.groups else "", last]


def _outside(clauses: Clauses, *, but_grouped: bool = False) -> dict[str, Any]:
    """The aliases that HAVING and ORDER BY see: in HAVING, a column that is grouped by comes before them."""
    grouped = clauses.groups.keys if clauses.groups else ()
    found: dict[str, Any] = {}
    for name, one in clauses.aliases.items():
        own = clauses.scope.column(name, "")[0].sql if has(clauses.scope, name) and _is_clear(clauses, name) else ""
        if not (but_grouped and own in grouped):
            found[name] = one
    return found


def _is_clear(clauses: Clauses, name: str) -> bool:
    return sum(name in source.columns for source in clauses.scope.sources) == 1


def with_aliases(node: Any, aliases: Mapping[str, Any]) -> Any:
    """The expression with what its aliases stand for, but for those within aggregate functions, which are columns."""

    def replaced(one: Any, *, inside: bool) -> Any:
        if isinstance(one, exp.Query):
            return one
        if isinstance(one, exp.Column) and not one.table and one.name.lower() in aliases and not inside:
            meant = aliases[one.name.lower()].copy()
            return meant if isinstance(meant, exp.Column) else exp.Paren(this=meant)
        for key, value in list(one.args.items()):
            within = inside or is_aggregate(one)
            if isinstance(value, exp.Expression):
                one.set(key, replaced(value, inside=within))
            elif isinstance(value, list):
                one.set(key, [replaced(v, inside=within) if isinstance(v, exp.Expression) else v for v in value])
        return one

    return replaced(node.copy(), inside=False)


def _windows(clauses: Clauses) -> str:
    found = []
    for one in clauses.node.args.get("windows") or []:
        shown = window(clauses.context, clauses.result, one)
        found.append(f"{aggregates.window_name(str(one.this.name))} AS {shown}")
    return f"WINDOW {', '.join(found)}" if found else ""


def _locks(clauses: Clauses, *, distinct: bool) -> list[str]:
    found = []
    for lock in clauses.node.args.get("locks") or []:
        if distinct or clauses.groups is not None or not clauses.tables.sql:
            clauses.context.note("a lock on rows that are grouped is left out: PostgreSQL has none")
            continue
        shown = "FOR UPDATE" if lock.args.get("update") else "FOR SHARE"
        if lock.expressions:
            shown += f" OF {', '.join(quoted(table.name) for table in lock.expressions)}"
        wait = lock.args.get("wait")
        found.append(shown + (" NOWAIT" if wait is True else " SKIP LOCKED" if wait is False else ""))
    return found
