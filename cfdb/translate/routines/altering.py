"""ALTER TABLE within a body: foreign keys that come and go, and the next number of a table."""

from __future__ import annotations

from cfdb.model.schema import NOWHERE, ForeignKey, IndexKind, Table
from cfdb.translate import foreign_keys
from cfdb.translate.agreement import referenced
from cfdb.translate.names import quoted
from cfdb.translate.reading import keys
from cfdb.translate.reading.words import NotUnderstood, Words
from cfdb.translate.routines import tree, walking
from cfdb.translate.routines.maintaining import is_definition
from cfdb.translate.routines.scope import Scope
from cfdb.translate.routines.targets import target_of
from cfdb.translate.routines.writer import Lines, Writer
from cfdb.translate.types import NoType, sql_type
from cfdb.translate.values import Untranslatable


def alter(writer: Writer, statement: tree.Other, scope: Scope) -> Lines:
    routine = writer.routine
    if routine.kind != "procedure":
        raise Untranslatable("alter table outside of a procedure")
    if any(frame.protection.undoes for frame in writer.frames):
        raise Untranslatable("alter table, which commits, where an error is followed by a rollback")
    try:
        lines = _actions(Words(statement.text), scope)
    except NotUnderstood as error:
        raise Untranslatable(f"alter table: {error.reason}") from error
    if routine.commits:
        return ["COMMIT;", *lines]
    if any(walking.changes_data(one) and not is_definition(one) for one in walking.walk(routine.body)):
        routine.find("transaction control is left to the caller: the procedure succeeds or fails as a whole")
    return lines


def _actions(words: Words, scope: Scope) -> Lines:
    words.expect("ALTER", "TABLE")
    table = target_of(words.name(), scope).table
    lines: Lines = []
    for _ in words.each_action():
        lines.append(_action(words, table, scope))
    if not words.done:
        raise Untranslatable("alter table")
    return lines


def _action(words: Words, table: Table, scope: Scope) -> str:
    names = scope.routine.names
    if words.accept("DROP", "FOREIGN", "KEY"):
        name = words.name()
        if "_ibfk_" in name.lower():
            raise Untranslatable("a foreign key by the name that the server gave it")
        known = (table.name.lower(), name.lower()) in names.foreign_keys
        if not known and _is_taken(table, name):
            raise Untranslatable("a foreign key that is called like another constraint")
        own = names.foreign_keys.get((table.name.lower(), name.lower()), name)
        return f"ALTER TABLE {quoted(names.table(table.name))} DROP CONSTRAINT {quoted(own)};"
    if words.accept("ADD") and keys.begins(words):
        key = keys.constraint(words, NOWHERE)
        if isinstance(key, ForeignKey):
            return _added(table, key, scope)
    raise Untranslatable("alter table")


def _added(table: Table, key: ForeignKey, scope: Scope) -> str:
    """Where the schema has it already, it is known to be possible."""
    schema, names = scope.routine.schema, scope.routine.names
    target = schema.table(key.table)
    if target is None:
        raise Untranslatable(f"a foreign key to {key.table}, which is no table that is known")
    name = names.foreign_keys.get((table.name.lower(), key.name.lower()))
    if not key.name or name is None:
        _check(table, key, target, scope)
        name = key.name
    return f"{foreign_keys.added(names, table, key, target, name)};"


def _is_taken(table: Table, name: str) -> bool:
    """Whether another constraint, or an index, has the name: MySQL has a space of names for each kind of them."""
    taken = {index.name.lower() for index in table.indexes} | {check.name.lower() for check in table.checks}
    return name.lower() in taken


def _check(table: Table, key: ForeignKey, target: Table, scope: Scope) -> None:
    there = referenced(key.references, target)
    if "SET DEFAULT" in (key.on_delete, key.on_update) or len(there) != len(key.columns):
        raise Untranslatable("a foreign key that mysql refuses")
    if key.name and _is_taken(table, key.name):
        raise Untranslatable("a foreign key that is called like another constraint")
    wanted = sorted(column.lower() for column in there)
    if not any(
        index.kind in (IndexKind.PRIMARY, IndexKind.UNIQUE)
        and sorted(part.column.lower() for part in index.parts if part.length is None) == wanted
        for index in target.indexes
    ):
        raise Untranslatable(f"a foreign key to what is not unique in {target.name}")
    types = [[_type(one, column, scope) for column in names] for one, names in ((table, key.columns), (target, there))]
    if types[0] != types[1]:
        raise Untranslatable("a foreign key between columns of two types")


def _type(table: Table, name: str, scope: Scope) -> tuple[str, bool]:
    """With what MySQL asks for, too: both are unsigned, or none is."""
    column = table.column(name)
    if column is None:
        raise Untranslatable(f"unknown column {name}")
    try:
        return sql_type(column, table, scope.routine.names, scope.routine.policies), column.type.unsigned
    except NoType as error:
        raise Untranslatable(error.reason) from error
