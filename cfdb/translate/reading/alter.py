"""ALTER TABLE: what a table is after each of its actions."""

from __future__ import annotations

from dataclasses import replace

from cfdb.model.schema import Column, Index, IndexKind, Table
from cfdb.translate.reading import columns, keys, tables
from cfdb.translate.reading.tables import LineOf
from cfdb.translate.reading.words import NotUnderstood, Words

STORAGE = (
    "ENABLE KEYS", "DISABLE KEYS", "FORCE", "DISCARD TABLESPACE", "IMPORT TABLESPACE", "WITHOUT VALIDATION",
    "WITH VALIDATION", "NOWAIT",
)  # fmt: skip
"""Actions that change nothing of what a table is."""


def altered(words: Words, table: Table, *, line_of: LineOf) -> Table:
    """The table after all actions of the statement, whose name has been read."""
    for _ in words.each_action():
        table = _action(words, table, line_of)
    if words.sees("PARTITION", "BY"):
        table = replace(table, partitioning=tables.partitioning(words))
    if not words.done:
        raise words.fail("the end of the statement")
    return table


def _action(words: Words, table: Table, line_of: LineOf) -> Table:  # noqa: C901 - a flat list of actions
    if words.accept("ADD"):
        return _add(words, table, line_of)
    if words.accept("DROP"):
        return _drop(words, table)
    if words.accept("CHANGE"):
        words.accept("COLUMN")
        words.accept("IF", "EXISTS")
        old = words.name()
        return _redefine(words, table, old, words.name(), line_of)
    if words.accept("MODIFY"):
        words.accept("COLUMN")
        words.accept("IF", "EXISTS")
        name = words.name()
        return _redefine(words, table, name, name, line_of)
    if words.accept("ALTER"):
        return _alter(words, table)
    if words.accept("RENAME"):
        return _rename(words, table)
    if words.accept_any(*STORAGE):
        return table
    if words.accept("ORDER", "BY"):
        words.until(",")
        return table
    if words.accept("CONVERT", "TO"):
        return _convert(words, table)
    if words.sees("PARTITION", "BY"):
        return replace(table, partitioning=tables.partitioning(words))
    if words.accept("REMOVE", "PARTITIONING"):
        return replace(table, partitioning=None)
    start = words.at
    changed = tables.options(words, table)
    if words.at == start:
        raise words.fail("an action of ALTER TABLE")
    return changed


def _add(words: Words, table: Table, line_of: LineOf) -> Table:
    origin = line_of(words.offset())
    if words.sees("PARTITION"):
        raise NotUnderstood("ADD PARTITION is not carried over: write the partitions into CREATE TABLE", words.offset())
    if keys.begins(words):
        return tables.with_constraint(table, keys.constraint(words, origin))
    words.accept("COLUMN")
    exists = words.accept("IF", "NOT", "EXISTS")
    if words.accept("("):
        while True:
            table = tables.with_column(table, columns.column(words, line_of(words.offset())))
            if not words.accept(","):
                break
        words.expect(")")
        return table
    declared = columns.column(words, origin)
    place = _place(words, table)
    if exists and table.column(declared.column.name):
        return table
    return tables.with_column(table, declared, place)


def _place(words: Words, table: Table) -> int | None:
    if words.accept("FIRST"):
        return 0
    if words.accept("AFTER"):
        return _position(words, table, words.name()) + 1
    return None


def _position(words: Words, table: Table, name: str) -> int:
    for position, column in enumerate(table.columns):
        if column.name.lower() == name.lower():
            return position
    raise NotUnderstood(f"column {name} of {table.name} does not exist", words.offset())


def _redefine(words: Words, table: Table, old: str, new: str, line_of: LineOf) -> Table:
    at = _position(words, table, old)
    declared = columns.definition(words, new, line_of(words.offset()))
    declared = replace(declared, column=_known_as(declared.column, table.columns[at]))
    without = replace(table, columns=(*table.columns[:at], *table.columns[at + 1 :]))
    place = _place(words, without)
    return renamed(tables.with_column(without, declared, at if place is None else place), old, new)


def _known_as(column: Column, before: Column) -> Column:
    """The column, which is the one that there was `before`."""
    name = before.formerly or before.name
    return replace(column, formerly=name if name.lower() != column.name.lower() else "")


def renamed(table: Table, old: str, new: str) -> Table:
    """Keys of a table whose column has another name now. What others refer to is renamed when the schema is whole."""
    if old.lower() == new.lower():
        return table

    def name(column: str) -> str:
        return new if column.lower() == old.lower() else column

    return replace(
        table,
        indexes=tuple(
            replace(index, parts=tuple(replace(part, column=name(part.column)) for part in index.parts))
            for index in table.indexes
        ),
        foreign_keys=tuple(replace(key, columns=tuple(map(name, key.columns))) for key in table.foreign_keys),
    )


