"""Comparisons: MySQL brings both sides to a kind of its own choice, PostgreSQL wants them of one kind."""

from __future__ import annotations

from dataclasses import replace

from cfdb.translate import literals
from cfdb.translate.casts import as_number, as_text, json_text, plain
from cfdb.translate.moments import as_moment, as_span, as_time
from cfdb.translate.scopes import Context
from cfdb.translate.values import (
    BOOLEANS,
    CITEXT,
    COMPARISON,
    IS,
    LIKE,
    MOMENTS,
    NUMBERS,
    OR,
    OTHER,
    Kind,
    Untranslatable,
    Value,
    call,
    cast,
    collation_of,
    condition,
    negated,
)

TEXTS = (Kind.TEXT, Kind.ENUM, Kind.SET)


TOLD_APART = "texts are told apart by their case, which MySQL does not tell apart here"


def is_caseless(context: Context, value: Value) -> bool:
    """Whether MySQL takes texts for the same that PostgreSQL tells apart."""
    return (
        value.kind is Kind.TEXT
        and value.collation == "ci"
        and value.literal is None
        and value.type != CITEXT
        and context.policies.collation != "nondeterministic"
    )


def compared(context: Context, sign: str, left: Value, right: Value) -> Value:
    """`sign` is that of PostgreSQL: = <> < <= > >= and the two of IS [NOT] DISTINCT FROM."""
    if left.literal is not None and right.literal is None:
        return compared(context, TURNED.get(sign, sign), right, left)
    if right.kind is Kind.BYTES and right.literal is not None and left.kind in BOOLEANS:
        right = as_number(context, right)
    binding = IS if sign.startswith("IS") else COMPARISON
    special = _truth(context, sign, left, right) or _zero_date(context, sign, left, right)
    if special:
        return special
    found = condition(sign, binding, *comparable(context, left, right, equality=sign not in TURNED))
    return replace(found, nullable=False) if binding == IS else found


TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def _truth(context: Context, sign: str, left: Value, right: Value) -> Value | None:
    """`active = 1` is `active` where that is a boolean."""
    if left.kind not in BOOLEANS or right.kind not in {*NUMBERS, *BOOLEANS} or sign not in {"=", "<>"}:
        return None
    if right.kind in BOOLEANS and right.sql not in {"TRUE", "FALSE"}:
        return condition(sign, COMPARISON, left, right)
    wanted = as_number(context, right).literal
    if wanted not in {"0", "1"}:
        return None
    return left if (wanted == "1") == (sign == "=") else negated(left)


def _zero_date(context: Context, sign: str, left: Value, right: Value) -> Value | None:
    """What was the date 0000-00-00 is NULL, or the beginning of 1970, by policy."""
    if left.kind not in MOMENTS or right.literal is None:
        return None
    zero = literals.is_zero_date(right.literal) if right.kind is Kind.TEXT else right.literal == "0"
    if not zero:
        return None
    context.note("a date compared with 0000-00-00, which PostgreSQL does not have")
    if context.policies.zero_dates == "epoch":
        return condition(sign, COMPARISON, left, literals.moment("1970-01-01") or right)
    empty = sign in {"=", "<=", "IS NOT DISTINCT FROM"}
    if sign == ">=":
        return Value("TRUE", Kind.CONDITION, nullable=False)
    if sign == "<":
        return Value("FALSE", Kind.CONDITION, nullable=False)
    return Value(f"{left.within(IS)} IS {'' if empty else 'NOT '}NULL", Kind.CONDITION, IS, nullable=False)


def comparable(context: Context, left: Value, right: Value, *, equality: bool = True) -> tuple[Value, Value]:
    """Both sides as PostgreSQL compares them. `equality`: whether the order of values does not matter."""
    kinds = {left.kind, right.kind}
    if Kind.NULL in kinds:
        return left, right
    if kinds & {Kind.ROW, Kind.OTHER}:
        raise Untranslatable(f"a comparison of {left.kind} with {right.kind}")
    pair = (
        _enums(left, right, equality=equality)
        or _bits(context, left, right)
        or _moments(context, left, right)
        or _documents(context, left, right)
        or _identifiers(left, right)
        or _bytes(context, left, right)
    )
    if pair:
        return pair
    if kinds <= set(TEXTS):
        return _texts(context, as_text(context, left), as_text(context, right))
    return as_number(context, left), as_number(context, right)


def _texts(context: Context, left: Value, right: Value) -> tuple[Value, Value]:
    constant = left.literal is not None and right.literal is not None
    left, right = alike(context, left, right)
    return (cast(left, "text", Kind.TEXT), right) if constant else (left, right)


