"""Temporary tables that a body makes: from then on it knows them as it knows the tables of the schema."""

from __future__ import annotations

from dataclasses import replace

from cfdb.model.schema import NOWHERE, Column, Default, IndexKind, Table, Type
from cfdb.translate.expressions import expression
from cfdb.translate.names import literal, quoted
from cfdb.translate.reading import tables
from cfdb.translate.reading.words import NotUnderstood, Words
from cfdb.translate.routines import asking
from cfdb.translate.routines.scope import Routine, Scope
from cfdb.translate.routines.writer import Lines
from cfdb.translate.types import NoType, sql_type
from cfdb.translate.values import Kind, Untranslatable, Value

TYPES = {
    Kind.CONDITION: "int", Kind.SMALLINT: "int", Kind.INTEGER: "int", Kind.BIGINT: "bigint", Kind.DOUBLE: "double",
    Kind.REAL: "double", Kind.TEXT: "text", Kind.ENUM: "text", Kind.DATE: "date", Kind.JSON: "json",
    Kind.BYTES: "longblob", Kind.UUID: "uuid",
}  # fmt: skip
"""What a column of CREATE TABLE … SELECT is of."""
MOMENTS = {Kind.TIMESTAMP: "datetime", Kind.TIMESTAMPTZ: "timestamp", Kind.TIME: "time"}


def create(text: str, scope: Scope) -> Lines:
    """CREATE TEMPORARY TABLE with columns, or with a query."""
    words = Words(text)
    words.expect("CREATE", "TEMPORARY", "TABLE")
    exists = " IF NOT EXISTS" if words.accept("IF", "NOT", "EXISTS") else ""
    name = words.name()
    routine = scope.routine
    if routine.schema.table(name) is not None and name not in routine.scratch:
        raise Untranslatable(f"a temporary table with the name of the table {name}")
    if words.sees("(") and words.peek(1).upper != "SELECT":
        try:
            table = tables.finished(tables.body(words, name, NOWHERE, line_of=lambda _: NOWHERE))
        except NotUnderstood as error:
            raise Untranslatable(f"temporary table: {error.reason}") from error
        if not words.done:
            raise Untranslatable("a temporary table with columns and a query")
        _know(routine, table)
        return [f"CREATE TEMPORARY TABLE{exists} {quoted(name)} ({_columns(table, scope)});"]
    while not words.done and words.peek().upper not in ("SELECT", "AS", "WITH") and not words.sees("("):
        words.next()
    words.accept("AS")
    found = asking.block_of(words.rest(), scope)
    sql, shape = asking.rows_of(found, scope)
    columns = tuple(Column(column, _type(value)) for (column, _), (_, value) in zip(shape, found.items, strict=True))
    _know(routine, Table(name, columns))
    return [f"CREATE TEMPORARY TABLE{exists} {quoted(name)} AS {sql};"]


def drop(text: str, scope: Scope) -> Lines:
    words = Words(text)
    words.expect("DROP")
    temporary = words.accept("TEMPORARY")
    words.expect("TABLE")
    exists = "IF EXISTS " if words.accept("IF", "EXISTS") else ""
    names = [words.name()]
    while words.accept(","):
        names.append(words.name())
    known = {name.lower() for name in scope.routine.scratch}
    if not temporary and not {name.lower() for name in names} <= known:
        raise Untranslatable("drop table")
    # Nothing but a temporary table is ever dropped here.
    return [f"DROP TABLE {exists}{', '.join(f'pg_temp.{quoted(name)}' for name in names)};"]


def _know(routine: Routine, table: Table) -> None:
    routine.scratch.add(table.name)
    routine.schema = replace(routine.schema, tables={**routine.schema.tables, table.name: table})


def _type(value: Value) -> Type:
    if value.kind is Kind.NUMERIC:
        return Type("decimal", ("65", str(value.scale if value.scale is not None else 30)))
    if value.kind in MOMENTS:
        return Type(MOMENTS[value.kind], (str(value.scale),) if value.scale else ())
    if value.kind not in TYPES:
        raise Untranslatable(f"a {value.kind} in a temporary table")
    return Type(TYPES[value.kind])


def _columns(table: Table, scope: Scope) -> str:
    if table.foreign_keys or table.checks or table.partitioning:
        raise Untranslatable("a temporary table with checks")
    parts = [_column(column, table, scope) for column in table.columns]
    for index in table.indexes:
        if index.kind not in (IndexKind.PRIMARY, IndexKind.UNIQUE):
            continue
        if any(not part.column or part.length is not None for part in index.parts):
            raise Untranslatable("a key of parts of columns")
        word = "PRIMARY KEY" if index.kind is IndexKind.PRIMARY else "UNIQUE"
        parts.append(f"{word} ({', '.join(quoted(part.column) for part in index.parts)})")
    return ", ".join(parts)


def _column(column: Column, table: Table, scope: Scope) -> str:
    routine = scope.routine
    if column.type.name in ("enum", "set") or column.generated or column.on_update:
        raise Untranslatable(f"a temporary table with a column {column.type.name}")
    try:
        type = sql_type(column, table, routine.names, routine.policies)
    except NoType as error:
        raise Untranslatable(error.reason) from error
    words = [quoted(column.name), type]
    if column.auto_increment:
        words.append("GENERATED BY DEFAULT AS IDENTITY")
    elif column.default is not None:
        words.append(_default(column.default, column, table, scope))
    return " ".join([*words, *([] if column.nullable else ["NOT NULL"])])


def _default(default: Default, column: Column, table: Table, scope: Scope) -> str:
    routine = scope.routine
    if default.literal is None and not default.expression:
        return "DEFAULT NULL"
    text = default.expression or literal(default.literal or "").strip()
    found = expression(
        text, table=table, schema=routine.schema, names=routine.names, policies=routine.policies, target=column
    )
    return f"DEFAULT {found.sql}"
