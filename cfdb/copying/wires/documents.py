"""Into json and jsonb."""

from __future__ import annotations

from cfdb.copying.wires import floats, texts
from cfdb.copying.wires.pair import Danger, Draft, Pair
from cfdb.copying.wires.pieces import characters, field

ESCAPED_NUL = r"(?<!\\)(?:\\\\)*\\u0000".replace("\\", "\\\\")
"""A NUL behind an even number of backslashes: jsonb refuses it."""

STAND_IN = "CHAR(1 USING utf8mb4)"
"""A character that JSON never holds as it is, in the place of two backslashes."""


def form(pair: Pair) -> Draft:
    there = "" if pair.target.type == "jsonb" else "{}::text"
    match pair.family:
        case "int" | "decimal":
            value = "{}"
        case "real":
            value = floats.wide(pair)
        case "text" if pair.is_free:
            return _text(pair, there)
        case _:
            raise pair.none("JSON_QUOTE(CAST(… AS CHAR)) or JSON_OBJECT() in the mapping makes it JSON")
    here = f"CAST({value} AS CHAR)" if there else ""
    return Draft(value, here, there, f"CAST({value} AS CHAR)", _binary(pair))


def _binary(pair: Pair) -> str:
    return "jsonb" if pair.target.type == "jsonb" else "text"


def _text(pair: Pair, there: str) -> Draft:
    """jsonb keeps neither the order of keys nor spaces: no text of it is the source's."""
    here = texts.shown(pair) if there else ""
    dangers = [danger for danger in texts.dangers(pair) if danger.name != "nul-byte"]
    text = characters(pair.type)
    if pair.type.name != "json":
        dangers.append(Danger("not-json", f"NOT JSON_VALID({text})"))
    if not there:
        kept = f"REPLACE({text}, '{chr(92) * 4}', {STAND_IN})"
        mended = f"REPLACE(REPLACE({kept}, '{chr(92) * 2}u0000', ''), {STAND_IN}, '{chr(92) * 4}')"
        dangers.append(Danger("nul-byte", f"{text} REGEXP '{ESCAPED_NUL}'", mended))
    return Draft(field(pair.type), here, there, "{}", _binary(pair), tuple(dangers))