def alike(context: Context, left: Value, right: Value) -> tuple[Value, Value]:
    """Two texts that are compared: without their case where the policy says so."""
    if collation_of(left, right) == "cs":
        return told_apart(context, left), told_apart(context, right)
    match context.policies.collation:
        case "lower":
            context.note(ACCENTS)
            return lowered(left), lowered(right)
        case "citext":
            context.note(ACCENTS)
            both = all(one.type == CITEXT or one.literal is not None for one in (left, right))
            if not both or (left.literal is not None and right.literal is not None):
                return lowered(left), lowered(right)
        case "nondeterministic" if left.literal is not None and right.literal is not None:
            return lowered(left), lowered(right)
        case "report":
            context.note("texts are compared with their case, which MySQL does not tell apart here")
    return left, right


ACCENTS = "texts are compared without their case, but with their accents and the blanks at their ends"


def told_apart(context: Context, value: Value) -> Value:
    """With its case, though its column may be one that does without."""
    if value.type == CITEXT or (value.collation == "ci" and context.policies.collation == "nondeterministic"):
        return replace(plain(context, value), collation="cs", type="")
    return value


def searched(context: Context, part: Value, text: Value) -> tuple[Value, Value]:
    """A text that is looked for in another one."""
    part, text = plain(context, part), plain(context, text)
    if collation_of(part, text) == "cs":
        return part, text
    if context.policies.collation == "report":
        context.note("texts are compared with their case, which MySQL does not tell apart here")
        return part, text
    return lowered(part), lowered(text)


def lowered(value: Value) -> Value:
    if value.literal is not None and value.kind is Kind.TEXT:
        return literals.text(value.literal.lower())
    return call("lower", Kind.TEXT, value, nullable=value.nullable)


def _enums(left: Value, right: Value, *, equality: bool) -> tuple[Value, Value] | None:
    """An ENUM is a text to another text, a number to another number."""
    if left.kind is not Kind.ENUM:
        if right.kind is Kind.ENUM:
            pair = _enums(right, left, equality=equality)
            return (pair[1], pair[0]) if pair else None
        return None
    if right.kind is Kind.ENUM and left.type == right.type and equality:
        return left, right
    member = _member(left, right)
    if member is None or not equality:
        return None
    return left, Value(literals.written(member), Kind.ENUM, literal=member, nullable=False)


def _member(enum: Value, other: Value) -> str | None:
    """The member that a constant means: one that is no member cannot be written as one."""
    if other.literal is None:
        return None
    if other.kind is Kind.TEXT:
        exact = [name for name in enum.members if name == other.literal]
        alike = [name for name in enum.members if name.lower() == other.literal.lower()]
        return next(iter(exact or (alike if enum.collation == "ci" else [])), None)
    if other.kind in {Kind.INTEGER, Kind.SMALLINT} and 0 < int(other.literal) <= len(enum.members):
        return enum.members[int(other.literal) - 1]
    return None


def _bits(context: Context, left: Value, right: Value) -> tuple[Value, Value] | None:
    if left.kind is Kind.BIT and right.kind is Kind.BYTES:
        return _bits(context, left, as_number(context, right))
    if left.kind is Kind.BIT and right.kind in NUMBERS and right.literal is not None and right.literal.isdecimal():
        digits = f"{int(right.literal):b}"
        if left.length is not None and len(digits) <= left.length:
            return left, Value(f"B'{digits.zfill(left.length)}'", Kind.BIT, nullable=False)
    if right.kind is Kind.BIT and left.kind is not Kind.BIT:
        pair = _bits(context, right, left)
        return (pair[1], pair[0]) if pair else None
    same = left.kind is right.kind is Kind.BIT and left.length == right.length and left.length is not None
    return (left, right) if same else None


def _moments(context: Context, left: Value, right: Value) -> tuple[Value, Value] | None:
    kinds = {left.kind, right.kind}
    if Kind.INTERVAL in kinds:
        return as_span(context, left), as_span(context, right)
    if Kind.TIME in kinds:
        if kinds & set(NUMBERS):
            return None
        return as_time(context, left), as_time(context, right)
    if not kinds & set(MOMENTS):
        return None
    for value, other in ((left, right), (right, left)):
        if value.kind in NUMBERS and (value.literal is None or literals.moment(value.literal) is None):
            return as_number(context, left), as_number(context, right)
        if value.kind is Kind.TEXT and value.literal is not None and literals.moment(value.literal) is None:
            raise Untranslatable(f"a {other.kind} compared with {value.sql}")
    if Kind.TIMESTAMPTZ in kinds and kinds != {Kind.TIMESTAMPTZ}:
        context.stable("a timestamp compared with a local time")
    return as_moment(context, left), as_moment(context, right)


def _documents(context: Context, left: Value, right: Value) -> tuple[Value, Value] | None:
    """A JSON value is compared as what it holds."""
    if Kind.JSON not in {left.kind, right.kind} or left.kind is right.kind:
        return (left, right) if left.kind is right.kind is Kind.JSON else None
    document, other = (left, right) if left.kind is Kind.JSON else (right, left)
    if other.sql in {"TRUE", "FALSE"}:
        text: Value = literals.text(other.sql.lower())
        pair = json_text(document), text
    elif other.kind in NUMBERS or other.kind in BOOLEANS:
        pair = as_number(context, document), as_number(context, other)
    else:
        pair = json_text(document), as_text(context, other)
    return pair if left.kind is Kind.JSON else (pair[1], pair[0])


