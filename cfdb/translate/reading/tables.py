"""CREATE TABLE: columns, keys, options and partitions."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from cfdb.model.schema import Check, Column, ForeignKey, Index, IndexKind, Origin, Partition, Partitioning, Table, Type
from cfdb.syntax.tokens import Kind
from cfdb.translate.reading import columns, keys
from cfdb.translate.reading.words import NotUnderstood, Words

STORAGE = (
    "ROW_FORMAT", "CHECKSUM", "DELAY_KEY_WRITE", "MAX_ROWS", "MIN_ROWS", "PACK_KEYS", "AVG_ROW_LENGTH",
    "KEY_BLOCK_SIZE", "PAGE_CHECKSUM", "TRANSACTIONAL", "STATS_PERSISTENT", "STATS_AUTO_RECALC", "STATS_SAMPLE_PAGES",
    "TABLESPACE", "INSERT_METHOD", "PASSWORD", "CONNECTION",
)  # fmt: skip
"""Options that say how a table is stored, not what it is."""


AS_BYTES = {
    "char": "binary", "varchar": "varbinary", "tinytext": "tinyblob", "text": "blob", "mediumtext": "mediumblob",
    "longtext": "longblob",
}  # fmt: skip
"""What a text is under the charset that is none."""


class LineOf(Protocol):
    """Where an offset of the statement is in its file."""

    def __call__(self, offset: int, /) -> Origin: ...


def body(words: Words, name: str, origin: Origin, *, line_of: LineOf) -> Table:
    """`( … ) options partitions`, behind the name of the table."""
    table = Table(name, (), origin=origin)
    words.expect("(")
    while True:
        table = _definition(words, table, line_of(words.offset()))
        if not words.accept(","):
            break
    words.expect(")")
    table = options(words, table)
    if words.sees("PARTITION"):
        table = replace(table, partitioning=partitioning(words))
    if not words.done:
        words.accept_any("AS", "IGNORE", "REPLACE")
        raise NotUnderstood("a table that is filled by a query cannot be known without a server", words.offset())
    return table


def _definition(words: Words, table: Table, origin: Origin) -> Table:
    if words.sees("PERIOD", "FOR"):
        raise NotUnderstood("system versioning is not carried over", words.offset())
    if keys.begins(words):
        return with_constraint(table, keys.constraint(words, origin))
    return with_column(table, columns.column(words, origin))


def with_constraint(table: Table, found: keys.Constraint) -> Table:
    match found:
        case Index():
            return replace(table, indexes=(*table.indexes, found))
        case ForeignKey():
            return replace(table, foreign_keys=(*table.foreign_keys, found))
        case Check():
            return replace(table, checks=(*table.checks, found))


def with_column(table: Table, declared: columns.Declared, at: int | None = None) -> Table:
    """The table with one more column, as its last one or at position `at`. Raises NotUnderstood where it has it."""
    if table.column(declared.column.name) is not None:
        raise NotUnderstood(f"{table.name} has two columns {declared.column.name}", 0)
    place = len(table.columns) if at is None else at
    return replace(
        table,
        columns=(*table.columns[:place], declared.column, *table.columns[place:]),
        indexes=(*table.indexes, *declared.indexes),
        foreign_keys=(*table.foreign_keys, *declared.foreign_keys),
        checks=(*table.checks, *declared.checks),
    )


def finished(table: Table) -> Table:
    """What follows from what was declared: columns of a primary key are NOT NULL, texts of charset binary are bytes."""
    primary = {
        part.column.lower() for index in table.indexes if index.kind is IndexKind.PRIMARY for part in index.parts
    }

    def settled(column: Column) -> Column:
        charset = column.type.charset or column.type.collation or table.charset or table.collation
        if charset == "binary" and column.type.name in AS_BYTES:
            column = replace(column, type=Type(AS_BYTES[column.type.name], column.type.arguments))
        if column.name.lower() in primary or column.auto_increment:
            return replace(column, nullable=False)
        return column

    return replace(table, columns=tuple(map(settled, table.columns)))


def options(words: Words, table: Table) -> Table:
    """Options of a table, as many as come next; those that say how it is stored are passed over."""
    while not words.done and not words.sees("PARTITION", "BY"):
        words.accept(",")
        if (option := _option(words, table)) is None:
            return table
        table = option
    return table


def _option(words: Words, table: Table) -> Table | None:  # noqa: C901 - a flat list of options
    start = words.at
    words.accept("DEFAULT")
    if words.accept_any("CHARACTER SET", "CHARSET"):
        words.accept("=")
        return replace(table, charset=words.name().lower())
    if words.accept("COLLATE"):
        words.accept("=")
        return replace(table, collation=words.name().lower())
    if words.accept_any("ENGINE", "TYPE"):
        words.accept("=")
        return replace(table, engine=words.name())
    if words.accept("AUTO_INCREMENT"):
        words.accept("=")
        return replace(table, auto_increment=words.number())
    if words.accept("COMMENT"):
        words.accept("=")
        return replace(table, comment=words.string())
    if words.accept("UNION"):
        raise NotUnderstood("a MERGE table is a view over others: write it as such", words.offset())
    if words.sees("WITH", "SYSTEM", "VERSIONING"):
        raise NotUnderstood("system versioning is not carried over", words.offset())
    if words.peek().kind is Kind.WORD and words.peek(1).value == "=":
        words.at += 3
        return table
    if words.accept_any(*STORAGE):
        words.next()
        return table
    if words.accept("DATA", "DIRECTORY") or words.accept("INDEX", "DIRECTORY"):
        words.accept("=")
        words.next()
        return table
    words.at = start
    return None


def partitioning(words: Words) -> Partitioning:
    words.expect("PARTITION", "BY")
    method, expression = _method(words)
    count = words.number() if words.accept("PARTITIONS") else None
    subpartitioned = words.accept("SUBPARTITION", "BY")
    if subpartitioned:
        _method(words)
        if words.accept("SUBPARTITIONS"):
            words.number()
    partitions = tuple(words.list_of(lambda: _partition(words))) if words.sees("(") else ()
    return Partitioning(method, expression, partitions, count, subpartitioned)


def _method(words: Words) -> tuple[str, str]:
    linear = "LINEAR " if words.accept("LINEAR") else ""
    method = words.accept_any("RANGE COLUMNS", "LIST COLUMNS", "RANGE", "LIST", "HASH", "KEY")
    if not method:
        raise words.fail("a method of partitioning")
    if method == "KEY" and words.accept("ALGORITHM", "="):
        words.number()
    return linear + method, words.parenthesised()


def _partition(words: Words) -> Partition:
    words.expect("PARTITION")
    name, values = words.name(), ""
    if words.accept("VALUES", "LESS", "THAN"):
        values = "MAXVALUE" if words.accept("MAXVALUE") else words.parenthesised()
    elif words.accept("VALUES", "IN"):
        values = words.parenthesised()
    elif words.accept("DEFAULT"):
        values = "DEFAULT"
    while not words.done and not words.sees(",") and not words.sees(")"):
        if words.accept("("):
            words.skip_to_closing()
        else:
            words.next()
    return Partition(name, values)
