"""One kind of value as another, as MySQL does it without being asked."""

from __future__ import annotations

import re

from cfdb.translate import literals
from cfdb.translate.moments import as_moment, as_span, as_timestamp
from cfdb.translate.scopes import Context
from cfdb.translate.values import (
    BOOLEANS,
    CAST,
    CITEXT,
    COMPARISON,
    IS,
    MOMENTS,
    NUMBERS,
    OTHER,
    POWER,
    SUM,
    Kind,
    Untranslatable,
    Value,
    call,
    cast,
    condition,
    operator,
)

NUMBER_AHEAD = "^[[:space:]]*([-+]?(?:[0-9]+[.]?[0-9]*|[.][0-9]+)(?:[eE][-+]?[0-9]+)?)"
INTEGER_AHEAD = "^[[:space:]]*([-+]?[0-9]+)"

NUL = re.compile(r"'\\x(?:[0-9a-f]{2})*?00")
"""In a constant of bytes: what holds it can be no text."""

CLOCK = "HH24:MI:SS"
DAY = "YYYY-MM-DD"


def as_text(context: Context, value: Value) -> Value:  # noqa: C901 - one case a kind
    """What MySQL shows of it."""
    match value.kind:
        case Kind.TEXT | Kind.NULL:
            return value
        case Kind.ENUM:
            return _enum_text(context, value)
        case Kind.SET:
            context.stable("a set as a text")
            return Value(f"array_to_string({value.sql}, ',')", Kind.TEXT, collation=value.collation)
        case Kind.BYTES:
            if NUL.search(value.sql):
                raise Untranslatable("a NUL byte in a text")
            if value.literal is not None:
                return literals.text(value.literal)
            context.stable("binary data as a text")
            return call("convert_from", Kind.TEXT, value, "'UTF8'", nullable=value.nullable)
        case Kind.INET:
            return call("host", Kind.TEXT, value, nullable=value.nullable)
        case Kind.DATE | Kind.TIMESTAMP | Kind.TIMESTAMPTZ | Kind.TIME:
            return _moment_text(context, value)
        case Kind.INTERVAL:
            return _span_text(context, value)
        case Kind.BIT | Kind.ROW | Kind.OTHER:
            raise Untranslatable(f"a {value.kind} as a text")
    if value.kind in BOOLEANS:
        return cast(as_number(context, value), "text", Kind.TEXT)
    if value.literal is not None and value.kind in {Kind.INTEGER, Kind.BIGINT, Kind.NUMERIC}:
        return literals.text(value.literal)
    return cast(rounded(value), "text", Kind.TEXT)


def rounded(value: Value) -> Value:
    """With as many decimals as MySQL shows; a column's own are right already."""
    if not value.inexact or value.scale is None:
        return value
    return Value(f"round({value.sql}, {value.scale})", Kind.NUMERIC, nullable=value.nullable, scale=value.scale)


def _enum_text(context: Context, value: Value) -> Value:
    if not value.type:
        return value.named(value.sql, value.binding) if value.kind is Kind.TEXT else _with_kind(value, Kind.TEXT)
    if not context.immutable:
        return cast(value, "text", Kind.TEXT)
    # The cast is STABLE, as ALTER TYPE … RENAME VALUE changes what it says.
    branches = " ".join(f"WHEN {literals.written(member)} THEN {literals.written(member)}" for member in value.members)
    return Value(f"CASE {value.sql} {branches} END", Kind.TEXT, collation=value.collation, nullable=value.nullable)


def _with_kind(value: Value, kind: Kind) -> Value:
    return Value(value.sql, kind, value.binding, collation=value.collation, nullable=value.nullable)


def _moment_text(context: Context, value: Value) -> Value:
    if value.literal is not None:
        return literals.text(value.literal)
    context.stable(f"a {value.kind} as a text")
    if value.kind is Kind.DATE:
        return call("to_char", Kind.TEXT, value, f"'{DAY}'", nullable=value.nullable)
    clock = f"{CLOCK}.US" if value.scale else CLOCK
    if value.kind is Kind.TIME:
        return cast(value, "text", Kind.TEXT)
    shown = call("to_char", Kind.TEXT, value, f"'{DAY} {clock}'", nullable=value.nullable)
    return call("left", Kind.TEXT, shown, str(20 + value.scale)) if value.scale and value.scale < 6 else shown


def _span_text(context: Context, value: Value) -> Value:
    if value.literal is not None:
        return literals.text(value.literal)
    if value.scale != 0:
        raise Untranslatable("a time with parts of a second as a text")
    context.stable("a time as a text")
    return cast(value, "text", Kind.TEXT)


