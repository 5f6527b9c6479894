"""Runs a script whole, in one transaction together with its ledger row."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import psycopg
from psycopg.pq import DiagnosticField, TransactionStatus
from psycopg.pq.abc import PGconn

from cfdb.dialect import Settings
from cfdb.dialects.postgresql import scanner
from cfdb.dialects.postgresql.blockers import Blockers
from cfdb.dialects.postgresql.exchange import Reply, exchange
from cfdb.dialects.postgresql.failures import AFTER_SCRIPT, LOCK_NOT_AVAILABLE, Sent, sql_error
from cfdb.dialects.postgresql.lock import UNLOCK_ALL_BUT_OURS
from cfdb.errors import SqlError
from cfdb.model.script import Script

ONE_MESSAGE = 1 << 20
"""Bytes up to which BEGIN, script, ledger row and COMMIT travel together; above it the copy costs more than a trip."""

WHOLE = 4 << 20
"""Bytes up to which a script is one message. libpq copies a message, and again all of it to show the line of an error:
a 50 MB script as one message takes 700 MB when its last statement fails."""

Record = Callable[[], bytes]
"""SQL that writes the ledger row; called inside the transaction, after the script."""


@dataclass(frozen=True, slots=True)
class Piece:
    """SQL to send as one message, the rows of the COPY it ends with, its offset, and the statements before it."""

    text: bytes
    rows: bytes | None
    start: int
    before: int


@dataclass(frozen=True, slots=True)
class Runner:
    """What running a script needs: the connection, how it behaves, and who may stand in the way."""

    connection: psycopg.Connection
    settings: Settings
    session_settings: bytes
    blockers: Blockers

    @property
    def pg(self) -> PGconn:
        return self.connection.pgconn

    def whole(self, script: Script, record: Record, *, durable: bool, early: bool) -> None:
        """The script and its ledger row in one transaction.

        `early` says that `record` needs nothing from the database after the script, so all can be one message.
        Raises SqlError; then nothing of it is in place.
        """

        def attempt() -> SqlError | None:
            return self._whole_once(script, record, durable=durable, early=early)

        self.with_retries(attempt)

    def _whole_once(self, script: Script, record: Record, *, durable: bool, early: bool) -> SqlError | None:
        head = b"BEGIN;" if durable else b"BEGIN;SET LOCAL synchronous_commit=off;"
        text = script.text
        try:
            if early and len(text) < ONE_MESSAGE and not _may_copy(text):
                message = b"".join((head, text, b"\n;", self.reset(), self.commit(record(), durable=durable)))
                return self.failure(self.send(message), script, Sent(text, lead=len(head), heads=head.count(b";")))
            self.must(self.send(head))
            for piece in _pieces(text):
                reply = self.send(piece.text, copy=piece.rows)
                if reply.error is not None:
                    return self.failure(reply, script, Sent(piece.text, piece.start, piece.before))
            # Two messages: the second is read by the settings, such as the encoding, that the first one restores.
            row = record()
            self.must(self.send(self.reset()))
            return self.failure(self.send(self.commit(row, durable=durable)), script, AFTER_SCRIPT)
        finally:
            self.rollback()

    def with_retries(self, attempt: Callable[[], SqlError | None]) -> None:
        for left in range(self.settings.lock_retries, -1, -1):
            self.blockers.last = ""
            error = attempt()
            if error is None:
                return
            if error.sqlstate != LOCK_NOT_AVAILABLE:
                raise error
            if left == 0:
                tries = self.settings.lock_retries + 1
                if self.blockers.last:
                    error.detail = f"held by {self.blockers.last}"
                error.message = f"{error.message} (waited {self.settings.lock_timeout:g} s, {tries} tries)"
                raise error
            pause = random.uniform(0.5, 1.5) * min(2.0, 0.2 * 2 ** (self.settings.lock_retries - left))
            remaining = f"{left} {'try' if left == 1 else 'tries'} left"
            self.settings.tell(
                f"no lock within {self.settings.lock_timeout:g} s, trying again in {pause:.1f} s ({remaining})"
            )
            time.sleep(pause)

    def rollback(self) -> None:
        """End a transaction that is still open, if the connection is there to do so."""
        if self.pg.transaction_status in (TransactionStatus.INERROR, TransactionStatus.INTRANS):
            self.send(b"ROLLBACK")

    def quote(self, text: bytes) -> bytes:
        return psycopg.pq.Escaping(self.pg).escape_literal(text)

    def reset(self) -> bytes:
        """SQL that leaves nothing of a script in the session. RESET ALL leaves roles alone."""
        return b"".join(
            (
                b"RESET SESSION AUTHORIZATION;RESET ROLE;RESET ALL;CLOSE ALL;UNLISTEN *;DISCARD TEMP;DEALLOCATE ALL;",
                UNLOCK_ALL_BUT_OURS.encode(),
                self.session_settings,
            )
        )

    def commit(self, record: bytes, *, durable: bool) -> bytes:
        """SQL that writes the ledger row and ends the transaction."""
        # RESET ALL took back what the head of the transaction said about it.
        return b"".join((b"" if durable else b"SET LOCAL synchronous_commit=off;", record, b"COMMIT"))

    def send(self, message: bytes, *, copy: bytes | None = None) -> Reply:
        return exchange(self.pg, message, copy=copy, watch=self.blockers)

    def must(self, reply: Reply) -> None:
        """For cfdb's own SQL, which has no file to point at."""
        if reply.error is not None:
            raise SqlError(
                f"the ledger could not be written: {said(reply)}",
                hint="does the role own the schema cfdb, or have INSERT, UPDATE and DELETE on its tables?",
            )

    def failure(self, reply: Reply, script: Script, sent: Sent) -> SqlError | None:
        return None if reply.error is None else sql_error(reply.error, script, sent, reply.done)


def said(reply: Reply) -> str:
    """What the server has against what it refused."""
    field = reply.error.error_field(DiagnosticField.MESSAGE_PRIMARY) if reply.error else None
    return field.decode(errors="replace") if field else "no reason given"


def _may_copy(text: bytes) -> bool:
    """The rows of a COPY end with a line of their own: without one there are none."""
    return b"\n\\." in text


def _pieces(text: bytes) -> Iterator[Piece]:
    """The script whole, if it is not too large for that; else in messages, each ending with a COPY or a statement."""
    if len(text) < WHOLE and not _may_copy(text):
        yield Piece(text, None, 0, 0)
        return
    start = before = 0
    for number, statement in enumerate(scanner.split(text)):
        if statement.copy_data:
            first, end = statement.copy_data
            yield Piece(text[start : statement.end], text[first:end], start, before)
            start, before = text.find(b"\n", end + 1) + 1 or len(text), number + 1
        elif statement.end - start > WHOLE:
            yield Piece(text[start : statement.end], None, start, before)
            start, before = statement.end, number + 1
    if text[start : start + 1]:
        yield Piece(text[start:], None, start, before)
