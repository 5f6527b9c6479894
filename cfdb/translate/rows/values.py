"""One value of a row: from MySQL's literal to the text that PostgreSQL's type reads."""

from __future__ import annotations

import ipaddress
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation

from cfdb.model.policies import Policies
from cfdb.model.schema import Column, Table
from cfdb.translate.rows import spatial, times
from cfdb.translate.rows.charsets import text_of
from cfdb.translate.rows.literals import Kind, Literal
from cfdb.translate.types import BYTES, INTEGERS, SPATIAL, is_boolean

Tell = Callable[[str, str], None]
"""Takes a code and a message, which begins with table and column."""

_WIDE = Context(prec=80)
"""Digits enough for every number that is written out."""

EPOCH = {"date": "1970-01-01"}
EPOCH_MOMENT = "1970-01-01 00:00:00"

_leading_number = re.compile(rb"\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)").match
_null_escape = re.compile(r"((?:^|[^\\])(?:\\\\)*)(?:\\u0000)+")
_surrogate = re.compile(
    r"((?:^|[^\\])(?:\\\\)*)(?:(\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|\\u[dD][89a-fA-F][0-9a-fA-F]{2})"
)


@dataclass(frozen=True, slots=True)
class Target:
    """A column that takes values. `encoding` is the character set of the dump."""

    column: Column
    table: Table
    policies: Policies
    encoding: str

    @property
    def where(self) -> str:
        return f"{self.table.name}.{self.column.name}"

    @property
    def charset(self) -> str:
        """That of the column: what bytes in it mean."""
        return self.column.type.charset or self.table.charset or "utf8mb4"

    def text(self, literal: Literal, tell: Tell) -> str | None:
        """The value as text; None is NULL."""
        if literal.kind is Kind.NULL:
            return None
        return reader(self.column, self.policies)(self, literal, tell)

    def missing(self, instead: str) -> str | None:
        """NULL, or where the column allows none, something else."""
        return None if self.column.nullable else instead


Read = Callable[[Target, Literal, Tell], str | None]


def reader(column: Column, policies: Policies) -> Read:
    """How values of a column's type are read."""
    if is_boolean(column, policies) and not column.auto_increment:
        return _boolean
    return READERS.get(column.type.name, _text)


def _decoded(target: Target, literal: Literal, tell: Tell) -> str:
    """The text of any literal, without what PostgreSQL's text cannot hold."""
    if literal.kind is Kind.NUMBER:
        return _shown(literal.data)
    charset = literal.charset or target.encoding
    if literal.kind is Kind.BYTES or literal.charset == "binary":
        charset = literal.charset if literal.charset not in ("", "binary") else target.charset
    try:
        text = text_of(literal.data, charset)
    except UnicodeDecodeError:
        text = literal.data.decode(errors="replace")
        tell("invalid-text", f"{target.where}: bytes that are no {charset} became U+FFFD")
    if "\0" in text:
        tell("nul-byte", f"{target.where}: NUL bytes are dropped: a text of PostgreSQL cannot hold them")
        text = text.replace("\0", "")
    return text


def _shown(digits: bytes) -> str:
    """A number as a text: 1e3 is 1000."""
    text = digits.decode()
    return text if "e" not in text.lower() else f"{float(text):.15g}"


def _text(target: Target, literal: Literal, tell: Tell) -> str | None:
    return _decoded(target, literal, tell)


def _char(target: Target, literal: Literal, tell: Tell) -> str | None:
    """MySQL gives a CHAR without the blanks at its end."""
    return _decoded(target, literal, tell).rstrip(" ")


def _number(target: Target, literal: Literal, tell: Tell) -> Decimal:
    if literal.kind is Kind.BYTES:
        return Decimal(int.from_bytes(literal.data, "big"))
    found = _leading_number(literal.data)
    if found is None or found.end() != len(literal.data.rstrip()):
        tell("not-a-number", f"{target.where}: texts that are no number became the number that they begin with, or 0")
    try:
        return Decimal(found[1].decode()) if found else Decimal(0)
    except InvalidOperation:  # an exponent that Decimal does not take
        return Decimal(0)


def _integer(target: Target, literal: Literal, tell: Tell) -> str | None:
    number = _number(target, literal, tell)
    if abs(number) >= Decimal(10) ** 40:
        # Writing out 1e999999999 would take all memory; the type refuses it anyway.
        return str(number)
    return str(int(number.quantize(Decimal(1), ROUND_HALF_UP, context=_WIDE)))


def _exact(target: Target, literal: Literal, tell: Tell) -> str | None:
    if literal.kind is Kind.NUMBER:
        return literal.data.decode()
    return str(_number(target, literal, tell))


def _boolean(target: Target, literal: Literal, tell: Tell) -> str | None:
    number = _number(target, literal, tell)
    if number not in (0, 1):
        tell("not-a-boolean", f"{target.where}: numbers other than 0 and 1 became true")
    return "true" if number else "false"


def _year(target: Target, literal: Literal, tell: Tell) -> str | None:
    number = int(_number(target, literal, tell))
    if literal.kind is Kind.NUMBER and number == 0:
        return "0"
    if literal.kind is Kind.TEXT and literal.data.strip() == b"0000":
        return "0"
    return str(times.in_century(number))


def _moment(target: Target, literal: Literal, tell: Tell) -> str | None:
    name = target.column.type.name
    epoch = EPOCH.get(name, EPOCH_MOMENT)
    text = literal.data.decode(errors="replace")
    try:
        if literal.kind is Kind.BYTES:
            raise ValueError("no date")
        return times.moment(text, dated=name == "date")
    except times.ZeroDate:
        null = target.policies.zero_dates == "null" and target.column.nullable
        became = "NULL" if null else epoch
        why = "" if target.column.nullable or target.policies.zero_dates != "null" else ", as the column allows no NULL"
        tell("zero-date", f"{target.where}: zero dates became {became}{why}")
        return None if null else epoch
    except ValueError:
        found = target.missing(epoch)
        tell("invalid-date", f"{target.where}: texts that are no date became {found or 'NULL'}")
        return found


