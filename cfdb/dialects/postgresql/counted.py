"""Runs a script statement by statement, each counted in the ledger: for what cannot be one transaction."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable
from dataclasses import dataclass

from psycopg import sql
from psycopg.pq import ConnStatus

from cfdb.dialects.postgresql import records, scanner
from cfdb.dialects.postgresql.failures import Sent
from cfdb.dialects.postgresql.queries import query
from cfdb.dialects.postgresql.runner import Runner
from cfdb.dialects.postgresql.statements import Nature, nature
from cfdb.errors import DriftError, SqlError
from cfdb.model.change import ChangeId
from cfdb.model.ledger import Action, Unfinished
from cfdb.model.script import Script
from cfdb.model.text import line_column

AS_OURSELVES = b"SET LOCAL SESSION AUTHORIZATION DEFAULT;SET LOCAL ROLE NONE;"
"""The ledger is written by whoever runs cfdb, whatever role the script has taken; at COMMIT it has it again."""

SETTING = re.compile(rb"(?:SET\s+(?!LOCAL\b|TRANSACTION\b|CONSTRAINTS\b)|RESET\s)", re.IGNORECASE)
"""Statements whose effect ends with the session, so that a resumed run has to say them again."""


@dataclass(frozen=True, slots=True)
class Counted:
    """One script of one change, on its way."""

    runner: Runner
    script: Script
    database: str
    id: ChangeId
    action: Action

    def run(self, record: Callable[[float], bytes], unfinished: Unfinished | None) -> None:
        """Start after the last statement that finished, and write the ledger row with the last one.

        Raises SqlError at the statement that failed: those before it stay, and stay counted.
        """
        runner = self.runner
        statements = list(scanner.split(self.script.text))
        begun = time.monotonic()
        first = self._first(statements, unfinished)
        self._say_settings_again(statements[:first])
        digest = hashlib.sha256(usedforsecurity=False)
        for statement in statements[:first]:
            _add(digest, self.script, statement)
        try:
            self._run_from(first, statements, digest, record, begun, tried=unfinished is not None)
        finally:
            if runner.pg.status == ConnStatus.OK:
                runner.rollback()
                runner.must(runner.send(runner.reset()))

    def _run_from(
        self,
        first: int,
        statements: list[scanner.Statement],
        digest: hashlib._Hash,
        record: Callable[[float], bytes],
        begun: float,
        *,
        tried: bool,
    ) -> None:
        for number, statement in enumerate(statements[first:], start=first):
            before = digest.hexdigest()
            _add(digest, self.script, statement)
            last = number + 1 == len(statements)
            self._one(
                Position(number, len(statements), before, digest.hexdigest()),
                statement,
                finish=(lambda: record(time.monotonic() - begun)) if last else None,
                tried=tried and number == first,
            )
        if first == len(statements):
            self._write(record(0.0))

    def _one(
        self,
        position: Position,
        statement: scanner.Statement,
        *,
        finish: Callable[[], bytes] | None,
        tried: bool,
    ) -> None:
        """Run one statement and count it; in one transaction where the statement allows it."""
        runner = self.runner
        text = self.script.text[statement.start : statement.end]
        rows = self.script.text[statement.copy_data[0] : statement.copy_data[1]] if statement.copy_data else None
        kind = nature(text)

        def execute() -> SqlError | None:
            sent = Sent(text, statement.start, position.number)
            return runner.failure(runner.send(text, copy=rows), self.script, sent)

        def count() -> None:
            row = finish() if finish else self._progress(position.number + 1, position, position.after)
            runner.must(runner.send(AS_OURSELVES + row + b"COMMIT"))

        def inside() -> SqlError | None:
            try:
                runner.must(runner.send(b"BEGIN"))
                if (error := execute()) is None:
                    count()
                return error
            finally:
                runner.rollback()

        def outside() -> SqlError | None:
            nonlocal tried
            self._drop_invalid(kind, tried=tried)
            tried = True
            self._write(self._progress(position.number, position, position.before, running=True))
            if (error := execute()) is None:
                runner.must(runner.send(b"BEGIN"))
                count()
            elif position.number or kind.creates or kind.table:
                self._write(self._progress(position.number, position, position.before))
            else:
                self._write(records.no_progress(self.database, self.id, runner.quote))
            return error

        runner.with_retries(outside if kind.outside else inside)

    def _progress(self, done: int, position: Position, prefix: str, *, running: bool = False) -> bytes:
        return records.progress(
            self.database, self.id, self.action, self.runner.quote,
            done=done, total=position.total, prefix=prefix, running=running,
        )  # fmt: skip

    def _write(self, row: bytes) -> None:
        self.runner.must(self.runner.send(b"BEGIN;" + AS_OURSELVES + row + b"COMMIT"))

    def _first(self, statements: list[scanner.Statement], unfinished: Unfinished | None) -> int:
        """The index of the first statement still to run."""
        if unfinished is None:
            return 0
        path = self.script.sources[0].path
        digest = hashlib.sha256(usedforsecurity=False)
        for statement in statements[: unfinished.done]:
            _add(digest, self.script, statement)
        if unfinished.prefix and unfinished.prefix != digest.hexdigest():
            ran = "statement" if unfinished.done == 1 else f"{unfinished.done} statements"
            raise DriftError(
                f"{self.id}: the statements that had run when it stopped were edited since",
                hint=f"restore the first {ran} of {path}; those after them may change",
            )
        if not unfinished.running or unfinished.done >= len(statements):
            return min(unfinished.done, len(statements))
        statement = statements[unfinished.done]
        kind = nature(self.script.text[statement.start : statement.end])
        if not kind.outside or kind.repeatable or self._left_invalid(kind):
            return unfinished.done
        if kind.creates or kind.drops:
            return unfinished.done + (1 if self._index_finished(kind) else 0)
        line, _ = line_column(self.script.text, statement.start)
        raise DriftError(
            f"{self.id}: nobody knows whether statement {unfinished.done + 1} of {unfinished.total} finished "
            f"({path}:{line})",
            hint=f"look, then say so: 'cfdb repair {self.id} --finished' or '--not-finished'",
        )

    def _say_settings_again(self, done: list[scanner.Statement]) -> None:
        for statement in done:
            text = self.script.text[statement.start : statement.end]
            if SETTING.match(text):
                error = self.runner.failure(self.runner.send(text), self.script, Sent(text, statement.start))
                if error is not None:
                    raise error

    def _left_invalid(self, kind: Nature) -> bool:
        """An index without a name that is INVALID shows that its statement did not finish; a valid one says nothing."""
        if kind.creates or not kind.table:
            return False
        values = {"table": kind.table}
        return self.runner.connection.execute(query("catalog/invalid_indexes"), values).fetchone() is not None

    def _index_finished(self, kind: Nature) -> bool:
        values = {"name": kind.creates or kind.drops, "table": kind.table}
        row = self.runner.connection.execute(query("catalog/index_state"), values).fetchone()
        exists, valid = (row[0], row[1]) if row else (False, False)
        return bool(exists and valid) if kind.creates else not exists

    def _drop_invalid(self, kind: Nature, *, tried: bool) -> None:
        """A failed CREATE INDEX CONCURRENTLY leaves an INVALID index, on which every further try would fail.

        One that was given no name has the one that PostgreSQL gives: it is looked for only after a try of our own.
        """
        connection = self.runner.connection
        left: list[tuple[str, str]] = []
        if kind.creates:
            values = {"name": kind.creates, "table": kind.table}
            row = connection.execute(query("catalog/index_state"), values).fetchone()
            if row and row[0] and not row[1] and not row[2]:
                left = [(row[3], row[4])]
        elif kind.table and tried:
            left = connection.execute(query("catalog/invalid_indexes"), {"table": kind.table}).fetchall()
        for schema, name in left:
            self.runner.settings.tell(f"dropping the invalid index {schema}.{name}, left by an earlier try")
            connection.execute(sql.SQL("DROP INDEX CONCURRENTLY {}").format(sql.Identifier(schema, name)))


@dataclass(frozen=True, slots=True)
class Position:
    """Where a statement stands: its index, of how many, and the SHA-256 of those before it, without and with it."""

    number: int
    total: int
    before: str
    after: str


def _add(digest: hashlib._Hash, script: Script, statement: scanner.Statement) -> None:
    digest.update(script.text[statement.start : statement.end])
    digest.update(b";")
