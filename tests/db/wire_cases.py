"""Values of every MySQL type at their limits, and what each of them is to be in PostgreSQL, told by Python alone."""

from __future__ import annotations

import ipaddress
import json
import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, localcontext
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class Source:
    """A column of MySQL, and values as they are written in an INSERT."""

    declared: str
    values: tuple[str, ...]


NASTY = (
    "''",
    "'a'",
    "'A'",
    "'tab\\there'",
    "'line\\nbreak'",
    "'return\\rhere'",
    "'back\\\\slash\\\\n'",
    "'\\\\N'",
    "'\\\\.'",
    "'it''s \"quoted\"'",
    "'{}'",
    "'{a,b}'",
    "'12'",
    "' 7 '",
    "'-1.5e3'",
    "'0.125'",
    "'yes'",
    "'FALSE'",
    "'2024-02-29'",
    "'2024-02-29 23:59:59.25'",
    "'10:20:30'",
    '\'["a", "b\\\\\\\\\\\\"c", null, 1]\'',
    "'[[1]]'",
    "'[{}]'",
    "'[]'",
    "'{\"k\": [1e400, 12345678901234567890123]}'",
    "'[\"\\\\u0041\"]'",
    "'\"x\\\\u0000y\"'",
    "'0101'",
    "'10.0.0.1'",
    "'10.0.0.0/8'",
    "'2001:DB8::1'",
    "'08:00:2b:01:02:03'",
    "'0800.2b01.0203'",
    "'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'",
    "'{a0eebc999c0b4ef8bb6d6bb9bd380a11}'",
    "'<a>1</a>'",
    "'trailing  '",
    "' '",
)
UNICODE = ("'é'", "'日本'", "'ß'")
ASTRAL = ("'😀'", "'a😀\\t'")

