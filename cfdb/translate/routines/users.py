"""User variables: local where nobody else can have given them a value, else settings of the session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from cfdb.model.schema import Schema, Type
from cfdb.translate.casts import as_result, common_kind
from cfdb.translate.grammar import parse_query
from cfdb.translate.names import literal
from cfdb.translate.routines import asking, expressing, tree, walking
from cfdb.translate.routines.scope import Routine, Scope, Variable
from cfdb.translate.routines.variables import variable
from cfdb.translate.values import BOOLEANS, CAST, INTEGERS, Kind, Untranslatable, Value

TYPES = {Kind.BIGINT: Type("bigint"), Kind.NUMERIC: Type("decimal", ("65", "30")), Kind.DOUBLE: Type("double")}


def names_of(body: tree.Statement) -> list[str]:
    """Every user variable of a body, in lower case and with its @, in the order in which they are written."""
    found: dict[str, None] = {}
    for statement in walking.walk(body):
        targets: tuple[str, ...] = ()
        match statement:
            case tree.Assign():
                targets = (statement.target,)
            case tree.Query() | tree.Fetch():
                targets = statement.targets
            case tree.Diagnostics():
                targets = tuple(name for name, _ in statement.items)
            case tree.Execute():
                targets = statement.using
        for text in (*walking.texts(statement), *targets):
            found |= dict.fromkeys(sorted(walking.users(text)))
    return list(found)


def sources_of(body: tree.Statement) -> frozenset[str]:
    """Those that are the text of a PREPARE, and nothing else."""
    texts = [one.source.strip().lower() for one in walking.walk(body) if isinstance(one, tree.Prepare)]
    used = [
        name
        for one in walking.walk(body)
        if not isinstance(one, tree.Prepare)
        for text in walking.texts(one)
        for name in walking.users(text)
    ]
    return frozenset(text for text in texts if text.startswith("@") and text not in used)


def variables(routine: Routine, scope: Scope, own_text: str) -> dict[str, Variable]:
    """What each user variable of the body is."""
    found: dict[str, Variable] = {}
    known = replace(scope, variables={**_declared(routine, scope), **scope.variables})
    for name in names_of(routine.body):
        if name.startswith("@@"):
            continue
        kind = _kind(name, replace(known, variables={**known.variables, **found}))
        if _is_own(name, routine, own_text):
            found[name] = _local(name, kind, routine)
            routine.find(f"user variable {name} is not seen outside of the {routine.kind}", 1)
        else:
            found[name] = _session(name, kind)
            routine.find(f"user variable {name} is the setting {expressing.setting(name)}", 1)
    return found


def _declared(routine: Routine, scope: Scope) -> Mapping[str, Variable]:
    """All variables of all blocks: enough to tell what kind an expression is of."""
    found: dict[str, Variable] = {}
    for one in walking.walk(routine.body):
        if isinstance(one, tree.Block):
            for declared in one.variables:
                for name in declared.names:
                    try:
                        found[name.lower()] = variable(name, declared.type, scope.routine.policies)
                    except Untranslatable:
                        continue
    return found


def _kind(name: str, scope: Scope) -> Kind:
    """MySQL keeps integers, decimals, doubles and texts."""
    values: list[Value] = []
    for statement in walking.walk(scope.routine.body):
        match statement:
            case tree.Assign() if statement.target.replace("`", "").strip().lower() == name:
                values.append(_value(statement.value, scope))
            case tree.Query() if name in [target.lower() for target in statement.targets]:
                at = [target.lower() for target in statement.targets].index(name)
                values.append(asking.query(statement.text, scope).columns[at][1])
            case tree.Fetch() | tree.Diagnostics():
                continue
    kinds = {as_result(scope.context, value).kind for value in values} - {Kind.NULL}
    scope.routine.notes.clear()
    if kinds and kinds <= {*INTEGERS, *BOOLEANS}:
        return Kind.BIGINT
    if kinds and kinds <= {*INTEGERS, *BOOLEANS, Kind.NUMERIC}:
        return Kind.NUMERIC
    if Kind.DOUBLE in kinds and common_kind(values) is Kind.DOUBLE:
        return Kind.DOUBLE
    return Kind.TEXT


def _value(text: str, scope: Scope) -> Value:
    try:
        return expressing.value(text, scope)
    except Untranslatable:
        return Value("NULL", Kind.NULL)


def _is_own(name: str, routine: Routine, own_text: str) -> bool:
    """Whether nothing else in the schema speaks of it, and the body gives it a value before it can be read."""
    bodies = _bodies(routine.schema)
    if sum(name in walking.users(body) for body in bodies) > (own_text in bodies):
        return False
    return _first_is_written(routine.body, name)


def _bodies(schema: Schema) -> list[str]:
    return [
        *(routine.body for routine in schema.routines.values()),
        *(trigger.body for trigger in schema.triggers.values()),
        *(event.body for event in schema.events.values()),
    ]


def _first_is_written(body: tree.Statement, name: str) -> bool:
    """Whether what comes first, in no branch and no loop, is an assignment."""
    statements = body.statements if isinstance(body, tree.Block) else (body,)
    if isinstance(body, tree.Block) and any(
        name in walking.users(text) for handler in body.handlers for one in walking.walk(handler.body)
        for text in walking.texts(one)
    ):  # fmt: skip
        return False
    for statement in statements:
        if isinstance(statement, tree.Block | tree.Sequence):
            if any(name in walking.users(text) for one in walking.walk(statement) for text in _all(one)):
                return _first_is_written(_as_block(statement), name)
            continue
        if any(name in walking.users(text) for one in walking.walk(statement) for text in walking.texts(one)):
            return False
        match statement:
            case tree.Assign() if statement.target.replace("`", "").strip().lower() == name:
                return True
            case tree.Query() if name in [target.lower() for target in statement.targets]:
                return asking.has_one_row(parse_query(statement.text)) or "from" not in statement.text.lower()
        if any(name in walking.users(text) for one in walking.walk(statement) for text in _all(one)):
            return False
    return False


def _as_block(statement: tree.Block | tree.Sequence) -> tree.Block:
    return statement if isinstance(statement, tree.Block) else tree.Block(statements=statement.statements)


def _all(statement: tree.Statement) -> tuple[str, ...]:
    targets: tuple[str, ...] = ()
    if isinstance(statement, tree.Assign):
        targets = (statement.target,)
    elif isinstance(statement, tree.Query | tree.Fetch):
        targets = statement.targets
    return (*walking.texts(statement), *targets)


def _local(name: str, kind: Kind, routine: Routine) -> Variable:
    own = routine.free(name.lstrip("@").strip("`"))
    type = {Kind.NUMERIC: "numeric", Kind.TEXT: "text"}.get(kind, str(kind))
    routine.declared.append(f"{own} {type};")
    return Variable(own, type, Value(own, kind, collation="ci" if kind is Kind.TEXT else ""))


def _session(name: str, kind: Kind) -> Variable:
    read = f"NULLIF(current_setting({literal(expressing.setting(name))}, true), '')"
    text = Value(read, Kind.TEXT, collation="ci")
    if kind is Kind.TEXT:
        return Variable("", "text", text)
    return Variable("", "text", Value(f"{read}::{kind}", kind, CAST))