def plain(context: Context, value: Value) -> Value:
    """A text that is searched character by character, which PostgreSQL does by the rules of its type or collation."""
    if value.kind is not Kind.TEXT or value.literal is not None:
        return value
    if value.type == CITEXT:
        return cast(value, "text", Kind.TEXT)
    if context.policies.collation == "nondeterministic" and value.collation != "cs":
        sql = f'{value.within(CAST)} COLLATE "default"'
        return Value(sql, Kind.TEXT, POWER, collation=value.collation, nullable=value.nullable)
    return value


def as_number(context: Context, value: Value) -> Value:  # noqa: C901 - one case a kind
    """What MySQL computes with."""
    if value.kind in NUMBERS or value.kind is Kind.NULL:
        return value
    if value.kind in BOOLEANS:
        if value.sql in {"TRUE", "FALSE"}:
            return literals.integer(int(value.sql == "TRUE"))
        return cast(value, "integer", Kind.INTEGER)
    match value.kind:
        case Kind.TEXT:
            return _number_ahead(context, value)
        case Kind.ENUM:
            branches = " ".join(
                f"WHEN {literals.written(member)} THEN {number}" for number, member in enumerate(value.members, 1)
            )
            return Value(f"CASE {value.sql} {branches} END", Kind.INTEGER, nullable=value.nullable)
        case Kind.BIT:
            return cast(value, "bigint", Kind.BIGINT)
        case Kind.BYTES if value.sql.endswith("'::bytea") and value.sql.startswith("'\\x"):
            return literals.integer(int(value.sql[3:].partition("'")[0] or "0", 16))
        case Kind.JSON:
            return as_number(context, json_text(value))
        case Kind.INTERVAL if value.scale == 0:
            seconds = f"EXTRACT(EPOCH FROM {value.sql})::bigint"
            shown = f"{seconds} / 3600 * 10000 + {seconds} / 60 % 60 * 100 + {seconds} % 60"
            return Value(shown, Kind.BIGINT, SUM, nullable=value.nullable, scale=0)
        case Kind.DATE | Kind.TIMESTAMP | Kind.TIMESTAMPTZ | Kind.TIME:
            context.stable(f"a {value.kind} as a number")
            if value.scale:
                raise Untranslatable(f"a {value.kind} with parts of a second as a number")
            pattern = {Kind.DATE: "YYYYMMDD", Kind.TIME: "HH24MISS"}.get(value.kind, "YYYYMMDDHH24MISS")
            return cast(call("to_char", Kind.TEXT, value, f"'{pattern}'"), "bigint", Kind.BIGINT)
    raise Untranslatable(f"a {value.kind} as a number")


def _number_ahead(context: Context, value: Value) -> Value:
    if value.literal is not None:
        return literals.as_number(value.literal)
    context.note("a text is taken for the number that it begins with, else for 0")
    found = f"substring({plain(context, value).sql} FROM {literals.written(NUMBER_AHEAD)})"
    otherwise = f"CASE WHEN {value.within(IS)} IS NOT NULL THEN '0' END"
    return Value(f"COALESCE({found}, {otherwise})::double precision", Kind.DOUBLE, CAST)


def as_exact(context: Context, value: Value) -> Value:
    """A number for NUMERIC: a text keeps all of its digits."""
    if value.kind is not Kind.TEXT or value.literal is not None:
        return as_number(context, value)
    found = _number_ahead(context, value)
    return Value(found.sql.removesuffix("double precision") + "numeric", Kind.NUMERIC, CAST)


def as_integer(context: Context, value: Value) -> Value:
    """As CAST(… AS SIGNED) has it: numbers are rounded, texts are cut at what is no digit."""
    if value.literal is not None and value.kind is Kind.TEXT:
        found = literals.LEADING_INTEGER.match(value.literal)
        return literals.integer(int(found[1]) if found else 0)
    if value.kind is Kind.TEXT:
        context.note("a text is taken for the integer that it begins with, else for 0")
        found_text = f"substring({plain(context, value).sql} FROM {literals.written(INTEGER_AHEAD)})"
        otherwise = f"CASE WHEN {value.within(IS)} IS NOT NULL THEN '0' END"
        return Value(f"COALESCE({found_text}, {otherwise})::bigint", Kind.BIGINT, CAST)
    number = as_number(context, value)
    if number.kind in {Kind.SMALLINT, Kind.INTEGER, Kind.BIGINT, Kind.NULL}:
        return number
    # Half of one is rounded as MySQL does it: away from zero in a NUMERIC, to the even number in a double.
    return cast(number, "bigint", Kind.BIGINT)