SOURCES = (
    Source("tinyint", ("-128", "127", "0", "1", "2", "-1")),
    Source("tinyint(1)", ("0", "1", "2")),
    Source("tinyint(4) unsigned zerofill", ("0", "1", "42", "255")),
    Source("tinyint unsigned", ("0", "255")),
    Source("smallint", ("-32768", "32767", "0")),
    Source("smallint unsigned", ("0", "65535")),
    Source("mediumint", ("-8388608", "8388607")),
    Source("mediumint unsigned", ("16777215",)),
    Source("int", ("-2147483648", "2147483647", "0", "16777217")),
    Source("int unsigned", ("0", "4294967295")),
    Source("bigint", ("-9223372036854775808", "9223372036854775807", "9007199254740993", "9007199254740992", "1")),
    Source("bigint unsigned", ("0", "18446744073709551615", "9223372036854775808", "9223372036854775807")),
    Source("year", ("0", "1901", "2155")),
    Source("decimal(10,2)", ("-99999999.99", "99999999.99", "0", "1", "1.5", "0.01", "100", "-0.01")),
    Source("decimal(5,0)", ("-99999", "99999", "0", "100", "10")),
    Source("decimal(3,3)", ("0.999", "-0.001", "0")),
    Source("decimal(20,4) unsigned", ("9999999999999999.9999", "12.5")),
    Source("decimal(65,0)", ("9" * 65, "-" + "9" * 65, "0", "1" + "0" * 64)),
    Source("decimal(65,30)", ("9" * 35 + "." + "9" * 30, "-" + "9" * 35 + "." + "9" * 30, "0." + "0" * 29 + "1", "7")),
    Source(
        "float",
        ("0.1", "16777216", "16777217", "3.402823466e38", "-3.402823466e38", "1e-45", "1.17549435e-38", "0", "1.5"),
    ),
    Source("float(7,2)", ("12345.67", "0.5", "-1")),
    Source(
        "double",
        (
            "0.1",
            "1e22",
            "1e-7",
            "1e15",
            "123456789012345680",
            "1.7976931348623157e308",
            "-1.7976931348623157e308",
            "5e-324",
            "2.2250738585072014e-308",
            "0.30000000000000004",
            "9007199254740993",
            "9.2233720368547758e18",
            "-9.2233720368547758e18",
            "0",
            "1",
            "-1e-300 * 1e-300",
            "1e-46",
            "3.4028235677973362e38",
            "3.4028235e38",
            "0.5",
            "2.675",
            "1e300",
            "100000",
        ),
    ),
    Source("double(20,3)", ("12345678901234.567", "0.001", "-1.5", "100")),
    Source("bit(1)", ("0", "1")),
    Source("bit(5)", ("0", "21", "31")),
    Source("bit(64)", ("0", "18446744073709551615", "9223372036854775807", "1")),
    Source(
        "date",
        (
            "'1000-01-01'",
            "'9999-12-31'",
            "'0001-01-01'",
            "'2024-02-29'",
            "'1969-12-31'",
            "0",
            "'2024-00-10'",
            "'2024-05-00'",
            "'0000-05-06'",
            "'2023-02-31'",
        ),
    ),
    Source(
        "datetime",
        (
            "'1000-01-01 00:00:00'",
            "'9999-12-31 23:59:59'",
            "'2024-02-29 10:20:30'",
            "'2024-02-29'",
            "0",
            "'2024-00-01 10:00:00'",
            "'2023-02-30 01:02:03'",
            "'0000-00-00 10:11:12'",
            "'1970-01-01 00:00:10'",
        ),
    ),
    Source(
        "datetime(6)",
        (
            "'9999-12-31 23:59:59.999999'",
            "'2024-02-29 10:20:30.5'",
            "'2024-02-29 10:20:30.000001'",
            "'2024-02-29 10:20:30'",
            "'2024-02-29 00:00:00'",
            "'0001-01-01 00:00:00.120'",
            "0",
        ),
    ),
    Source("datetime(3)", ("'2024-02-29 10:20:30.5'", "'2024-02-29 10:20:30.129'", "'2024-02-29 10:20:00'")),
    Source("timestamp NULL", ("'1970-01-01 00:00:01'", "'2038-01-19 03:14:07'", "0", "'2024-03-31 02:30:00'")),
    Source(
        "timestamp(6) NULL", ("'1970-01-01 00:00:01.000001'", "'2038-01-19 03:14:07.999999'", "'2024-01-01 00:00:00'")
    ),
    Source(
        "time",
        (
            "'-838:59:59'",
            "'838:59:59'",
            "'00:00:00'",
            "'23:59:59'",
            "'24:00:00'",
            "'24:00:01'",
            "'-00:00:01'",
            "'10:20:00'",
        ),
    ),
    Source(
        "time(6)",
        (
            "'-838:59:59.000000'",
            "'838:59:59.999999'",
            "'00:00:00.5'",
            "'23:59:59.999999'",
            "'-00:00:00.000001'",
            "'10:20:30'",
            "'24:00:00.000001'",
            "'-10:20:30.25'",
        ),
    ),
    Source("char(60)", (*NASTY[:12], *UNICODE)),
    Source("varchar(60) CHARACTER SET utf8mb4", (*NASTY, *UNICODE, *ASTRAL, "'a\\0b'")),
    Source("varchar(60) CHARACTER SET utf8mb3", (*NASTY[:12], *UNICODE)),
    Source("varchar(60) CHARACTER SET latin1", (*NASTY[:12], "'é'", "'€'", "x'81'", "'a\\0b'")),
    Source("varchar(60) CHARACTER SET ucs2", (*NASTY[:12], *UNICODE, "'a\\0b'")),
    Source("varchar(60) CHARACTER SET utf16", (*NASTY[:12], *ASTRAL)),
    Source("varchar(60) CHARACTER SET cp1251", ("'Привет'", "'a\\tб'")),
    Source("varchar(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin", NASTY[:12]),
    Source("varchar(5)", ("'abcde'", "'ab   '", "'abcd '", "'😀😀😀😀😀'")),
    Source("tinytext", NASTY[10:20]),
    Source("text", (*NASTY[:12], *ASTRAL, "REPEAT('x\\n', 3000)")),
    Source("longtext", (*NASTY[20:30], "'a\\0'")),
    Source(
        "json",
        (
            '\'{"a": 1, "b": [1, 2.50, 1e400, "\\\\u00e9\\\\n"]}\'',
            "'null'",
            "'\"x\"'",
            '\'["a", "b"]\'',
            "'12345678901234567890.123456789'",
            "'[]'",
            "'{}'",
            '\'["tab\\\\there", "a\\\\\\\\nb", "q\\\\\\""]\'',
        ),
    ),
    Source("binary(16)", ("x'00112233445566778899aabbccddeeff'", "''", "'text'")),
    Source(
        "varbinary(40)", ("''", "x'00'", "x'ff00fe'", "'text\\t\\n\\\\'", "'é'", "x'00112233445566778899aabbccddeeff'")
    ),
    Source("blob", ("''", "REPEAT(x'00ff', 40000)", "'plain'", "x'c328'")),
    Source(
        "enum('a','B','with space','tab\\t','{}','')", ("'a'", "'B'", "'with space'", "'tab\\t'", "'{}'", "''", "0")
    ),
    Source("enum('yes','no')", ("'yes'", "'no'", "''")),
    Source(
        "set('a','b','q\"','back\\\\','tab\\t')",
        ("''", "'a'", "'a,b'", "'q\"'", "'a,back\\\\,tab\\t'", "'a,b,q\",back\\\\,tab\\t'"),
    ),
    Source(
        "geometry",
        (
            "POINT(1.5, -2)",
            "ST_GeomFromText('LINESTRING(0 0,1 1e22,0.1 2)')",
            "ST_GeomFromText('POLYGON((0 0,1 0,1 1,0 0))')",
            "ST_GeomFromText('POLYGON((0 0,9 0,9 9,0 0),(1 1,2 1,2 2,1 1))')",
            "ST_GeomFromText('MULTIPOINT(1 2,3 4)')",
            "ST_GeomFromText('GEOMETRYCOLLECTION(POINT(1 2))')",
        ),
    ),
    Source(
        "point", ("POINT(0.1, 0.30000000000000004)", "POINT(-1e300, 1e-300)", "ST_GeomFromText('POINT(1 2)', 4326)")
    ),
    Source("polygon", ("ST_GeomFromText('POLYGON((0 0,1.25 0,1 1e22,0 0))')",)),
    Source("linestring", ("ST_GeomFromText('LINESTRING(0 0,0.1 -1,2 2)')",)),
    Source("uuid", ("'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'", "'00000000-0000-0000-0000-000000000000'")),
    Source("inet6", ("'::1'", "'2001:db8::ff00:42:8329'", "'::ffff:10.0.0.1'")),
)

