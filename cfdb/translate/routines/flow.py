"""IF, CASE, loops, and the ways out of them."""

from __future__ import annotations

from dataclasses import replace

from cfdb.model.schema import Type
from cfdb.translate.routines import expressing, tree
from cfdb.translate.routines.scope import Scope
from cfdb.translate.routines.variables import variable
from cfdb.translate.routines.writer import Lines, Writer, indented
from cfdb.translate.values import Untranslatable


def condition(writer: Writer, text: str, scope: Scope) -> str:
    """An error in a condition is not caught one by one, so what could raise one is not allowed there."""
    if writer.guarded() and expressing.calls_routine(text, scope):
        raise Untranslatable("error handler around a condition that calls a routine")
    return expressing.condition(text, scope)


def branch(writer: Writer, statement: tree.If, scope: Scope) -> Lines:
    lines: Lines = []
    for number, one in enumerate(statement.branches):
        word = "ELSIF" if number else "IF"
        lines.append(f"{word} {condition(writer, one.when, scope)} THEN")
        lines += indented(writer.statements(one.statements, scope) or ["NULL;"])
    if statement.otherwise is not None:
        lines += ["ELSE", *indented(writer.statements(statement.otherwise, scope) or ["NULL;"])]
    return [*lines, "END IF;"]


def case(writer: Writer, statement: tree.Case, scope: Scope) -> Lines:
    """As CASE without an operand, because a comparison may need more than an equals sign."""
    if statement.operand and expressing.is_volatile(statement.operand, scope):
        raise Untranslatable("case of a value that differs each time")
    lines = ["CASE"]
    for one in statement.branches:
        when = f"({statement.operand}) = ({one.when})" if statement.operand else one.when
        lines.append(f"    WHEN {condition(writer, when, scope)} THEN")
        lines += indented(indented(writer.statements(one.statements, scope) or ["NULL;"]))
    if statement.otherwise is not None:
        lines += ["    ELSE", *indented(indented(writer.statements(statement.otherwise, scope) or ["NULL;"]))]
    return writer.protected([*lines, "END CASE;"]) if statement.otherwise is None else [*lines, "END CASE;"]


def loop(writer: Writer, statement: tree.Loop, scope: Scope) -> Lines:
    head, scope = _labelled(writer, statement.label, scope)
    start = "LOOP"
    if statement.condition:
        start = f"WHILE {condition(writer, statement.condition, scope)} LOOP"
    writer.loops += 1
    body = writer.statements(statement.statements, scope)
    if statement.until:
        writer.routine.line = statement.line
        body.append(f"EXIT WHEN {condition(writer, statement.until, scope)};")
    writer.loops -= 1
    return [*head, start, *indented(body or ["NULL;"]), "END LOOP;"]


def count(writer: Writer, statement: tree.Count, scope: Scope) -> Lines:
    head, scope = _labelled(writer, statement.label, scope)
    first, last = (expressing.scalar(text, scope) for text in (statement.first, statement.last))
    found = variable(writer.routine.free(statement.variable), Type("int"), writer.routine.policies)
    scope = replace(scope, variables={**scope.variables, statement.variable.lower(): found})
    if statement.reverse:
        first, last = f"REVERSE {last}", first
    writer.loops += 1
    body = writer.statements(statement.statements, scope)
    writer.loops -= 1
    return [*head, f"FOR {found.name} IN {first}..{last} LOOP", *indented(body or ["NULL;"]), "END LOOP;"]


def _labelled(writer: Writer, label: str, scope: Scope) -> tuple[Lines, Scope]:
    if not label:
        return [], scope
    name = writer.label(label)
    return [f"<<{name}>>"], replace(scope, labels={**scope.labels, label.lower(): name})


def leave(statement: tree.Leave | tree.Iterate, scope: Scope) -> Lines:
    found = scope.labels.get(statement.label.lower())
    if found is None:
        raise Untranslatable(f"unknown label {statement.label}")
    return [f"{'EXIT' if isinstance(statement, tree.Leave) else 'CONTINUE'} {found};"]


def give_back(writer: Writer, statement: tree.Return, scope: Scope) -> Lines:
    returns = writer.routine.returns
    if returns is None:
        raise Untranslatable("return outside of a function")
    return writer.protected([f"RETURN {expressing.assigned(statement.value, scope, returns)};"])
