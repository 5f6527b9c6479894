"""Functions of texts."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from cfdb.translate import literals
from cfdb.translate.casts import as_integer, as_number, as_small, as_text, joined, plain
from cfdb.translate.comparing import as_bytes, compared, matches, searched
from cfdb.translate.functions import binary
from cfdb.translate.functions.function import Function, refused
from cfdb.translate.scopes import Context
from cfdb.translate.values import CAST, INTEGERS, IS, Kind, Untranslatable, Value, call, collation_of

Write = Callable[[Context, list[Value]], Value]


def text_call(name: str, *arguments: Value | str, like: tuple[Value, ...] = ()) -> Value:
    """A text that has its arguments' collation."""
    values = [one for one in arguments if isinstance(one, Value)]
    found = call(name, Kind.TEXT, *arguments, nullable=any(one.nullable for one in values))
    return replace(found, collation=collation_of(*(like or values)))


def _typed(value: Value) -> Value:
    """A constant as a text, where PostgreSQL has functions of several types."""
    if value.literal is None and value.kind is not Kind.NULL:
        return value
    return replace(value, sql=f"{value.sql}::text", kind=Kind.TEXT, binding=CAST, literal=None)


def _of_text(name: str) -> Function:
    return Function(lambda context, given: text_call(name, _typed(as_text(context, given[0]))))


def _measured(name: str) -> Function:
    def measure(context: Context, given: list[Value]) -> Value:
        value = given[0] if given[0].kind is Kind.BYTES else _typed(as_text(context, given[0]))
        if value.kind is Kind.BYTES and name == "char_length":
            raise Untranslatable("char_length() of binary data")
        return replace(call(name, Kind.INTEGER, value, nullable=value.nullable), scale=0)

    return Function(measure)


def _nonnegative(context: Context, value: Value) -> Value:
    """A length: below zero it counts from the other end in PostgreSQL."""
    number = as_small(context, value)
    if number.literal is not None:
        return literals.integer(max(int(number.literal), 0))
    return Value(f"CASE WHEN {number.within(5)} < 0 THEN 0 ELSE {number.sql} END", Kind.INTEGER)


def _end(name: str) -> Function:
    def cut(context: Context, given: list[Value]) -> Value:
        return text_call(name, as_text(context, given[0]), _nonnegative(context, given[1]).sql, like=(given[0],))

    return Function(cut, 2, 2)


def substring(context: Context, given: list[Value]) -> Value:
    """From a place that counts from the end where it is below zero; from 0 there is nothing."""
    is_bytes = binary.is_binary(given[0])
    text = given[0] if is_bytes else as_text(context, given[0])
    start = as_small(context, given[1])
    length = [_nonnegative(context, given[2])] if len(given) > 2 else []
    size = call("octet_length" if is_bytes else "char_length", Kind.INTEGER, text)
    if start.literal is not None and int(start.literal) > 0:
        place = start.sql
    elif start.literal is not None:
        back = -int(start.literal)
        beyond = f"{size.sql} < {back}" if back else "TRUE"
        inside = f" ELSE {size.sql} - {back} + 1" if back else ""
        place = f"CASE WHEN {beyond} THEN {size.sql} + 1{inside} END"
    else:
        place = (
            f"CASE WHEN {start.within(5)} > 0 THEN {start.sql}"
            f" WHEN {start.within(5)} = 0 OR -{start.within(CAST)} > {size.sql} THEN {size.sql} + 1"
            f" ELSE {size.sql} + {start.within(8)} + 1 END"
        )
    found = text_call("substr", text, place, *(one.sql for one in length), like=(text,))
    return replace(found, kind=Kind.BYTES, collation="") if is_bytes else found


def substring_index(context: Context, given: list[Value]) -> Value:
    text, between, number = (
        plain(context, as_text(context, given[0])),
        as_text(context, given[1]),
        as_small(context, given[2]),
    )
    if number.literal is None or not between.literal:
        raise Untranslatable("substring_index() with a delimiter or count that is computed")
    count = int(number.literal)
    if count in {1, -1}:
        return text_call("split_part", text, between, str(count), like=(text,))
    if count == 0:
        return text_call("left", text, "0")
    context.stable("substring_index() with several parts")
    parts = f"string_to_array({text.sql}, {between.sql})"
    bounds = f"1:{count}" if count > 0 else f"GREATEST(cardinality({parts}) - {-count - 1}, 1):"
    return text_call("array_to_string", f"({parts})[{bounds}]", between.sql, like=(text,))