TARGETS = (
    "boolean",
    "smallint",
    "integer",
    "bigint",
    "real",
    "double precision",
    "numeric",
    "numeric(10,2)",
    "numeric(65,30)",
    "numeric(8,0)",
    "numeric(20,4)",
    "numeric(40,35)",
    "numeric(3,5)",
    "numeric(4,-2)",
    "text",
    "varchar",
    "varchar(5)",
    "varchar(60)",
    "char(8)",
    "citext",
    "labels",
    "yes_no",
    "uuid",
    "json",
    "jsonb",
    "bytea",
    "date",
    "timestamp",
    "timestamp(0)",
    "timestamp(3)",
    "timestamptz",
    "timestamptz(3)",
    "time",
    "time(0)",
    "time(3)",
    "interval",
    "interval(0)",
    "timetz",
    "bit(1)",
    "bit(5)",
    "bit(8)",
    "bit(64)",
    "varbit",
    "varbit(5)",
    "inet",
    "cidr",
    "macaddr",
    "text[]",
    "varchar(8)[]",
    "integer[]",
    "point",
    "polygon",
    "path",
    "oid",
    "money",
    "xml",
    "int4range",
)

SET_UP = """
    CREATE EXTENSION citext;
    CREATE TYPE labels AS ENUM ('a', 'B', 'with space', E'tab\\t', '{}', 'back\\slash\\n', '😀', '42', '127');
    CREATE TYPE yes_no AS ENUM ('no', 'yes')
"""


