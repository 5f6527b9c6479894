"""Digests, and identifiers as bytes."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha1

from cfdb.translate import literals
from cfdb.translate.casts import as_integer, as_text, plain
from cfdb.translate.comparing import as_bytes
from cfdb.translate.functions.function import Function, refused
from cfdb.translate.scopes import Context
from cfdb.translate.values import CAST, Kind, Untranslatable, Value, call

EXTENSION = "which needs the extension pgcrypto"
UUID = "^[0-9A-Fa-f]{8}-?([0-9A-Fa-f]{4}-?){3}[0-9A-Fa-f]{12}$"


def md5(context: Context, given: list[Value]) -> Value:
    value = given[0] if given[0].kind is Kind.BYTES else as_text(context, given[0])
    return replace(call("md5", Kind.TEXT, value, nullable=value.nullable), collation="ci")


def sha2(context: Context, given: list[Value]) -> Value:
    size = as_integer(context, given[1]).literal
    if size not in {"0", "224", "256", "384", "512"}:
        raise Untranslatable("sha2() of another length")
    digest = call(f"sha{size if size != '0' else '256'}", Kind.BYTES, as_bytes(context, given[0]))
    return replace(call("encode", Kind.TEXT, digest, "'hex'", nullable=given[0].nullable), collation="ci")


def crc32(context: Context, given: list[Value]) -> Value:
    context.needs(18, "crc32()")
    return replace(call("crc32", Kind.BIGINT, as_bytes(context, given[0]), nullable=given[0].nullable), scale=0)


def uuid_to_bin(context: Context, given: list[Value]) -> Value:
    if len(given) > 1:
        raise Untranslatable("uuid_to_bin() with its parts swapped")
    text = as_text(context, given[0])
    return call("decode", Kind.BYTES, f"replace({text.sql}, '-', '')", "'hex'", nullable=text.nullable)


def bin_to_uuid(_context: Context, given: list[Value]) -> Value:
    if len(given) > 1 or given[0].kind is not Kind.BYTES:
        raise Untranslatable("bin_to_uuid() of these")
    return Value(f"encode({given[0].sql}, 'hex')::uuid::text", Kind.TEXT, CAST, collation="ci")


def is_uuid(context: Context, given: list[Value]) -> Value:
    text = plain(context, as_text(context, given[0]))
    return Value(f"{text.within(7)} ~ '{UUID}'", Kind.CONDITION, 6, nullable=text.nullable)


def password(context: Context, given: list[Value]) -> Value:
    """The hash that MySQL keeps of a password that is written here."""
    text = as_text(context, given[0])
    if text.literal is None:
        raise Untranslatable(f"password(), {EXTENSION}")
    # MySQL's own, and no choice of ours.
    once = sha1(text.literal.encode(), usedforsecurity=False).digest()
    return literals.text("*" + sha1(once, usedforsecurity=False).hexdigest().upper() if text.literal else "")


FUNCTIONS = {
    "PASSWORD": Function(password),
    "MD5": Function(md5),
    "SHA2": Function(sha2, 2, 2),
    "CRC32": Function(crc32),
    "UUID_TO_BIN": Function(uuid_to_bin, 1, 2),
    "BIN_TO_UUID": Function(bin_to_uuid, 1, 2),
    "IS_UUID": Function(is_uuid),
    **{
        name.upper(): refused(name, EXTENSION)
        for name in ("sha", "sha1", "aes_encrypt", "aes_decrypt", "encrypt", "random_bytes")
    },
}