def locate(context: Context, given: list[Value]) -> Value:
    if binary.is_binary(*given[:2]):
        part, text = as_bytes(context, given[0]), as_bytes(context, given[1])
        size = f"octet_length({text.sql})"
    else:
        part, text = searched(context, as_text(context, given[0]), as_text(context, given[1]))
        size = f"char_length({text.sql})"

    def found_in(where: str) -> str:
        return f"position({part.sql} IN {where})" if part.kind is Kind.BYTES else f"strpos({where}, {part.sql})"

    if len(given) < 3:
        return Value(found_in(text.sql), Kind.INTEGER, nullable=_nullable(part, text), scale=0)
    start = as_small(context, given[2])
    if start.literal is not None and int(start.literal) < 1:
        raise Untranslatable("locate() from a place below 1")
    found = found_in(f"substr({text.sql}, {start.sql})")
    if start.literal is not None and part.literal:
        return Value(f"CASE {found} WHEN 0 THEN 0 ELSE {found} + {int(start.literal) - 1} END", Kind.INTEGER, scale=0)
    # Even nothing is not found there; of NULL comes NULL.
    outside = f"{start.within(5)} < 1 OR {start.within(5)} > {size} + 1"
    if known := [f"{one.within(IS)} IS NOT NULL" for one in (part, text) if one.nullable]:
        outside = " AND ".join([f"({outside})", *known])
    shown = f"CASE WHEN {outside} THEN 0 WHEN {found} = 0 THEN 0 ELSE {found} + {start.within(8)} - 1 END"
    return Value(shown, Kind.INTEGER, scale=0)


def _nullable(*values: Value) -> bool:
    return any(value.nullable for value in values)


def instr(context: Context, given: list[Value]) -> Value:
    return locate(context, [given[1], given[0]])


def concat(context: Context, given: list[Value]) -> Value:
    if binary.is_binary(*given):
        return binary.concat(context, given)
    found = joined(context, given)
    return replace(found, collation=collation_of(*(as_text(context, one) for one in given)) or "ci")


def concat_ws(context: Context, given: list[Value]) -> Value:
    """NULLs are left out. In an index, concat_ws() cannot be, as it is not immutable."""
    if binary.is_binary(*given):
        return binary.concat_ws(context, given)
    between, *texts = [as_text(context, one) for one in given]
    if not context.immutable or between.literal is None:
        context.stable("concat_ws() with a separator that is computed")
        return text_call("concat_ws", between, *texts)
    parts = [text for text in texts if text.kind is not Kind.NULL]
    ahead = [between.sql + " || " if between.literal else "", *(f"{text.within(7)}" for text in parts)]
    shown = [
        f"COALESCE({ahead[0]}{text}, '')" if part.nullable else f"{ahead[0]}{text}"
        for part, text in zip(parts, ahead[1:], strict=True)
    ]
    whole = " || ".join(shown) or "''"
    if not between.literal:
        return Value(whole, Kind.TEXT, 6, collation=collation_of(*parts) or "ci", nullable=False)
    return Value(
        f"substr({whole}, {len(between.literal) + 1})",
        Kind.TEXT,
        collation=collation_of(*parts) or "ci",
        nullable=False,
    )


def substitute(context: Context, given: list[Value]) -> Value:
    texts = [plain(context, as_text(context, one)) for one in given]
    return text_call("replace", *texts)


def repeat(context: Context, given: list[Value]) -> Value:
    text = _typed(as_text(context, given[0]))
    return text_call("repeat", text, as_small(context, given[1]).sql, like=(text,))


def space(context: Context, given: list[Value]) -> Value:
    return text_call("repeat", "' '", as_small(context, given[0]).sql)


def _padded(name: str) -> Function:
    def pad(context: Context, given: list[Value]) -> Value:
        text, size = as_text(context, given[0]), as_small(context, given[1])
        fill = as_text(context, given[2]) if len(given) > 2 else literals.text(" ")
        if fill.literal == "":
            raise Untranslatable(f"{name}() with nothing")
        found = text_call(name, text, size.sql, fill, like=(text,))
        if size.literal is not None:
            if int(size.literal) < 0:
                raise Untranslatable(f"{name}() to less than nothing")
            return found
        return replace(found, sql=f"CASE WHEN {size.within(5)} >= 0 THEN {found.sql} END", nullable=True)

    return Function(pad, 2, 3)


