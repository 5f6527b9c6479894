"""DEFAULT: literals by the type of their column, and the moment."""

from __future__ import annotations

import re

from cfdb.model.schema import Column, Table
from cfdb.translate.expressions import Untranslatable, expression
from cfdb.translate.names import literal
from cfdb.translate.rows import times
from cfdb.translate.rows.values import member_of
from cfdb.translate.types import BYTES, INTEGERS, is_boolean
from cfdb.translate.writing.piece import Writer

MOMENT = re.compile(r"(?:current_timestamp|now|localtimestamp|localtime)\s*(?:\(\s*(\d*)\s*\))?", re.IGNORECASE)
ZERO_DATE = re.compile(r"0000-\d\d-\d\d.*|\d{4}-00-\d\d.*|\d{4}-\d\d-00.*")
NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
BITS = re.compile(r"b'([01]*)'|0b([01]+)", re.IGNORECASE)
HEX = re.compile(r"x'([0-9a-f]*)'|0x([0-9a-f]+)", re.IGNORECASE)
ISO = re.compile(r"\d{4}-\d\d-\d\d(?!\d)")
PLACELESS = re.compile(r"'\d{4}-\d{1,2}-\d{1,2}([ T][\d:.]*)?'")
"""A moment that does not say in which time zone it is."""
LONGEST_BIT = 20
"""Digits of 2 to the power of 64."""

NUMBERS = (*INTEGERS, "decimal", "float", "double", "year")
MOMENTS = ("datetime", "timestamp", "date", "time")


EPOCH = "'1970-01-01 00:00:00'"
EPOCH_MOMENT = "'1970-01-01 00:00:00+00'"


class NoDefault(Exception):
    """The default has no counterpart."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


def moment(text: str, column: Column) -> str | None:
    """CURRENT_TIMESTAMP(n) as the column's type wants it; None where the text is something else."""
    found = MOMENT.fullmatch(text.strip())
    if not found:
        return None
    precision = f"({found[1] or 0})" if column.type.name in ("timestamp", "datetime") else ""
    word = "LOCALTIMESTAMP" if column.type.name == "datetime" else "CURRENT_TIMESTAMP"
    return word + precision


def default(writer: Writer, column: Column, table: Table) -> str | None:
    """What stands behind DEFAULT; None where there is none. Raises NoDefault."""
    given = column.default
    if given is None or column.auto_increment or column.generated:
        return None
    if given.expression:
        if (found := moment(given.expression, column)) is not None:
            return found
        if bits := BITS.fullmatch(given.expression):
            return _bits(column, bits[1] if bits[1] is not None else bits[2])
        if column.type.name in BYTES and (digits := HEX.fullmatch(given.expression)):
            return _padded_bytes(column, bytes.fromhex(digits[1] if digits[1] is not None else _even(digits[2])))
        return _expression(writer, column, table, given.expression)
    if given.literal is None:
        return None
    if column.type.name in BYTES and (lost := [sign for sign in "?\ufffd" if sign in given.literal]):
        message = f"default {given.literal!r}: a dump has {lost[0]} for each byte that is no UTF-8"
        writer.change("default", message, f"{table.name}.{column.name}", column.origin)
    return _literal(writer, column, given.literal)


def _expression(writer: Writer, column: Column, table: Table, text: str) -> str:
    try:
        found = expression(
            text, table=table, schema=writer.schema, names=writer.names, policies=writer.policies, target=column,
            default=True,
        )  # fmt: skip
    except Untranslatable as error:
        raise NoDefault("default", error.reason) from error
    for note in found.notes:
        writer.change("default", note, f"{table.name}.{column.name}", column.origin)
    return found.sql


def _even(digits: str) -> str:
    return digits.rjust(len(digits) + len(digits) % 2, "0")


