"""Indexes and foreign keys."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from cfdb.model.schema import ForeignKey, Index, IndexKind, Part, Table
from cfdb.translate import foreign_keys
from cfdb.translate.agreement import referenced
from cfdb.translate.expressions import Untranslatable, expression
from cfdb.translate.names import apart, literal, quoted, shortened
from cfdb.translate.reading.alter import index_name
from cfdb.translate.types import BYTES, ignores_case
from cfdb.translate.writing.piece import Stage, Writer
from cfdb.translate.writing.tables import TOO_LONG, free, renamed


def write(writer: Writer) -> None:
    """All indexes of all tables: only together can they have names of their own."""
    wanted = [
        (table, index)
        for table in writer.schema.tables.values()
        for index in table.indexes
        if index.kind is not IndexKind.PRIMARY
    ]
    often = Counter(shortened(index_name(index)) for _, index in wanted)
    for table, index in wanted:
        own = shortened(index_name(index))
        name = own
        if often[own] > 1 or own in writer.relations:
            name = f"{writer.names.table(table.name)}_{own}"
        name = _free_constraint(writer, table, name) if index.kind is IndexKind.UNIQUE else free(writer, name)
        where = f"{table.name}.{index_name(index)}"
        if name != index_name(index):
            why = "PostgreSQL has one space of names for all tables and indexes"
            message = f"it is called {name}: {why if own == index_name(index) else TOO_LONG}"
            writer.change("renamed-index", message, where, index.origin)
        with writer.about(table):
            _index(writer, table, index, name, where)


def _free_constraint(writer: Writer, table: Table, wanted: str) -> str:
    """A unique key is a constraint of its table, too, as a check or foreign key of that name is."""
    taken = writer.relations | writer.constraints.get(table.name, set())
    name = apart(wanted, taken)
    writer.relations.add(name)
    return writer.constraint(table, name)


def _index(writer: Writer, table: Table, index: Index, name: str, where: str) -> None:
    on = quoted(writer.names.table(table.name))
    if not writer.has(table, *(part.column for part in index.parts if part.column)):
        writer.lose("index", "it has a column that is not there", where, index.origin)
        return
    try:
        if index.kind is IndexKind.FULLTEXT:
            method, parts = "USING gin ", [_document(writer, table, index)]
        elif index.kind is IndexKind.SPATIAL:
            method, parts = "USING gist ", [_part(writer, table, index, part) for part in index.parts]
        else:
            method, parts = "", [_part(writer, table, index, part) for part in index.parts]
    except Untranslatable as error:
        writer.lose("index", error.reason, where, index.origin)
        return
    unique = index.kind is IndexKind.UNIQUE
    plain = all(part.column and not _cut(table, part) and not part.descending for part in index.parts)
    if unique and writer.policies.collation == "lower" and _loose(table, index):
        _unique_in_lower_case(writer, table, index, name)
    elif unique and plain:
        text = f"ALTER TABLE {on} ADD CONSTRAINT {quoted(name)} UNIQUE ({', '.join(parts)})"
        writer.write(Stage.UNIQUES, text, index.origin, name=name)
    else:
        text = f"CREATE {'UNIQUE ' if unique else ''}INDEX {quoted(name)} ON {on} {method}({', '.join(parts)})"
        writer.write(Stage.UNIQUES if unique else Stage.INDEXES, text, index.origin, name=name)
    _tell(writer, table, index, where)
    if index.comment:
        writer.write(Stage.COMMENTS, f"COMMENT ON INDEX {quoted(name)} IS {literal(index.comment)}", index.origin)


def _tell(writer: Writer, table: Table, index: Index, where: str) -> None:
    if not index.visible:
        writer.change("invisible-index", "it is used: PostgreSQL has no invisible indexes", where, index.origin)
    if index.kind is IndexKind.UNIQUE and writer.policies.collation == "report" and (loose := _loose(table, index)):
        message = f"values of {', '.join(loose)} that differ only in case or accents are no longer the same"
        writer.change("case-insensitive-unique", message, where, index.origin)


def _loose(table: Table, index: Index) -> list[str]:
    """Columns of which MySQL takes values for the same that differ in case."""
    return [part.column for part in index.parts if part.column and ignores_case(table.column(part.column), table)]


def _unique_in_lower_case(writer: Writer, table: Table, index: Index, name: str) -> None:
    on, loose = quoted(writer.names.table(table.name)), _loose(table, index)
    parts = []
    for part in index.parts:
        text = _part(writer, table, index, replace(part, descending=False))
        parts.append((f"lower({text})" if part.column in loose else text) + (" DESC" if part.descending else ""))
    text = f"CREATE UNIQUE INDEX {quoted(name)} ON {on} ({', '.join(parts)})"
    writer.write(Stage.UNIQUES, text, index.origin, name=name)
    columns = [part.column.lower() for part in index.parts]
    if _is_referenced(writer, table, columns):
        # A foreign key needs a constraint of the columns themselves.
        own = free(writer, f"{name}_exact")
        listed = ", ".join(quoted(writer.names.column(table.name, column)) for column in columns)
        text = f"ALTER TABLE {on} ADD CONSTRAINT {quoted(own)} UNIQUE ({listed})"
        writer.write(Stage.UNIQUES, text, index.origin, name=own)


def _is_referenced(writer: Writer, table: Table, columns: list[str]) -> bool:
    return any(
        sorted(column.lower() for column in referenced(key.references, table)) == sorted(columns)
        for other in writer.schema.tables.values()
        for key in other.foreign_keys
        if writer.schema.table(key.table) is table
    )


def _cut(table: Table, part: Part) -> bool:
    """Whether only the beginning of a column is in the index."""
    column = table.column(part.column) if part.column else None
    if column is None or part.length is None:
        return False
    return column.type.name not in ("char", "varchar") or part.length < (column.type.length or 0)


def _part(writer: Writer, table: Table, index: Index, part: Part) -> str:
    if part.expression:
        found = expression(
            part.expression, table=writer.left_of(table), schema=writer.schema, names=writer.names,
            policies=writer.policies, immutable=True,
        )  # fmt: skip
        for note in found.notes:
            writer.change("index", note, f"{table.name}.{index_name(index)}", index.origin)
        text = f"({found.sql})"
    else:
        text = quoted(writer.names.column(table.name, part.column))
        column = table.column(part.column)
        if _cut(table, part) and column is not None:
            is_bytes = column.type.name in BYTES
            text = f"substring({text} FROM 1 FOR {part.length})" if is_bytes else f'"left"({text}, {part.length})'
    return f"{text} DESC" if part.descending else text


def _document(writer: Writer, table: Table, index: Index) -> str:
    columns = [quoted(writer.names.column(table.name, part.column)) for part in index.parts]
    texts = " || ' ' || ".join(f"coalesce({column}, '')" for column in columns)
    return f"to_tsvector('simple'::regconfig, {texts})"


def write_foreign_keys(writer: Writer, table: Table) -> None:
    for key in table.foreign_keys:
        where = f"{table.name}.{key.name or '_'.join(key.columns)}"
        reason = _why_not(writer, table, key)
        if reason:
            writer.lose("foreign-key", reason, where, key.origin)
            continue
        target = writer.schema.table(key.table)
        assert target is not None, "asked above"
        name = writer.constraint(table, key.name) if key.name else ""
        if name != key.name:
            writer.change("foreign-key", f"it is called {name}: {renamed(key.name)}", where, key.origin)
        if name:
            writer.names.foreign_keys[table.name.lower(), key.name.lower()] = name
        sql = foreign_keys.added(writer.names, table, key, target, name)
        own = "_".join((writer.names.table(table.name), *(writer.names.column(table.name, it) for it in key.columns)))
        with writer.about(table):
            # The name is else what PostgreSQL calls it by itself.
            writer.write(Stage.FOREIGN_KEYS, sql, key.origin, name=name or f"{own}_fkey")


def _why_not(writer: Writer, table: Table, key: ForeignKey) -> str:
    target = writer.schema.table(key.table)
    if target is None:
        return f"table {key.table} is not part of the schema"
    there = referenced(key.references, target)
    if len(there) != len(key.columns):
        return "it has not as many columns as it refers to"
    if not writer.has(table, *key.columns) or not writer.has(target, *there):
        return "it has a column that is not there"
    if key.on_delete == "SET DEFAULT" or key.on_update == "SET DEFAULT":
        return "InnoDB refuses SET DEFAULT"
    wanted = {column.lower() for column in there}
    for index in target.indexes:
        if index.kind in (IndexKind.PRIMARY, IndexKind.UNIQUE):
            own = {part.column.lower() for part in index.parts if not _cut(target, part)}
            if own == wanted and len(index.parts) == len(wanted):
                return ""
    return f"the columns that it refers to are not unique in {target.name}"