def trimmed(context: Context, value: Value, side: str, what: Value | None) -> Value:
    """TRIM takes away a whole text as often as it is there, PostgreSQL's takes away its characters."""
    name = {"LEADING": "ltrim", "TRAILING": "rtrim"}.get(side, "btrim")
    text = as_text(context, value)
    if what is None:
        return text_call(name, text)
    part, text = as_text(context, what), plain(context, text)
    if part.literal is None:
        raise Untranslatable("trim() of something that is computed")
    if len(part.literal) == 1:
        return text_call(name, text, part, like=(text,))
    if not part.literal:
        return text
    again = f"(?:{re.escape(part.literal)})+"
    found = text
    if name != "rtrim":
        found = text_call("regexp_replace", found, literals.written(f"^{again}"), "''")
    if name != "ltrim":
        found = text_call("regexp_replace", found, literals.written(f"{again}$"), "''")
    return found


def _trim(name: str) -> Function:
    return Function(lambda context, given: trimmed(context, given[0], name, None))


def ascii(context: Context, given: list[Value]) -> Value:
    """The first byte, where PostgreSQL has the first character."""
    context.stable("ascii()")
    first = text_call("left", as_text(context, given[0]), "1")
    found = f"get_byte(convert_to({first.sql}, 'UTF8') || '\\x00'::bytea, 0)"
    return Value(found, Kind.INTEGER, nullable=given[0].nullable, scale=0)


def field(context: Context, given: list[Value]) -> Value:
    value, *others = _of_one_kind(context, given)
    branches = "".join(
        f" WHEN {compared(context, '=', value, other).sql} THEN {number}"
        for number, other in enumerate(others, 1)
        if other.kind is not Kind.NULL
    )
    if not branches or value.kind is Kind.NULL:
        return literals.integer(0)
    return Value(f"CASE{branches} ELSE 0 END", Kind.INTEGER, nullable=False, scale=0)


def _of_one_kind(context: Context, given: list[Value]) -> list[Value]:
    if all(one.kind in {Kind.TEXT, Kind.ENUM, Kind.NULL} for one in given):
        return given
    return [as_number(context, one) for one in given]


def elt(context: Context, given: list[Value]) -> Value:
    number = as_integer(context, given[0])
    texts = [as_text(context, one) for one in given[1:]]
    branches = " ".join(f"WHEN {place} THEN {text.sql}" for place, text in enumerate(texts, 1))
    return Value(f"CASE {number.sql} {branches} END", Kind.TEXT, collation=collation_of(*texts))


def find_in_set(context: Context, given: list[Value]) -> Value:
    value, members = as_text(context, given[0]), given[1]
    if Kind.NULL in {value.kind, members.kind}:
        return Value("NULL::integer", Kind.INTEGER, CAST)
    if members.kind is Kind.SET:
        listed = members.sql
    else:
        value, text = searched(context, value, as_text(context, members))
        listed = f"string_to_array({text.sql}, ',')"
    found = f"COALESCE(array_position({listed}, {_typed(value).sql}), 0)"
    unknown = [f"{one.within(4)} IS NULL" for one in (value, members) if one.nullable]
    if unknown:
        found = f"CASE WHEN {' OR '.join(unknown)} THEN NULL ELSE {found} END"
    return Value(found, Kind.INTEGER, nullable=bool(unknown), scale=0)


def insert(context: Context, given: list[Value]) -> Value:
    """Outside of the text nothing is put; what is to go away ends with the text, also where it is less than nothing."""
    is_bytes = binary.is_binary(given[0], given[3])
    text, new = (as_bytes(context, one) if is_bytes else as_text(context, one) for one in (given[0], given[3]))
    start, length = as_small(context, given[1]), as_small(context, given[2])
    size = f"{'octet' if is_bytes else 'char'}_length({text.sql})"
    if start.literal is not None and int(start.literal) < 1:
        return text
    if length.literal is None:
        gone = f"CASE WHEN {length.within(5)} < 0 OR {length.within(5)} > {size} THEN {size} ELSE {length.sql} END"
    else:
        gone = size if int(length.literal) < 0 else length.sql
    shown = f"overlay({text.sql} PLACING {new.sql} FROM {start.sql} FOR {gone})"
    below = f"{start.within(5)} < 1 OR " if start.literal is None else ""
    beyond = f"{below}{start.within(5)} > {size}"
    # Of NULL comes NULL, wherever that is to be put.
    unknown = [f"{one.within(IS)} IS NOT NULL" for one in (new, length) if one.nullable and one.literal is None]
    if unknown:
        beyond = " AND ".join([f"({beyond})" if below else beyond, *unknown])
    sql = f"CASE WHEN {beyond} THEN {text.sql} ELSE {shown} END"
    return Value(sql, Kind.BYTES if is_bytes else Kind.TEXT, collation="" if is_bytes else text.collation)


