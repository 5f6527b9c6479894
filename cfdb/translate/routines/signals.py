"""SIGNAL, RESIGNAL and GET DIAGNOSTICS."""

from __future__ import annotations

from cfdb.translate.names import literal
from cfdb.translate.routines import conditions, expressing, tree
from cfdb.translate.routines.scope import Scope
from cfdb.translate.routines.writer import Lines, Writer
from cfdb.translate.values import Untranslatable

UNHANDLED = "Unhandled user-defined exception condition"
"""What MySQL says where a SIGNAL has no MESSAGE_TEXT."""

SIGNAL_ITEMS = {
    "MESSAGE_TEXT": "MESSAGE", "TABLE_NAME": "TABLE", "COLUMN_NAME": "COLUMN", "CONSTRAINT_NAME": "CONSTRAINT",
    "SCHEMA_NAME": "SCHEMA",
}  # fmt: skip
DIAGNOSTICS = {
    "MESSAGE_TEXT": "MESSAGE_TEXT", "RETURNED_SQLSTATE": "RETURNED_SQLSTATE", "TABLE_NAME": "TABLE_NAME",
    "COLUMN_NAME": "COLUMN_NAME", "CONSTRAINT_NAME": "CONSTRAINT_NAME", "SCHEMA_NAME": "SCHEMA_NAME",
}  # fmt: skip


def signal(writer: Writer, statement: tree.Signal, scope: Scope) -> Lines:
    named = dict(statement.items)
    if statement.again and not writer.handling:
        raise Untranslatable("resignal outside of an error handler")
    if statement.again and statement.condition is None and not named:
        return ["RAISE;"]
    level, state = _condition(writer, statement, scope)
    items = [f"ERRCODE = {state}"]
    if "MESSAGE_TEXT" not in named:
        items.append("MESSAGE = SQLERRM" if statement.again else f"MESSAGE = {literal(UNHANDLED)}")
    for name, text in statement.items:
        if name == "MYSQL_ERRNO":
            items.append(f"DETAIL = {literal('MYSQL_ERRNO ')} || {expressing.shown(text, scope)}")
            writer.routine.find("the error's number is in DETAIL")
        elif name in SIGNAL_ITEMS:
            items.append(f"{SIGNAL_ITEMS[name]} = {_message(text, scope)}")
        else:
            writer.routine.find(f"signal item {name.lower()} is left out")
    return writer.protected([f"RAISE {level} USING {', '.join(items)};"])


def _condition(writer: Writer, statement: tree.Signal, scope: Scope) -> tuple[str, str]:
    """Level and SQLSTATE."""
    if statement.condition is None:
        return "EXCEPTION", "SQLSTATE"
    condition = conditions.resolved(statement.condition, scope.conditions)
    if not condition.state:
        raise Untranslatable("signal without a sqlstate")
    if conditions.is_not_found(condition):
        raise Untranslatable("signal of not found")
    warns = conditions.is_warning(condition)
    if warns and _warned(writer):
        raise Untranslatable("signal of a warning that is handled")
    return "WARNING" if warns else "EXCEPTION", literal(condition.state.upper()).strip()


def _message(text: str, scope: Scope) -> str:
    """MySQL takes a NULL for an error of its own; PostgreSQL does, too."""
    return expressing.shown(text, scope).strip()


def _warned(writer: Writer) -> bool:
    return any(
        condition.group == "SQLWARNING" or condition.state[:2] == "01"
        for frame in writer.frames
        for handler in frame.block.handlers
        for condition in handler.conditions
    )


def diagnostics(writer: Writer, statement: tree.Diagnostics, scope: Scope) -> Lines:
    if statement.condition not in ("", "1"):
        raise Untranslatable(f"diagnostics of condition {statement.condition}")
    stacked, lines = [], []
    for name, item in statement.items:
        target = expressing.target(name, scope)
        counted = scope.variables.get("row_count()")
        if item == "ROW_COUNT" and not statement.condition and counted:
            lines.append(_set(name, expressing.stored(scope, counted.value, target), target.name))
        elif item == "NUMBER" and not statement.condition and writer.handling:
            lines.append(_set(name, "1", target.name))
        elif item == "MYSQL_ERRNO" and statement.condition and writer.handling:
            raise Untranslatable("the number of an error")
        elif item in DIAGNOSTICS and statement.condition and writer.handling:
            writer.routine.find("the texts and states of errors are postgresql's")
            if target.name and not target.loose:
                stacked.append(f"{target.name} = {DIAGNOSTICS[item]}")
            else:
                helper = writer.helper(item.lower(), "text")
                stacked.append(f"{helper} = {DIAGNOSTICS[item]}")
                lines.append(_set(name, helper, target.name))
        else:
            raise Untranslatable(f"diagnostics item {item.lower()}")
    if stacked:
        lines.insert(0, f"GET STACKED DIAGNOSTICS {', '.join(stacked)};")
    return lines


def _set(name: str, value: str, variable: str) -> str:
    return f"{variable} := {value};" if variable else expressing.set_user(name, value)
