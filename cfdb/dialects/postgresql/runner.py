"""Runs scripts: whole in one transaction with their ledger row, or statement by statement with each one counted."""

from __future__ import annotations

import hashlib
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import psycopg
from psycopg import sql
from psycopg.pq import DiagnosticField, TransactionStatus
from psycopg.pq.abc import PGconn

from cfdb.dialect import Settings
from cfdb.dialects.postgresql import records, scanner
from cfdb.dialects.postgresql.blockers import Blockers
from cfdb.dialects.postgresql.exchange import Reply, exchange
from cfdb.dialects.postgresql.failures import AFTER_SCRIPT, LOCK_NOT_AVAILABLE, Sent, sql_error
from cfdb.dialects.postgresql.queries import query
from cfdb.dialects.postgresql.statements import Nature, nature
from cfdb.errors import DriftError, SqlError
from cfdb.model.change import ChangeId
from cfdb.model.ledger import Action, Unfinished
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
    rows: bytes
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

        self._with_retries(attempt)

    def _whole_once(self, script: Script, record: Record, *, durable: bool, early: bool) -> SqlError | None:
        head = b"BEGIN;" if durable else b"BEGIN;SET LOCAL synchronous_commit=off;"
        text = script.text
        try:
            if early and len(text) < ONE_MESSAGE and not _may_copy(text):
                message = b"".join((head, text, b"\n;", self._tail(record(), durable=durable)))
                return self._failure(self._send(message), script, Sent(text, lead=len(head), heads=head.count(b";")))
            self._must(self._send(head))
            for piece in _pieces(text):
                reply = self._send(piece.text, copy=piece.rows)
                if reply.error is not None:
                    return self._failure(reply, script, Sent(piece.text, piece.start, piece.before))
            return self._failure(self._send(self._tail(record(), durable=durable)), script, AFTER_SCRIPT)
        finally:
            self.rollback()

    def counted(
        self,
        script: Script,
        record: Callable[[float], bytes],
        *,
        database: str,
        id: ChangeId,
        action: Action,
        unfinished: Unfinished | None,
    ) -> float:
        """The script statement by statement, each counted in the ledger; starts after the last one that finished.

        Returns seconds. Raises SqlError at the statement that failed: those before it stay, and stay counted.
        """
        text = script.text
        statements = list(scanner.split(text))
        begun = time.monotonic()
        first = self._resume_at(script, statements, unfinished)

        def progress(done: int, *, running: bool) -> bytes:
            return records.progress(
                database, id, action, self.quote,
                done=done, total=len(statements), prefix=_prefix(text, statements[:done]), running=running,
            )  # fmt: skip

        for number, statement in enumerate(statements[first:], start=first):
            last = number + 1 == len(statements)
            after = record(time.monotonic() - begun) if last else progress(number + 1, running=False)
            failed = progress(number, running=False) if number else records.no_progress(database, id, self.quote)
            self._one(script, number, statement, progress(number, running=True), failed, after)
        if first == len(statements):
            self._must(self._send(b"BEGIN;" + self._tail(record(0.0), durable=True)))
        return time.monotonic() - begun

    def _one(
        self, script: Script, number: int, statement: scanner.Statement, begin: bytes, failed: bytes, after: bytes
    ) -> None:
        sql_text = script.text[statement.start : statement.end]
        rows = script.text[statement.copy_data[0] : statement.copy_data[1]] if statement.copy_data else b""
        kind = nature(sql_text)

        def inside() -> SqlError | None:
            try:
                self._must(self._send(b"BEGIN;"))
                if (error := self._statement(script, number, statement, sql_text, rows)) is None:
                    self._must(self._send(self._tail(after, durable=True)))
                return error
            finally:
                self.rollback()

        def outside() -> SqlError | None:
            self._drop_invalid(kind)
            self._must(self._send(begin))
            if (error := self._statement(script, number, statement, sql_text, rows)) is not None:
                self._must(self._send(failed))
                return error
            self._must(self._send(b"BEGIN;" + self._tail(after, durable=True)))
            return None

        self._with_retries(outside if kind.outside else inside)

    def _statement(
        self, script: Script, number: int, statement: scanner.Statement, text: bytes, rows: bytes
    ) -> SqlError | None:
        return self._failure(self._send(text, copy=rows), script, Sent(text, statement.start, number))

    def _resume_at(self, script: Script, statements: list[scanner.Statement], unfinished: Unfinished | None) -> int:
        """The index of the first statement still to run."""
        if unfinished is None:
            return 0
        path = script.sources[0].path
        if unfinished.prefix and unfinished.prefix != _prefix(script.text, statements[: unfinished.done]):
            raise DriftError(
                f"{unfinished.id}: the statements that had run when it stopped were edited since",
                hint=f"restore the first {unfinished.done} statements of {path}; those after them may change",
            )
        if not unfinished.running or unfinished.done >= len(statements):
            return min(unfinished.done, len(statements))
        statement = statements[unfinished.done]
        text = script.text[statement.start : statement.end]
        kind = nature(text)
        if not kind.outside or kind.repeatable:
            return unfinished.done
        if kind.creates or kind.drops:
            return unfinished.done + (1 if self._concurrent_index_finished(kind) else 0)
        line, _ = scanner.line_column(script.text, statement.start)
        raise DriftError(
            f"{unfinished.id}: nobody knows whether statement {unfinished.done + 1} of {unfinished.total} finished "
            f"({path}:{line})",
            hint=f"look, then say so: 'cfdb repair {unfinished.id} --finished' or '--not-finished'",
        )

    def _concurrent_index_finished(self, kind: Nature) -> bool:
        name = kind.creates or kind.drops
        row = self.connection.execute(query("catalog/index_state"), {"name": name, "table": kind.table}).fetchone()
        exists, valid = (row[0], row[1]) if row else (False, False)
        return bool(exists and valid) if kind.creates else not exists

    def _drop_invalid(self, kind: Nature) -> None:
        """A failed CREATE INDEX CONCURRENTLY leaves an INVALID index, on which every further try would fail."""
        if not kind.creates:
            return
        row = self.connection.execute(
            query("catalog/index_state"), {"name": kind.creates, "table": kind.table}
        ).fetchone()
        if row and row[0] and not row[1] and not row[2]:
            self.settings.tell(f"dropping the invalid index {row[3]}.{row[4]}, left by an earlier try")
            self.connection.execute(sql.SQL("DROP INDEX CONCURRENTLY {}").format(sql.Identifier(row[3], row[4])))

    def _with_retries(self, attempt: Callable[[], SqlError | None]) -> None:
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
            self.settings.tell(
                f"no lock within {self.settings.lock_timeout:g} s, trying again in {pause:.1f} s ({left} tries left)"
            )
            time.sleep(pause)

    def rollback(self) -> None:
        """End a transaction that is still open, if the connection is there to do so."""
        if self.pg.transaction_status in (TransactionStatus.INERROR, TransactionStatus.INTRANS):
            self._send(b"ROLLBACK")

    def quote(self, text: bytes) -> bytes:
        return psycopg.pq.Escaping(self.pg).escape_literal(text)

    def _tail(self, record: bytes, *, durable: bool) -> bytes:
        """What ends a transaction: the session as it was before the script, the ledger row, COMMIT.

        RESET ALL leaves roles alone, and takes back what the head said about synchronous_commit.
        """
        return b"".join(
            (
                b"RESET SESSION AUTHORIZATION;RESET ROLE;RESET ALL;CLOSE ALL;UNLISTEN *;DISCARD TEMP;DEALLOCATE ALL;",
                self.session_settings,
                b"" if durable else b"SET LOCAL synchronous_commit=off;",
                record,
                b"COMMIT",
            )
        )

    def _send(self, message: bytes, *, copy: bytes = b"") -> Reply:
        return exchange(self.pg, message, copy=copy, on_idle=self.blockers.look)

    def _must(self, reply: Reply) -> None:
        """For cfdb's own SQL, which has no file to point at."""
        if reply.error is not None:
            raise SqlError(
                f"the ledger could not be written: {_text(reply)}",
                hint="does the role own the schema cfdb, or have INSERT, UPDATE and DELETE on its tables?",
            )

    def _failure(self, reply: Reply, script: Script, sent: Sent) -> SqlError | None:
        return None if reply.error is None else sql_error(reply.error, script, sent, reply.done)


