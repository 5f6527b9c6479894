"""The columns of a SELECT, as the server describes them: it prepares the query, and does not run it."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, NamedTuple, Protocol

from pymysql.constants import COMMAND, FIELD_TYPE, FLAG
from pymysql.protocol import FieldDescriptorPacket

from cfdb.dialects.mysql.connection import Link
from cfdb.dialects.mysql.failures import translated
from cfdb.model.copy import SourceColumn
from cfdb.model.schema import Type
from cfdb.translate.reading.types import type_of
from cfdb.translate.reading.words import Words

BINARY = 63
"""The number of the collation `binary`: bytes, or no text at all."""

NOT_FIXED = 31
"""Decimals of a floating-point number that has none of its own are this or more."""

NUMBERS = {
    FIELD_TYPE.TINY: "tinyint", FIELD_TYPE.SHORT: "smallint", FIELD_TYPE.INT24: "mediumint", FIELD_TYPE.LONG: "int",
    FIELD_TYPE.LONGLONG: "bigint",
}  # fmt: skip
MOMENTS = {FIELD_TYPE.DATETIME: "datetime", FIELD_TYPE.TIMESTAMP: "timestamp", FIELD_TYPE.TIME: "time"}
SIMPLE = {
    FIELD_TYPE.DATE: "date", FIELD_TYPE.NEWDATE: "date", FIELD_TYPE.YEAR: "year", FIELD_TYPE.NULL: "null",
    FIELD_TYPE.JSON: "json", FIELD_TYPE.GEOMETRY: "geometry",
}  # fmt: skip
BLOBS = (FIELD_TYPE.TINY_BLOB, FIELD_TYPE.BLOB, FIELD_TYPE.MEDIUM_BLOB, FIELD_TYPE.LONG_BLOB)
SIZES = ((255, "tiny"), (65_535, ""), (16_777_215, "medium"))
"""Bytes of a blob or text, and what its name begins with; beyond them it is long."""

DECLARED = frozenset({
    "enum", "set", "uuid", "inet4", "inet6", "point", "linestring", "polygon", "multipoint", "multilinestring",
    "multipolygon", "geometrycollection",
})  # fmt: skip
"""Types of which a result tells less than the declaration of its column."""

UNDECLARED = (FIELD_TYPE.STRING, FIELD_TYPE.GEOMETRY, FIELD_TYPE.ENUM, FIELD_TYPE.SET)


class Charset(NamedTuple):
    name: str
    widest: int
    """Bytes of its longest character."""


class Field(Protocol):
    """What PyMySQL reads of a column's description; its stubs do not say so."""

    db: bytes
    org_table: str
    name: str
    org_name: str
    charsetnr: int
    length: int
    type_code: int
    flags: int
    scale: int


def described(link: Link, select: str) -> list[SourceColumn]:
    """What `select`, one query without parameters, yields. Raises DatabaseError where the server refuses it."""
    with _untouched_charsets(link):
        fields = _prepared(link, select)
    charsets = _charsets(link, {field.charsetnr for field in fields} - {BINARY})
    declared = _declared(link, fields)
    return [_column(field, charsets, declared.get(_origin(field))) for field in fields]


@contextmanager
def _untouched_charsets(link: Link) -> Iterator[None]:
    """A server that converts results describes what they are converted to, and not what the columns are."""
    link.ask("SET character_set_results = NULL")
    try:
        yield
    finally:
        link.ask("SET character_set_results = utf8mb4")


def _prepared(link: Link, select: str) -> list[Field]:
    raw = link.raw
    with translated():
        raw._execute_command(COMMAND.COM_STMT_PREPARE, select)
        answer = raw._read_packet()
        statement, columns, parameters = struct.unpack_from("<IHH", answer.get_all_data(), 1)
        _read(raw, parameters)
        found = _read(raw, columns)
        # Nothing answers to this one.
        raw._execute_command(COMMAND.COM_STMT_CLOSE, struct.pack("<I", statement))
    return found


def _read(raw: Any, count: int) -> list[Field]:
    found = [raw._read_packet(FieldDescriptorPacket) for _ in range(count)]
    if count:
        raw._read_packet()
    return found


