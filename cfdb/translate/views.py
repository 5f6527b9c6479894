"""CREATE VIEW."""

from __future__ import annotations

from typing import Any

from sqlglot import exp

from cfdb.model.policies import Policies
from cfdb.model.schema import Schema, View
from cfdb.translate.expressions import Expression
from cfdb.translate.grammar import parse_query
from cfdb.translate.grouping import has_aggregate
from cfdb.translate.names import Names, quoted
from cfdb.translate.queries import LINES, context_of, query
from cfdb.translate.scopes import Context, Scope
from cfdb.translate.sources import Columns, called
from cfdb.translate.values import Untranslatable, bounded


@bounded()
def view(
    view: View, *, schema: Schema, names: Names, policies: Policies, known: dict[str, Columns] | None = None
) -> Expression:
    """The complete statement. Raises Untranslatable.

    `known` are the columns of views that were written before, by their names in lower case; it gets those of this one.
    """
    context = context_of(schema, names, policies)
    context.views.update(known or {})
    # A view that asks itself, by way of others, is none.
    context.views[view.name.lower()] = ()
    node = parse_query(view.query)
    found = query(context, Scope(), node, LINES)
    columns = called(found.columns, view.columns)
    twice = {name for name, _ in columns if sum(other == name for other, _ in columns) > 1}
    if twice:
        raise Untranslatable(f"two columns named {min(twice)}")
    if known is not None:
        known[view.name.lower()] = columns
    head = f"CREATE VIEW {quoted(names.table(view.name))}"
    if view.columns:
        head += f" ({', '.join(quoted(name) for name, _ in columns)})"
    if view.invoker:
        head += " WITH (security_invoker = true)"
        context.note("security_invoker needs PostgreSQL 15 or newer")
    return Expression(f"{head} AS\n{found.sql}{_check(context, view, node)}", tuple(context.notes))


def _check(context: Context, view: View, node: Any) -> str:
    if not view.check_option:
        return ""
    if not _is_updatable(context, node):
        context.note("WITH CHECK OPTION is left out: rows are not changed through this view in PostgreSQL")
        return ""
    return f"\nWITH {view.check_option} CHECK OPTION"


def _is_updatable(context: Context, node: Any) -> bool:
    """By itself, in PostgreSQL (https://www.postgresql.org/docs/18/sql-createview.html, updatable views)."""
    if not isinstance(node, exp.Select) or not isinstance(getattr(node.args.get("from_"), "this", None), exp.Table):
        return False
    clauses = ("joins", "group", "having", "distinct", "limit", "offset", "with_", "windows")
    if any(node.args.get(clause) for clause in clauses):
        return False
    if any(has_aggregate(one) or one.find(exp.Window) for one in node.expressions):
        return False
    name = node.args["from_"].this.name
    if context.schema.table(name) is not None:
        return True
    below = next((view for view in context.schema.views.values() if view.name.lower() == name.lower()), None)
    return below is not None and _is_updatable(context, parse_query(below.query))
