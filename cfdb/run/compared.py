"""What a schema of MySQL declares, against what PostgreSQL's catalog has of it: the translator is not asked.

Types have counterparts, names may have been changed: whatever else differs has to be explained by a finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from cfdb.model.catalog import Catalog
from cfdb.model.schema import Column, Default, ForeignKey, Index, IndexKind, Origin, Table, Type
from cfdb.translate.names import Names
from cfdb.translate.reading.alter import index_name
from cfdb.translate.translation import Translation

COLUMN = re.compile(
    r"(?P<position>\d+) (?P<type>.+?), not null (?P<required>[tf]), default (?P<default>.*),"
    r" identity (?P<identity>\w?), generated (?P<generated>\w?), collation .*?, storage .*?, comment (?P<comment>.*)\Z",
    re.DOTALL,
)
FOREIGN_KEY = re.compile(r"FOREIGN KEY \((.*?)\) REFERENCES (.+?)\((.*?)\)(.*?), validated", re.DOTALL)
KEY = re.compile(r"(?:PRIMARY KEY|UNIQUE) \((.*?)\), validated")
INDEX = re.compile(
    r"CREATE (UNIQUE )?INDEX .+? ON (?:ONLY )?(\S+|\S*\".+?\") USING (\w+) \((.*)\)(?: WHERE .*)?, valid", re.DOTALL
)

BITS = {"tinyint": 8, "smallint": 16, "mediumint": 24, "int": 32, "bigint": 64}
HELD = {"smallint": 16, "integer": 32, "bigint": 64, "numeric(20,0)": 65}
TEXTS = ("text", "citext", "jsonb")
COUNTERPARTS: Mapping[str, tuple[str, ...]] = {
    "float": ("real", "double precision"), "double": ("double precision",), "date": ("date",), "year": ("smallint",),
    "tinytext": TEXTS, "text": TEXTS, "mediumtext": TEXTS, "longtext": TEXTS, "json": ("jsonb",), "set": ("text[]",),
    "binary": ("bytea",), "varbinary": ("bytea",), "tinyblob": ("bytea",), "blob": ("bytea",),
    "mediumblob": ("bytea",), "longblob": ("bytea",), "inet4": ("inet",), "inet6": ("inet",), "uuid": ("uuid",),
}  # fmt: skip
MOMENTS = {"datetime": " without time zone", "timestamp": " with time zone", "time": " without time zone"}


@dataclass(frozen=True, slots=True)
class Difference:
    """`object` is named as findings name it."""

    object: str
    message: str
    origin: Origin
    absent: bool = False
    """Whether it is not there at all: that something about it has changed explains nothing then."""


def differences(translation: Translation, catalog: Catalog) -> list[Difference]:
    """Those that no finding explains."""
    reasons = translation.writer.reasons
    told = {reason.object.lower() for reason in reasons}
    lost = {reason.object.lower() for reason in reasons if reason.lost or reason.message.startswith("it is called")}
    found = _Comparison(translation.writer.names, catalog, signed=translation.writer.policies.unsigned == "same")
    declared = translation.declared
    every = [difference for table in declared.tables.values() for difference in found.table(table)]
    every += found.beyond(tuple(declared.tables))
    return [it for it in every if it.object.lower() not in (lost if it.absent else told)]


def _bare(name: str) -> str:
    return name.replace('"', "").removeprefix("public.")


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip().strip('"').lower() for part in text.split(","))


class _Comparison:
    def __init__(self, names: Names, catalog: Catalog, *, signed: bool) -> None:
        self._names = names
        self._signed = signed
        self._objects = catalog.objects
        self._tables = {_bare(name): text for name, text in catalog.objects["tables"].items()}
        self._columns: dict[str, dict[str, re.Match[str]]] = {}
        for name, text in catalog.objects["columns"].items():
            if found := COLUMN.match(text):
                table, _, column = _bare(name).rpartition(".")
                self._columns.setdefault(table, {})[column] = found
        self._constraints = self._of_tables("constraints")
        self._triggers = self._of_tables("triggers")
        self._indexes: dict[str, list[tuple[bool, str]]] = {}
        for text in catalog.objects["indexes"].values():
            if index := INDEX.match(text):
                self._indexes.setdefault(_bare(index[2]), []).append(
                    (bool(index[1]), index[4].replace('"', "").lower())
                )

    def _of_tables(self, kind: str) -> dict[str, list[tuple[str, str]]]:
        """Names and definitions, by their tables."""
        found: dict[str, list[tuple[str, str]]] = {}
        for name, text in self._objects[kind].items():
            own, _, table = name.partition(" on ")
            found.setdefault(_bare(table), []).append((_bare(own), text))
        return found

    def beyond(self, declared: Sequence[str]) -> Iterator[Difference]:
        """Tables that nobody declared; partitions are parts of one that was."""
        known = {self._names.table(name) for name in declared}
        for name, text in self._tables.items():
            if name not in known and not re.search(r", partition [^,]", text):
                yield Difference(name, "PostgreSQL has a table that the source has not", Origin())

    def table(self, table: Table) -> Iterator[Difference]:
        own = self._names.table(table.name)
        if own not in self._tables:
            return
        if not self._tables[own].endswith(f"comment {table.comment}"):
            yield Difference(table.name, f"its comment is {table.comment!r} in the source only", table.origin)
        yield from self._all_columns(table, self._columns.get(own, {}))
        for index in table.indexes:
            if message := self._index(table, index):
                what = table.name if index.kind is IndexKind.PRIMARY else f"{table.name}.{index_name(index)}"
                yield Difference(what, message, index.origin, absent=True)
        for key in table.foreign_keys:
            if message := self._foreign_key(table, key):
                yield Difference(f"{table.name}.{key.name or '_'.join(key.columns)}", message, key.origin, absent=True)
        yield from self._checks(table)
        yield from self._on_update(table)

    # Columns

    def _all_columns(self, table: Table, columns: Mapping[str, re.Match[str]]) -> Iterator[Difference]:
        keys = {
            part.column.lower() for index in table.indexes if index.kind is IndexKind.PRIMARY for part in index.parts
        }
        before = 0
        for column in table.columns:
            there = columns.get(self._names.column(table.name, column.name))
            if there is None:
                continue
            name = f"{table.name}.{column.name}"
            for message in self._column(column, there, required=column.name.lower() in keys):
                yield Difference(name, message, column.origin)
            if int(there["position"]) < before:
                yield Difference(name, "it stands at another place among the columns", column.origin)
            before = int(there["position"])

    def _column(self, column: Column, there: re.Match[str], *, required: bool) -> Iterator[str]:
        type = there["type"]
        if not self._holds(column, type):
            yield f"{column.type.name} of the source became {type}"
        is_required = required or column.auto_increment or not column.nullable
        if is_required is not (there["required"] == "t"):
            yield "it may be NULL on one side only"
        counts = bool(there["identity"]) or there["default"].startswith("nextval(")
        if column.auto_increment is not counts:
            yield "it counts up on one side only"
        if bool(column.generated) is not bool(there["generated"]):
            yield "it is generated on one side only"
        if not counts and not column.generated and not _same_default(column, there["default"]):
            yield f"its default became {there['default'] or 'none'}"
        if there["comment"] != column.comment:
            yield f"its comment is {column.comment!r} in the source only"

    def _holds(self, column: Column, type: str) -> bool:
        name = column.type.name
        if name in BITS:
            return _holds_numbers(replace(column.type, unsigned=False) if self._signed else column.type, type)
        if name in COUNTERPARTS:
            return type in COUNTERPARTS[name]
        if name in ("char", "varchar"):
            length = re.fullmatch(r"character varying\((\d+)\)", type)
            return type in ("citext", "text", "bytea") or bool(length and int(length[1]) >= (column.type.length or 1))
        if name in MOMENTS:
            return re.sub(r"\(\d\)", "", type) == ("timestamp" if name != "time" else "time") + MOMENTS[name]
        if name == "decimal":
            wanted = f"numeric({column.type.length or 10},{column.type.scale or 0})"
            return type == wanted
        if name == "bit":
            return type in (f"bit({column.type.length or 1})", "boolean")
        if name == "enum":
            return type in ("text", "citext") or self._members(type) == column.type.arguments
        return True

    def _members(self, type: str) -> tuple[str, ...]:
        found = next((text for name, text in self._objects["enums"].items() if _bare(name) == _bare(type)), "")
        inner = found[1 : found.rfind("}, owner")]
        return tuple(
            re.sub(r"\\(.)", r"\1", quoted[1:-1]) if quoted.startswith('"') else quoted
            for quoted in re.findall(r'"(?:[^"\\]|\\.)*"|[^,]+', inner)
        )

    # Keys, indexes and checks

    def _index(self, table: Table, index: Index) -> str:
        own = self._names.table(table.name)
        columns = tuple(self._names.column(table.name, part.column).lower() for part in index.parts if part.column)
        if index.kind is IndexKind.PRIMARY:
            keys = [KEY.match(text) for _, text in self._constraints.get(own, []) if text.startswith("PRIMARY")]
            if not any(key and _listed(key[1]) == columns for key in keys):
                return f"the primary key ({', '.join(columns)}) is another one"
            return ""
        is_unique = index.kind is IndexKind.UNIQUE
        for unique, text in self._indexes.get(own, []):
            if unique is is_unique and _in_order(columns, text, free=index.kind is IndexKind.FULLTEXT):
                return ""
        return f"there is no {'unique ' if is_unique else ''}index on {', '.join(columns) or 'its expression'}"

    def _foreign_key(self, table: Table, key: ForeignKey) -> str:
        own, there = self._names.table(table.name), self._names.table(key.table)
        wanted = tuple(self._names.column(table.name, column).lower() for column in key.columns)
        near = False
        for _, text in self._constraints.get(own, []):
            found = FOREIGN_KEY.match(text)
            if found and _listed(found[1]) == wanted and _bare(found[2]).lower() == there.lower():
                near = True
                if _rule(found[4], "DELETE") == _plain(key.on_delete) and _rule(found[4], "UPDATE") == _plain(
                    key.on_update
                ):
                    return ""
        return "its ON DELETE or ON UPDATE is another one" if near else f"there is no foreign key to {key.table}"

    def _checks(self, table: Table) -> Iterator[Difference]:
        there = {
            name.lower()
            for name, text in self._constraints.get(self._names.table(table.name), [])
            if text.startswith("CHECK")
        }
        for check in table.checks:
            is_json = check.expression.lower().startswith("json_valid")
            if check.name and check.name.lower()[:63] not in there and not is_json:
                yield Difference(f"{table.name}.{check.name}", "there is no such check", check.origin, absent=True)

    def _on_update(self, table: Table) -> Iterator[Difference]:
        triggers = self._triggers.get(self._names.table(table.name), [])
        for column in table.columns:
            if column.on_update and not any(" BEFORE UPDATE ON " in text for _, text in triggers):
                yield Difference(f"{table.name}.{column.name}", "nothing sets it ON UPDATE", column.origin)


def _holds_numbers(type: Type, other: str) -> bool:
    """Whether every number fits; a counter or what refers to one may be as wide as a bigint only."""
    if other == "boolean":
        return type.name == "tinyint" and type.length == 1
    held = HELD.get(other, 0)
    return held >= min(BITS[type.name] + (1 if type.unsigned else 0), 64 if other == "bigint" else 65)


def _same_default(column: Column, there: str) -> bool:
    """Numbers and texts are compared; what is computed has to be there."""
    default = column.default
    if default is None or (default.literal is None and not default.expression):
        return not there or there.startswith("NULL")
    if default.literal is None or not there:
        return bool(there)
    if default.literal.startswith("0000-00-00"):
        return "1970-01-01" in there
    text = re.sub(r"::[\w\s.\"\[\]()]+\Z", "", there).strip("()")
    own = text[1:-1].replace("''", "'") if text.startswith("'") else text
    if column.type.name == "year" and own.isdecimal() and default.literal.isdecimal():
        return int(own) == _year(default)
    if column.type.name in (*BITS, "decimal", "float", "double"):
        try:
            if own in ("true", "false"):
                return (Decimal(default.literal) != 0) is (own == "true")
            return Decimal(own) == Decimal(default.literal)
        except InvalidOperation:
            return True
    return own == default.literal if column.type.name in ("varchar", "enum", "text") else True


def _year(default: Default) -> int:
    """What one or two digits mean (https://dev.mysql.com/doc/refman/8.4/en/year.html)."""
    text = default.literal or ""
    year = int(text)
    if year >= 100 or len(text) == 4:
        return year
    if year == 0:
        return 2000 if default.quoted else 0
    return year + (2000 if year < 70 else 1900)


def _in_order(columns: Sequence[str], text: str, *, free: bool) -> bool:
    """Whether an index's definition names the columns one after the other."""
    at = 0
    for column in columns:
        found = re.search(rf"(?<![\w$]){re.escape(column)}(?![\w$])", text[0 if free else at :])
        if found is None:
            return False
        at += found.end()
    return True


def _rule(text: str, event: str) -> str:
    found = re.search(rf"ON {event} (CASCADE|SET NULL|SET DEFAULT|RESTRICT|NO ACTION)", text)
    return _plain(found[1] if found else "")


def _plain(rule: str) -> str:
    return "" if rule.upper() in ("RESTRICT", "NO ACTION") else rule.upper()