def _time(target: Target, literal: Literal, tell: Tell) -> str | None:
    try:
        return times.clock(literal.data.decode(errors="replace"))
    except times.OutOfRange as error:
        found = target.missing(error.nearest)
        became = "the nearest one" if found else "NULL"
        tell("time-range", f"{target.where}: times below zero or beyond 24 hours became {became}")
        return found
    except ValueError:
        found = target.missing("00:00:00")
        tell("invalid-time", f"{target.where}: texts that are no time became {found or 'NULL'}")
        return found


def raw_bytes(target: Target, literal: Literal) -> bytes:
    if target.column.type.name == "binary":
        return literal.data.ljust(target.column.type.length or 1, b"\0")
    return literal.data


def _bytes(target: Target, literal: Literal, _: Tell) -> str | None:
    return "\\x" + raw_bytes(target, literal).hex()


def _bits(target: Target, literal: Literal, tell: Tell) -> str | None:
    # A text is its bytes here, were they digits.
    is_number = literal.kind is Kind.NUMBER
    number = int(_number(target, literal, tell)) if is_number else int.from_bytes(literal.data, "big")
    length = target.column.type.length or 1
    if not 0 <= number < 1 << length:
        tell("bit-range", f"{target.where}: values of more than {length} bits became the largest one")
        number = (1 << length) - 1
    return f"{number:0{length}b}"


def _json(target: Target, literal: Literal, tell: Tell) -> str | None:
    text = _decoded(target, literal, tell)
    if "\\u0000" in text:
        cleaned = _null_escape.sub(r"\1", text)
        if cleaned != text:
            tell("nul-byte", f"{target.where}: \\u0000 is dropped: jsonb cannot hold it")
        text = cleaned
    if "\\u" in text:
        cleaned = _surrogate.sub(lambda found: found[1] + (found[2] or "\\ufffd"), text)
        if cleaned != text:
            tell("invalid-text", f"{target.where}: halves of a character became U+FFFD")
        text = cleaned
    return text


def member_of(text: str, members: tuple[str, ...]) -> str | None:
    """The member that a text means: case and trailing blanks do not matter where there is no exact one."""
    if text in members:
        return text
    folded = text.rstrip(" ").casefold()
    return next((member for member in members if member.rstrip(" ").casefold() == folded), None)


def _enum(target: Target, literal: Literal, tell: Tell) -> str | None:
    members = target.column.type.arguments
    if literal.kind is not Kind.NUMBER:
        text = _decoded(target, literal, tell)
        if (found := member_of(text, members)) is not None:
            return found
    else:
        text = literal.data.decode()
    if text.isdecimal() and len(text) < 9 and 0 < int(text) <= len(members):
        return members[int(text) - 1]
    instead = target.missing(members[0] if members else "")
    became = "NULL" if instead is None else f"{instead!r}, as the column allows no NULL"
    tell("enum-value", f"{target.where}: values that are no member became {became}")
    return instead


def _set(target: Target, literal: Literal, tell: Tell) -> str | None:
    members = target.column.type.arguments
    if literal.kind is Kind.NUMBER or literal.kind is Kind.BYTES:
        number = int(_number(target, literal, tell))
        found = [member for at, member in enumerate(members) if number >> at & 1]
        complete = 0 <= number < 1 << len(members)
    else:
        text = _decoded(target, literal, tell)
        named = [member_of(part, members) for part in text.split(",")] if text else []
        found = [member for member in members if member in named]
        complete = None not in named
    if not complete:
        tell("set-value", f"{target.where}: values that are no member are left out")
    return array(found)


def array(texts: list[str]) -> str:
    """As PostgreSQL writes an array of texts."""
    return "{" + ",".join(map(_element, texts)) + "}"


def _element(text: str) -> str:
    if re.fullmatch(r"\w+", text) and text.upper() != "NULL":
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _uuid(target: Target, literal: Literal, tell: Tell) -> str | None:
    if literal.kind is Kind.BYTES and len(literal.data) == 16:
        return str(uuid.UUID(bytes=literal.data))
    return _decoded(target, literal, tell)


def _inet(target: Target, literal: Literal, tell: Tell) -> str | None:
    if literal.kind is Kind.BYTES and len(literal.data) in (4, 16):
        return str(ipaddress.ip_address(literal.data))
    return _decoded(target, literal, tell)


def _spatial(target: Target, literal: Literal, tell: Tell) -> str | None:
    try:
        if literal.kind is Kind.NUMBER:
            raise ValueError("a number")
        return (spatial.extended if target.policies.spatial == "postgis" else spatial.native)(literal.data)
    except ValueError as error:
        tell("geometry", f"{target.where}: {error} became NULL")
        return None


READERS: dict[str, Read] = {
    **dict.fromkeys(INTEGERS, _integer),
    **dict.fromkeys(("decimal", "float", "double"), _exact),
    **dict.fromkeys(("date", "datetime", "timestamp"), _moment),
    **dict.fromkeys(BYTES, _bytes),
    **dict.fromkeys(SPATIAL, _spatial),
    "char": _char,
    "year": _year,
    "time": _time,
    "bit": _bits,
    "json": _json,
    "enum": _enum,
    "set": _set,
    "uuid": _uuid,
    "inet4": _inet,
    "inet6": _inet,
}
"""By the name of the type; all else is text."""
