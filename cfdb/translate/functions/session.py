"""What asks the server or the session."""

from __future__ import annotations

from dataclasses import replace

from cfdb.translate import literals
from cfdb.translate.casts import as_integer, as_text
from cfdb.translate.comparing import lowered
from cfdb.translate.functions.function import Function, refused
from cfdb.translate.scopes import Context
from cfdb.translate.values import CAST, RANDOM_UUID, Kind, Moot, Untranslatable, Value, call, cast


def _uuid(context: Context, _arguments: list[Value]) -> Value:
    context.stable("uuid()")
    context.note("a UUID is a random one, of version 4")
    return Value(RANDOM_UUID, Kind.TEXT, CAST, nullable=False, collation="ci")


def _named(sql: str, what: str, note: str = "") -> Function:
    """A name of the session's, as a text."""

    def name(context: Context, _arguments: list[Value]) -> Value:
        context.stable(what)
        if note:
            context.note(note)
        return Value(f"{sql}::text", Kind.TEXT, CAST, nullable=False, collation="ci")

    return Function(name, 0, 0)


DATABASE = _named("current_database()", "the name of the database")
WITHOUT_HOST = "the user's name comes without a host"
CURRENT_USER = _named("current_user", "the name of the user", WITHOUT_HOST)
SESSION_USER = _named("session_user", "the name of the user", WITHOUT_HOST)


def _connection(context: Context, _arguments: list[Value]) -> Value:
    context.stable("connection_id()")
    return Value("pg_backend_pid()", Kind.INTEGER, nullable=False, scale=0)


# Locks


def _key(context: Context, name: Value) -> str:
    """Names of locks are not told apart by their case."""
    text = lowered(as_text(context, name))
    return call("hashtextextended", Kind.BIGINT, text, "0").sql


def _locked(context: Context, given: list[Value]) -> Value:
    """The answer is the same where the session does not wait."""
    context.stable("get_lock()")
    if as_integer(context, given[1]).literal != "0":
        raise Untranslatable("get_lock() that waits, as postgresql's advisory locks do not give up after a while")
    context.note("a lock is of the database, in MySQL of the server; two names may, rarely, mean the same lock")
    return call("pg_try_advisory_lock", Kind.CONDITION, _key(context, given[0]), nullable=given[0].nullable)


def _unlocked(context: Context, given: list[Value]) -> Value:
    context.stable("release_lock()")
    context.note("release_lock() of a lock that nobody holds is 0, and a warning, where MySQL says NULL")
    return call("pg_advisory_unlock", Kind.CONDITION, _key(context, given[0]), nullable=given[0].nullable)


# System variables


def _version(context: Context, _arguments: list[Value]) -> Value:
    context.stable("version()")
    context.note("the version is that of PostgreSQL")
    return _setting("server_version", Kind.TEXT)


def _setting(name: str, kind: Kind) -> Value:
    text = Value(f"current_setting({literals.written(name)})", Kind.TEXT, nullable=False, collation="ci")
    return text if kind is Kind.TEXT else replace(cast(text, kind, kind), nullable=False)


ISOLATION = "upper(replace(current_setting('transaction_isolation'), ' ', '-'))"
SETTINGS = {
    "time_zone": _setting("TimeZone", Kind.TEXT),
    "max_connections": _setting("max_connections", Kind.INTEGER),
    "port": _setting("port", Kind.INTEGER),
    "transaction_isolation": Value(ISOLATION, Kind.TEXT, nullable=False, collation="ci"),
    "tx_isolation": Value(ISOLATION, Kind.TEXT, nullable=False, collation="ci"),
    "pseudo_thread_id": Value("pg_backend_pid()", Kind.INTEGER, nullable=False, scale=0),
}
"""Where PostgreSQL has the same under another name."""

MOOT = {
    "sql_mode": "PostgreSQL is always strict",
    "default_storage_engine": "PostgreSQL has one storage engine",
    "lower_case_table_names": "PostgreSQL's names do not depend on the file system",
}
"""What a server of MySQL may be set up to do in several ways, and PostgreSQL is not."""


def system_variable(context: Context, name: str) -> Value:
    """@@name. Raises Untranslatable."""
    context.stable(f"system variable @@{name.lower()}")
    if name.lower() == "version":
        return _version(context, [])
    found = SETTINGS.get(name.lower())
    if why := MOOT.get(name.lower()):
        raise Moot(f"system variable @@{name.lower()}: {why}")
    if found is None:
        raise Untranslatable(f"system variable @@{name.lower()}")
    return found


FUNCTIONS = {
    "UUID": Function(_uuid, 0, 0),
    "DATABASE": DATABASE,
    "SCHEMA": DATABASE,
    "CURRENT_USER": CURRENT_USER,
    "USER": SESSION_USER,
    "SESSION_USER": SESSION_USER,
    "SYSTEM_USER": SESSION_USER,
    "CONNECTION_ID": Function(_connection, 0, 0),
    "GET_LOCK": Function(_locked, 2, 2),
    "RELEASE_LOCK": Function(_unlocked),
    "VERSION": Function(_version, 0, 0),
    **{
        name.upper(): refused(name)
        for name in ("any_value", "last_insert_id", "row_count", "found_rows", "sleep", "is_free_lock", "is_used_lock",
                     "release_all_locks", "benchmark", "load_file", "uuid_short")
    },
}  # fmt: skip
