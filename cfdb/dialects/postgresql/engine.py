"""The engine: connections, and what can be said of a script without one."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from cfdb.dialect import KEEPALIVE_COUNT, KEEPALIVE_IDLE, KEEPALIVE_INTERVAL, UNANSWERED, Session, Settings
from cfdb.dialects.postgresql.failures import connection_failed, translated, unfit
from cfdb.dialects.postgresql.session import PostgreSQLSession, limits
from cfdb.errors import ScriptError, TargetError
from cfdb.model.script import Loss, Relations, Script
from cfdb.model.url import Url

CONNECT_TIMEOUT = 10
"""Seconds. libpq itself would wait for ever."""


KEEPALIVE = {
    "keepalives_idle": str(KEEPALIVE_IDLE),
    "keepalives_interval": str(KEEPALIVE_INTERVAL),
    "keepalives_count": str(KEEPALIVE_COUNT),
    "tcp_user_timeout": str(UNANSWERED * 1000),
}


# What the driver cannot tell a caller goes to its log: as Ctrl-C ends a move, that would be a line for each worker.
logging.getLogger("psycopg").addHandler(logging.NullHandler())


class PostgreSQL:
    """See `cfdb.dialect.Dialect`."""

    name: str = "postgresql"
    backup_suffix: str = ".dump"

    def connect(self, url: Url, settings: Settings) -> Session:
        def another() -> psycopg.Connection:
            return _connect(url, settings)

        return PostgreSQLSession(_connect(url, settings), settings, another)

    def create_database(self, url: Url) -> None:
        settings = Settings(purpose="cfdb: creates the database")
        with _connect(url.on("postgres"), settings) as connection, translated():
            exists = connection.execute(
                "SELECT FROM pg_catalog.pg_database WHERE datname = %s", [url.database]
            ).fetchone()
            if exists is None:
                # Another cfdb may make it in the same moment.
                with suppress(psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
                    connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(url.database)))

    def check(self, script: Script, *, transactional: bool) -> list[ScriptError]:
        return unfit(script, transactional=transactional)

    def check_query(self, script: Script) -> list[ScriptError]:
        return unfit(script, transactional=True)

    def parse(self, script: Script) -> list[ScriptError]:
        found: list[ScriptError] = _grammar().syntax_errors(script)
        return found

    def relations(self, text: bytes, path: Path) -> Relations:
        found: Relations = _grammar().relations(text, path)
        return found

    def losses(self, scripts: Sequence[Script]) -> list[list[Loss]]:
        found: list[list[Loss]] = _grammar().losses(scripts)
        return found


def _grammar() -> ModuleType:
    # 70 ms of import that neither apply nor status should pay.
    return import_module("cfdb.dialects.postgresql.grammar")


def _connect(url: Url, settings: Settings) -> psycopg.Connection:
    named = {
        "connect_timeout": str(CONNECT_TIMEOUT),
        "user": url.user,
        "password": url.password,
        "host": url.host,
        "port": url.port,
        "dbname": url.database,
        "application_name": settings.purpose,
        "client_encoding": "utf8",
        **KEEPALIVE,
        **url.options,
    }
    parameters: dict[str, Any] = {key: value for key, value in named.items() if value}
    try:
        # As one text: what the driver itself has an argument for is no option of a URL.
        connection = psycopg.connect(make_conninfo("", **parameters), autocommit=True, prepare_threshold=None)
        connection.execute(";".join(limits(connection)).encode())
        return connection
    except psycopg.ProgrammingError:
        raise TargetError(
            f"{url} has an option that PostgreSQL does not know: {', '.join(url.options)}",
            hint="options are libpq's, for example ?sslmode=require",
        ) from None
    except psycopg.Error as error:
        # Not chained: the driver's own words may hold what must not be shown.
        raise connection_failed(error, url) from None
