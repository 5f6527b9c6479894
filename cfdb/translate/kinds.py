"""What kind of value a column holds once it is in PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from cfdb.model.policies import Policies
from cfdb.model.schema import Column, Table, Type
from cfdb.translate.names import Names, quoted
from cfdb.translate.types import collation, enum_type, ignores_case
from cfdb.translate.values import CITEXT, Kind, Value

KINDS = {
    "tinyint": Kind.SMALLINT,
    "smallint": Kind.SMALLINT,
    "mediumint": Kind.INTEGER,
    "int": Kind.INTEGER,
    "bigint": Kind.BIGINT,
    "decimal": Kind.NUMERIC,
    "float": Kind.REAL,
    "double": Kind.DOUBLE,
    "bit": Kind.BIT,
    "boolean": Kind.SMALLINT,
    "bool": Kind.SMALLINT,
    "year": Kind.SMALLINT,
    "date": Kind.DATE,
    "datetime": Kind.TIMESTAMP,
    "timestamp": Kind.TIMESTAMPTZ,
    "time": Kind.TIME,
    "json": Kind.JSON,
    "enum": Kind.ENUM,
    "set": Kind.SET,
    "uuid": Kind.UUID,
    "inet4": Kind.INET,
    "inet6": Kind.INET,
    **dict.fromkeys(("char", "varchar", "tinytext", "text", "mediumtext", "longtext"), Kind.TEXT),
    **dict.fromkeys(("binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob"), Kind.BYTES),
}
WIDER = {"smallint": Kind.INTEGER, "int": Kind.BIGINT, "bigint": Kind.NUMERIC}
"""UNSIGNED, where the policy asks for the next wider type."""


def kind_of(type: Type, policies: Policies) -> Kind:
    if type.name == "tinyint" and type.length == 1 and policies.tinyint1 == "boolean":
        return Kind.BOOLEAN
    if type.unsigned and policies.unsigned == "wider" and type.name in WIDER:
        return WIDER[type.name]
    return KINDS.get(type.name, Kind.OTHER)


def of_type(sql: str, type: Type, policies: Policies, *, table: Table | None = None) -> Value:
    """A value of this type, such as a routine's variable."""
    kind = kind_of(type, policies)
    members = type.arguments if kind in {Kind.ENUM, Kind.SET} else ()
    texts = kind in {Kind.TEXT, Kind.ENUM, Kind.SET}
    return Value(
        sql,
        kind,
        members=members,
        collation=collation(type, table) if texts else "",
        scale=scale_of(type, kind),
        length=(type.length or 1) if kind is Kind.BIT else None,
    )


def scale_of(type: Type, kind: Kind) -> int | None:
    if kind is Kind.NUMERIC:
        return type.scale or 0
    if kind in {Kind.TIME, Kind.TIMESTAMP, Kind.TIMESTAMPTZ}:
        return type.length or 0
    return 0 if kind in {Kind.SMALLINT, Kind.INTEGER, Kind.BIGINT} else None


def of_column(column: Column, table: Table, names: Names, policies: Policies) -> Value:
    """The column of a table, by its name alone."""
    from_type = of_type(quoted(names.column(table.name, column.name)), column.type, policies, table=table)
    primary = any(
        index.kind == "primary" and any(part.column.lower() == column.name.lower() for part in index.parts)
        for index in table.indexes
    )
    enum = from_type.kind is Kind.ENUM and policies.enum == "type"
    caseless = policies.collation == "citext" and from_type.kind is Kind.TEXT and ignores_case(column, table)
    return Value(
        from_type.sql,
        from_type.kind,
        members=from_type.members,
        type=quoted(enum_type(column, table, names)) if enum else CITEXT if caseless else "",
        collation=from_type.collation,
        scale=from_type.scale,
        length=from_type.length,
        nullable=column.nullable and not primary,
    )


@dataclass(frozen=True, slots=True)
class Columns(Mapping[str, Value]):
    """The columns of a table by their names in lower case: of a thousand, an expression mostly reads one or two."""

    table: Table
    names: Names
    policies: Policies
    columns: Mapping[str, Column]
    known: dict[str, Value] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Value:
        found = self.known.get(name)
        if found is None:
            found = self.known[name] = of_column(self.columns[name], self.table, self.names, self.policies)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self.columns)

    def __len__(self) -> int:
        return len(self.columns)

    def __contains__(self, name: object) -> bool:
        return name in self.columns


def columns_of(table: Table, names: Names, policies: Policies, known: Mapping[str, Value]) -> Columns:
    """`known` are values that stand in for columns."""
    return Columns(table, names, policies, {column.name.lower(): column for column in table.columns}, dict(known))
