"""Into bit(n) and bit varying."""

from __future__ import annotations

from cfdb.copying.wires.pair import Danger, Draft, Pair
from cfdb.copying.wires.pieces import any_of, characters, field

LARGEST = 64
"""Bits of a number."""


def form(pair: Pair) -> Draft:
    match pair.family:
        case "bit":
            return _bits(pair)
        case "int" if pair.target.type == "bit":
            return _number(pair, min(pair.target.length or 1, LARGEST))
        case "text" if pair.is_free:
            length = pair.target.length
            digits = "*" if length is None else f"{{{length}}}" if pair.target.type == "bit" else f"{{0,{length}}}"
            danger = Danger("not-a-bit-string", f"{{}} NOT REGEXP '^[01]{digits}$'")
            return Draft(field(pair.type), characters(pair.type), "{}::text", dangers=(danger,))
        case _:
            raise pair.none()


def _bits(pair: Pair) -> Draft:
    if pair.target.type == "bit":
        return _number(pair, pair.target.length or 1)
    limit = pair.target.length
    too_long = limit is not None and limit < pair.bits
    danger = Danger("not-a-bit-string", "{} IS NOT NULL", message=f"bit({pair.bits}) is longer than {limit} bits")
    value = f"LPAD(BIN({{}} + 0), {pair.bits}, '0')"
    return Draft(value, value, "{}::text", "{}", "" if too_long else "varbit", (danger,) if too_long else ())


def _number(pair: Pair, length: int) -> Draft:
    """A number's last bits; one that needs more has all of them, and is refused."""
    first, last = (0, (1 << pair.bits) - 1) if pair.family == "bit" else pair.range
    limit = (1 << length) - 1
    rows = any_of(("{} < 0" * (first < 0), f"{{}} > {limit}" * (last > limit)))
    padded = f"LPAD(BIN({{}} + 0), {length}, '0')"
    if not rows:
        same = pair.family == "bit" and pair.bits == length
        return Draft(padded, padded, "{}::text", "{}", "bit" if same else "")
    # LPAD would cut off what does not fit.
    value = f"IF({rows}, {{}} + 0, {padded})"
    danger = Danger("number-out-of-range", rows, message=f"{pair.target.declared or 'bit'} ends at {limit}")
    return Draft(value, value, "{}::text", dangers=(danger,))
