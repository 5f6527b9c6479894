"""The driver's errors as ours, and the way from a server's words back to file and line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pymysql
from pymysql.constants import CR, ER

from cfdb.dialects.mysql.script import problems
from cfdb.errors import ConnectionFailed, DatabaseError, DatabaseMissing, ScriptError, SqlError
from cfdb.model.script import Script
from cfdb.model.url import Url
from cfdb.syntax import mysql as scanner

LOST = {CR.CR_SERVER_GONE_ERROR, CR.CR_SERVER_LOST, CR.CR_SERVER_LOST_EXTENDED, ER.SERVER_SHUTDOWN, 1927, 4031}
"""The connection is gone. MariaDB's ER_CONNECTION_KILLED and MySQL's ER_CLIENT_INTERACTION_TIMEOUT have
no name in PyMySQL."""

TRY_AGAIN = {ER.LOCK_WAIT_TIMEOUT, ER.LOCK_DEADLOCK}
"""After these the transaction is taken back and tried again."""

STAYS = "a table without transactions was changed, and stays changed"
"""What a rollback could not take back (ER_WARNING_NOT_COMPLETE_ROLLBACK)."""

NO_SUCH_DATABASE = ER.BAD_DB_ERROR
DENIED = {ER.ACCESS_DENIED_ERROR, 1698}
TOO_LARGE = ER.NET_PACKET_TOO_LARGE

HINTS: dict[int, str] = {
    ER.LOCK_WAIT_TIMEOUT: "another session holds a lock on it: end that one, or raise --lock-timeout",
    ER.NO_SUCH_TABLE: "check its name; where another change creates it, that one belongs into depends_on",
    ER.BAD_TABLE_ERROR: "was it dropped by hand?",
    ER.CANT_CREATE_TABLE: "a foreign key needs an index on its target and the same type on both sides",
    ER.CANNOT_ADD_FOREIGN: "a foreign key needs an index on its target and the same type on both sides",
    ER.TABLE_EXISTS_ERROR: "is it from another tool, or from a run that the ledger does not know?",
    TOO_LARGE: "raise max_allowed_packet of the server, or cut the statement",
    ER.TABLEACCESS_DENIED_ERROR: "the account lacks a privilege",
    ER.DBACCESS_DENIED_ERROR: "the account lacks a privilege on this database",
    ER.SPECIFIC_ACCESS_DENIED_ERROR: "the account lacks a privilege",
    ER.INVALID_DEFAULT: "zero dates need SET sql_mode = '' at the top of the file",
}

NEAR = re.compile(r"You have an error in your SQL syntax;.*? near '(.*)' at line (\d+)$", re.DOTALL)


def number_of(error: BaseException) -> int:
    """The server's or the driver's number of an error, 0 where it has none."""
    return error.args[0] if error.args and isinstance(error.args[0], int) else 0


def words_of(error: BaseException) -> str:
    return str(error.args[1]) if len(error.args) > 1 else str(error)


def connection_failed(error: BaseException, url: Url) -> ConnectionFailed:
    """Why there is no connection, without the password."""
    reason = hide(words_of(error), url).strip().splitlines()[0]
    if number_of(error) == NO_SUCH_DATABASE:
        return DatabaseMissing(
            f"database {url.database!r} does not exist on {url.host or 'the server'}",
            hint=f"create it, for example with: CREATE DATABASE `{url.database}` CHARACTER SET utf8mb4",
        )
    reason = re.sub(r"^Can't connect to MySQL server on '[^']*' \((?:\[Errno -?\d+\] )?(.*)\)$", r"\1", reason)
    return ConnectionFailed(f"{url} cannot be reached: {reason}", hint=_connection_hint(number_of(error), reason))


def _connection_hint(number: int, reason: str) -> str:
    if number == ER.DBACCESS_DENIED_ERROR:
        return "check the database's name, and whether the account may use it"
    if number in DENIED:
        return "check user and password; a password may come from an environment of cfdb.toml"
    if "ssl" in reason.lower() or "certificate" in reason.lower():
        return "check ssl_mode and ssl_ca of the URL, for example ?ssl_mode=required"
    if "Name or service" in reason or "resolve" in reason:
        return "check the host's name"
    return "is the server running there, and does it accept connections from here?"


def hide(text: str, url: Url) -> str:
    """`text` without the password."""
    # Taking out every "r" would make the message unreadable, and tell the password.
    return text.replace(url.password, "***") if len(url.password) > 2 else text


@contextmanager
def translated() -> Iterator[None]:
    """Errors of the driver, outside of a user's script, as DatabaseError."""
    try:
        yield
    except pymysql.Error as error:
        raise plain(error) from error


def plain(error: pymysql.Error) -> DatabaseError:
    number = number_of(error)
    if number in LOST or isinstance(error, pymysql.InterfaceError):
        return ConnectionFailed(
            f"the connection to the server was lost: {words_of(error).strip('()') or 'it was closed'}",
            hint="statements that had finished are in place and counted: see 'cfdb status'",
        )
    return DatabaseError(f"{words_of(error)} ({number})", hint=HINTS.get(number, ""))


def sql_error(error: pymysql.Error, script: Script, statement: scanner.Statement) -> DatabaseError:
    """The error of a statement of `script`, with the place in its file."""
    number = number_of(error)
    if number in LOST or isinstance(error, pymysql.InterfaceError):
        return plain(error)
    message = words_of(error)
    offset = statement.start
    if found := NEAR.match(message):
        near = found[1].split("\n")[0][:60]
        message = f"syntax error near '{near}'" if near else "syntax error at end of input"
        offset = _near(script.text, statement, found[1].encode(), _line_start(script.text, statement, int(found[2])))
    return SqlError(
        f"{message} ({number})",
        hint=HINTS.get(number, ""),
        place=script.place(offset),
        sqlstate=getattr(error, "sqlstate", None) or "",
        statement=script.text[statement.start : statement.end].decode(errors="replace"),
    )


def _near(text: bytes, statement: scanner.Statement, words: bytes, line_start: int) -> int:
    """Where the server stumbled: it quotes what follows, up to 80 characters, or all that is left of the statement."""
    if not words:
        return max(statement.start, statement.end - 1)
    if text.endswith(words, statement.start, statement.end):
        return statement.end - len(words)
    line_end = text.find(b"\n", line_start, statement.end)
    found = text.find(words, line_start, (line_end if line_end >= 0 else statement.end) + len(words))
    return found if found >= 0 else line_start


def _line_start(text: bytes, statement: scanner.Statement, line: int) -> int:
    """The first word of a statement's line, which counts from 1."""
    offset = statement.start
    for _ in range(line - 1):
        following = text.find(b"\n", offset, statement.end)
        if following < 0:
            break
        offset = following + 1
    while offset < statement.end and text[offset : offset + 1].isspace():
        offset += 1
    return min(offset, statement.end - 1)


def unfit(script: Script) -> list[ScriptError]:
    """What no server should be sent."""
    return [
        ScriptError(problem.message, hint=problem.hint, place=script.place(problem.offset))
        for problem in problems(script)
    ]
