"""A connection to PostgreSQL, as the contract of `cfdb.dialect` wants it."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psycopg
from psycopg.rows import class_row

from cfdb.dialect import KEEPALIVE_COUNT, KEEPALIVE_IDLE, KEEPALIVE_INTERVAL, UNANSWERED, ProbeResult, Settings
from cfdb.dialects.postgresql import backup, catalog, maintenance, probes, records
from cfdb.dialects.postgresql.blockers import Blockers
from cfdb.dialects.postgresql.counted import Counted
from cfdb.dialects.postgresql.failures import translated
from cfdb.dialects.postgresql.lock import advisory_lock, check_guard
from cfdb.dialects.postgresql.queries import query
from cfdb.dialects.postgresql.runner import Runner, said
from cfdb.model.catalog import Catalog, Inventory
from cfdb.model.change import Change, ChangeId
from cfdb.model.ledger import Action, Applied, Brought, Event, Ledger, Unfinished
from cfdb.model.maintenance import Chore, Sizes
from cfdb.model.script import Loss, Script, Source


class PostgreSQLSession:
    """See `cfdb.dialect.Session`."""

    def __init__(
        self, connection: psycopg.Connection, settings: Settings, connect: Callable[[], psycopg.Connection]
    ) -> None:
        self._connection = connection
        self._settings = settings
        self._connect = connect
        self._guard: psycopg.Connection | None = None
        # Until the ledger was read, nobody knows; afterwards, few runs have to tidy up.
        self._any_unfinished = True
        self._blockers = Blockers(
            connect, connection.info.backend_pid, settings.tell, min(1.0, max(0.05, settings.lock_timeout / 3))
        )
        connection.add_notice_handler(self._heard)
        with translated():
            self._runner = Runner(connection, settings, _set_up(connection, settings), self._blockers)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._blockers.close()
        self._connection.close()

    @property
    def server(self) -> str:
        return f"PostgreSQL {self._connection.info.parameter_status('server_version')}"

    @contextmanager
    def lock(self, wait: float) -> Iterator[None]:
        with translated(), self._connect() as guard, advisory_lock(guard, self._connection, wait, self._settings.tell):
            self._guard = guard
            try:
                yield
            finally:
                self._guard = None

    def prepare_ledger(self) -> None:
        if not self._has_ledger():
            with translated(), self._connection.transaction():
                self._connection.execute("SET LOCAL client_min_messages = warning")
                self._connection.execute(query("ledger/create"))

    def ledger(self, database: str) -> Ledger:
        if not self._has_ledger():
            return Ledger()
        with translated():
            applied = self._connection.execute(query("ledger/applied"), {"database": database}).fetchall()
            unfinished = self._connection.execute(query("ledger/unfinished"), {"database": database}).fetchall()
        self._any_unfinished = bool(unfinished)
        return Ledger(
            applied=tuple(
                Applied(ChangeId.parse(change), name, checksum, tuple(map(ChangeId.parse, depends_on)), *rest)
                for change, name, checksum, depends_on, *rest in applied
            ),
            unfinished=tuple(
                Unfinished(ChangeId.parse(change), Action(action), *rest) for change, action, *rest in unfinished
            ),
        )

    def events(self, database: str, limit: int) -> list[Event]:
        if not self._has_ledger():
            return []
        with translated():
            return (
                self._connection.cursor(row_factory=class_row(Event))
                .execute(query("ledger/events"), {"database": database, "limit": limit})
                .fetchall()
            )

    def brought(self, database: str) -> dict[ChangeId, Brought]:
        with translated():
            rows = self._connection.execute(query("ledger/brought"), {"database": database}).fetchall()
        return {ChangeId.parse(change): Brought(records.items_of(items), duration) for change, items, duration in rows}

    def rollback_sql(self, database: str, id: ChangeId) -> bytes:
        with translated():
            row = self._connection.execute(
                query("ledger/rollback_sql"), {"database": database, "change": str(id)}
            ).fetchone()
        return str(row[0]).encode() if row and row[0] else b""

    def skip_reason(self, script: Script) -> str:
        with translated():
            return probes.ask(self._connection, script, self._blockers)

    def apply(self, change: Change, script: Script, rollback: Source | None, *, durable: bool) -> float:
        begun = time.monotonic()
        self._check_guard()
        unfinished = None if change.transactional else self._unfinished(change.database, change.id, Action.APPLY)
        # What the first run of a resumed script added is there already: what it brought can no longer be told.
        before = self.inventory().items if change.checklist and not unfinished else None

        def record(duration: float | None = None) -> bytes:
            brought = None if before is None else self.inventory().items - before
            row = records.applied(change, self._runner.quote, rollback=rollback, brought=brought, duration=duration)
            return self._tidy(change.database, change.id) + row

        with translated():
            if change.transactional:
                self._runner.whole(script, record, durable=durable, early=before is None)
            else:
                self._any_unfinished = True
                Counted(self._runner, script, change.database, change.id, Action.APPLY).run(record, unfinished)
        return time.monotonic() - begun

    def skip(self, change: Change, reason: str, rollback: Source | None) -> None:
        self._check_guard()
        record = records.applied(change, self._runner.quote, rollback=rollback, skipped=reason, duration=0.0)
        with translated(), self._connection.transaction():
            self._connection.execute(record)

    def rollback(
        self, database: str, id: ChangeId, name: str, script: Script | None, *, transactional: bool, durable: bool
    ) -> float:
        begun = time.monotonic()
        self._check_guard()

        def record(duration: float | None = None) -> bytes:
            row = records.rolled_back(database, id, name, self._runner.quote, duration=duration)
            return self._tidy(database, id) + row

        with translated():
            if script is None:
                with self._connection.transaction():
                    self._connection.execute(record(0.0))
            elif transactional:
                self._runner.whole(script, record, durable=durable, early=True)
            else:
                unfinished = self._unfinished(database, id, Action.ROLLBACK)
                self._any_unfinished = True
                Counted(self._runner, script, database, id, Action.ROLLBACK).run(record, unfinished)
        return time.monotonic() - begun

    def record_failure(self, database: str, action: Action, id: ChangeId, name: str, detail: str) -> None:
        values = {"database": database, "action": action, "change": str(id), "name": name, "detail": detail}
        with translated():
            self._connection.execute(query("ledger/record_failure"), values)

    def forget(self, database: str, id: ChangeId) -> None:
        self._check_guard()
        with translated():
            self._connection.execute(query("ledger/forget"), {"database": database, "change": str(id)})

    def accept(self, change: Change, rollback: Source | None) -> None:
        self._check_guard()
        with translated():
            self._connection.execute(
                query("ledger/accept"),
                {
                    "database": change.database,
                    "change": str(change.id),
                    "checksum": change.checksum,
                    "rollback": rollback.text.decode() if rollback else None,
                    "depends_on": [str(id) for id in change.depends_on],
                    "irreversible": change.irreversible or None,
                },
            )

    def settle(self, database: str, id: ChangeId, *, finished: bool) -> None:
        self._check_guard()
        values = {"database": database, "change": str(id), "finished": int(finished)}
        with translated():
            self._connection.execute(query("ledger/settle"), values)

    def inventory(self) -> Inventory:
        with translated():
            return catalog.inventory(self._connection)

    def catalog(self) -> Catalog:
        with translated():
            return catalog.read(self._connection)

    def count_rows(self, tables: Iterable[str]) -> dict[str, int | None]:
        with translated():
            return {table: catalog.count_rows(self._connection, table) for table in tables}

    def rows_at_stake(self, losses: Sequence[Loss]) -> dict[str, int]:
        with translated():
            return catalog.rows_at_stake(self._connection, losses)

    def probe(self, script: Script) -> ProbeResult:
        with translated():
            return probes.run(self._connection, script, self._blockers)

    def dump(self, file: Path, folders: Sequence[Path], *, name: str) -> None:  # noqa: ARG002
        with translated():
            backup.dump(self._connection, file, folders)

    def check_backup(self, file: Path, folders: Sequence[Path]) -> None:
        backup.check(file, folders)

    def load(self, file: Path, folders: Sequence[Path], *, clean: bool, owners: bool) -> None:
        with translated():
            timeout = self._settings.lock_timeout
            backup.load(self._connection, file, folders, clean=clean, owners=owners, lock_timeout=timeout)

    def content(self) -> dict[str, int]:
        with translated():
            return backup.content(self._connection)

    def sizes(self) -> Sizes:
        with translated():
            return maintenance.sizes(self._connection)

    def chores(self, tables: Collection[str] | None, *, reindex: bool) -> list[Chore]:
        with translated():
            return maintenance.chores(self._connection, tables, reindex=reindex)

    def perform(self, chore: Chore) -> list[str]:
        with translated():
            return maintenance.perform(self._runner, chore)

    def attempt(self, statement: bytes) -> str:
        reply = self._runner.send(statement)
        return said(reply) if reply.error else ""

    def move_target(self) -> Any:
        """See `cfdb.moving.target`."""
        return import_module("cfdb.dialects.postgresql.moves.target").move_target(self._connection)

    def _tidy(self, database: str, id: ChangeId) -> bytes:
        """SQL that takes a script off the list of unfinished ones, where there may be any."""
        return records.no_progress(database, id, self._runner.quote) if self._any_unfinished else b""

    def _heard(self, message: psycopg.errors.Diagnostic) -> None:
        """RAISE NOTICE and WARNING are for the person who runs the script."""
        severity = (message.severity_nonlocalized or "NOTICE").lower()
        self._settings.tell(f"{severity}: {message.message_primary}")

    def _check_guard(self) -> None:
        if self._guard is not None:
            check_guard(self._guard)

    def _has_ledger(self) -> bool:
        with translated():
            row = self._connection.execute(query("ledger/exists")).fetchone()
        return bool(row and row[0])

    def _unfinished(self, database: str, id: ChangeId, action: Action) -> Unfinished | None:
        entry = self.ledger(database).unfinished_by_id.get(id)
        return entry if entry and entry.action is action else None


LIMITS = ("statement_timeout", "idle_session_timeout", "idle_in_transaction_session_timeout")
LIMITS_SINCE_17 = ("transaction_timeout",)
NETWORK = (
    f"SET tcp_keepalives_idle = {KEEPALIVE_IDLE}",
    f"SET tcp_keepalives_interval = {KEEPALIVE_INTERVAL}",
    f"SET tcp_keepalives_count = {KEEPALIVE_COUNT}",
    f"SET tcp_user_timeout = '{UNANSWERED}s'",
)


def limits(connection: psycopg.Connection) -> list[str]:
    """SET statements that lift the limits of a role: they are for its applications, not for a long migration.

    Of the server's side of the network, the limits are ours: locks of a client that is gone are in the way of the next.
    """
    found = [*LIMITS, *(LIMITS_SINCE_17 if connection.info.server_version >= 170000 else ())]
    return [*(f"SET {limit} = 0" for limit in found), *NETWORK]


def _set_up(connection: psycopg.Connection, settings: Settings) -> bytes:
    """Make a session as cfdb wants it, whatever the server's or the role's defaults are.

    Returns the SET statements that did so, to be said again after each RESET ALL.
    """
    lines = [
        f"SET lock_timeout = {int(settings.lock_timeout * 1000)}",
        "SET standard_conforming_strings = on",
        *limits(connection),
    ]
    if settings.read_only:
        lines.append("SET default_transaction_read_only = on")
    connection.execute(";".join(lines).encode())
    # Without it, a statement of a killed cfdb would run to its end and hold its locks that long. Servers on
    # operating systems that cannot tell when a client goes away refuse it.
    notice_death = "SET client_connection_check_interval = 2000"
    try:
        connection.execute(notice_death.encode())
        lines.append(notice_death)
    except psycopg.errors.InvalidParameterValue:
        pass
    return ";".join((*lines, "")).encode()