def as_small(context: Context, value: Value) -> Value:
    """An integer as PostgreSQL's own functions take it."""
    number = as_integer(context, value)
    if number.literal is not None or number.kind in {Kind.SMALLINT, Kind.INTEGER}:
        return number
    return cast(number, "integer", Kind.INTEGER)


def as_condition(context: Context, value: Value) -> Value:
    """What MySQL takes for true: whatever is not 0."""
    if value.kind in BOOLEANS:
        return value
    if value.truth[0] == value.sql:
        return Value(value.truth[1], Kind.CONDITION, OTHER, nullable=value.nullable)
    if value.kind is Kind.NULL:
        return Value("NULL::boolean", Kind.CONDITION, CAST)
    if value.kind in MOMENTS:
        return condition("=", COMPARISON, value, value)
    number = as_number(context, value)
    if number.literal is not None:
        return Value("TRUE" if float(number.literal) else "FALSE", Kind.CONDITION, nullable=False)
    return condition("<>", COMPARISON, number, literals.integer(0))


def as_result(context: Context, value: Value) -> Value:
    """A value as a column shows it: a condition is 1 or 0."""
    return as_number(context, value) if value.kind is Kind.CONDITION else rounded(value)


def as_json(value: Value) -> Value:
    """A document: a text is parsed."""
    if value.kind in {Kind.JSON, Kind.NULL}:
        return value
    if value.kind is Kind.TEXT:
        return cast(value, "jsonb", Kind.JSON)
    raise Untranslatable(f"a {value.kind} as a json document")


def json_value(context: Context, value: Value) -> Value:
    """A value to be put into a document."""
    if value.kind in {Kind.JSON, Kind.NULL} or value.kind in NUMBERS or value.kind is Kind.BOOLEAN:
        return value
    if value.sql in {"TRUE", "FALSE"}:
        return value
    if value.kind is Kind.CONDITION:
        return as_number(context, value)
    text = as_text(context, value)
    return cast(text, "text", Kind.TEXT) if text.literal is not None else text


def json_text(value: Value) -> Value:
    """A JSON value as the text that it holds, a string without its quotes."""
    return Value(value.plain or f"{value.within(OPERATOR)} #>> '{{}}'", Kind.TEXT, 6, collation="cs")


OPERATOR = 7


def unified(context: Context, values: list[Value]) -> list[Value]:
    """Of one kind, as the branches of a CASE and the arguments of COALESCE must be."""
    kind = common_kind(values)
    return [value if value.kind is Kind.NULL else to_kind(context, value, kind) for value in values]


def common_kind(values: list[Value]) -> Kind:
    kinds = {value.kind for value in values} - {Kind.NULL}
    if not kinds:
        return Kind.NULL
    if kinds == {Kind.ENUM}:
        return Kind.TEXT
    if len(kinds) == 1:
        return kinds.pop()
    numeric = {Kind.INTEGER if kind in BOOLEANS else kind for kind in kinds}
    for widest in (Kind.DOUBLE, Kind.REAL, Kind.NUMERIC, Kind.BIGINT, Kind.INTEGER, Kind.SMALLINT):
        if widest in numeric and numeric <= set(NUMBERS):
            return Kind.DOUBLE if widest is Kind.REAL else widest
    if kinds == {Kind.TIME, Kind.INTERVAL}:
        return Kind.INTERVAL
    if kinds <= set(MOMENTS):
        return Kind.TIMESTAMPTZ if Kind.TIMESTAMPTZ in kinds else Kind.TIMESTAMP
    return Kind.TEXT


def to_kind(context: Context, value: Value, kind: Kind) -> Value:
    if value.kind is kind:
        return value
    if kind in NUMBERS:
        return as_number(context, value)
    if kind is Kind.TIMESTAMP:
        return as_timestamp(context, value)
    if kind is Kind.INTERVAL:
        return as_span(context, value)
    if kind is Kind.TIMESTAMPTZ:
        context.stable("a local time as a timestamp")
        return cast(as_moment(context, value), "timestamptz", Kind.TIMESTAMPTZ)
    return as_text(context, value)


def joined(context: Context, values: list[Value]) -> Value:
    """NULL where any of them is NULL, as CONCAT has it."""
    texts = [as_text(context, value) for value in values]
    if len(texts) == 1:
        return texts[0] if texts[0].kind is Kind.TEXT else cast(texts[0], "text", Kind.TEXT)
    if any(text.kind is Kind.NULL for text in texts):
        return Value("NULL::text", Kind.TEXT, CAST)
    found = operator("||", 6, Kind.TEXT, *texts)
    return Value(
        found.sql, Kind.TEXT, found.binding, nullable=found.nullable, collation="ci", parts=(found.sql, tuple(values))
    )
