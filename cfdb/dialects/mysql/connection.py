"""Connections: how a URL becomes one, and one statement on its way to the server and back."""

from __future__ import annotations

import os
import re
import socket
import ssl
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from concurrent.futures import TimeoutError as NotYet
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol

import pymysql
from pymysql.cursors import Cursor, DictCursor, SSCursor

from cfdb.dialect import KEEPALIVE_COUNT, KEEPALIVE_IDLE, KEEPALIVE_INTERVAL, UNANSWERED, Settings
from cfdb.dialects.mysql.failures import connection_failed, translated
from cfdb.errors import TargetError
from cfdb.model.url import Url

IDLE = 2147483
"""Seconds for which a session may have nothing to do: the most that there is."""

CONNECT_TIMEOUT = 10
"""Seconds; PyMySQL's own is the same, and is said here so that it stays."""

RESET_CONNECTION = 0x1F
"""COM_RESET_CONNECTION: the session as it was after login. PyMySQL has no name for it."""

OPTIONS = ("unix_socket", "ssl_mode", "ssl_ca", "ssl_cert", "ssl_key", "connect_timeout")
MODES = ("disabled", "preferred", "required", "verify_ca", "verify_identity")
KEPT_ROWS = 1000
"""Rows of a probe that are looked at."""

CHARACTER_SET = re.compile(
    rb"(?i:^(?:/\*M?!\d*)?\s*SET\b.*?\b(?:NAMES|CHARACTER|CHARSET|character_set_results)\b)", re.DOTALL
)
ALL_ROWS = (1 << 64) - 1
"""The limit that is none."""

SETTING_LENGTH = 1000
"""Bytes of a statement in which a SET is looked for."""

Row = tuple[Any, ...]


