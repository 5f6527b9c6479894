"""Column types, without their synonyms."""

from __future__ import annotations

from dataclasses import replace

from cfdb.model.schema import Type
from cfdb.syntax.tokens import Kind
from cfdb.translate.reading.words import Words

SYNONYMS: dict[str, str] = {
    "integer": "int", "int1": "tinyint", "int2": "smallint", "int3": "mediumint", "middleint": "mediumint",
    "int4": "int", "int8": "bigint", "dec": "decimal", "numeric": "decimal", "fixed": "decimal",
    "number": "decimal", "real": "double", "float4": "float", "float8": "double", "character": "char", "nchar": "char",
    "nvarchar": "varchar", "varcharacter": "varchar", "varchar2": "varchar", "raw": "varbinary", "clob": "longtext",
    "geomcollection": "geometrycollection",
}  # fmt: skip
"""https://dev.mysql.com/doc/refman/8.0/en/other-vendor-data-types.html"""

PHRASES: dict[tuple[str, ...], str] = {
    ("DOUBLE", "PRECISION"): "double", ("CHARACTER", "VARYING"): "varchar", ("CHAR", "VARYING"): "varchar",
    ("NATIONAL", "CHARACTER", "VARYING"): "varchar", ("NATIONAL", "CHAR", "VARYING"): "varchar",
    ("NATIONAL", "VARCHARACTER"): "varchar", ("NATIONAL", "VARCHAR"): "varchar", ("NATIONAL", "CHARACTER"): "char",
    ("NATIONAL", "CHAR"): "char", ("NCHAR", "VARYING"): "varchar", ("NCHAR", "VARCHAR"): "varchar",
    ("CHAR", "BYTE"): "binary", ("LONG", "VARCHAR"): "mediumtext", ("LONG", "CHAR", "VARYING"): "mediumtext",
    ("LONG", "VARBINARY"): "mediumblob", ("LONG",): "mediumtext",
}  # fmt: skip

TEXTS = {"char", "varchar", "tinytext", "text", "mediumtext", "longtext", "enum", "set"}

LONG_FLOAT = 24
"""Bits of precision up to which FLOAT(p) is single (https://dev.mysql.com/doc/refman/8.0/en/floating-point-types.html)."""


def type_of(words: Words) -> Type:
    """The type that comes next, with its attributes."""
    phrase = max((phrase for phrase in PHRASES if words.sees(*phrase)), key=len, default=())
    if phrase:
        words.accept(*phrase)
        found = Type(PHRASES[phrase])
    else:
        token = words.next()
        if token.kind is not Kind.WORD:
            words.at -= 1
            raise words.fail("a type")
        name = token.value.lower()
        if name in ("bool", "boolean"):
            found = Type("tinyint", ("1",))
        elif name == "serial":
            found = Type("serial")
        else:
            found = Type(SYNONYMS.get(name, name))
    if words.accept("("):
        found = replace(found, arguments=tuple(_arguments(words)))
    if found.name == "float" and len(found.arguments) == 1 and (found.length or 0) > LONG_FLOAT:
        found = Type("double")
    return _attributes(words, found)


def _arguments(words: Words) -> list[str]:
    found: list[str] = []
    while not words.accept(")"):
        token = words.next()
        if token.kind is Kind.END:
            raise words.fail("a closing parenthesis")
        if token.kind is Kind.TEXT or token.value != ",":
            found.append(token.value)
    return found


def _attributes(words: Words, found: Type) -> Type:  # noqa: C901 - a flat list of attributes
    while True:
        if words.accept("UNSIGNED"):
            found = replace(found, unsigned=True)
        elif words.accept("ZEROFILL"):
            found = replace(found, zerofill=True, unsigned=True)
        elif words.accept("SIGNED"):
            continue
        elif words.accept("CHARACTER", "SET") or words.accept("CHARSET"):
            words.accept("=")
            found = replace(found, charset=words.name().lower())
        elif words.accept("COLLATE"):
            words.accept("=")
            found = replace(found, collation=words.name().lower())
        elif words.accept("ASCII"):
            found = replace(found, charset="latin1")
        elif words.accept("UNICODE"):
            found = replace(found, charset="ucs2")
        elif words.accept("BYTE"):
            found = replace(found, name={"char": "binary", "varchar": "varbinary"}.get(found.name, "blob"))
        elif words.sees("BINARY") and found.name in (
            "char",
            "varchar",
            "tinytext",
            "text",
            "mediumtext",
            "longtext",
            "enum",
            "set",
        ):
            words.next()
            found = replace(found, collation="binary collation of its charset")
        else:
            return found
