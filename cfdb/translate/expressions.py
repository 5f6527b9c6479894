"""MySQL's expressions as PostgreSQL's: CHECK, DEFAULT, generated columns, indexes, and all that queries are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlglot import exp

from cfdb.model.policies import Policies
from cfdb.model.schema import Column, Schema, Table
from cfdb.translate import assigning, casts, kinds
from cfdb.translate.grammar import parse_expression
from cfdb.translate.names import Names
from cfdb.translate.nodes import calls, comparisons, constants, operations
from cfdb.translate.nodes.place import Place, Reader
from cfdb.translate.scopes import Context, Scope, Source
from cfdb.translate.values import Untranslatable, Value, bounded

__all__ = ["Expression", "Untranslatable", "expression", "scope_of", "translated", "window"]


@dataclass(frozen=True, slots=True)
class Expression:
    """`notes` are what the reader should know: where PostgreSQL answers differently at the edges."""

    sql: str
    notes: tuple[str, ...] = ()


@bounded()
def expression(
    text: str,
    *,
    table: Table | None,
    schema: Schema,
    names: Names,
    policies: Policies,
    condition: bool = False,
    immutable: bool = False,
    target: Column | None = None,
    default: bool = False,
    computed: Mapping[str, Value] | None = None,
) -> Expression:
    """One expression over the columns of `table`. Raises Untranslatable.

    `condition`: a boolean is wanted, as in CHECK. `immutable`: the result must depend on nothing but the columns, as in
    indexes and generated columns. `target` is the column that takes the value: it comes in the column's type, or in one
    that PostgreSQL assigns to it. A `default` has no columns to read. `computed` stand in for columns that cannot be
    read, by their names in lower case.
    """
    context = Context(schema, names, policies, immutable=immutable)
    source = source_of(table, names, policies, computed=computed) if table else None
    scope = Scope((source,) if source else (), qualify=False)
    node = parse_expression(text)
    if default and table is not None:
        _refuse_columns(table, node)
    value = translated(context, scope, node)
    if condition:
        value = casts.as_condition(context, value)
    elif target is not None and table is not None:
        value = assigning.assigned(context, value, kinds.of_column(target, table, names, policies))
    else:
        value = casts.as_result(context, value)
    return Expression(value.sql, tuple(context.notes))


def _refuse_columns(table: Table, node: exp.Expression) -> None:
    for column in node.find_all(exp.Column):
        if table.column(column.name) is not None:
            raise Untranslatable(f"a default that reads another column, {column.name}, which a trigger could do")


def source_of(
    table: Table, names: Names, policies: Policies, *, alias: str = "", computed: Mapping[str, Value] | None = None
) -> Source:
    """A table as a source of columns, under its name in PostgreSQL, or under an alias."""
    columns = kinds.columns_of(table, names, policies, computed or {})
    primary = next((index for index in table.indexes if index.kind == "primary"), None)
    key = tuple(part.column.lower() for part in primary.parts) if primary else ()
    return Source(alias or names.table(table.name), columns, key)


def scope_of(table: Table, names: Names, policies: Policies) -> Scope:
    """What an expression sees that belongs to a table, its columns unqualified."""
    return Scope((source_of(table, names, policies),), qualify=False)


def translated(context: Context, scope: Scope, node: exp.Expression) -> Value:
    """One node of an expression, as grammar.Verbatim reads it. Raises Untranslatable.

    What the value is, is said by its kind: a caller that needs another one goes through `casts` (as_condition for
    WHERE, as_result for the columns of a query, which shows a condition as 1 or 0) or `comparing`. Queries within
    expressions are given to `context.subquery`, which comes from the caller. Where the query has groups
    (`scope.grouped` is not None), an expression whose SQL is one of these stays as it is; of another column, outside of
    aggregate functions, any one value of the group is taken, as MySQL does.
    """
    if scope.grouped is not None:
        plain = _without_groups(context, scope, node)
        if plain is not None:
            return plain
    read = READERS.get(type(node))
    if read is None:
        raise Untranslatable(_named(node))
    return read(Place(context, scope, translated), node)


def _without_groups(context: Context, scope: Scope, node: exp.Expression) -> Value | None:
    """The node where it is, as a whole, what the query is grouped by."""
    if isinstance(node, exp.Column | exp.Paren) or node.find(exp.Query) or not node.find(exp.Column):
        return None
    try:
        found = translated(replace(context, notes={}), replace(scope, grouped=None), node)
    except Untranslatable:
        return None
    return found if found.sql in (scope.grouped or ()) else None


NAMES: dict[type[exp.Expression], str] = {
    exp.PropertyEQ: "assignment to a user variable",
    exp.Soundex: "sounds like",
    exp.Interval: "interval by itself",
    exp.Aliases: "default() of a column",
    exp.JSONTable: "json_table() outside of from",
    exp.Tuple: "row as a value",
    exp.BitwiseNot: "~ outside of &",
    exp.Lambda: "->",
}


def _named(node: exp.Expression) -> str:
    return NAMES.get(type(node), f"syntax {node.key}")


def window(context: Context, scope: Scope, node: exp.Expression) -> str:
    """What stands between the parentheses of OVER, or of a named window."""
    return calls.window(Place(context, scope, translated), node)


READERS: Mapping[type[exp.Expression], Reader] = {
    **constants.READERS,
    **operations.READERS,
    **comparisons.READERS,
    **calls.READERS,
}