class Odd(Exception):
    """Python does not know what this is to be."""


TRUE = ("t", "true", "y", "yes", "on", "1")
FALSE = ("f", "false", "n", "no", "off", "0")


def wanted(value: Any, family: str, target: str, *, scale: int | None) -> Any:
    """What `value`, as PyMySQL reads it, is in PostgreSQL, in the words of `seen`. Raises Odd."""
    if value is None:
        return None
    if family == "bit" and target not in ("bit", "varbit"):
        value = int.from_bytes(value, "big")
    text = value if isinstance(value, str) else None
    if family == "bytes" and isinstance(value, bytes):
        text = value.decode(errors="surrogateescape")
    try:
        return WANTED[target](value, text, family, scale)
    except (KeyError, ValueError, TypeError, ArithmeticError) as error:
        raise Odd(f"{value!r}: {error!r}") from error


def _number(value: Any, text: str | None) -> Decimal:
    return (
        Decimal(text.strip()) if text is not None else Decimal(repr(value) if isinstance(value, float) else str(value))
    )


def _integer(value: Any, text: str | None, family: str, scale: int | None) -> Any:
    # All digits, where they are a double's.
    number = Decimal(value) if isinstance(value, float) else _number(value, text)
    if number != int(number):
        raise Odd("a fraction")
    return int(number)


def _boolean(value: Any, text: str | None, family: str, scale: int | None) -> Any:
    if text is None:
        return {0: False, 1: True}[value]
    word = text.strip().lower()
    return {**dict.fromkeys(TRUE, True), **dict.fromkeys(FALSE, False)}[word]


def _numeric(value: Any, text: str | None, family: str, scale: int | None) -> Any:
    number = _number(value, text)
    with localcontext() as context:
        context.prec = 1500
        if scale is not None and number != round(number, scale):
            raise Odd("more decimals")
        return +number


def _text(value: Any, text: str | None, family: str, scale: int | None) -> Any:
    if text is not None:
        return text
    raise Odd("MySQL's own notation")


def _json(value: Any, text: str | None, family: str, scale: int | None) -> Any:
    return json.loads(text if text is not None else str(value), parse_float=Decimal, parse_int=Decimal)


def _bytes(value: Any, text: str | None, family: str, scale: int | None) -> Any:
    if isinstance(value, bytes):
        return value
    raise Odd("bytes of a character set")


def _moment(value: Any, text: str | None, family: str, scale: int | None) -> Any:
    if text is not None:
        return datetime.fromisoformat(text)
    return value if isinstance(value, datetime) else datetime.combine(value, time())


def _date(value: Any, text: str | None, family: str, scale: int | None) -> Any:
    if text is not None:
        return date.fromisoformat(text)
    return value.date() if isinstance(value, datetime) else value


def _time(value: Any, text: str | None, family: str, scale: int | None) -> Any:
    if text is None:
        return value
    found = time.fromisoformat(text)
    return timedelta(hours=found.hour, minutes=found.minute, seconds=found.second, microseconds=found.microsecond)


def _bits(value: Any, text: str | None, family: str, scale: int | None) -> Any:
    if family == "bit":
        return int.from_bytes(value, "big")
    return int(text or "0", 2) if text is not None else int(value)


def _uuid(value: Any, text: str | None, family: str, scale: int | None) -> Any:
    return UUID(bytes=value) if isinstance(value, bytes) else UUID(text)


def _address(value: Any, text: str | None, family: str, scale: int | None) -> Any:
    return ipaddress.ip_interface((text or "").strip())


def _mac(value: Any, text: str | None, family: str, scale: int | None) -> Any:
    return re.sub("[:.-]", "", text or "").lower()


def _list(value: Any, text: str | None, family: str, scale: int | None) -> Any:
    if family == "set":
        return text.split(",") if text else []
    found = json.loads(text or "", parse_float=str, parse_int=str)
    if not isinstance(found, list):
        raise Odd("no list")
    return [str(each).lower() if isinstance(each, bool) else each for each in found]


