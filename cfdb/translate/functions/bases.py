"""Numbers, and bytes, as digits of another base, and as the characters that they stand for."""

from __future__ import annotations

import re
from dataclasses import replace

from cfdb.translate import literals
from cfdb.translate.casts import as_integer, as_small, as_text, plain
from cfdb.translate.comparing import as_bytes
from cfdb.translate.functions.function import Function
from cfdb.translate.scopes import Context
from cfdb.translate.values import CAST, INTEGERS, NUMBERS, OTHER, Kind, Untranslatable, Value, call, cast

DIGITS = {2: ("[01]", 64), 16: ("[0-9A-Fa-f]", 16)}
"""Of a base: what its digits are, and how many make 64 bits."""


def hex_(context: Context, given: list[Value]) -> Value:
    if given[0].kind in NUMBERS:
        return _hexadecimal(as_integer(context, given[0]))
    digits = call("encode", Kind.TEXT, as_bytes(context, given[0]), "'hex'", nullable=given[0].nullable)
    return _text("upper", digits)


def _text(name: str, value: Value) -> Value:
    return replace(call(name, Kind.TEXT, value, nullable=value.nullable), collation="ci")


def _wide(number: Value) -> Value:
    return number if number.kind is Kind.BIGINT and number.literal is None else cast(number, "bigint", Kind.BIGINT)


def _hexadecimal(number: Value) -> Value:
    return _text("upper", call("to_hex", Kind.TEXT, _wide(number), nullable=number.nullable))


def _binary(number: Value) -> Value:
    digits = f"ltrim({_wide(number).sql}::bit(64)::text, '0')"
    return Value(f"CASE {number.sql} WHEN 0 THEN '0' ELSE {digits} END", Kind.TEXT, collation="ci")


def _octal(context: Context, number: Value, what: str) -> Value:
    context.needs(16, what)
    return replace(call("to_oct", Kind.TEXT, _wide(number), nullable=number.nullable), collation="ci")


def unhex(context: Context, given: list[Value]) -> Value:
    text = plain(context, as_text(context, given[0]))
    if text.literal is not None and re.fullmatch("(?:[0-9A-Fa-f]{2})*", text.literal):
        return literals.bytes_of(bytes.fromhex(text.literal))
    valid = f"{text.within(7)} ~ '^([0-9A-Fa-f]{{2}})*$'"
    return Value(f"CASE WHEN {valid} THEN decode({text.sql}, 'hex') END", Kind.BYTES)


def bin_(context: Context, given: list[Value]) -> Value:
    return _binary(as_integer(context, given[0]))


def oct_(context: Context, given: list[Value]) -> Value:
    return _octal(context, as_integer(context, given[0]), "oct()")


def conv(context: Context, given: list[Value]) -> Value:
    """CONV between the bases that PostgreSQL writes and reads."""
    bases = [as_integer(context, one).literal for one in given[1:]]
    if any(base is None for base in bases):
        raise Untranslatable("conv() of bases that are computed")
    source, target = (int(base or 0) for base in bases)
    number = _read(context, given[0], source)
    if target == 16:
        return _hexadecimal(number)
    if target == 2:
        return _binary(number)
    if target == 8:
        return _octal(context, number, "conv() to base 8")
    if target == 10:
        context.note("a number of 64 bits whose first one is set is below zero, in MySQL a large one")
        return replace(cast(number, "text", Kind.TEXT), collation="ci")
    raise Untranslatable(f"conv() to base {target}")