def _charsets(link: Link, numbers: Iterable[int]) -> Mapping[int, Charset]:
    """Character sets by the numbers of their collations."""
    wanted = ", ".join(map(str, sorted(numbers)))
    if not wanted:
        return {}
    named = link.ask(
        f"SELECT id, character_set_name, maxlen FROM information_schema.collations"
        f" JOIN information_schema.character_sets USING (character_set_name) WHERE id IN ({wanted})"
    )
    found = {int(number): Charset(str(name), int(widest)) for number, name, widest in named}
    if link.vendor == "mariadb" and len(found) < wanted.count(",") + 1:
        # From 10.10 on a collation can be of several character sets, and has a number with each.
        named = link.ask(
            f"SELECT a.id, a.character_set_name, c.maxlen"
            f" FROM information_schema.collation_character_set_applicability AS a"
            f" JOIN information_schema.character_sets AS c ON c.character_set_name = a.character_set_name"
            f" WHERE a.id IN ({wanted})"
        )
        found |= {int(number): Charset(str(name), int(widest)) for number, name, widest in named}
    return found


Origin = tuple[str, str, str]


def _origin(field: Field) -> Origin:
    return field.db.decode(), field.org_table, field.org_name


def _declared(link: Link, fields: Iterable[Field]) -> Mapping[Origin, Type]:
    """Columns that are selected as they are, where their declaration tells more."""
    asked = sorted({_origin(field) for field in fields if field.type_code in UNDECLARED and field.org_table})
    if not asked:
        return {}
    places = ", ".join(["(%s, %s, %s)"] * len(asked))
    rows = link.ask(
        "SELECT table_schema, table_name, column_name, column_type FROM information_schema.columns"
        f" WHERE (table_schema, table_name, column_name) IN ({places})",
        [name for origin in asked for name in origin],
    )
    known = {(database, table, column): type_of(Words(_text(type))) for database, table, column, type in rows}
    return {origin: type for origin, type in known.items() if type.name in DECLARED}


def _text(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


def _column(field: Field, charsets: Mapping[int, Charset], declared: Type | None) -> SourceColumn:
    charset = charsets.get(field.charsetnr, Charset("binary" if field.charsetnr == BINARY else "", 1))
    type = _type(field, charset)
    if declared is not None:
        type = replace(declared, charset=type.charset)
    return SourceColumn(field.name, type, nullable=not field.flags & FLAG.NOT_NULL)


def _type(field: Field, charset: Charset) -> Type:
    code, flags = field.type_code, field.flags
    unsigned, zerofill = bool(flags & FLAG.UNSIGNED), bool(flags & FLAG.ZEROFILL)
    if name := SIMPLE.get(code):
        return Type(name, charset="utf8mb4" if name == "json" else "")
    if name := NUMBERS.get(code):
        return Type(
            name, (str(field.length),) if zerofill or (name, field.length) == ("tinyint", 1) else (), unsigned, zerofill
        )
    if name := MOMENTS.get(code):
        return Type(name, (str(field.scale),) if 0 < field.scale <= 6 else ())
    if code == FIELD_TYPE.BIT:
        return Type("bit", (str(field.length),))
    if code in (FIELD_TYPE.FLOAT, FIELD_TYPE.DOUBLE):
        arguments = (str(field.length), str(field.scale)) if field.scale < NOT_FIXED else ()
        return Type("float" if code == FIELD_TYPE.FLOAT else "double", arguments, unsigned, zerofill)
    if code in (FIELD_TYPE.DECIMAL, FIELD_TYPE.NEWDECIMAL):
        # The length is that of the text: with a point, and a sign.
        digits = field.length - (field.scale > 0) - (not unsigned)
        return Type("decimal", (str(digits), str(field.scale)), unsigned, zerofill)
    return _of_characters(field, charset)


def _of_characters(field: Field, charset: Charset) -> Type:
    code, flags = field.type_code, field.flags
    if flags & FLAG.ENUM or code == FIELD_TYPE.ENUM:
        return Type("enum", charset=charset.name)
    if flags & FLAG.SET or code == FIELD_TYPE.SET:
        return Type("set", charset=charset.name)
    is_text = charset.name != "binary"
    if code in BLOBS:
        size = next((name for limit, name in SIZES if field.length <= limit), "long")
        return Type(size + ("text" if is_text else "blob"), charset=charset.name)
    name = ("char" if is_text else "binary") if code == FIELD_TYPE.STRING else "varchar" if is_text else "varbinary"
    return Type(name, (str(field.length // charset.widest),), charset=charset.name)