class Watch(Protocol):
    """Is told, `every` so many seconds, that the server has not said a word."""

    every: float

    def look(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Reply:
    """What a statement came to: rows of its result sets, as far as they were asked for, and how many warnings."""

    rows: tuple[Row, ...] = ()
    warnings: int = 0


KEEPALIVE = {
    "TCP_KEEPIDLE": KEEPALIVE_IDLE,
    "TCP_KEEPINTVL": KEEPALIVE_INTERVAL,
    "TCP_KEEPCNT": KEEPALIVE_COUNT,
    "TCP_USER_TIMEOUT": UNANSWERED * 1000,
}


class Link:
    """One connection. A statement runs on a thread, so that neither Ctrl-C nor a look around has to break it off."""

    def __init__(self, raw: pymysql.Connection[Cursor], again: Callable[[], Link]) -> None:
        # The stubs know neither all that a connection has nor that a statement may be bytes.
        self.raw: Any = raw
        self.again = again
        """Opens another connection like this one."""
        self._worker = ThreadPoolExecutor(1, "cfdb-mysql")

    @property
    def id(self) -> int:
        return int(self.raw.thread_id())

    @property
    def server_version(self) -> str:
        return str(self.raw.get_server_info())

    @property
    def vendor(self) -> str:
        return "mariadb" if "mariadb" in self.server_version.lower() else "mysql"

    def close(self) -> None:
        with suppress(pymysql.Error):
            self.raw.close()
        self._worker.shutdown()

    def ask(self, statement: str, values: Mapping[str, object] | Sequence[object] | None = None) -> tuple[Row, ...]:
        """The rows of a query of cfdb's own."""
        with translated(), self.raw.cursor() as cursor:
            cursor.execute(statement, values)
            return tuple(cursor.fetchall())

    def records(self, statement: str, values: Mapping[str, object] | None = None) -> list[dict[str, Any]]:
        """The same, each row by the names of its columns."""
        with translated(), self.raw.cursor(DictCursor) as cursor:
            cursor.execute(statement, values)
            return list(cursor.fetchall())

    def send(self, statement: bytes, watch: Watch, *, keep_rows: bool = False) -> Reply:
        """Run a statement of a script. Raises what the driver raises.

        Ctrl-C, SIGTERM and SIGHUP end it on the server before they are raised again, so that nothing goes on unseen.
        """
        running = self._worker.submit(self._run, statement, keep_rows)
        try:
            return _awaited(running, watch)
        except (KeyboardInterrupt, SystemExit):
            self._end(running)
            raise

    def reset(self) -> None:
        """Leave nothing of a script in the session: variables, settings, temporary tables, user locks."""
        with translated():
            self.raw._execute_command(RESET_CONNECTION, b"")
            self.raw._read_ok_packet()

    def _run(self, statement: bytes, keep_rows: bool) -> Reply:
        kept: list[Row] = []
        # Unbuffered: what a SELECT returns that nobody reads must not be held in memory.
        with self.raw.cursor(SSCursor) as cursor:
            cursor.execute(statement)
            while True:
                while rows := cursor.fetchmany(KEPT_ROWS):
                    if keep_rows and len(kept) < KEPT_ROWS:
                        kept += rows
                warnings = int(cursor.warning_count or 0)
                if not cursor.nextset():
                    break
        if CHARACTER_SET.search(statement[:SETTING_LENGTH]):
            # SET NAMES says how the script is written. What the server answers is read as UTF-8 all the same.
            with self.raw.cursor() as cursor:
                cursor.execute("SET character_set_results = utf8mb4")
        return Reply(tuple(kept), warnings)

    def _end(self, running: Future[Reply]) -> None:
        try:
            other = self.again()
        except Exception:
            # Nobody lets us in to end it. The worker is not woken by close(), so the way to the server is cut first.
            with suppress(OSError, AttributeError):
                self.raw._sock.shutdown(socket.SHUT_RDWR)
            wait([running], CONNECT_TIMEOUT)
            return
        with suppress(pymysql.Error):
            other.raw.kill(self.id)
        other.close()
        with suppress(Exception):
            running.result(CONNECT_TIMEOUT)


def _awaited(running: Future[Reply], watch: Watch) -> Reply:
    while True:
        try:
            return running.result(watch.every)
        except NotYet:
            # It may have ended just now.
            if running.done():
                return running.result()
            watch.look()


def connect(url: Url, settings: Settings) -> Link:
    """A connection with the session as cfdb wants it. Raises ConnectionFailed, DatabaseMissing or TargetError."""
    raw = _open(url, settings)
    link = Link(raw, lambda: connect(url, settings))
    with translated():
        set_up(link, settings)
    return link


def set_up(link: Link, settings: Settings) -> None:
    """Say what a session is to be like; again after each reset.

    The limits of an account are for its applications, not for a long migration. Timeouts are whole seconds here.
    """
    seconds = max(1, round(settings.lock_timeout + 0.49))
    said = [
        "SET NAMES utf8mb4",
        # A reset makes it what the server has for new sessions.
        f"SET SESSION autocommit = 1, sql_select_limit = {ALL_ROWS}",
        f"SET SESSION lock_wait_timeout = {seconds}, innodb_lock_wait_timeout = {seconds}",
        f"SET SESSION wait_timeout = {IDLE}, net_read_timeout = 3600, net_write_timeout = 3600",
        f"SET SESSION {'max_statement_time' if link.vendor == 'mariadb' else 'max_execution_time'} = 0",
    ]
    mode = str(link.ask("SELECT @@SESSION.sql_mode")[0][0])
    if "NO_BACKSLASH_ESCAPES" in mode:
        # Where a literal ends must not depend on the server that a file is applied to.
        kept = ",".join(word for word in mode.split(",") if word != "NO_BACKSLASH_ESCAPES")
        link.ask("SET SESSION sql_mode = %s", [kept])
    if settings.read_only:
        said.append("SET SESSION TRANSACTION READ ONLY")
    for statement in said:
        link.ask(statement)


def _open(url: Url, settings: Settings) -> pymysql.Connection[Cursor]:
    unknown = sorted(set(url.options) - set(OPTIONS))
    if unknown:
        raise TargetError(
            f"{url} has an option that is not known: {', '.join(unknown)}", hint=f"known options: {', '.join(OPTIONS)}"
        )
    parameters: dict[str, Any] = {
        "user": url.user or None,
        # A text would be sent as Latin-1.
        "password": url.password.encode(),
        "database": url.database or None,
        "charset": "utf8mb4",
        "autocommit": True,
        "connect_timeout": _seconds(url),
        "program_name": settings.purpose,
    }
    try:
        raw = pymysql.connect(**parameters, **_place(url))
        _keep_alive(raw)
        return raw
    except (pymysql.Error, OSError, RuntimeError, ValueError) as error:
        # Not chained: the driver's own words may hold what must not be shown.
        raise connection_failed(error, url) from None


def _keep_alive(raw: Any) -> None:
    """The driver asks for questions to the other side, but the system by itself waits two hours with the first one."""
    connection = raw._sock
    if connection.family not in (socket.AF_INET, socket.AF_INET6):
        return
    for name, value in KEEPALIVE.items():
        # Not every system has all of them.
        if (option := getattr(socket, name, None)) is not None:
            connection.setsockopt(socket.IPPROTO_TCP, option, value)


def _seconds(url: Url) -> int:
    text = url.options.get("connect_timeout", "")
    if text and not text.isdecimal():
        raise TargetError(
            f"{url}: connect_timeout is a number of seconds, found {text!r}", hint="for example ?connect_timeout=5"
        )
    return int(text or 0) or CONNECT_TIMEOUT


def _place(url: Url) -> dict[str, Any]:
    """Where the server listens, and how TLS is used on the way: as with MySQL's own clients, where the server can."""
    path = url.options.get("unix_socket", "")
    if path:
        return {"unix_socket": path, "ssl_disabled": True}
    return {"host": url.host or "localhost", "port": int(url.port or 3306), **_tls(url)}


def _tls(url: Url) -> dict[str, Any]:
    mode = url.options.get("ssl_mode", "").lower()
    files = {key: url.options[key] for key in ("ssl_ca", "ssl_cert", "ssl_key") if url.options.get(key)}
    mode = mode or ("verify_ca" if "ssl_ca" in files else "required" if files else "preferred")
    match mode:
        case "disabled":
            return {"ssl_disabled": True}
        case "preferred" if not files:
            return {}
        case "preferred" | "required" | "verify_ca" | "verify_identity":
            return {"ssl": _context(url, files, mode)}
        case _:
            raise TargetError(f"{url}: ssl_mode {mode!r} is not known", hint=f"known modes: {', '.join(MODES)}")


def _context(url: Url, files: Mapping[str, str], mode: str) -> ssl.SSLContext:
    """Made here: PyMySQL does not look at the name of a server whose certificate the system's own CAs have signed."""
    for key, path in files.items():
        if not os.access(path, os.R_OK):
            raise TargetError(f"{url}: {key} cannot be read", hint="it is the path of a file in PEM format")
    context = ssl.create_default_context(cafile=files.get("ssl_ca"))
    # What MySQL signs for itself does not keep to all of RFC 5280.
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    context.check_hostname = mode == "verify_identity"
    context.verify_mode = ssl.CERT_REQUIRED if mode.startswith("verify") else ssl.CERT_NONE
    if "ssl_cert" in files:
        context.load_cert_chain(files["ssl_cert"], files.get("ssl_key"))
    return context
