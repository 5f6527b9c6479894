"""Runs a script, counting its statements in the ledger: MySQL ends the transaction at every CREATE and ALTER.

Statements in a row that change data only are one transaction together with their count. A statement that commits by
itself is announced in the ledger before it runs; if its end was never recorded, the next run looks for what it left.
A CALL may do either: it is announced within its own transaction, so that the ledger shows it exactly if it committed.
"""

from __future__ import annotations

import hashlib
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import takewhile

import pymysql
from pymysql.constants import ER, SERVER_STATUS

from cfdb.dialect import Settings
from cfdb.dialects.mysql.blockers import Blockers
from cfdb.dialects.mysql.connection import Link
from cfdb.dialects.mysql.failures import HINTS, STAYS, TRY_AGAIN, number_of, sql_error
from cfdb.dialects.mysql.queries import query
from cfdb.dialects.mysql.remembered import memory, missing, needed, same_twice, temporary_tables, words_for
from cfdb.dialects.mysql.script import statements as statements_of
from cfdb.dialects.mysql.statements import Nature, Sign, nature
from cfdb.errors import CfdbError, ConnectionFailed, DriftError, SqlError
from cfdb.model.change import ChangeId
from cfdb.model.ledger import Action, Unfinished
from cfdb.model.script import Script
from cfdb.model.text import line_column
from cfdb.syntax import mysql as scanner

SMALLEST_LIMIT = 1 << 20
"""Bytes of a statement up to which nobody has to ask for the server's max_allowed_packet."""

SHOWN_WARNINGS = 3
"""Of one statement: an INSERT … SELECT may have a million."""

Record = Callable[[float], None]
"""Writes the ledger row of the change, given the seconds that the script took; called inside a transaction."""


