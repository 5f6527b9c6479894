"""Into numeric and money."""

from __future__ import annotations

from dataclasses import replace

from cfdb.copying.wires import floats
from cfdb.copying.wires.pair import Danger, Draft, Pair
from cfdb.copying.wires.pieces import any_of, field, trimmed
from cfdb.model.copy import put

MOST = 65
"""Digits of MySQL's DECIMAL."""

MOST_SCALE = 30

PLAIN = "^[[:space:]]*[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)[[:space:]]*$"
"""A number without an exponent."""

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
        case "text" if pair.is_free:
            return _text(pair)
        case _:
            raise pair.none()


def money(pair: Pair) -> Draft:
    """With lc_monetary = 'C' in the target's session: elsewhere the point may stand between thousands."""
    target = replace(pair.target, type="numeric", precision=19, scale=2, declared="money")
    draft = form(replace(pair, target=target))
    # Its largest number is that of bigint in cents.
    limit = "92233720368547758.07"
    if pair.family == "int" and pair.type.name != "bigint":
        dangers = draft.dangers
    else:
        beyond = Danger("number-out-of-range", f"{{}} NOT BETWEEN -{limit} AND {limit}")
        dangers = (*(danger for danger in draft.dangers if danger.name != "number-out-of-range"), beyond)
    # It reads no exponent. What this would round is refused before.
    text = "CAST({} + 0e0 AS DECIMAL(65,2))" if pair.family == "real" else draft.text
    if pair.family == "text":
        dangers = tuple(_without_exponent(danger) for danger in dangers)
    return replace(draft, text=text, there="{}::numeric::text", binary="", dangers=dangers)


def _without_exponent(danger: Danger) -> Danger:
    return replace(danger, rows=danger.rows.replace(floats.NUMBER, PLAIN))


def _whole(pair: Pair) -> int | None:
    """Digits before the point, where they are limited."""
    return None if pair.target.precision is None else pair.target.precision - (pair.target.scale or 0)


def _beyond(pair: Pair, digits: int, *values: str) -> tuple[Danger, ...]:
    """A number may have `digits` before the point; `values` are looked at in its place, as what it is rounded to."""
    whole = _whole(pair)
    if whole is None or digits <= whole or whole > MOST:
        return ()
    limit = "1" + "0" * whole if whole > 0 else "0." + "0" * (-whole - 1) + "1" if whole < 0 else "1"
    rows = any_of(put(f"{{}} >= {limit} OR {{}} <= -{limit}", value) for value in values or ("{}",))
    return (Danger("number-out-of-range", rows, message=f"{_name(pair)} ends before {limit}"),)


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
    if wanted is not None and wanted < 0:
        return f"CAST(ROUND({value}, {wanted}) AS DECIMAL({MOST}))", "{}::text"
    if not scale:
        return f"CAST({value} AS DECIMAL({MOST}))", "trim_scale({})::text"
    return trimmed(f"CAST({value} AS DECIMAL({MOST},{scale}))"), "trim_scale({})::text"


def _integer(pair: Pair) -> Draft:
    last = (1 << pair.bits) - 1 if pair.family == "bit" else max(-pair.range[0], pair.range[1])
    here, there = _canonical(pair, 0)
    if (pair.target.scale or 0) == 0 or pair.target.precision is None:
        here, there = "{}", "{}::text" if pair.target.precision is not None else "trim_scale({})::text"
    dangers = _beyond(pair, len(str(last)))
    if (pair.target.scale or 0) < 0:
        scale = pair.target.scale
        dangers += (_rounded(pair, f"{{}} <> ROUND({{}}, {scale})", f"ROUND({{}}, {scale})"),)
    return Draft("{}", here, there, "{}", "numeric", dangers)


def _decimal(pair: Pair) -> Draft:
    whole, scale = pair.digits
    wanted = (pair.target.scale or 0) if pair.target.precision is not None else scale
    here, there = _canonical(pair, scale)
    # 99.99 is rounded to a number with one more digit before the point.
    near = f"ROUND({{}}, {wanted})"
    if scale <= wanted:
        return Draft("{}", here, there, "{}", "numeric", _beyond(pair, whole))
    dangers = (*_beyond(pair, whole + 1, near), _rounded(pair, f"{{}} <> {near}", near))
    return Draft("{}", here, there, "{}", "numeric", dangers)


def _real(pair: Pair) -> Draft:
    value = floats.wide(pair)
    wanted = pair.target.scale or 0
    if pair.target.precision is None:
        # Any double has its digits there; they are compared as the double that they came from.
        return Draft(value, floats.BITS, put(floats.SENT["float8"], "{}::float8"))
    if wanted > MOST_SCALE:
        dangers = _beyond(pair, WIDEST)
        rows = f"{{}} <> 0 AND ABS({{}}) < 1e-{wanted - 17}"
        return Draft(value, "", "", dangers=(*dangers, _rounded(pair, rows, "")))
    exact = f"CAST({{}} + 0e0 AS DECIMAL({MOST},{max(wanted, 0)}))"
    exact = exact if wanted >= 0 else f"ROUND({exact}, {wanted})"
    # CAST keeps to what a DECIMAL can be, without a word.
    dangers = _beyond(pair, WIDEST, "{}", exact)
    beyond = dangers[0].rows if dangers else "FALSE"
    dangers += (_rounded(pair, f"{{}} + 0e0 <> {exact}", f"IF({beyond}, {{}}, {exact})"),)
    return Draft(value, put(exact, value), "{}::text", dangers=dangers)


def _text(pair: Pair) -> Draft:
    number = f"{{}} REGEXP '{floats.NUMBER}'"
    exact = f"CAST({{}} AS DECIMAL({MOST},{MOST_SCALE}))"
    dangers = [Danger("not-a-number", f"NOT ({number})")]
    if pair.target.precision is None:
        return Draft(field(pair.type), trimmed(exact), "trim_scale({})::text", "{}", "numeric", tuple(dangers))
    scale = pair.target.scale or 0
    near = f"ROUND({exact}, {scale})" if scale < MOST_SCALE else exact
    dangers += [replace(each, rows=f"{number} AND ({each.rows})") for each in _beyond(pair, WIDEST, "({} + 0e0)", near)]
    if scale < MOST_SCALE:
        dangers.append(_rounded(pair, f"{number} AND {exact} <> {near}", ""))
    here, there = _canonical(pair, MOST_SCALE, exact)
    return Draft(field(pair.type), here, there, "{}", "numeric", tuple(dangers))
