"""What a column's type is in PostgreSQL."""

from __future__ import annotations

from cfdb.model.policies import Policies
from cfdb.model.schema import Column, Table, Type
from cfdb.translate.names import Names, literal, quoted

PLAIN = {
    "tinyint": "smallint", "smallint": "smallint", "mediumint": "integer", "int": "integer", "bigint": "bigint",
    "float": "real", "double": "double precision", "date": "date", "year": "smallint", "json": "jsonb",
    "tinytext": "text", "text": "text", "mediumtext": "text", "longtext": "text", "binary": "bytea",
    "varbinary": "bytea", "tinyblob": "bytea", "blob": "bytea", "mediumblob": "bytea", "longblob": "bytea",
    "inet4": "inet", "inet6": "inet", "uuid": "uuid", "vector": "real[]", "xmltype": "xml", "set": "text[]",
}  # fmt: skip

WIDER = {
    "tinyint": "smallint",
    "smallint": "integer",
    "mediumint": "integer",
    "int": "bigint",
    "bigint": "numeric(20,0)",
}
"""For UNSIGNED: twice the positive range."""

NATIVE_SPATIAL = {"point": "point", "polygon": "polygon", "linestring": "path"}
SPATIAL = {
    "geometry", "point", "linestring", "polygon", "multipoint", "multilinestring", "multipolygon", "geometrycollection",
}  # fmt: skip

INTEGERS = ("tinyint", "smallint", "mediumint", "int", "bigint")
TEXTS = ("char", "varchar", "tinytext", "text", "mediumtext", "longtext")
BYTES = ("binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob")


class NoType(Exception):
    """There is no counterpart of this type."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def is_boolean(column: Column, policies: Policies) -> bool:
    """Whether a column becomes a boolean."""
    return column.type.name == "tinyint" and column.type.length == 1 and policies.tinyint1 == "boolean"


def enum_type(column: Column, table: Table, names: Names) -> str:
    """The name of the type that an ENUM becomes, not quoted."""
    return names.enum(table.name, column.name)


def sql_type(column: Column, table: Table, names: Names, policies: Policies) -> str:
    """The type as PostgreSQL writes it. Raises NoType."""
    if is_boolean(column, policies) and not column.auto_increment:
        return "boolean"
    return named_type(column, table, names, policies)


def named_type(column: Column, table: Table, names: Names, policies: Policies) -> str:
    type = column.type
    if type.name == "enum":
        return quoted(enum_type(column, table, names)) if policies.enum == "type" else "text"
    if type.name in SPATIAL:
        return _spatial(type.name, type.srid, policies)
    if type.unsigned and type.name in WIDER and policies.unsigned == "wider":
        # A key, or what counts up, stays an integer: see `agreement`.
        return WIDER[type.name]
    found = PLAIN.get(type.name) or _with_length(type)
    if found is None:
        raise NoType(f"type {type.name} has no counterpart")
    return found


def _with_length(type: Type) -> str | None:
    match type.name:
        case "char":
            return f"varchar({type.length or 1})"
        case "varchar":
            return f"varchar({type.length})" if type.length else "varchar"
        case "decimal":
            return f"numeric({','.join(type.arguments)})" if type.arguments else "numeric(10,0)"
        case "bit":
            return f"bit({type.length or 1})"
        case "datetime":
            return f"timestamp({type.length or 0})"
        case "timestamp":
            return f"timestamp({type.length or 0}) with time zone"
        case "time":
            return f"time({type.length or 0})"
    return None


def _spatial(name: str, srid: str, policies: Policies) -> str:
    if policies.spatial == "postgis":
        return f"geometry({name},{srid})" if srid else f"geometry({name})" if name != "geometry" else "geometry"
    if name in NATIVE_SPATIAL:
        return NATIVE_SPATIAL[name]
    raise NoType(f"type {name} needs PostGIS")


def ignores_case(column: Column | None, table: Table) -> bool:
    """Whether MySQL takes texts of the column for the same that differ in case."""
    return column is not None and column.type.name in TEXTS and collation(column.type, table) == "ci"


def collation(type: Type, table: Table | None) -> str:
    """cs where the collation tells case apart, ci where it does not, as MySQL's defaults do."""
    name = (type.collation or (table.collation if table and not type.charset else "")).lower()
    charset = (type.charset or (table.charset if table else "")).lower()
    if name:
        return "cs" if name == "binary" or name.endswith(("_bin", "_cs")) else "ci"
    return "cs" if charset == "binary" else "ci"


def type_checks(column: Column, table: Table, names: Names, policies: Policies) -> list[str]:
    """Conditions that keep the range of a type that PostgreSQL's does not have."""
    name = quoted(names.column(table.name, column.name))
    type = column.type
    if type.unsigned and not is_boolean(column, policies):
        return [f"{name} >= 0"]
    if type.name == "enum" and policies.enum == "check":
        return [f"{name} IN ({', '.join(literal(member) for member in type.arguments)})"]
    if policies.collation == "citext" and type.name in ("char", "varchar") and ignores_case(column, table):
        return [f"char_length({name}) <= {type.length or 1}"]
    if type.name == "set":
        return [f"{name} <@ ARRAY[{', '.join(literal(member) for member in type.arguments)}]::text[]"]
    return []


def range_lost(column: Column, policies: Policies) -> str:
    """What a type of PostgreSQL does not keep of MySQL's; nothing where it holds all of it."""
    type = column.type
    if type.name == "time":
        return "a time is within a day: one below 0 or above 24 hours is refused"
    if type.name in ("float", "double") and len(type.arguments) == 2:
        return f"values are not rounded to {type.arguments[1]} decimals"
    if type.name in SPATIAL and policies.spatial == "native":
        return "PostgreSQL's own geometry is of the plane, without a reference system"
    return ""