@dataclass
class Counted:
    """One script of one change, on its way. `together` says that changes of data are to be one transaction."""

    link: Link
    settings: Settings
    blockers: Blockers
    script: Script
    database: str
    id: ChangeId
    action: Action
    together: bool = True
    _announced: int | None = field(default=None, init=False)
    """The statement that the ledger calls running."""

    def run(self, record: Record, unfinished: Unfinished | None) -> None:
        """Start after the last statement that finished, and write the ledger row with the last one.

        Raises SqlError at the statement that failed: what was committed before it stays, and stays counted.
        """
        text = self.script.text
        statements = list(statements_of(self.script))
        natures = [nature(text, statement) for statement in statements]
        begun = time.monotonic()
        first = self._first(statements, natures, unfinished)
        self._check_sizes(statements[first:])
        self._remember(statements, first)
        prefixes = self._prefixes(statements)
        at = first
        while at < len(statements):
            end = at + 1 if natures[at].commits else self._end_of_data(natures, at)
            running = end < len(statements) and natures[end].commits and not natures[end].unseen
            last = end == len(statements)

            def count(end: int = end, running: bool = running, last: bool = last) -> None:
                if last:
                    record(time.monotonic() - begun)
                else:
                    self._count(end, len(statements), prefixes[end], running=running)

            if natures[at].unseen:
                self._unseen(statements, at, prefixes[at], count, parts=natures[at].parts)
            elif natures[at].commits:
                self._alone(statements, at, prefixes[at], count)
            else:
                settings = sum(1 for _ in takewhile(lambda kind: kind.setting, natures[at:end]))
                self._as_one(statements[at : at + settings], statements[at + settings : end], count)
            self._announced = end if running else None
            at = end
        if first == len(statements):
            self._in_transaction(lambda: record(time.monotonic() - begun))

    def _end_of_data(self, natures: list[Nature], start: int) -> int:
        """The end of a row of statements that the server does not commit by itself."""
        if not self.together:
            return start + 1
        return next((at for at in range(start, len(natures)) if natures[at].commits), len(natures))

    def _as_one(
        self, settings: list[scanner.Statement], row: list[scanner.Statement], count: Callable[[], None]
    ) -> None:
        # SET sql_log_bin and SET TRANSACTION are refused within a transaction.
        for statement in settings:
            self._send(statement)

        def attempt() -> None:
            self.link.ask("START TRANSACTION")
            for statement in row:
                self._send(statement)
            count()
            self.link.ask("COMMIT")

        def ready_again() -> bool:
            # A rollback takes back neither user variables nor temporary tables.
            if not same_twice(self.script.text, row):
                return False
            for name in temporary_tables(self.script.text, row):
                self.link.ask(f"DROP TEMPORARY TABLE IF EXISTS {name}")
            return True

        self._with_retries(attempt, ready_again)

    def _alone(self, statements: list[scanner.Statement], at: int, prefix: str, count: Callable[[], None]) -> None:
        if self._announced != at:
            self._count(at, len(statements), prefix, running=True)
        try:
            self._with_retries(lambda: self._send(statements[at]))
        except Failed as failed:
            if not failed.nobody_knows:
                # The server has said that it did not happen.
                self._not_running(at, len(statements), prefix)
            raise
        self._in_transaction(count)

    def _unseen(
        self, statements: list[scanner.Statement], at: int, prefix: str, count: Callable[[], None], *, parts: bool
    ) -> None:
        def attempt() -> None:
            self.link.ask("START TRANSACTION")
            self._count(at, len(statements), prefix, running=True)
            self._send(statements[at])
            if not self.link.raw.server_status & SERVER_STATUS.SERVER_STATUS_IN_TRANS:
                self.link.ask("START TRANSACTION")
            count()
            self.link.ask("COMMIT")

        try:
            self._with_retries(attempt, lambda: not self._has_committed())
        except Failed as failed:
            if not failed.nobody_knows and self._has_committed():
                if parts:
                    failed.error.hint = (
                        f"what it had committed by itself stays: look, then say 'cfdb repair {self.id} --not-finished'"
                        " to run it again, or '--finished'"
                    )
                else:
                    self._not_running(at, len(statements), prefix)
            raise

    def _has_committed(self) -> bool:
        """Whether the announcement of a statement outlived the rollback of its transaction."""
        rows = self.link.ask(query("ledger/unfinished"), {"database": self.database})
        return any(change == str(self.id) and running for change, *_, running in rows)

    def _in_transaction(self, write: Callable[[], None]) -> None:
        self.link.ask("START TRANSACTION")
        write()
        self.link.ask("COMMIT")

    def _with_retries(self, attempt: Callable[[], None], ready_again: Callable[[], bool] = lambda: True) -> None:
        for left in range(self.settings.lock_retries, -1, -1):
            self.blockers.last = ""
            try:
                attempt()
                return
            except Failed as failed:
                stays = self._take_back()
                if stays:
                    failed.say(STAYS)
                if failed.number not in TRY_AGAIN:
                    raise
                if left == 0:
                    failed.say(f"waited {self.settings.lock_timeout:g} s, {self.settings.lock_retries + 1} tries")
                    failed.blame(self.blockers.last)
                    raise
                if stays or not ready_again():
                    raise
            pause = random.uniform(0.5, 1.5) * min(2.0, 0.2 * 2 ** (self.settings.lock_retries - left))
            remaining = f"{left} {'try' if left == 1 else 'tries'} left"
            self.settings.tell(
                f"no lock within {self.settings.lock_timeout:g} s, trying again in {pause:.1f} s ({remaining})"
            )
            time.sleep(pause)

    def _take_back(self) -> bool:
        """Roll back. Whether something stays that the server could not take back: it must not be done twice."""
        try:
            # After a deadlock the server has rolled back, and warned, already.
            warnings = self.link.ask("SHOW WARNINGS")
            self.link.raw.rollback()
            warnings += self.link.ask("SHOW WARNINGS")
        except (pymysql.Error, CfdbError):
            # The connection is gone, and the transaction with it.
            return False
        return any(number == ER.WARNING_NOT_COMPLETE_ROLLBACK for _, number, _ in warnings)

    def _send(self, statement: scanner.Statement) -> None:
        try:
            reply = self.link.send(self.script.text[statement.start : statement.end], self.blockers)
        except pymysql.Error as error:
            if number_of(error) == ER.EMPTY_QUERY:
                # An executable comment for another version, or the other vendor.
                return
            raise Failed(error, self.script, statement) from error
        if reply.warnings:
            self._tell_warnings()

    def _tell_warnings(self) -> None:
        found = [words for level, _, words in self.link.ask("SHOW WARNINGS") if level != "Note"]
        for words in found[:SHOWN_WARNINGS]:
            self.settings.tell(f"warning: {words}")
        if len(found) > SHOWN_WARNINGS:
            self.settings.tell(f"… and {len(found) - SHOWN_WARNINGS} more warnings of this statement")

    def _check_sizes(self, statements: list[scanner.Statement]) -> None:
        """Raises SqlError at a statement that the server would not take, before the first one runs."""
        largest = max(statements, key=lambda statement: statement.end - statement.start, default=None)
        if largest is None or largest.end - largest.start < SMALLEST_LIMIT:
            return
        limit = int(self.link.ask("SELECT @@max_allowed_packet")[0][0])
        # The command itself is a byte of the packet.
        if largest.end - largest.start >= limit:
            raise SqlError(
                f"the statement has {largest.end - largest.start:,} bytes, the server takes at most {limit - 1:,}",
                hint=HINTS[ER.NET_PACKET_TOO_LARGE],
                place=self.script.place(largest.start),
                sqlstate="08S01",
            )

    def _remember(self, statements: list[scanner.Statement], first: int) -> None:
        """Bring the session to where the run that stopped had it. Raises DriftError where that cannot be."""
        text, left = self.script.text, statements[first:]
        held = memory(text, statements[:first])
        if lost := missing(text, held, left):
            thing, statement = lost
            place = self.script.place(statement.start)
            raise DriftError(
                f"{self.id}: {words_for(thing)} went with the run that stopped, and is needed here ({place})",
                hint=f"say it again behind the first {first} statements of {place.path}; what follows them may change",
                place=place,
            )
        for statement in needed(text, held, left):
            self._send(statement)

    def _count(self, done: int, total: int, prefix: str, *, running: bool) -> None:
        values = {
            "database": self.database, "change": str(self.id), "action": self.action.value, "done": done,
            "total": total, "prefix": prefix, "running": running,
        }  # fmt: skip
        self.link.ask(query("ledger/record_progress"), values)

    def _not_running(self, done: int, total: int, prefix: str) -> None:
        if done:
            self._count(done, total, prefix, running=False)
        else:
            self.link.ask(query("ledger/forget_progress"), {"database": self.database, "change": str(self.id)})

    def _prefixes(self, statements: list[scanner.Statement]) -> list[str]:
        """The SHA-256 of the statements before each one, and of all."""
        digest = hashlib.sha256(usedforsecurity=False)
        found = [digest.hexdigest()]
        for statement in statements:
            digest.update(self.script.text[statement.start : statement.end])
            digest.update(b";")
            found.append(digest.hexdigest())
        return found

    def _first(self, statements: list[scanner.Statement], natures: list[Nature], unfinished: Unfinished | None) -> int:
        """The index of the first statement still to run."""
        if unfinished is None:
            return 0
        path = self.script.sources[0].path
        done = unfinished.done
        if unfinished.prefix and (done > len(statements) or unfinished.prefix != self._prefixes(statements[:done])[-1]):
            ran = "statement" if done == 1 else f"{done} statements"
            raise DriftError(
                f"{self.id}: the statements that had run when it stopped were edited since",
                hint=f"restore the first {ran} of {path}; those after them may change",
            )
        if not unfinished.running or done >= len(statements):
            return min(done, len(statements))
        finished = self._finished(natures[done])
        if finished is None:
            line, _ = line_column(self.script.text, statements[done].start)
            raise DriftError(
                f"{self.id}: nobody knows whether statement {done + 1} of {unfinished.total} finished ({path}:{line})",
                hint=f"look, then say so: 'cfdb repair {self.id} --finished' or '--not-finished'",
            )
        return done + finished

    def _finished(self, kind: Nature) -> bool | None:
        """Whether a statement whose end was never recorded finished; None where nothing tells."""
        if not kind.commits or kind.repeatable:
            return False
        seen = {self._is_there(sign) == sign.there for sign in kind.signs}
        return seen.pop() if len(seen) == 1 else None

    def _is_there(self, sign: Sign) -> bool:
        values = {"name": sign.name, "table": sign.table, "database": sign.database}
        return bool(self.link.ask(query(f"catalog/exists/{sign.look}"), values)[0][0])


class Failed(Exception):
    """A statement of a script failed: `error` is what the user is told, `number` the server's own.

    `nobody_knows` whether it did where the connection was lost.
    """

    def __init__(self, error: pymysql.Error, script: Script, statement: scanner.Statement) -> None:
        self.number = number_of(error)
        self.error = sql_error(error, script, statement)
        self.nobody_knows = isinstance(self.error, ConnectionFailed)
        super().__init__(self.error.message)

    def say(self, words: str) -> None:
        self.error.message = f"{self.error.message} ({words})"

    def blame(self, holder: str) -> None:
        if holder:
            self.error.hint = f"perhaps held by {holder}"
