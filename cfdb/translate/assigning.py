"""Values as columns, variables and parameters take them."""

from __future__ import annotations

from cfdb.translate import literals
from cfdb.translate.casts import as_condition, as_integer, as_json, as_number, as_result, as_text
from cfdb.translate.comparing import as_bytes
from cfdb.translate.moments import as_moment, as_time
from cfdb.translate.scopes import Context
from cfdb.translate.values import NULL, NUMBERS, RANDOM_UUID, Kind, NoMember, Untranslatable, Value, call, cast


def assigned(context: Context, value: Value, wanted: Value) -> Value:  # noqa: C901, PLR0912 - one case a kind
    """As a column or variable like `wanted` takes it: what PostgreSQL assigns by itself stays as it is."""
    kind = wanted.kind
    if value.kind is Kind.NULL and not value.sql.startswith("NULL"):
        # A column of a derived table that is always NULL would be a text.
        return NULL
    if value.kind is Kind.NULL or value.kind is kind:
        if value.kind is Kind.ENUM and value.type != wanted.type:
            return cast(as_text(context, value), wanted.type, kind) if wanted.type else as_text(context, value)
        return value
    if kind is Kind.BOOLEAN:
        return as_condition(context, value)
    if kind in NUMBERS:
        return as_result(context, as_number(context, value))
    match kind:
        case Kind.TEXT:
            return as_text(context, value)
        case Kind.ENUM:
            return as_member(context, value, wanted)
        case Kind.DATE | Kind.TIMESTAMP | Kind.TIMESTAMPTZ:
            return as_moment(context, value)
        case Kind.TIME:
            return as_time(context, value)
        case Kind.JSON:
            return as_json(value)
        case Kind.BYTES:
            return as_bytes(context, value)
        case Kind.BIT if as_number(context, value).literal is not None:
            digits = f"{int(float(as_number(context, value).literal or 0)):b}"
            return Value(f"B'{digits.zfill(wanted.length or 1)}'", Kind.BIT, nullable=False)
        case Kind.BIT:
            return cast(as_integer(context, value), f"bit({wanted.length or 1})", Kind.BIT)
        case Kind.UUID if value.sql == RANDOM_UUID:
            return value.named(RANDOM_UUID.removesuffix("::text"))
        case Kind.UUID | Kind.INET if value.kind is Kind.TEXT:
            return value if value.literal is not None else cast(value, kind, kind)
        case Kind.SET if value.kind is Kind.TEXT:
            if value.literal == "":
                return Value("'{}'", Kind.SET)
            return call("string_to_array", Kind.SET, value, "','")
    if wanted.kind is Kind.OTHER:
        return value
    raise Untranslatable(f"a {value.kind} for a {kind}")


def as_member(context: Context, value: Value, wanted: Value) -> Value:
    """A member of an ENUM, by its name, or by its number."""
    if value.kind in NUMBERS and value.literal is not None:
        number = int(float(value.literal))
        if not 0 < number <= len(wanted.members):
            raise NoMember("a number that is no member of the enum")
        return Value(literals.written(wanted.members[number - 1]), Kind.ENUM, nullable=False)
    if value.kind in NUMBERS:
        branches = " ".join(f"WHEN {n} THEN {literals.written(one)}" for n, one in enumerate(wanted.members, 1))
        found = Value(f"CASE {value.sql} {branches} END", Kind.TEXT)
        return cast(found, wanted.type, Kind.ENUM) if wanted.type else found
    text = as_text(context, value)
    if text.literal is not None:
        alike = [name for name in wanted.members if name.lower() == (text.literal or "").lower()]
        exact = text.literal if text.literal in wanted.members else next(iter(alike), None)
        if exact is None:
            raise NoMember("a text that is no member of the enum")
        return literals.text(exact)
    return cast(text, wanted.type, Kind.ENUM) if wanted.type else text


ARGUMENTS = {Kind.SMALLINT: "smallint", Kind.INTEGER: "integer", Kind.BIGINT: "bigint", Kind.NUMERIC: "numeric"}


def argument(context: Context, value: Value, wanted: Value) -> Value:
    """As a parameter of a function takes it: PostgreSQL widens numbers there, but does not narrow them."""
    kind = Kind.SMALLINT if wanted.kind is Kind.BOOLEAN else wanted.kind
    if kind is Kind.ENUM:
        return as_text(context, value)
    found = as_result(context, assigned(context, value, Value("", kind, members=wanted.members)))
    if kind in ARGUMENTS and found.kind is not kind:
        return cast(found, ARGUMENTS[kind], kind)
    return found
