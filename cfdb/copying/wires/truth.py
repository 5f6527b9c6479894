"""Into boolean."""

from __future__ import annotations

from cfdb.copying.wires.integers import counted
from cfdb.copying.wires.pair import Danger, Draft, Pair
from cfdb.copying.wires.pieces import field, literal

WORDS = {
    1: ("1", "t", "tr", "tru", "true", "y", "ye", "yes", "on"),
    0: ("0", "f", "fa", "fal", "fals", "false", "n", "no", "of", "off"),
}
"""What PostgreSQL reads, whatever its case and the spaces around it."""

THERE = "{}::int::text"


def form(pair: Pair) -> Draft:
    match pair.family:
        case "int":
            value, binary = counted(pair), "bool"
        case "bit":
            # What a converter reads of a bit string are its bytes.
            value, binary = "({} + 0)", "bool"
        case "decimal" | "real":
            value, binary = "CASE {} WHEN 0 THEN 0 WHEN 1 THEN 1 ELSE {} END", ""
        case "text" if pair.type.name != "set":
            return _text(pair)
        case _:
            raise pair.none("a comparison in the mapping is a boolean")
    sure = pair.family == "bit" and pair.bits == 1
    danger = Danger("not-a-boolean", "{} NOT IN (0, 1)", "({} <> 0)")
    return Draft(value, value, THERE, value, binary, () if sure else (danger,))


def _text(pair: Pair) -> Draft:
    word = "LOWER(TRIM(CONVERT({} USING utf8mb4)))"
    lists = {truth: ", ".join(literal(each) for each in words) for truth, words in WORDS.items()}
    here = f"CASE WHEN {word} IN ({lists[1]}) THEN 1 WHEN {word} IN ({lists[0]}) THEN 0 END"
    danger = Danger("not-a-boolean", f"{word} NOT IN ({lists[1]}, {lists[0]})")
    return Draft(field(pair.type), here, THERE, dangers=(danger,))