def _literal(writer: Writer, column: Column, text: str) -> str:
    if is_boolean(column, writer.policies):
        return "true" if text.strip().lstrip("+-0.") else "false"
    name = column.type.name
    if name in MOMENTS:
        found = _moment(column, text, zero_dates=writer.policies.zero_dates)
        # A TIMESTAMP is told in the time zone of the session, which is UTC in dumps.
        return f"{found[:-1]}+00'" if name == "timestamp" and PLACELESS.fullmatch(found) else found
    if name in BYTES:
        return _bytes(column, text)
    write = WRITERS.get(name)
    return write(column, text) if write else literal(text)


def _number(_: Column, text: str) -> str:
    if not NUMBER.fullmatch(text.strip()):
        raise NoDefault("default", f"default {text!r} is no number")
    return text.strip()


def _moment(column: Column, text: str, *, zero_dates: str) -> str:
    if MOMENT.fullmatch(text):
        return moment(text, column) or ""
    if ZERO_DATE.fullmatch(text) or (column.type.name != "time" and not text.strip("0:.- ")):
        if zero_dates == "epoch":
            return EPOCH
        raise NoDefault("zero-date-default", f"default {text!r} is no date")
    if column.type.name != "time" and ISO.match(text):
        return literal(text)
    try:
        return literal(times.clock(text) if column.type.name == "time" else _iso(column, text))
    except times.OutOfRange as error:
        raise NoDefault("default", f"default {text!r} is no time of a day") from error
    except times.ZeroDate as error:
        raise NoDefault("zero-date-default", f"default {text!r} is no date") from error
    except ValueError as error:
        raise NoDefault("default", f"default {text!r} is no {column.type.name}") from error


def _iso(column: Column, text: str) -> str:
    return times.moment(text, dated=column.type.name == "date")


def _padded(_: Column, text: str) -> str:
    """MySQL gives a CHAR without the blanks at its end."""
    return literal(text.rstrip(" "))


def _bytes(column: Column, text: str) -> str:
    return _padded_bytes(column, text.encode())


def _padded_bytes(column: Column, raw: bytes) -> str:
    if column.type.name == "binary":
        raw = raw.ljust(column.type.length or 1, b"\0")
    return f"'\\x{raw.hex()}'"


def _set(column: Column, text: str) -> str:
    """MySQL has members in the order in which they were declared, each once."""
    if not text:
        return "'{}'"
    found = [member_of(part, column.type.arguments) for part in text.split(",")]
    if None in found:
        raise NoDefault("default", f"default {text!r} is no member of the set")
    return "ARRAY[" + ", ".join(literal(member) for member in column.type.arguments if member in found) + "]"


def _year(column: Column, text: str) -> str:
    """Two digits are of this century or the last one; 0 is a year where it is no text."""
    if not text.strip().isdecimal():
        raise NoDefault("default", f"default {text!r} is no year")
    if not int(text) and (len(text) > 2 or not (column.default and column.default.quoted)):
        return "0"
    return str(times.in_century(int(text)))


def _member(column: Column, text: str) -> str:
    if text in column.type.arguments:
        return literal(text)
    # An ENUM compares as its collation does: mostly, case does not matter.
    near = [member for member in column.type.arguments if member.lower() == text.lower()]
    if not near:
        raise NoDefault("default", f"default {text!r} is no member of the enum")
    return literal(near[0])


def _bit(column: Column, text: str) -> str:
    if text.isdecimal() and len(text) <= LONGEST_BIT:
        return _bits(column, f"{int(text):b}")
    return _bits(column, "".join(f"{ord(sign):08b}" for sign in text))


def _bits(column: Column, digits: str) -> str:
    if column.type.name == "bit":
        return f"B'{digits.rjust(column.type.length or 1, '0')[-(column.type.length or 1) :]}'"
    return str(int(digits or "0", 2))


WRITERS = {**dict.fromkeys(NUMBERS, _number), "bit": _bit, "char": _padded, "set": _set, "year": _year, "enum": _member}
