"""Into numeric and money."""

from __future__ import annotations

from dataclasses import replace

from cfdb.copying.wires import floats
from cfdb.copying.wires.integers import counted
from cfdb.copying.wires.pair import Danger, Draft, Pair
from cfdb.copying.wires.pieces import field, trimmed
from cfdb.model.copy import put

MOST = 65
"""Digits of MySQL's DECIMAL."""

MOST_SCALE = 30

WIDEST = 309
"""Digits of the largest double."""


def form(pair: Pair) -> Draft:
    match pair.family:
        case "int" | "bit":
            return _integer(pair)
        case "decimal":
            return _decimal(pair)
        case "real":
            return _real(pair)
        case "text" if pair.type.name not in ("enum", "set"):
            return _text(pair)
        case _:
            raise pair.none()


def money(pair: Pair) -> Draft:
    """With lc_monetary = 'C' in the target's session: elsewhere the point may stand between thousands."""
    target = replace(pair.target, type="numeric", precision=19, scale=2, declared="money")
    draft = form(replace(pair, target=target))
    # Its largest number is that of bigint in cents.
    limit = "92233720368547758.07"
    dangers = tuple(danger for danger in draft.dangers if danger.name != "number-out-of-range")
    if draft.dangers != dangers or pair.family in ("int", "decimal"):
        dangers += (Danger("number-out-of-range", f"{{}} NOT BETWEEN -{limit} AND {limit}"),)
    return replace(draft, there="{}::numeric::text", binary="", dangers=dangers)


def _whole(pair: Pair) -> int | None:
    """Digits before the point, where they are limited."""
    return None if pair.target.precision is None else pair.target.precision - (pair.target.scale or 0)


def _beyond(pair: Pair, digits: int) -> tuple[Danger, ...]:
    """A number may have `digits` before the point."""
    whole = _whole(pair)
    if whole is None or digits <= whole or whole > MOST:
        return ()
    limit = "1" + "0" * whole if whole > 0 else "0." + "0" * -whole + "1" if whole < 0 else "1"
    return (Danger("number-out-of-range", f"ABS({{}}) >= {limit}", message=f"{_name(pair)} ends before {limit}"),)


def _name(pair: Pair) -> str:
    return pair.target.declared or pair.target.type


def _rounded(pair: Pair, rows: str, mend: str) -> Danger:
    message = f"{_name(pair)} keeps {pair.target.scale or 0} decimals"
    return Danger("rounded", rows, mend, "would be rounded", lossy=True, message=message)


def _canonical(pair: Pair, scale: int, value: str = "{}") -> tuple[str, str]:
    """`here` and `there` for an exact number of that scale."""
    wanted = pair.target.scale if pair.target.precision is not None else None
    if wanted is not None and 0 <= wanted <= MOST_SCALE:
        # CAST, though the scale may be the same: what an expression gives can have fewer zeros than it announces.
        return f"CAST({value} AS DECIMAL({MOST},{wanted}))", "{}::text"
    if not scale:
        return f"CAST({value} AS DECIMAL({MOST}))", "trim_scale({})::text"
    return trimmed(f"CAST({value} AS DECIMAL({MOST},{scale}))"), "trim_scale({})::text"


def _integer(pair: Pair) -> Draft:
    last = (1 << pair.bits) - 1 if pair.family == "bit" else max(-pair.range[0], pair.range[1])
    value = "({} + 0)" if pair.family == "bit" else counted(pair)
    here, there = _canonical(pair, 0, value)
    if (pair.target.scale or 0) == 0 or pair.target.precision is None:
        here, there = value, "{}::text" if pair.target.precision is not None else "trim_scale({})::text"
    dangers = _beyond(pair, len(str(last)))
    if (pair.target.scale or 0) < 0:
        scale = pair.target.scale
        dangers += (_rounded(pair, f"{{}} <> ROUND({{}}, {scale})", f"ROUND({{}}, {scale})"),)
    return Draft(value, here, there, value, "numeric" if pair.family == "int" else "", dangers)


def _decimal(pair: Pair) -> Draft:
    whole, scale = pair.digits
    wanted = (pair.target.scale or 0) if pair.target.precision is not None else scale
    here, there = _canonical(pair, scale)
    # 99.99 is rounded to a number with one more digit before the point.
    dangers = _beyond(pair, whole + (scale > wanted))
    if scale > wanted:
        dangers += (_rounded(pair, f"{{}} <> ROUND({{}}, {wanted})", f"ROUND({{}}, {wanted})"),)
    return Draft("{}", here, there, "{}", "numeric", dangers)


def _real(pair: Pair) -> Draft:
    value = floats.wide(pair)
    wanted = pair.target.scale or 0
    if pair.target.precision is None:
        # Any double has its digits there; they are compared as the double that they came from.
        return Draft(value, floats.BITS, put(floats.SENT["float8"], "{}::float8"))
    dangers = _beyond(pair, WIDEST)
    if wanted > MOST_SCALE:
        rows = f"{{}} <> 0 AND ABS({{}}) < 1e-{wanted - 17}"
        return Draft(value, "", "", dangers=(*dangers, _rounded(pair, rows, "")))
    exact = f"CAST({{}} + 0e0 AS DECIMAL({MOST},{max(wanted, 0)}))"
    exact = exact if wanted >= 0 else f"ROUND({exact}, {wanted})"
    beyond = dangers[0].rows if dangers else "FALSE"
    dangers += (_rounded(pair, f"{{}} + 0e0 <> {exact}", f"IF({beyond}, {{}}, {exact})"),)
    return Draft(value, put(exact, value), "{}::text", dangers=dangers)


def _text(pair: Pair) -> Draft:
    number = f"{{}} REGEXP '{floats.NUMBER}'"
    exact = f"CAST({{}} AS DECIMAL({MOST},{MOST_SCALE}))"
    dangers = [Danger("not-a-number", f"NOT ({number})")]
    if pair.target.precision is None:
        return Draft(field(pair.type), trimmed(exact), "trim_scale({})::text", dangers=tuple(dangers))
    dangers += [replace(each, rows=f"{number} AND {put(each.rows, exact)}") for each in _beyond(pair, WIDEST)]
    scale = pair.target.scale or 0
    if scale < MOST_SCALE:
        dangers.append(_rounded(pair, f"{number} AND {exact} <> ROUND({exact}, {scale})", ""))
    here, there = _canonical(pair, MOST_SCALE)
    return Draft(field(pair.type), here, there, dangers=tuple(dangers))
