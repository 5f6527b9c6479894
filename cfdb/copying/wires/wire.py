"""The way of a source's column into a target's.

Whatever the rows hold, no form changes a value unless that was allowed by its name: what the target would take and
change without a word is sent in a form that it refuses. The forms want of the source's session that sql_mode is empty,
of the target's that TimeZone is UTC, DateStyle ISO, and lc_monetary C.

Measured on MariaDB 10.11, beside a column as it is, per value: a text form costs 0.1 µs for numbers and dates, 0.2 µs
for a text of 60 characters in UTF-8, 0.4 µs in another character set, and for 64 bytes as hexadecimal digits. A
canonical text costs 0.1 to 0.5 µs, less than nothing for a double, whose digits are not written then, and 1.3 µs for
an MD5. PostgreSQL 18 takes 0.1 µs for any, 0.3 µs for an MD5.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from cfdb.copying.wires import (
    addresses,
    bits,
    documents,
    floats,
    integers,
    lists,
    moments,
    numerics,
    octets,
    places,
    texts,
    times,
    truth,
)
from cfdb.copying.wires.pair import Danger, Draft, NoWire, Pair
from cfdb.model.copy import SourceColumn, TargetColumn, Wire, put

__all__ = ["NoWire", "wire"]

Form = Callable[[Pair], Draft]

FORMS: dict[str, Form] = {
    **dict.fromkeys(("int2", "int4", "int8", "oid"), integers.form),
    **dict.fromkeys(("float4", "float8"), floats.form),
    **dict.fromkeys(("text", "varchar", "bpchar", "citext", "name", "xml"), texts.form),
    **dict.fromkeys(("json", "jsonb"), documents.form),
    **dict.fromkeys(("timestamp", "timestamptz"), moments.form),
    **dict.fromkeys(("time", "timetz"), times.time_of_day),
    **dict.fromkeys(("bit", "varbit"), bits.form),
    **dict.fromkeys(("inet", "cidr"), addresses.network),
    **dict.fromkeys(("macaddr", "macaddr8"), addresses.hardware),
    **dict.fromkeys(("point", "polygon", "path"), places.plane),
    **dict.fromkeys(("geometry", "geography"), places.postgis),
    "bool": truth.form,
    "numeric": numerics.form,
    "money": numerics.money,
    "enum": texts.enum,
    "bytea": octets.form,
    "date": moments.date,
    "interval": times.interval,
    "uuid": addresses.uuid,
}
"""By what pg_type calls the target's type. Arrays and all other types are asked for in `wire`."""

OR_NULL = " or null"
"""Behind a binary form: the converter itself makes NULL of what is not to arrive."""

NONE = ("tsvector", "tsquery", "record", "void", "trigger")


def wire(source: SourceColumn, target: TargetColumn, allowed: Collection[str] = ()) -> Wire:
    """How values of `source` are written into `target`, with what is allowed by its name put in. Raises NoWire."""
    pair = Pair(source.type, target, frozenset(allowed))
    nulls = _nulls(source, target)
    if pair.family == "null":
        # Any form of it is NULL.
        return Wire("{}", "{}", "{}::text", "{}", "text", tuple(danger.doubt("{}") for danger in nulls))
    if not pair.family:
        raise NoWire(f"type {source.type.name} is not known")
    return _finished(pair, _form(target)(pair), nulls)


def _form(target: TargetColumn) -> Form:
    if target.type in NONE:
        raise NoWire(f"{target.declared or target.type} is computed by PostgreSQL, and not written")
    return FORMS.get(target.type) or (lists.form if target.type.startswith("_") else texts.unknown)


def _nulls(source: SourceColumn, target: TargetColumn) -> tuple[Danger, ...]:
    return (Danger("null-into-not-null", "{} IS NULL"),) if source.nullable and not target.nullable else ()


def _finished(pair: Pair, draft: Draft, nulls: tuple[Danger, ...]) -> Wire:
    value, plain, text, binary = pair.number, pair.number, draft.text, draft.binary
    for danger in draft.dangers:
        allowed = pair.allows(danger.name) and (pair.target.nullable or not danger.to_null)
        if allowed and danger.mend:
            value = put(danger.mend, value)
            if danger.converted and binary:
                binary += OR_NULL
            else:
                plain = put(danger.mend, plain)
        elif danger.why and not allowed:
            text, binary = f"IF({danger.rows}, CONCAT({text}, ' {danger.why}'), {text})", ""
    return Wire(
        put(text, value),
        put(draft.here, value),
        draft.there,
        put(draft.plain, plain),
        binary,
        tuple(danger.doubt(pair.number) for danger in (*draft.dangers, *nulls)),
    )
