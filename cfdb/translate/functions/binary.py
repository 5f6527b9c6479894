"""Functions of texts where one of them is binary: places count bytes, case matters, and NUL is a byte as any other."""

from __future__ import annotations

from cfdb.translate.comparing import as_bytes
from cfdb.translate.scopes import Context
from cfdb.translate.values import CAST, Kind, Value, operator

NOTHING = "'\\x'::bytea"


def is_binary(*values: Value) -> bool:
    """Whether what comes of them is no text: a constant that can be read as one still is."""
    return any(one.kind is Kind.BYTES and (one.literal is None or "\0" in one.literal) for one in values)


def concat(context: Context, given: list[Value]) -> Value:
    parts = [as_bytes(context, one) for one in given]
    if any(one.kind is Kind.NULL for one in parts):
        return Value("NULL::bytea", Kind.BYTES, CAST)
    return operator("||", 6, Kind.BYTES, *parts)


def concat_ws(context: Context, given: list[Value]) -> Value:
    """PostgreSQL's own is one of texts. NULLs are left out, but one that stands between makes NULL of it all."""
    between, *parts = [as_bytes(context, one) for one in given]
    if between.kind is Kind.NULL:
        return Value("NULL::bytea", Kind.BYTES, CAST)
    known = [one for one in parts if one.kind is not Kind.NULL]
    if len(known) > 1 and not any(one.nullable for one in known):
        apart = [piece for one in known for piece in (between, one)]
        return operator("||", 6, Kind.BYTES, *apart[1:])
    return _cut(between, known)


def _cut(between: Value, parts: list[Value]) -> Value:
    """Each part with what stands between ahead of it, the first of which is cut off."""
    ahead = [operator("||", 6, Kind.BYTES, between, one) for one in parts]
    shown = [f"COALESCE({one.sql}, {NOTHING})" if one.nullable else one.sql for one in ahead]
    whole = " || ".join(shown) or NOTHING
    first = f"octet_length({between.sql}) + 1" if between.literal is None else len(between.literal.encode()) + 1
    return Value(f"substr({whole}, {first})", Kind.BYTES, nullable=between.nullable)