def _drop(words: Words, table: Table) -> Table:
    if words.accept("PRIMARY", "KEY"):
        return replace(table, indexes=tuple(i for i in table.indexes if i.kind is not IndexKind.PRIMARY))
    if words.accept("PARTITION"):
        raise NotUnderstood("DROP PARTITION is not carried over: take it out of CREATE TABLE", words.offset())
    what = words.accept_any("INDEX", "KEY", "FOREIGN KEY", "CONSTRAINT", "CHECK", "COLUMN")
    words.accept("IF", "EXISTS")
    name = words.name()
    words.accept_any("CASCADE", "RESTRICT")
    lower = name.lower()
    if what in ("INDEX", "KEY"):
        return replace(table, indexes=tuple(i for i in table.indexes if index_name(i).lower() != lower))
    if what in ("FOREIGN KEY", "CONSTRAINT", "CHECK"):
        return replace(
            table,
            foreign_keys=tuple(key for key in table.foreign_keys if key.name.lower() != lower),
            checks=tuple(found for found in table.checks if found.name.lower() != lower),
            indexes=tuple(i for i in table.indexes if what != "CONSTRAINT" or index_name(i).lower() != lower),
        )
    return _without_column(table, lower)


def _without_column(table: Table, lower: str) -> Table:
    """A column leaves the indexes it is part of, and takes those that were of nothing else with it."""
    indexes = (
        replace(index, parts=tuple(part for part in index.parts if part.column.lower() != lower))
        for index in table.indexes
    )
    return replace(
        table,
        columns=tuple(column for column in table.columns if column.name.lower() != lower),
        indexes=tuple(index for index in indexes if index.parts),
    )


def index_name(index: Index) -> str:
    """The name of an index: that which was given, PRIMARY, or that of its first column."""
    if index.kind is IndexKind.PRIMARY:
        return "PRIMARY"
    return index.name or index.parts[0].column


def _alter(words: Words, table: Table) -> Table:
    if words.accept_any("INDEX", "KEY"):
        name = words.name().lower()
        visible = words.accept_any("VISIBLE", "INVISIBLE", "NOT IGNORED", "IGNORED") in ("VISIBLE", "NOT IGNORED")
        return replace(
            table,
            indexes=tuple(replace(i, visible=visible) if index_name(i).lower() == name else i for i in table.indexes),
        )
    if words.accept_any("CONSTRAINT", "CHECK"):
        name = words.name().lower()
        enforced = not words.accept("NOT")
        words.expect("ENFORCED")
        return replace(
            table, checks=tuple(replace(c, enforced=enforced) if c.name.lower() == name else c for c in table.checks)
        )
    words.accept("COLUMN")
    at = _position(words, table, words.name())
    column = table.columns[at]
    if words.accept("SET", "DEFAULT"):
        changed: Column = replace(column, default=columns.default(words))
    elif words.accept("SET"):
        changed = replace(column, invisible=words.accept_any("INVISIBLE", "VISIBLE") == "INVISIBLE")
    else:
        words.expect("DROP", "DEFAULT")
        changed = replace(column, default=None)
    return replace(table, columns=(*table.columns[:at], changed, *table.columns[at + 1 :]))


def _rename(words: Words, table: Table) -> Table:
    if words.accept("COLUMN"):
        at = _position(words, table, words.name())
        words.expect("TO")
        old, new = table.columns[at].name, words.name()
        changed = _known_as(replace(table.columns[at], name=new), table.columns[at])
        return renamed(replace(table, columns=(*table.columns[:at], changed, *table.columns[at + 1 :])), old, new)
    if words.accept_any("INDEX", "KEY"):
        old = words.name().lower()
        words.expect("TO")
        new = words.name()
        return replace(
            table,
            indexes=tuple(replace(i, name=new) if index_name(i).lower() == old else i for i in table.indexes),
        )
    words.accept_any("TO", "AS", "=")
    return replace(table, name=words.name())


def _convert(words: Words, table: Table) -> Table:
    words.accept_any("CHARACTER SET", "CHARSET")
    charset = words.name().lower()
    collation = words.name().lower() if words.accept("COLLATE") else ""
    columns_now = tuple(
        replace(column, type=replace(column.type, charset="", collation="")) for column in table.columns
    )
    return replace(table, columns=columns_now, charset=charset, collation=collation)
