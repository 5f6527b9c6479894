"""Passes over a whole schema before anything is written: what MySQL leaves unsaid, and types that have to agree."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from cfdb.model.policies import Policies
from cfdb.model.schema import Check, Column, Index, IndexKind, Part, Schema, Table, Type

JSON_CHECK = re.compile(r"json_valid\s*\(\s*`?([^`()]+?)`?\s*\)", re.IGNORECASE)
RANKS = ("tinyint", "smallint", "mediumint", "int", "bigint")

Key = tuple[str, str]
"""Table, and column in lower case: two tables may differ by case alone."""


def agreed(schema: Schema, policies: Policies) -> Schema:
    """The schema as PostgreSQL has to be told of it."""
    tables = {
        name: _indexed(_with_json(_with_numbers(table, policies.numbers))) for name, table in schema.tables.items()
    }
    schema = replace(schema, tables=tables)
    groups = _groups(schema)
    return replace(schema, tables={name: _typed(table, groups) for name, table in schema.tables.items()})


def referenced(key_columns: tuple[str, ...], table: Table | None) -> tuple[str, ...]:
    """The columns that a foreign key points at: those of the primary key where none are named."""
    if key_columns or table is None:
        return key_columns
    primary = (index for index in table.indexes if index.kind is IndexKind.PRIMARY)
    return tuple(part.column for index in primary for part in index.parts)


def _with_numbers(table: Table, numbers: Collection[str]) -> Table:
    """A tinyint(1) that holds more than 0 and 1 is a tinyint like any other."""

    def settled(column: Column) -> Column:
        if f"{table.name}.{column.name}".lower() in numbers and column.type.name == "tinyint":
            return replace(column, type=replace(column.type, arguments=()))
        return column

    return replace(table, columns=tuple(map(settled, table.columns))) if numbers else table


def idle(schema: Schema, numbers: Collection[str]) -> list[str]:
    """Those of the `numbers` that decide nothing: there is no such column, or it is no tinyint."""
    known = {
        f"{table.name}.{column.name}".lower()
        for table in schema.tables.values()
        for column in table.columns
        if column.type.name == "tinyint"
    }
    return sorted(set(numbers) - known)


def _with_json(table: Table) -> Table:
    """MariaDB's JSON is a longtext with a CHECK that it is valid."""
    documents = {
        found[1].lower(): check for check in table.checks if (found := JSON_CHECK.fullmatch(check.expression.strip()))
    }

    def settled(column: Column) -> Column:
        if column.type.name == "longtext" and column.name.lower() in documents:
            return replace(column, type=Type("json"))
        return column

    kept: tuple[Check, ...] = tuple(check for check in table.checks if check not in documents.values())
    return replace(table, columns=tuple(map(settled, table.columns)), checks=kept)


def _indexed(table: Table) -> Table:
    """MySQL gives every foreign key an index, where no other begins with its columns."""
    added: list[Index] = []
    for key in table.foreign_keys:
        wanted = [column.lower() for column in key.columns]
        if not any(_begins(index, wanted) for index in (*table.indexes, *added)):
            parts = tuple(Part(column) for column in key.columns)
            added.append(Index(IndexKind.INDEX, parts, key.name, origin=key.origin))
    return replace(table, indexes=(*table.indexes, *added))


def _begins(index: Index, columns: list[str]) -> bool:
    if index.kind in (IndexKind.FULLTEXT, IndexKind.SPATIAL):
        return False
    own = [part.column.lower() if part.length is None else "" for part in index.parts]
    return own[: len(columns)] == columns


def _groups(schema: Schema) -> Mapping[Key, Type]:
    """Columns that foreign keys tie together, each with the type that all of them get."""
    parent: dict[Key, Key] = {}

    def root(key: Key) -> Key:
        while parent.setdefault(key, key) != key:
            key = parent[key]
        return key

    for table in schema.tables.values():
        for foreign_key in table.foreign_keys:
            target = schema.table(foreign_key.table)
            there = referenced(foreign_key.references, target)
            if target is None or len(there) != len(foreign_key.columns):
                continue
            for here, other in zip(foreign_key.columns, there, strict=True):
                parent[root((table.name, here.lower()))] = root((target.name, other.lower()))
    members: dict[Key, list[Key]] = {}
    for key in parent:
        members.setdefault(root(key), []).append(key)
    found: dict[Key, Type] = {}
    for group in members.values():
        columns = [column for name, own in group if (column := _column(schema, name, own))]
        if (common := _common(columns)) is not None:
            found |= dict.fromkeys(group, common)
    return found


def _column(schema: Schema, table: str, name: str) -> Column | None:
    found = schema.table(table)
    return found.column(name) if found else None


def _common(columns: Iterable[Column]) -> Type | None:
    """The one type that holds what all of them hold; None where they are not of a kind."""
    types = [column.type for column in columns]
    if types and all(type.name in RANKS for type in types):
        widest = max(types, key=lambda type: RANKS.index(type.name))
        unsigned = any(type.unsigned for type in types)
        rank = RANKS.index(widest.name) + (1 if unsigned and widest.name in ("smallint", "int") else 0)
        # tinyint(1) as a key is a number, whatever the policy for flags is.
        return Type(RANKS[rank])
    if types and all(type.name in ("char", "varchar") for type in types):
        return max(types, key=lambda type: type.length or 0)
    return None


def _typed(table: Table, groups: Mapping[Key, Type]) -> Table:
    def settled(column: Column) -> Column:
        common = groups.get((table.name, column.name.lower()))
        if common is not None:
            kept = column.type if column.type.name == common.name and not column.type.unsigned else common
            return replace(column, type=kept if kept.name != "tinyint" else replace(kept, arguments=()))
        if column.auto_increment:
            return replace(column, type=_counting(column.type))
        return column

    return replace(table, columns=tuple(map(settled, table.columns)))


def _counting(type: Type) -> Type:
    """An identity is an integer; UNSIGNED ones are one step wider, and bigint where there is none."""
    if type.name not in RANKS:
        return Type("bigint")
    rank = RANKS.index(type.name) + (1 if type.unsigned and type.name in ("smallint", "int") else 0)
    return Type(RANKS[rank])
