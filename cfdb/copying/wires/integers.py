"""Into smallint, integer, bigint and oid."""

from __future__ import annotations

from cfdb.copying.wires.pair import Danger, Draft, Pair
from cfdb.copying.wires.pieces import any_of, between, field, trimmed

RANGES = {
    "int2": (-(1 << 15), (1 << 15) - 1),
    "int4": (-(1 << 31), (1 << 31) - 1),
    "int8": (-(1 << 63), (1 << 63) - 1),
    "oid": (0, (1 << 32) - 1),
}

DIGITS = "^[[:space:]]*[-+]?[0-9]+[[:space:]]*$"


def form(pair: Pair) -> Draft:
    match pair.family:
        case "int" | "bit":
            return Draft("{}", "{}", "{}::text", "{}", pair.target.type, exceeding(pair))
        case "decimal":
            return _decimal(pair)
        case "real":
            return _real(pair)
        case "text" if pair.is_free and pair.target.type == "oid":
            raise pair.none("it would read a text that begins with 0 as an octal number")
        case "text" if pair.is_free:
            return _text(pair)
        case "text":
            # In a number's place MySQL takes the position of a member, everything else takes its text.
            raise pair.none("'+ 0' in the mapping gives the member's number, CAST(… AS CHAR) its text")
        case _:
            raise pair.none()


def exceeding(pair: Pair) -> tuple[Danger, ...]:
    """What an integer or bit string holds beyond the target's range."""
    low, high = RANGES[pair.target.type]
    first, last = (0, (1 << pair.bits) - 1) if pair.family == "bit" else pair.range
    rows = any_of((f"{{}} < {low}" * (first < low), f"{{}} > {high}" * (last > high)))
    return (_range(pair, rows),) if rows else ()


def _range(pair: Pair, rows: str = "") -> Danger:
    low, high = RANGES[pair.target.type]
    name = pair.target.declared or pair.target.type
    # What is below 0 would be taken for what it is modulo 2^32.
    why = "is out of range" if pair.target.type == "oid" else ""
    return Danger(
        "number-out-of-range", rows or between(low, high), why=why, message=f"{name} goes from {low} to {high}"
    )


def _decimal(pair: Pair) -> Draft:
    whole, scale = pair.digits
    low, high = RANGES[pair.target.type]
    dangers = [_range(pair)] if 10**whole > min(-low, high) else []
    if not scale:
        return Draft("{}", "{}", "{}::text", "{}", pair.target.type, tuple(dangers))
    # The server refuses a number with a fraction; where that is allowed to be rounded there is none.
    dangers.append(Danger("rounded", "{} <> ROUND({})", "ROUND({})", lossy=True))
    value = "{}" if pair.allows("rounded") else trimmed(f"CAST({{}} AS DECIMAL(65,{scale}))")
    return Draft(value, value, "{}::text", dangers=tuple(dangers))


def _real(pair: Pair) -> Draft:
    low, high = RANGES[pair.target.type]
    # 2^63 is a double, the number before it is none. What is beyond stays as it is, and is refused.
    inside = f"{{}} >= {low} AND {{}} < {high + 1}"
    # As texts: a number among doubles becomes one.
    whole = f"IF({inside} AND {{}} = ROUND({{}}), CAST(CAST({{}} AS SIGNED) AS CHAR), CAST({{}} + 0e0 AS CHAR))"
    dangers = (
        _range(pair, f"NOT ({inside})"),
        Danger("rounded", "{} <> ROUND({})", "ROUND({})", lossy=True),
    )
    return Draft(whole, whole, "{}::text", dangers=dangers)


def _text(pair: Pair) -> Draft:
    low, high = RANGES[pair.target.type]
    number = f"{{}} REGEXP '{DIGITS}'"
    dangers = (
        Danger("not-a-number", f"NOT ({number})"),
        Danger("number-out-of-range", f"{number} AND CAST({{}} AS DECIMAL(65)) NOT BETWEEN {low} AND {high}"),
    )
    return Draft(field(pair.type), "CAST({} AS DECIMAL(65))", "{}::text", "{}", pair.target.type, dangers)