def strcmp(context: Context, given: list[Value]) -> Value:
    left, right = (as_text(context, one) for one in given)
    signs = {-1: "<", 0: "=", 1: ">"}
    branches = " ".join(
        f"WHEN {compared(context, sign, left, right).sql} THEN {number}" for number, sign in signs.items()
    )
    return Value(f"CASE {branches} END", Kind.INTEGER, scale=0)


def format_(context: Context, given: list[Value]) -> Value:
    if len(given) > 2:
        raise Untranslatable("format() with a locale")
    number, places = as_number(context, given[0]), as_integer(context, given[1])
    if places.literal is None:
        raise Untranslatable("format() to places that are computed")
    context.stable("format()")
    decimals = max(int(places.literal), 0)
    digits = "FM" + "999," * 9 + "990" + ("." + "0" * decimals if decimals else "")
    exact = number if number.kind in {Kind.NUMERIC, *INTEGERS} else None
    shown = number.sql if exact else f"{number.within(CAST)}::numeric"
    rounded = f"round({shown}, {decimals})" if number.kind not in INTEGERS else f"{number.within(CAST)}::numeric"
    return text_call("to_char", rounded, f"'{digits}'")


def regexp_replace(context: Context, given: list[Value]) -> Value:
    text, pattern, new = (plain(context, as_text(context, one)) for one in given)
    case = matches(context, text, pattern).sql
    if new.literal is None:
        raise Untranslatable("regexp_replace() by something that is computed")
    by = re.sub(r"[\\$](\d)", lambda found: "\\&" if found[1] == "0" else f"\\{found[1]}", new.literal)
    flags = "gi" if " ~* " in case else "g"
    return text_call("regexp_replace", text, pattern, literals.written(by), f"'{flags}'", like=(text,))


def base64(context: Context, given: list[Value]) -> Value:
    return text_call("encode", as_bytes(context, given[0]), "'base64'")


def from_base64(context: Context, given: list[Value]) -> Value:
    context.note("a text that is no base64 raises an error, where MySQL says NULL")
    return call("decode", Kind.BYTES, as_text(context, given[0]), "'base64'")


def regexp_like(context: Context, given: list[Value]) -> Value:
    return matches(context, given[0], given[1])


FUNCTIONS = {
    "CONCAT": Function(concat, 1, None),
    "CONCAT_WS": Function(concat_ws, 2, None),
    "LENGTH": _measured("octet_length"),
    "OCTET_LENGTH": _measured("octet_length"),
    "BIT_LENGTH": _measured("bit_length"),
    "CHAR_LENGTH": _measured("char_length"),
    "CHARACTER_LENGTH": _measured("char_length"),
    **dict.fromkeys(("LOWER", "LCASE"), _of_text("lower")),
    **dict.fromkeys(("UPPER", "UCASE"), _of_text("upper")),
    "REVERSE": _of_text("reverse"),
    "LEFT": _end("left"),
    "RIGHT": _end("right"),
    **dict.fromkeys(("SUBSTRING", "SUBSTR", "MID"), Function(substring, 2, 3)),
    "SUBSTRING_INDEX": Function(substring_index, 3, 3),
    "LOCATE": Function(locate, 2, 3),
    "INSTR": Function(instr, 2, 2),
    "REPLACE": Function(substitute, 3, 3),
    "REPEAT": Function(repeat, 2, 2),
    "SPACE": Function(space),
    "LPAD": _padded("lpad"),
    "RPAD": _padded("rpad"),
    "LTRIM": _trim("LEADING"),
    "RTRIM": _trim("TRAILING"),
    "TRIM": _trim("BOTH"),
    "ASCII": Function(ascii),
    "FIELD": Function(field, 2, None),
    "ELT": Function(elt, 2, None),
    "FIND_IN_SET": Function(find_in_set, 2, 2),
    "INSERT": Function(insert, 4, 4),
    "STRCMP": Function(strcmp, 2, 2),
    "FORMAT": Function(format_, 2, 3),
    "REGEXP_LIKE": Function(regexp_like, 2, 2),
    "REGEXP_REPLACE": Function(regexp_replace, 3, 3),
    "TO_BASE64": Function(base64),
    "FROM_BASE64": Function(from_base64),
    "SOUNDEX": refused("soundex", "which needs the extension fuzzystrmatch"),
}
