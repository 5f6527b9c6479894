"""The engine: connections, and what can be said of a script without one."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from cfdb.dialect import Session, Settings
from cfdb.dialects.mysql import backup, structure
from cfdb.dialects.mysql.catalog import quoted
from cfdb.dialects.mysql.connection import connect
from cfdb.dialects.mysql.failures import unfit
from cfdb.dialects.mysql.probes import harmful
from cfdb.dialects.mysql.session import MySQLSession
from cfdb.errors import ScriptError, TargetError
from cfdb.model.script import Loss, Relations, Script
from cfdb.model.url import Url


class MySQL:
    """See `cfdb.dialect.Dialect`."""

    name: str = "mysql"
    backup_suffix: str = backup.SUFFIX

    def connect(self, url: Url, settings: Settings) -> Session:
        if not url.database:
            raise TargetError(f"{url} names no database", hint="for example mysql://user@host/shop")
        return MySQLSession(connect(url, settings), url, settings)

    def create_database(self, url: Url) -> None:
        link = connect(url.on(""), Settings(purpose="cfdb: creates the database"))
        try:
            link.ask(f"CREATE DATABASE IF NOT EXISTS {quoted(url.database)} CHARACTER SET utf8mb4")
        finally:
            link.close()

    def check(self, script: Script, *, transactional: bool) -> list[ScriptError]:  # noqa: ARG002
        return unfit(script)

    def check_query(self, script: Script) -> list[ScriptError]:
        return harmful(script)

    def parse(self, script: Script) -> list[ScriptError]:
        found: list[ScriptError] = import_module("cfdb.dialects.mysql.grammar").doubts(script)
        return found

    def relations(self, text: bytes, path: Path) -> Relations:
        return structure.relations(text, path)

    def losses(self, scripts: Sequence[Script]) -> list[list[Loss]]:
        return structure.losses(scripts)
