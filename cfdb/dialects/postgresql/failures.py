"""Driver errors into cfdb's: the one place that knows what psycopg and libpq say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from psycopg.pq import DiagnosticField as Field
from psycopg.pq.abc import PGresult

from cfdb.dialects.postgresql import scanner
from cfdb.errors import ConnectionFailed, DatabaseError, DatabaseMissing, ScriptError, SqlError
from cfdb.model.script import Script
from cfdb.model.url import Url

LOCK_NOT_AVAILABLE = "55P03"

HINTS = {
    "42P07": "the table is there already: was this SQL run by hand, or by another tool?",
    "42P01": "check its name; where another change creates it, that one belongs into depends_on",
    "42501": "the role lacks a right: apply as the owner of the database, or grant it",
    "55P03": "another session holds the lock: try again later, or raise --lock-timeout",
    "57014": "the statement was cancelled",
    "25001": "it cannot run in a transaction: begin the file with the line -- cfdb: no-transaction",
    "25006": "this session may only read",
    "53200": "raise max_locks_per_transaction, or split the change",
    "2BP01": "something else still depends on it: roll that back first",
    "23503": "rows still point here, or point at nothing",
    "3F000": "create the schema first",
    "42883": "is the change or the extension that brings it listed in depends_on?",
    "42704": "is the change or the extension that brings it listed in depends_on?",
    "0A000": "this server cannot do that: see its version",
}


def connection_failed(error: psycopg.Error, url: Url) -> ConnectionFailed:
    """Why there is no connection, without the password."""
    text = hide(str(error), url).strip()
    lines = [re.sub(r"^.*(?:FATAL|ERROR): +", "", line.strip()) for line in text.splitlines() if line.strip()]
    reason = next((line for line in reversed(lines) if "Is the server running" not in line), "no reason given")
    if re.search(r'database ".*" does not exist', reason):
        return DatabaseMissing(
            f"database {url.database!r} does not exist on {url.host or 'the server'}",
            hint=f"create it, for example with: createdb {url.database}",
        )
    return ConnectionFailed(f"{url} cannot be reached: {reason}", hint=_connection_hint(reason))


def _connection_hint(reason: str) -> str:
    if "password" in reason or "authentication" in reason:
        return "check user and password; a password may come from PGPASSWORD, ~/.pgpass or an environment of cfdb.toml"
    if "translate host name" in reason or "resolve" in reason or "Name or service" in reason:
        return "check the host's name"
    if "role" in reason and "does not exist" in reason:
        return "name the user in the URL, as in postgresql://user@host/database"
    return "is the server running there, and does it accept connections from here?"


def hide(text: str, url: Url) -> str:
    """`text` with every spelling of the password taken out."""
    for secret in {url.password, url.options.get("password", ""), url.options.get("sslpassword", "")}:
        # Taking out every "r" would make the message unreadable, and tell the password.
        if len(secret) > 2:
            text = text.replace(secret, "***")
    return text


@contextmanager
def translated() -> Iterator[None]:
    """Errors of the driver, outside of a user's script, as DatabaseError."""
    try:
        yield
    except psycopg.OperationalError as error:
        if error.sqlstate and not error.sqlstate.startswith(("08", "57P")):
            raise _plain(error) from error
        raise lost(str(error)) from error
    except psycopg.Error as error:
        raise _plain(error) from error


def _plain(error: psycopg.Error) -> DatabaseError:
    message = error.diag.message_primary or str(error).strip().splitlines()[0]
    return DatabaseError(
        f"{message} ({error.sqlstate})", hint=error.diag.message_hint or HINTS.get(error.sqlstate or "", "")
    )


def lost(reason: str) -> ConnectionFailed:
    first = next((line.strip() for line in reason.splitlines() if line.strip()), "")
    return ConnectionFailed(
        f"the connection to the server was lost{': ' + first if first else ''}",
        hint="what was under way is either in place as a whole or not at all: see 'cfdb status'",
    )


@dataclass(frozen=True, slots=True)
class Sent:
    """The part of a script that one message held, for the way back from an error's position.

    `start`: its byte offset in the script; `before`: statements of the script ahead of it; `lead`: characters, and
    `heads` statements, that cfdb put in front of it.
    """

    text: bytes
    start: int = 0
    before: int = 0
    lead: int = 0
    heads: int = 0


AFTER_SCRIPT = Sent(b"", before=1 << 62)
"""For an error that comes when the script is through: a deferred constraint, at COMMIT."""


def sql_error(result: PGresult, script: Script, sent: Sent, done: int) -> SqlError:
    """The error of a statement of `script`, with the place in its file.

    `done` statements of the message had finished: that finds the statement where an error has no position.
    """
    sqlstate = _field(result, Field.SQLSTATE)
    text = script.text
    offset: int | None = None
    position = int(_field(result, Field.STATEMENT_POSITION) or 0) - 1 - sent.lead
    if position >= 0 and sent is not AFTER_SCRIPT:
        offset = sent.start + scanner.char_offset_to_byte(sent.text, position)
    statement = sent.before + done - sent.heads
    message = _field(result, Field.MESSAGE_PRIMARY) or "the server gave no reason"
    if offset is not None and offset >= len(text.rstrip()):
        # The semicolon that the server complains of is ours.
        message = message.replace('at or near ";"', "at end of input")
    quoted = ""
    found = _statement_at(text, statement, offset)
    if found:
        offset = found.start if offset is None else offset
        quoted = text[found.start : found.end].decode(errors="replace")
    return SqlError(
        message,
        hint=_field(result, Field.MESSAGE_HINT) or HINTS.get(sqlstate, ""),
        place=script.place(offset),
        sqlstate=sqlstate,
        detail="\n".join(
            part for part in (_field(result, Field.MESSAGE_DETAIL), _field(result, Field.CONTEXT)) if part
        ),
        statement=quoted,
    )


def unfit(script: Script, *, transactional: bool) -> list[ScriptError]:
    """What no server should be sent. BEGIN and COMMIT are refused in every script.

    Where a script is not one transaction, each of its statements is one together with its count in the ledger.
    """
    return [
        ScriptError(message, hint=hint, place=script.place(problem.offset))
        for problem in scanner.problems(script.text, transactional=True)
        for message, hint in [_words(problem, transactional=transactional)]
    ]


def _words(problem: scanner.Problem, *, transactional: bool) -> tuple[str, str]:
    if problem.code != "transaction-control" or transactional:
        return problem.message, problem.hint
    word = problem.message.partition(" cannot ")[0]
    return (
        f"{word} cannot be run in a script without a transaction",
        "each of its statements is counted by itself: delete it",
    )


def _statement_at(text: bytes, number: int, offset: int | None) -> scanner.Statement | None:
    try:
        for index, statement in enumerate(scanner.split(text)):
            if index == number if offset is None else statement.start <= offset <= statement.end:
                return statement
    except scanner.ScanError:
        pass
    return None


def _field(result: PGresult, field: Field) -> str:
    value = result.error_field(field)
    return value.decode(errors="replace") if value else ""
