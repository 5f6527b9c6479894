"""Queries of a body: cursors, SELECT … INTO, and results for whoever calls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlglot import exp

from cfdb.model.schema import IndexKind, Table
from cfdb.syntax.tokens import tokens
from cfdb.translate.casts import as_result, as_text
from cfdb.translate.functions import aggregates
from cfdb.translate.grammar import parse_query
from cfdb.translate.queries import block
from cfdb.translate.routines import expressing
from cfdb.translate.routines.scope import Scope, Variable
from cfdb.translate.scopes import Scope as Columns
from cfdb.translate.scopes import Subquery
from cfdb.translate.sets import Block
from cfdb.translate.values import ATOM, Kind, Untranslatable, Value, cast

LOCKING = ("for update", "for share", "lock in share mode")


def parsed(text: str, scope: Scope) -> Any:
    return expressing.prepared(scope, parse_query(text))


def block_of(text: str, scope: Scope) -> Block:
    return block(scope.context, Columns(), parsed(text, scope))


def query(text: str, scope: Scope) -> Subquery:
    """A whole query, a condition among its columns shown as 1 or 0."""
    found = block_of(text, scope)
    context = scope.context
    sql = found.text(lambda _, value: as_result(context, value))
    return Subquery(sql, tuple((name, as_result(context, value)) for name, value in found.items))


def rows(text: str, scope: Scope) -> tuple[str, tuple[tuple[str, str], ...]]:
    """A query whose columns have exactly the types that are told beside it."""
    return rows_of(block_of(text, scope), scope)


def rows_of(found: Block, scope: Scope) -> tuple[str, tuple[tuple[str, str], ...]]:
    context = scope.context
    shape = tuple((name, row_type(as_result(context, value))) for name, value in found.items)

    def convert(number: int, value: Value) -> Value:
        shown = as_result(context, value)
        if shown.kind in (Kind.ENUM, Kind.SET):
            shown = as_text(context, shown)
        return shown if shown.kind in EXACT and shown.literal is None else cast(shown, shape[number][1], shown.kind)

    return found.text(convert), shape


EXACT = (Kind.BIGINT, Kind.DATE, Kind.TIMESTAMP, Kind.TIMESTAMPTZ, Kind.JSON, Kind.BYTES, Kind.UUID, Kind.TIME)


def row_type(value: Value) -> str:
    """The type of a variable, or of a result's column, that takes such a value."""
    match value.kind:
        case Kind.CONDITION:
            return "integer"
        case Kind.ENUM | Kind.SET | Kind.NULL:
            return "text"
        case Kind.SMALLINT:
            return "integer"
        case Kind.BIT:
            return f"bit({value.length or 1})"
        case Kind.ROW | Kind.OTHER | Kind.INTERVAL:
            raise Untranslatable(f"a {value.kind} in a variable")
    return str(value.kind)


def held(value: Value, name: str) -> Value:
    """The same value once it is in a variable of `row_type`."""
    if value.kind in (Kind.ENUM, Kind.SET):
        return Value(name, Kind.TEXT, collation=value.collation)
    if value.kind is Kind.CONDITION:
        return Value(name, Kind.INTEGER)
    return replace(value, sql=name, binding=ATOM, literal=None, plain="", inexact=False, nullable=True)


def is_direct(scope: Scope, value: Value, target: Variable) -> bool:
    """Whether the column can be put into the variable as it is."""
    probe = held(value, "probe")
    if not target.name or probe.kind is not value.kind:
        return False
    return expressing.stored(scope, probe, target) == "probe"


def constants(text: str, scope: Scope, targets: Sequence[str]) -> list[Any] | None:
    """The expressions of a SELECT without FROM: they are assigned one after the other, as MySQL does."""
    node = parsed(text, scope)
    plain = isinstance(node, exp.Select) and not any(
        value for name, value in node.args.items() if name not in ("expressions", "kind")
    )
    if not plain or any(isinstance(item, exp.Star) for item in node.expressions):
        return None
    if len(node.expressions) != len(targets):
        raise Untranslatable("select into another number of variables")
    return [item.this if isinstance(item, exp.Alias) else item for item in node.expressions]


def with_into(sql: str, into: str) -> str:
    """INTO goes behind the select list."""
    depth, before = 0, ""
    for token in tokens(sql):
        if token.value == "(":
            depth += 1
        elif token.value == ")":
            depth -= 1
        elif depth == 0 and token.upper in ("FROM", "UNION", "WHERE") and before != "DISTINCT":
            if token.upper == "FROM" and not sql.startswith("WITH"):
                return f"{sql[: token.start].rstrip()} INTO {into} {sql[token.start :]}"
            break
        before = token.upper
    return f"{sql} INTO {into}"


def has_one_row(node: Any) -> bool:
    """Whether there is always one row: aggregates over everything."""
    if not isinstance(node, exp.Select) or not _is_whole(node):
        return False
    return all(_aggregates(item) for item in node.expressions)


def _is_whole(node: Any) -> bool:
    return not any(node.args.get(name) for name in ("group", "having", "limit", "offset", "with_"))


def _aggregates(item: Any) -> bool:
    """Whether it is made of aggregate functions and constants."""
    inner = item.this if isinstance(item, exp.Alias) else item
    for one in inner.walk(prune=lambda node: isinstance(node, exp.Query | exp.Window)):
        if isinstance(one, exp.Window):
            return False
        if isinstance(one, exp.GroupConcat) or (
            isinstance(one, exp.Anonymous) and one.name.upper() in aggregates.NAMES
        ):
            return True
    return False


def at_most_one(node: Any, scope: Scope) -> bool:
    """Whether there cannot be two rows: LIMIT 1, or a key that is compared with something given."""
    if has_one_row(node):
        return True
    limit = node.args.get("limit")
    if isinstance(limit, exp.Limit) and isinstance(limit.expression, exp.Literal) and limit.expression.name == "1":
        return True
    if not isinstance(node, exp.Select) or node.args.get("joins") or not node.args.get("where"):
        return False
    source = node.args["from_"].this if node.args.get("from_") else None
    table = scope.routine.schema.table(source.name) if isinstance(source, exp.Table) else None
    if table is None or source is None:
        return False
    return _is_keyed(node.args["where"].this, table, {source.alias_or_name.lower(), ""}, scope)


def _is_keyed(where: Any, table: Table, names: set[str], scope: Scope) -> bool:
    given: set[str] = set()
    for part in where.flatten() if isinstance(where, exp.And) else [where]:
        if not isinstance(part, exp.EQ):
            continue
        for column, other in ((part.this, part.expression), (part.expression, part.this)):
            own = isinstance(column, exp.Column) and _is_own(column, table, names, scope)
            if own and not any(_is_own(one, table, names, scope) for one in other.find_all(exp.Column)):
                given.add(column.name.lower())
    return any(
        index.kind in (IndexKind.PRIMARY, IndexKind.UNIQUE)
        and all(part.column and part.length is None and part.column.lower() in given for part in index.parts)
        for index in table.indexes
    )


def _is_own(column: Any, table: Table, names: set[str], scope: Scope) -> bool:
    variable = not column.table and column.name.lower() in scope.variables
    return not variable and column.table.lower() in names and table.column(column.name) is not None


def locks(text: str) -> bool:
    bare = " ".join(text.lower().split())
    return any(word in bare for word in LOCKING)