def _identifiers(left: Value, right: Value) -> tuple[Value, Value] | None:
    """A UUID or an address and a text are compared as what the text means."""
    for kind in (Kind.UUID, Kind.INET):
        if kind in {left.kind, right.kind} and {left.kind, right.kind} <= {kind, Kind.TEXT}:
            return tuple(  # type: ignore[return-value]
                value if value.kind is kind or value.literal is not None else cast(value, kind, kind)
                for value in (left, right)
            )
    return None


def _bytes(context: Context, left: Value, right: Value) -> tuple[Value, Value] | None:
    """A text beside bytes is its own bytes; a hexadecimal literal beside a number is a number."""
    if Kind.BYTES not in {left.kind, right.kind} or {left.kind, right.kind} & set(NUMBERS):
        return None
    return as_bytes(context, left), as_bytes(context, right)


def as_bytes(context: Context, value: Value) -> Value:
    if value.kind in {Kind.BYTES, Kind.NULL}:
        return value
    text = as_text(context, value)
    if text.literal is not None:
        return literals.bytes_of(text.literal.encode())
    context.stable("a text as binary data")
    return call("convert_to", Kind.BYTES, text, "'UTF8'", nullable=text.nullable)


def among(context: Context, value: Value, choices: list[Value]) -> Value:
    """IN with a list: in one list where all of it is of one kind, else one comparison after the other."""
    single = [compared(context, "=", value, choice) for choice in choices]
    pairs = [comparable(context, value, choice) for choice in choices if choice.kind is not Kind.NULL]
    written = {pair[0].sql for pair in pairs}
    listed = all(" = " in one.sql for one in single) and len(written) == 1
    if listed and value.literal is None:
        items = [choice for choice in choices if choice.kind is Kind.NULL] + [pair[1] for pair in pairs]
        shown = ", ".join(item.sql for item in items)
        nullable = any(item.nullable for item in (value, *choices))
        return Value(f"{pairs[0][0].within(LIKE + 1)} IN ({shown})", Kind.CONDITION, LIKE, nullable=nullable)
    if len(single) == 1:
        return single[0]
    shown = " OR ".join(one.within(OR + 1) for one in single)
    return Value(shown, Kind.CONDITION, OR)


def between(context: Context, value: Value, low: Value, high: Value) -> Value:
    lower, upper = comparable(context, value, low, equality=False), comparable(context, value, high, equality=False)
    if lower[0].sql == upper[0].sql:
        ends = f"{lower[1].within(LIKE + 1)} AND {upper[1].within(LIKE + 1)}"
        nullable = any(one.nullable for one in (value, low, high))
        return Value(f"{lower[0].within(LIKE + 1)} BETWEEN {ends}", Kind.CONDITION, LIKE, nullable=nullable)
    return condition("AND", 1, condition(">=", COMPARISON, *lower), condition("<=", COMPARISON, *upper))


def like(context: Context, value: Value, pattern: Value, escape: str | None) -> Value:
    """ILIKE where MySQL does not tell case apart."""
    case, subject, shape = _matched(context, value, pattern)
    sign = "LIKE" if case else "ILIKE"
    if not case and _has_letters(subject, shape):
        context.note("LIKE tells accents apart, which MySQL does not tell apart here")
    found = condition(sign, LIKE, subject, shape)
    if escape is None:
        return found
    return found.named(f"{found.sql} ESCAPE {literals.written(escape)}", LIKE)


def _has_letters(subject: Value, shape: Value) -> bool:
    """Whether there is a letter that may be found with an accent: in a pattern such as 20% there is none."""
    if subject.kind is not Kind.TEXT or (subject.literal is not None and shape.literal is not None):
        return False
    return shape.literal is None or any(sign.isalpha() for sign in shape.literal)


def matches(context: Context, value: Value, pattern: Value) -> Value:
    """REGEXP. The two kinds of regular expressions agree on what is in common use, so an odd one is refused."""
    case, subject, shape = _matched(context, value, pattern)
    if shape.literal is None:
        context.note("a regular expression that is computed is read by PostgreSQL's rules")
    elif any(odd in shape.literal for odd in ("(?", "[[.", "[[=", "\\b", "\\Q", "\\p", "\\h", "++", "*+", "?+")):
        raise Untranslatable("a regular expression of another kind")
    return condition("~" if case else "~*", OTHER, subject, shape)


def _matched(context: Context, value: Value, pattern: Value) -> tuple[bool, Value, Value]:
    if value.kind is Kind.BYTES and value.literal is None:
        raise Untranslatable("a pattern on binary data")
    case = "cs" in {value.collation, pattern.collation} or Kind.BYTES in {value.kind, pattern.kind}
    subject = json_text(value) if value.kind is Kind.JSON else as_text(context, value)
    return case, plain(context, subject), as_text(context, pattern)