def _point(value: Any, text: str | None, family: str, scale: int | None) -> Any:
    return struct.unpack("<2d", value[9:25])


def _points(value: Any, text: str | None, family: str, scale: int | None) -> Any:
    kind, first = struct.unpack_from("<II", value, 5)
    start = 13 if kind == 2 else 17
    count = first if kind == 2 else struct.unpack_from("<I", value, 13)[0]
    numbers = struct.unpack_from(f"<{2 * count}d", value, start)
    return list(zip(numbers[::2], numbers[1::2], strict=True))


WANTED: Mapping[str, Any] = {
    "bool": _boolean,
    **dict.fromkeys(("int2", "int4", "int8", "oid"), _integer),
    "float4": lambda value, text, *_: struct.pack("f", float(_number(value, text))),
    "float8": lambda value, text, *_: struct.pack("d", float(_number(value, text)) if text or value else value or 0.0),
    **dict.fromkeys(("numeric", "money"), _numeric),
    **dict.fromkeys(("text", "varchar", "citext", "enum", "xml"), _text),
    "bpchar": lambda *given: _text(*given).rstrip(" "),
    **dict.fromkeys(("json", "jsonb"), _json),
    "bytea": _bytes,
    "date": _date,
    **dict.fromkeys(("timestamp", "timestamptz"), _moment),
    **dict.fromkeys(("time", "timetz", "interval"), _time),
    **dict.fromkeys(("bit", "varbit"), _bits),
    "uuid": _uuid,
    **dict.fromkeys(("inet", "cidr"), _address),
    "macaddr": _mac,
    **dict.fromkeys(("_text", "_varchar", "_int4"), _list),
    "point": _point,
    **dict.fromkeys(("polygon", "path"), _points),
}


def seen(value: Any, target: str) -> Any:
    """A value of PostgreSQL, as psycopg reads it, in the same words."""
    if value is None:
        return None
    return SEEN.get(target, lambda it: it)(value)


def _clock(text: str) -> timedelta:
    hours, minutes, seconds = text.partition("+")[0].split(":")
    return timedelta(hours=int(hours), minutes=int(minutes), seconds=float(seconds))


def _coordinates(text: str) -> list[tuple[float, float]]:
    numbers = [float(each) for each in re.findall(r"[-+0-9.e]+", text)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


SEEN: Mapping[str, Any] = {
    "float4": lambda value: struct.pack("f", value),
    "float8": lambda value: struct.pack("d", value),
    "bpchar": lambda value: value.rstrip(" "),
    "money": lambda value: Decimal(value.replace("$", "").replace(",", "")),
    **dict.fromkeys(("json", "jsonb"), lambda text: json.loads(text, parse_float=Decimal, parse_int=Decimal)),
    "timestamptz": lambda value: value.astimezone(UTC).replace(tzinfo=None),
    **dict.fromkeys(("time", "timetz"), _clock),
    **dict.fromkeys(("bit", "varbit"), lambda text: int(text or "0", 2)),
    **dict.fromkeys(("inet", "cidr"), ipaddress.ip_interface),
    "macaddr": lambda text: text.replace(":", ""),
    "point": lambda text: _coordinates(text)[0],
    **dict.fromkeys(("polygon", "path"), _coordinates),
    "_int4": lambda value: [None if each is None else str(each) for each in value],
}

AS_TEXT = (
    "json",
    "jsonb",
    "time",
    "timetz",
    "inet",
    "cidr",
    "macaddr",
    "point",
    "polygon",
    "path",
    "money",
    "bit",
    "varbit",
)
"""Types that psycopg has no value for, or one that cannot hold all of theirs."""


CODECS = {
    "utf8mb4": "utf-8",
    "utf8mb3": "utf-8",
    "latin1": "cp1252",
    "ucs2": "utf-16-be",
    "utf16": "utf-16-be",
    "cp1251": "cp1251",
}


def encoded(text: str, charset: str) -> bytes:
    """In MySQL's latin1, what Windows leaves out is the byte itself."""
    try:
        return text.encode(CODECS[charset])
    except UnicodeEncodeError:
        return text.encode("latin-1")
