"""Into arrays: a SET as its members, JSON as its elements."""

from __future__ import annotations

from cfdb.copying.wires import texts
from cfdb.copying.wires.pair import Danger, Draft, Pair
from cfdb.copying.wires.pieces import characters, escaped

EMPTY = "CONCAT('{', '}')"
NUMBERS = ("_int2", "_int4", "_int8", "_numeric", "_float4", "_float8")
TEXTS = ("_text", "_varchar", "_bpchar", "_citext")

STRING = r'"[^"\\]*+(?:\\[^u][^"\\]*+)*+"'
ELEMENT = rf"(?:{STRING}|-?[0-9][0-9.eE+-]*+|true|false|null)"
NUMBER = r"(?:-?[0-9][0-9.eE+-]*+|null)"
LIST = r"^\s*\[\s*(?:ELEMENT\s*(?:,\s*ELEMENT\s*)*+)?\]\s*$"
"""JSON without objects, arrays of arrays, and characters that are given by their numbers."""

WRITTEN = {
    "b": "CHAR(8 USING utf8mb4)",
    "f": "CHAR(12 USING utf8mb4)",
    "n": "CHAR(10 USING utf8mb4)",
    "r": "CHAR(13 USING utf8mb4)",
    "t": "CHAR(9 USING utf8mb4)",
}
"""What JSON has a letter for. In an array of PostgreSQL a backslash stands for the character behind it."""

STAND_IN = "CHAR(1 USING utf8mb4)"

TWO = "\\" * 4
"""Two backslashes, in a literal."""


def form(pair: Pair) -> Draft:
    if pair.type.name == "set":
        if pair.target.type not in TEXTS:
            raise pair.none("a set is a list of texts")
        return _members(pair)
    if pair.is_free:
        return _elements(pair)
    raise pair.none("JSON_ARRAY() in the mapping makes a list")


def _members(pair: Pair) -> Draft:
    """A member has no comma in it."""
    text = characters(pair.type)
    quoted = f"REPLACE(REPLACE({text}, '{chr(92) * 2}', '{TWO}'), '\"', '{chr(92) * 2}\"')"
    array = escaped(f"""REPLACE({quoted}, ',', '","')""")
    value = f"""IF(CHAR_LENGTH({{}}) = 0, {EMPTY}, CONCAT('{{"', {array}, '"}}'))"""
    count = f"IF(CHAR_LENGTH({{}}) = 0, 0, 1 + CHAR_LENGTH({text}) - CHAR_LENGTH(REPLACE({text}, ',', '')))"
    here = f"CONCAT({count}, ',', {text})"
    return Draft(value, here, "cardinality({}) || ',' || array_to_string({}, ',')", dangers=texts.dangers(pair))


def _elements(pair: Pair) -> Draft:
    text = f"TRIM({characters(pair.type)})"
    inner = f"SUBSTRING({text}, 2, CHAR_LENGTH({text}) - 2)"
    written = f"REPLACE({inner}, '{TWO}', {STAND_IN})"
    for letter, character in WRITTEN.items():
        written = f"REPLACE({written}, '{chr(92) * 2}{letter}', {character})"
    written = f"REPLACE({written}, {STAND_IN}, '{TWO}')"
    array = escaped(f"CONCAT('{{', {written}, '}}')")
    element = NUMBER if pair.target.type in NUMBERS else ELEMENT
    plain = f"{text} REGEXP '{LIST.replace('ELEMENT', element).replace(chr(92), chr(92) * 2)}'"
    value = f"IF({plain}, {array}, CONCAT('JSON ', {escaped(text)}))"
    # A list of either side is JSON, which a client compares by its value.
    return Draft(
        value, "", "to_json({})::text", dangers=(*texts.dangers(pair), Danger("not-an-array", f"NOT ({plain})"))
    )
