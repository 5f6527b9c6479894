"""Into text, varchar, char, citext, xml, enums, and types that read a text of their own."""

from __future__ import annotations

from dataclasses import replace

from cfdb.copying.wires.pair import SIGNED, UTF8, Danger, Draft, Pair, too_large
from cfdb.copying.wires.pieces import characters, field, literal, raw

NUL = "CHAR(0 USING utf8mb4)"

LONGEST = {"date": 10, "year": 4, "time": 10, "datetime": 19, "timestamp": 19}
"""Characters, without the fraction of a second and its point."""


def form(pair: Pair) -> Draft:
    """As MySQL would write it into a text of its own."""
    match pair.family:
        case "text" | "bytes":
            draft = Draft(field(pair.type), shown(pair), "{}::text", "{}", "text", dangers(pair))
        case "int" | "decimal" | "real" | "date" | "moment" | "time":
            draft = Draft("{}", "CAST({} AS CHAR)", "{}::text", "CAST({} AS CHAR)", "text")
        case "bit":
            raise pair.none("BIN() in the mapping writes its digits, '+ 0' its number")
        case _:
            raise pair.none("ST_AsText() in the mapping gives its text")
    if pair.target.type == "bpchar":
        draft = _padded(pair, draft)
    return replace(draft, dangers=(*draft.dangers, *_too_long(pair)))


def unknown(pair: Pair) -> Draft:
    """Whatever reads a text itself: its server says whether it can."""
    if pair.family != "text":
        raise pair.none("CAST(… AS CHAR) in the mapping gives a text, which the target may read")
    return Draft(field(pair.type), dangers=dangers(pair))


def enum(pair: Pair) -> Draft:
    draft = form(replace(pair, target=replace(pair.target, length=None)))
    labels = ", ".join(literal(label) for label in pair.target.labels)
    # Compared by bytes: to most collations 'a' and 'A' are one.
    rows = f"{_bytes(pair)} NOT IN ({labels})" if labels else "{} IS NOT NULL"
    danger = Danger("enum-unknown", rows, f"IF({rows}, NULL, {{}})", to_null=True, message=_labels(pair))
    kept = tuple(each for each in draft.dangers if each.name not in ("nul-byte", "invalid-utf8"))
    return replace(draft, dangers=(*kept, danger))


def _labels(pair: Pair) -> str:
    unknown = [member for member in pair.type.arguments if member not in pair.target.labels]
    if pair.type.name != "enum" or not unknown:
        return f"{pair.target.declared or 'the enum'} has other labels"
    return f"{pair.target.declared or 'the enum'} has no {', '.join(repr(member) for member in unknown)}"


def _bytes(pair: Pair) -> str:
    return raw(pair.type) if pair.family == "text" else "CAST(CAST({} AS CHAR) AS BINARY)"


def shown(pair: Pair) -> str:
    """The characters of a text, or of bytes that are one."""
    return characters(pair.type)


def dangers(pair: Pair) -> tuple[Danger, ...]:
    """What of a text PostgreSQL's do not hold."""
    type = pair.type
    if type.name in ("uuid", "inet4", "inet6") or (type.name in ("enum", "set") and type.arguments):
        return ()
    nul = Danger(
        "nul-byte", f"INSTR({raw(type) if type.charset != 'binary' else '{}'}, CHAR(0)) > 0",
        f"REPLACE({shown(pair)}, {NUL}, '')",
    )  # fmt: skip
    if type.name == "json" or type.charset not in (*UTF8, "binary"):
        return (nul, *too_large(type))
    # MariaDB makes a question mark of what is none, MySQL NULL.
    rows = "NOT COALESCE(CAST(CONVERT(CAST({} AS BINARY) USING utf8mb4) AS BINARY) = CAST({} AS BINARY), {} IS NULL)"
    return (Danger("invalid-utf8", rows, "CONVERT(CAST({} AS BINARY) USING utf8mb4)"), nul, *too_large(type))


def longest(pair: Pair) -> int | None:
    """Characters that a value can have; None where that is not known."""
    type = pair.type
    if type.name in ("char", "varchar"):
        return type.length
    if type.name in ("binary", "varbinary"):
        return type.length
    if type.name in ("enum", "set"):
        return _of_members(pair)
    if type.name in SIGNED and not type.zerofill:
        return max(len(str(number)) for number in pair.range)
    if type.name == "decimal":
        return sum(pair.digits) + 3
    if type.name in LONGEST:
        return LONGEST[type.name] + (pair.fraction + 1 if pair.fraction else 0)
    return None


def _of_members(pair: Pair) -> int | None:
    members = pair.type.arguments
    if not members:
        return None
    return max(map(len, members)) if pair.type.name == "enum" else sum(map(len, members)) + len(members) - 1


def _too_long(pair: Pair) -> tuple[Danger, ...]:
    limit, most = pair.target.length, longest(pair)
    if limit is None or (most is not None and most <= limit):
        return ()
    text = shown(pair) if pair.family in ("text", "bytes") else "CAST({} AS CHAR)"
    name = pair.target.declared or pair.target.type
    rows = f"CHAR_LENGTH({text}) > {limit}"
    mend = f"LEFT({text}, {limit})"
    # Of spaces alone PostgreSQL would cut off what is too much without a word.
    return (Danger("text-too-long", rows, mend, "is too long", message=f"{name} holds {limit} characters"),)


def _padded(pair: Pair, draft: Draft) -> Draft:
    """Spaces at the end of a char(n) are no part of the value; MySQL's CHAR has none either."""
    here = f"TRIM(TRAILING ' ' FROM {draft.here})"
    if pair.family not in ("text", "bytes") or pair.type.name in ("char", "uuid", "inet4", "inet6"):
        return replace(draft, here=here)
    rows = f"{raw(pair.type) if pair.type.charset != 'binary' else '{}'} LIKE '% '"
    danger = Danger("trailing-spaces", rows, f"TRIM(TRAILING ' ' FROM {shown(pair)})", lossy=True)
    return replace(draft, here=here, dangers=(*draft.dangers, danger))
