"""Addresses of the internet, as texts, numbers and bytes."""

from __future__ import annotations

from dataclasses import replace

from cfdb.translate.casts import as_integer, as_text, plain
from cfdb.translate.functions.function import Function
from cfdb.translate.scopes import Context
from cfdb.translate.values import CAST, PRODUCT, Kind, Untranslatable, Value, call

IPV4 = r"^((25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])[.]){3}(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])$"


def inet_aton(context: Context, given: list[Value]) -> Value:
    text = plain(context, as_text(context, given[0]))
    shown = f"{text.within(CAST)}::inet - '0.0.0.0'::inet"
    return Value(f"CASE WHEN {text.within(7)} ~ '{IPV4}' THEN {shown} END", Kind.BIGINT, scale=0)


def inet_ntoa(context: Context, given: list[Value]) -> Value:
    number = as_integer(context, given[0])
    wide = number if number.kind is Kind.BIGINT else replace(number, sql=f"{number.within(CAST)}::bigint", binding=CAST)
    shown = f"host('0.0.0.0'::inet + {wide.within(8)})"
    inside = f"{number.within(PRODUCT)} BETWEEN 0 AND 4294967295"
    return Value(f"CASE WHEN {inside} THEN {shown} END", Kind.TEXT, collation="ci")


def inet6_aton(context: Context, given: list[Value]) -> Value:
    """The bytes of an address: what PostgreSQL sends of one, without what it puts ahead."""
    value = given[0]
    if value.kind is not Kind.INET:
        text = plain(context, as_text(context, value))
        if text.literal is None:
            context.note("a text that is no address raises an error, where MySQL says NULL")
        context.stable("inet6_aton() of a text")
        value = Value(f"{text.within(CAST)}::inet", Kind.INET, CAST, nullable=text.nullable)
    return call("substr", Kind.BYTES, f"inet_send({value.sql})", "5", nullable=value.nullable)


def inet6_ntoa(_context: Context, given: list[Value]) -> Value:
    value = given[0]
    if value.kind is not Kind.BYTES:
        raise Untranslatable(f"inet6_ntoa() of a {value.kind}")
    digits = f"encode({value.sql}, 'hex')"
    four = f"host('0.0.0.0'::inet + ('x' || {digits})::bit(32)::bigint)"
    sixteen = f"host(regexp_replace({digits}, '(....)(?!$)', E'\\\\1:', 'g')::inet)"
    shown = f"CASE octet_length({value.sql}) WHEN 4 THEN {four} WHEN 16 THEN {sixteen} END"
    return Value(shown, Kind.TEXT, collation="ci")


def is_ipv6(context: Context, given: list[Value]) -> Value:
    context.needs(16, "is_ipv6()")
    text = plain(context, as_text(context, given[0]))
    shown = f"{text.within(7)} ~ ':' AND {text.within(7)} !~ '/' AND pg_input_is_valid({text.sql}, 'inet')"
    return Value(f"COALESCE({shown}, FALSE)", Kind.CONDITION, nullable=False)


def is_ipv4(context: Context, given: list[Value]) -> Value:
    text = plain(context, as_text(context, given[0]))
    return Value(f"COALESCE({text.within(7)} ~ '{IPV4}', FALSE)", Kind.CONDITION, nullable=False)


FUNCTIONS = {
    "INET_ATON": Function(inet_aton),
    "INET_NTOA": Function(inet_ntoa),
    "INET6_ATON": Function(inet6_aton),
    "INET6_NTOA": Function(inet6_ntoa),
    "IS_IPV4": Function(is_ipv4),
    "IS_IPV6": Function(is_ipv6),
}
