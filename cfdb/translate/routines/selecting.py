"""SELECT as a statement: into variables, or with rows for whoever calls."""

from __future__ import annotations

from functools import partial
from typing import Any

from sqlglot import exp

from cfdb.translate.casts import as_result
from cfdb.translate.expressions import translated
from cfdb.translate.queries import block
from cfdb.translate.routines import asking, cursors, expressing, following, tree
from cfdb.translate.routines.scope import Scope, Variable
from cfdb.translate.routines.writer import Lines, Writer
from cfdb.translate.scopes import Scope as Columns
from cfdb.translate.values import Untranslatable


def select(writer: Writer, statement: tree.Query, scope: Scope) -> Lines:
    if writer.routine.found and "sql_calc_found_rows" in statement.text.lower():
        raise Untranslatable("found_rows() behind sql_calc_found_rows")
    if not statement.targets:
        return _result(writer, statement, scope)
    targets = [expressing.target(name, scope) for name in statement.targets]
    items = asking.constants(statement.text, scope, statement.targets)
    if items is None:
        return _into(writer, statement, scope, targets)
    lines: Lines = []
    for name, target, item in zip(statement.targets, targets, items, strict=True):
        value = expressing.stored(scope, translated(scope.context, Columns(), item), target)
        lines.append(f"{target.name} := {value};" if target.name else expressing.set_user(name, value))
    return writer.protected([*lines, *_counted(writer, "1")])


def _counted(writer: Writer, rows: str = "") -> Lines:
    if not writer.routine.found:
        return []
    name = writer.routine.found.name
    return [f"{name} := {rows};"] if rows else [f"GET DIAGNOSTICS {name} = ROW_COUNT;"]


def _into(writer: Writer, statement: tree.Query, scope: Scope, targets: list[Variable]) -> Lines:
    node = asking.parsed(statement.text, scope)
    _name_items(node, targets)
    found = block(scope.context, Columns(), node)
    values = [value for _, value in found.items]
    if len(values) != len(targets):
        raise Untranslatable("select into another number of variables")
    context = scope.context
    if all(target.name for target in targets):
        sql = found.text(lambda number, value: expressing.stored_value(scope, value, targets[number]))
        into = ", ".join(target.name for target in targets)
        if asking.has_one_row(node):
            return writer.protected([f"{asking.with_into(sql, into)};", *_counted(writer, "1")])
        missing = writer.when_not_found()
        fresh = not missing and following.fresh(statement, writer.routine.body) and not writer.loops
        seen = not following.unseen(statement, writer.routine.body, [name.lower() for name in statement.targets])
        if asking.at_most_one(node, scope) and (fresh or not seen):
            lines = [f"{asking.with_into(sql, into)};", *_counted(writer)]
            return writer.protected([*lines, *cursors.when_missing(missing)])
        if not asking.at_most_one(node, scope):
            lines = [f"{asking.with_into(sql, f'STRICT {into}')};", *_counted(writer, "1")]
            return writer.protected(lines, no_data=missing)
    elif not asking.at_most_one(node, scope):
        raise Untranslatable("select of perhaps several rows into a user variable")
    rows = [as_result(context, value) for value in values]
    sql = found.text(lambda _, value: as_result(context, value))
    missing = writer.when_not_found()
    command = partial(_command, sql)
    return writer.protected(cursors.into(writer, statement, scope, command, (targets, rows, missing)))


def _name_items(node: Any, targets: list[Variable]) -> None:
    """Columns without a name are called as their variables are, else they would have all of their text for a name."""
    if not isinstance(node, exp.Select) or len(node.expressions) != len(targets):
        return
    for item, target in zip(list(node.expressions), targets, strict=True):
        if not isinstance(item, exp.Alias | exp.Column | exp.Star):
            name = exp.to_identifier((target.name or "found").strip('"').rpartition(".")[2], quoted=True)
            item.replace(exp.Alias(this=item.copy(), alias=name))


def _command(sql: str, into: str) -> str:
    return f"{asking.with_into(sql, into)};"


def _result(writer: Writer, statement: tree.Query, scope: Scope) -> Lines:
    """The rows of a SELECT go to whoever calls."""
    if writer.routine.kind != "procedure":
        raise Untranslatable("result set outside of a procedure")
    if writer.tabular:
        sql, shape = asking.rows(statement.text, scope)
        if writer.shape and writer.shape != shape:
            raise Untranslatable("result sets of several shapes")
        writer.shape = shape
        if writer.loops:
            writer.routine.find("its result sets, one each time round, are one")
        return writer.protected([f"RETURN QUERY {sql};", *_counted(writer)])
    if writer.loops or writer.handling or writer.guarded():
        raise Untranslatable("result set in a loop or handler")
    if writer.routine.commits:
        raise Untranslatable("commit beside a result set")
    number = len(writer.results) + 1
    name = writer.routine.free(f"result_{number}" if number > 1 else "result")
    writer.results.append(name)
    query = asking.query(statement.text, scope).sql
    if not writer.routine.found:
        return [f"OPEN {name} FOR {query};"]
    return [
        f"OPEN {name} SCROLL FOR {query};",
        f"MOVE FORWARD ALL IN {name};",
        *_counted(writer),
        f"MOVE ABSOLUTE 0 IN {name};",
    ]