def _read(context: Context, value: Value, base: int) -> Value:
    """The number that a text begins with, in this base."""
    if base == 10 and value.kind in {*INTEGERS, Kind.NUMERIC}:
        # Decimals are cut.
        cut = value if value.kind in INTEGERS else Value(f"trunc({value.sql})", Kind.NUMERIC, nullable=value.nullable)
        return as_integer(context, cut)
    if value.literal == "":
        return Value("NULL::bigint", Kind.BIGINT, CAST)
    if base == 10:
        return as_integer(context, _not_empty(as_text(context, value)))
    if base not in DIGITS:
        raise Untranslatable(f"conv() from base {base}")
    text = plain(context, as_text(context, value))
    text = cast(text, "text", Kind.TEXT) if text.literal is not None else _not_empty(text)
    digit, most = DIGITS[base]
    pattern = f"^[[:space:]]*0*({digit}{{0,{most}}})"
    shown = f"lpad(substring({text.sql} FROM '{pattern}'), {most}, '0')"
    if base == 16:
        shown = f"('x' || {shown})"
    return Value(f"{shown}::bit(64)::bigint", Kind.BIGINT, CAST, nullable=text.nullable, scale=0)


def _not_empty(text: Value) -> Value:
    """Of nothing there is no number, not even 0."""
    return text if text.literal is not None else Value(f"NULLIF({text.sql}, '')", Kind.TEXT)


def char(context: Context, given: list[Value]) -> Value:
    """CHAR without a character set: bytes, which are a text where they are written in one."""
    known = [value for value in given if value.kind is not Kind.NULL]
    numbers = [as_integer(context, value).literal for value in known]
    if all(number is not None for number in numbers):
        return literals.bytes_of(b"".join(_bytes(int(number or 0)) for number in numbers))
    context.note("char() of a number beyond 127 is a character here, in MySQL a byte; of 0 it raises an error")
    shown = [_character(context, value) for value in known]
    return Value(" || ".join(shown), Kind.TEXT, OTHER if len(shown) > 1 else 12, nullable=False, collation="ci")


def _bytes(number: int) -> bytes:
    if not 0 <= number < 2**32:
        raise Untranslatable("char() of a number below zero, or beyond 32 bits")
    return number.to_bytes(max((number.bit_length() + 7) // 8, 1), "big")


def _character(context: Context, value: Value) -> str:
    number = as_small(context, value)
    shown = f"chr({number.sql})"
    return f"COALESCE({shown}, '')" if number.nullable and number.literal is None else shown


def char_using(context: Context, given: list[Value], charset: str) -> Value:
    """CHAR(… USING charset)."""
    found = char(context, given)
    if found.kind is Kind.TEXT:
        return found
    if found.literal is None or charset.lower() not in {"utf8", "utf8mb3", "utf8mb4", "ascii"}:
        raise Untranslatable(f"char() of bytes in {charset.lower()}")
    return literals.text(found.literal)


def ord_(context: Context, given: list[Value]) -> Value:
    """The code of the first character, byte by byte: beyond ASCII, PostgreSQL's is another one."""
    context.stable("ord()")
    first = f"left({as_text(context, given[0]).sql}, 1)"
    code = f"('x' || lpad(encode(convert_to({first}, 'UTF8'), 'hex'), 8, '0'))::bit(32)::bigint"
    return Value(code, Kind.BIGINT, CAST, nullable=given[0].nullable, scale=0)


def make_set(context: Context, given: list[Value]) -> Value:
    bits = as_integer(context, given[0])
    if bits.literal is None:
        raise Untranslatable("make_set() of bits that are computed")
    chosen = [as_text(context, one) for place, one in enumerate(given[1:]) if int(bits.literal) >> place & 1]
    known = [one for one in chosen if one.kind is not Kind.NULL]
    if all(one.literal is not None for one in known):
        return literals.text(",".join(one.literal or "" for one in known))
    context.stable("make_set()")
    return replace(call("concat_ws", Kind.TEXT, "','", *known, nullable=False), collation="ci")


FUNCTIONS = {
    "HEX": Function(hex_),
    "UNHEX": Function(unhex),
    "BIN": Function(bin_),
    "OCT": Function(oct_),
    "CONV": Function(conv, 3, 3),
    "CHAR": Function(char, 1, None),
    "ORD": Function(ord_),
    "MAKE_SET": Function(make_set, 2, None),
}
