"""Expressions of a body, each as the place where it stands wants it."""

from __future__ import annotations

from typing import Any

from sqlglot import exp

from cfdb.syntax.tokens import Kind as Token
from cfdb.syntax.tokens import tokens
from cfdb.translate.assigning import assigned as assigned_to
from cfdb.translate.casts import as_condition, as_result, as_text
from cfdb.translate.expressions import translated
from cfdb.translate.grammar import parse_expression
from cfdb.translate.names import literal
from cfdb.translate.routines import walking
from cfdb.translate.routines.scope import Scope, Variable
from cfdb.translate.scopes import Scope as Columns
from cfdb.translate.values import Kind, Untranslatable, Value, cast

COUNTERS = {"LAST_INSERT_ID": "last_insert_id()", "ROW_COUNT": "row_count()", "FOUND_ROWS": "found_rows()"}
"""Functions that say something of an earlier statement: variables here, where that statement is in the same body."""

VOLATILE_FUNCTIONS = """
    rand uuid uuid_short uuid_v4 uuid_v7 sleep get_lock release_lock random_bytes nextval setval benchmark
"""
VOLATILE = frozenset(VOLATILE_FUNCTIONS.split())
SCALED = (Kind.NUMERIC, Kind.TIMESTAMP, Kind.TIMESTAMPTZ, Kind.TIME)


def prepared(scope: Scope, node: Any) -> Any:
    """The tree with NEW.column, OLD.column and the functions about earlier statements as names of variables."""

    rows = ("new", "old") if scope.routine.kind == "trigger" else ()
    # Anywhere else they are names like any other, such as the alias of a table.

    def named(node: Any) -> Any:
        if isinstance(node, exp.Column) and node.table.lower() in rows:
            name = f"{node.table}.{node.name}".lower()
            if name in scope.variables:
                return _name(name)
            raise Untranslatable(f"unknown column {name}")
        if isinstance(node, exp.Anonymous) and node.name.upper() in COUNTERS and not node.expressions:
            name = COUNTERS[node.name.upper()]
            if name not in scope.variables:
                raise Untranslatable(f"{name} of an earlier statement")
            return _name(name)
        return node

    return node.transform(named)


def _name(name: str) -> exp.Column:
    return exp.column(exp.to_identifier(name, quoted=True))


def value(text: str, scope: Scope) -> Value:
    return translated(scope.context, Columns(), prepared(scope, parse_expression(text)))


def condition(text: str, scope: Scope) -> str:
    return as_condition(scope.context, value(text, scope)).sql


def scalar(text: str, scope: Scope) -> str:
    return as_result(scope.context, value(text, scope)).sql


def shown(text: str, scope: Scope) -> str:
    """As a text."""
    return as_text(scope.context, value(text, scope)).sql


def assigned(text: str, scope: Scope, target: Variable) -> str:
    found = stored(scope, value(text, scope), target)
    if "NULLIF(" in found and {"/", "DIV", "%", "MOD"} & {token.upper or token.value for token in tokens(text)}:
        scope.routine.notes["a division by 0 is NULL, where a strict mysql raises an error"] = None
    return found


def stored(scope: Scope, value: Value, target: Variable) -> str:
    """What an assignment to `target` takes."""
    return stored_value(scope, value, target).sql


def stored_value(scope: Scope, value: Value, target: Variable) -> Value:
    found = assigned_to(scope.context, value, target.value)
    # PostgreSQL looks at no length or scale of a parameter.
    if target.loose and found.kind in SCALED and found.literal is None and found.sql != target.value.sql:
        return cast(found, target.type, found.kind)
    return found


def is_plain(text: str) -> bool:
    """Whether it is one word, so that nothing can fail."""
    return len(list(tokens(text))) == 1


def is_volatile(text: str, scope: Scope) -> bool:
    """Whether it may be another value each time that it is asked for."""
    return bool(walking.functions(text) & VOLATILE) or calls_routine(text, scope)


def calls_routine(text: str, scope: Scope) -> bool:
    names = {routine.name.lower() for routine in scope.routine.schema.routines.values()}
    return bool(walking.functions(text) & names)


def target(name: str, scope: Scope) -> Variable:
    """The variable, NEW.column or @variable that is assigned to."""
    parts = [token.value for token in tokens(name) if token.kind is not Token.SYMBOL]
    # A quoted @`name` is two words.
    known = ".".join(parts).lower().replace("@.", "@")
    found = scope.variables.get(known)
    if found is None:
        raise Untranslatable(f"set {name.lower()}")
    if not found.settable:
        raise Untranslatable(f"assignment to {name}")
    return found


def set_user(name: str, value: str) -> str:
    """A user variable that belongs to the session."""
    return f"PERFORM set_config({literal(setting(name))}, CAST({value} AS text), false);"


def setting(name: str) -> str:
    bare = name.lstrip("@").strip("`'\"").lower()
    if not bare.isidentifier() or not bare.isascii():
        raise Untranslatable(f"user variable {name}")
    return f"mysql.{bare}"