def _text(reply: Reply) -> str:
    field = reply.error.error_field(DiagnosticField.MESSAGE_PRIMARY) if reply.error else None
    return field.decode(errors="replace") if field else "no reason given"


def _may_copy(text: bytes) -> bool:
    """The rows of a COPY end with a line of their own: without one there are none."""
    return b"\n\\." in text


def _pieces(text: bytes) -> Iterator[Piece]:
    """The script whole, if it is not too large for that; else in messages, each ending with a COPY or a statement."""
    if len(text) < WHOLE and not _may_copy(text):
        yield Piece(text, b"", 0, 0)
        return
    start = before = 0
    for number, statement in enumerate(scanner.split(text)):
        if statement.copy_data:
            first, end = statement.copy_data
            yield Piece(text[start : statement.end], text[first:end], start, before)
            start, before = text.find(b"\n", end + 1) + 1 or len(text), number + 1
        elif statement.end - start > WHOLE:
            yield Piece(text[start : statement.end], b"", start, before)
            start, before = statement.end, number + 1
    if text[start : start + 1]:
        yield Piece(text[start:], b"", start, before)


def _prefix(text: bytes, statements: list[scanner.Statement]) -> str:
    digest = hashlib.sha256(usedforsecurity=False)
    for statement in statements:
        digest.update(text[statement.start : statement.end])
        digest.update(b";")
    return digest.hexdigest()
