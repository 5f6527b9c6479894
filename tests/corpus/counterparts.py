"""Which types of PostgreSQL hold all that a type of MariaDB holds, and which defaults are the same value."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from .catalog import Column

TYPE = re.compile(r"(\w+(?: precision| varying| without time zone| with time zone)?)(?:\(([^)]*)\))?(.*)")
BYTES = {"tinyint": 1, "smallint": 2, "mediumint": 3, "int": 4, "integer": 4, "bigint": 8}
PG_BYTES = {"smallint": 2, "integer": 4, "bigint": 8}

SAME: dict[str, tuple[str, ...]] = {
    "float": ("real", "double precision"), "double": ("double precision",), "date": ("date",),
    "year": ("smallint", "integer"), "tinytext": ("text",), "text": ("text",), "mediumtext": ("text",),
    "longtext": ("text",), "binary": ("bytea",), "varbinary": ("bytea",), "tinyblob": ("bytea",), "blob": ("bytea",),
    "mediumblob": ("bytea",), "longblob": ("bytea",), "inet4": ("inet",), "inet6": ("inet",), "uuid": ("uuid",),
    "set": ("text[]",), "point": ("point",), "polygon": ("polygon",), "linestring": ("path",),
}  # fmt: skip


def family(type: str) -> str:
    return type.partition("(")[0].partition(" ")[0]


def length(type: str) -> int | None:
    found = re.search(r"\((\d+)", type)
    return int(found[1]) if found else None


def problem(theirs: Column, ours: Column, *, bound: bool) -> str:
    """Why the type is no counterpart; empty where it is one. `bound`: a counter, or tied to one by a foreign key."""
    name, type = family(theirs.type), ours.type
    said = f"{re.sub(r'[(].*[)]', '', theirs.type)} became {re.sub(r'[(].*[)]', '', type)}"
    if theirs.json:
        return "" if ours.json else f"json became {type}"
    if name in BYTES:
        return "" if _holds(theirs.type, type, bound=bound) else said
    if name in SAME:
        return "" if type in SAME[name] else said
    match name:
        case "varchar" | "char":
            if type in ("text", "citext"):
                return ""
            ok = type.startswith("character varying") and (length(type) or 0) >= (length(theirs.type) or 0)
            return "" if ok and (bound or length(type) == length(theirs.type)) else f"{theirs.type} became {type}"
        case "decimal":
            wanted = re.search(r"\(([\d,]+)\)", theirs.type)
            return "" if wanted and type == f"numeric({wanted[1]})" else f"{theirs.type} became {type}"
        case "bit":
            return "" if type in (f"bit({length(theirs.type)})", "boolean") else f"{theirs.type} became {type}"
        case "enum":
            return "" if ours.members or type == "text" or type.startswith("character varying") else said
        case "datetime" | "timestamp" | "time":
            return "" if _moment(name, theirs.type, type) else f"{theirs.type} became {type}"
    return f"{theirs.type} became {type}"


def _holds(theirs: str, ours: str, *, bound: bool) -> bool:
    """Whether every number fits, in an integer type where there is one."""
    name, unsigned = family(theirs), "unsigned" in theirs
    if ours == "boolean":
        return theirs.startswith("tinyint(1)")
    if ours == "numeric(20,0)":
        return name == "bigint" and unsigned
    if ours not in PG_BYTES:
        return False
    if name == "bigint" and unsigned:
        # What counts up never gets there, and an identity cannot be more.
        return ours == "bigint" and bound
    bits = 8 * BYTES[name] - (0 if unsigned else 1)
    return 8 * PG_BYTES[ours] - 1 >= bits


def _moment(name: str, theirs: str, ours: str) -> bool:
    precision = length(theirs) or 0
    spelled = {"datetime": "timestamp({}) without time zone", "timestamp": "timestamp({}) with time zone"}
    if name == "time":
        return ours in (f"time({precision}) without time zone", "interval", f"interval({precision})")
    return ours == spelled[name].format(precision)


def same_default(theirs: Column, ours: Column) -> bool:
    """Whether both evaluate to the same value."""
    here, there = theirs.default, ours.default
    if here is None or there is None:
        return here is there
    if here == there or (ours.type == "inet" and there.partition("/")[0] == here):
        return True
    one, other = _number(here), _number(there)
    if one is not None and other is not None:
        return one == other or (family(theirs.type) == "float" and abs(one - other) <= abs(one) * Decimal("1e-6"))
    name = family(theirs.type)
    if ours.type == "boolean":
        return (one != 0) == (there in ("true", "t"))
    if name in ("datetime", "timestamp", "date", "time"):
        return _settled(here) == _settled(there)
    if ours.type == "bytea":
        raw = bytes.fromhex(there.removeprefix("\\x")) if there.startswith("\\x") else there.encode()
        return raw.rstrip(b"\0") == here.encode().rstrip(b"\0")
    if name == "set":
        return sorted(filter(None, here.split(","))) == sorted(_members(there))
    if name == "enum":
        return here.lower() == there.lower()
    if name == "bit":
        return int.from_bytes(here.encode("latin-1")) == int(there or "0", 2)
    return False


def _members(array: str) -> list[str]:
    """Those of an array, which is written as PostgreSQL shows it."""
    found = re.findall(r'"((?:[^"\\]|\\.)*)"|([^{},"]+)', array)
    return [re.sub(r"\\(.)", r"\1", quoted) or plain for quoted, plain in found]


def _settled(moment: str) -> str:
    """Without the zone, and without a time that is midnight."""
    return re.sub(r" 00:00:00$", "", re.sub(r"(?:\.0+)?(?:\+00)?$", "", moment))


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
