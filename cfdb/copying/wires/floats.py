"""Into real and double precision."""

from __future__ import annotations

from cfdb.copying.wires.pair import Danger, Draft, Pair
from cfdb.copying.wires.pieces import any_of, field

EXACT = {"float4": 1 << 24, "float8": 1 << 53}
"""Up to here every integer is a number of the type."""

DIGITS = {"float4": 6, "float8": 15}
"""A decimal with no more than these comes back as it was."""

WHOLE = 38
"""Digits before the point that real always holds."""

LARGEST = "3.4028235677973366e38"
SMALLEST = "7.006492321624086e-46"
"""From the one on a double is rounded to infinity, below the other to zero, which real refuses."""

BITS = "HEX(REVERSE(SUBSTRING(ST_AsBinary(POINT({}, 0)), 6, 8)))"
"""The eight bytes of a double as IEEE 754 has them: the first coordinate of a point, behind its byte order and type.
Both servers write the shortest digits that give a double back, but not in the same notation."""

NUMBER = "^[[:space:]]*[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)?[[:space:]]*$"

SENT = {"float4": "upper(encode(float8send({}::float8), 'hex'))", "float8": "upper(encode(float8send({}), 'hex'))"}


def form(pair: Pair) -> Draft:
    there = SENT[pair.target.type]
    match pair.family:
        case "int" | "bit":
            return _exact(pair, _of_integer(pair))
        case "decimal":
            return _exact(pair, _of_decimal(pair))
        case "real":
            return _real(pair)
        case "text" if pair.is_free:
            here = _narrow("CAST({} AS DOUBLE)", pair)
            danger = Danger("not-a-number", f"{{}} NOT REGEXP '{NUMBER}'")
            return Draft(field(pair.type), here, there, dangers=(danger,))
        case _:
            raise pair.none()


def _exact(pair: Pair, dangers: tuple[Danger, ...]) -> Draft:
    here, there = _narrow("{}", pair), SENT[pair.target.type]
    return Draft("{}", here, there, "({} + 0e0)", "float8" if pair.target.type == "float8" else "", dangers)


def wide(pair: Pair) -> str:
    """All digits: MySQL shows six of a FLOAT, and as many as were declared of a DOUBLE(m,d)."""
    return "({} + 0e0)" if pair.type.name == "float" or pair.type.scale is not None else "{}"


def _narrow(value: str, pair: Pair) -> str:
    """The bits of what arrives: real is the nearest number of its own."""
    wide = f"({value} + 0e0)"
    return BITS.replace("{}", f"CAST({wide} AS FLOAT)" if pair.target.type == "float4" else wide)


def _of_integer(pair: Pair) -> tuple[Danger, ...]:
    last = (1 << pair.bits) - 1 if pair.family == "bit" else max(-pair.range[0], pair.range[1])
    limit = EXACT[pair.target.type]
    return (_rounded(f"{{}} NOT BETWEEN -{limit} AND {limit} AND {_unlike(pair, 20, 0)}"),) if last > limit else ()


def _of_decimal(pair: Pair) -> tuple[Danger, ...]:
    whole, scale = pair.digits
    dangers: tuple[Danger, ...] = (
        (_rounded(_unlike(pair, 65, scale)),) if whole + scale > DIGITS[pair.target.type] else ()
    )
    if pair.target.type == "float4" and whole > WHOLE:
        dangers += (Danger("number-out-of-range", f"ABS({{}}) >= {LARGEST}"),)
    return dangers


def _unlike(pair: Pair, precision: int, scale: int) -> str:
    """Whether an exact number is another one once it was a floating-point number."""
    near = "CAST({} + 0e0 AS FLOAT) + 0e0" if pair.target.type == "float4" else "{} + 0e0"
    return f"CAST({near} AS DECIMAL({precision},{scale})) <> {{}}"


def _rounded(rows: str) -> Danger:
    return Danger("rounded", rows, why="would be rounded", lossy=True)


def _real(pair: Pair) -> Draft:
    same = pair.target.type == pair.type.name or (pair.target.type, pair.type.name) in (
        ("float4", "float"), ("float8", "double"), ("float8", "float"),
    )  # fmt: skip
    value = wide(pair)
    if same:
        return Draft(value, BITS, SENT[pair.target.type], "{}", pair.target.type)
    out = any_of((f"ABS({{}}) >= {LARGEST}", f"{{}} <> 0 AND ABS({{}}) <= {SMALLEST}"))
    dangers = (
        Danger("number-out-of-range", out),
        Danger(
            "rounded", f"NOT ({out}) AND {{}} <> CAST({{}} AS FLOAT)",
            f"IF({out}, {{}}, CAST({{}} AS FLOAT) + 0e0)", "would be rounded", lossy=True,
        ),
    )  # fmt: skip
    return Draft("({} + 0e0)", BITS, SENT[pair.target.type], dangers=dangers)
