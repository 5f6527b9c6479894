"""Into boolean."""

from __future__ import annotations

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
        case "int" | "bit":
            value, binary = "{}", "bool"
        case "decimal" | "real":
            value, binary = "IF({} = 1, '1', IF({} = 0, '0', CAST({} AS CHAR)))", ""
        case "text" if pair.is_free or pair.type.name == "enum":
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
    danger = Danger("not-a-truth-word", f"{word} NOT IN ({lists[1]}, {lists[0]})")
    return Draft(field(pair.type), here, THERE, dangers=(danger,))
