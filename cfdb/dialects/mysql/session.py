"""A connection to MySQL or MariaDB, as the contract of `cfdb.dialect` wants it."""

from __future__ import annotations

import json
import re
import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from pymysql.constants import ER

from cfdb import __version__
from cfdb.dialect import ProbeResult, Settings
from cfdb.dialects.mysql import backup, catalog, maintenance, probes
from cfdb.dialects.mysql.blockers import Blockers
from cfdb.dialects.mysql.connection import ALL_ROWS, Link, set_up
from cfdb.dialects.mysql.counted import Counted, Failed
from cfdb.dialects.mysql.failures import number_of, translated
from cfdb.dialects.mysql.lock import check_guard, hold_again, locked, lost
from cfdb.dialects.mysql.queries import query
from cfdb.errors import ConnectionFailed, DatabaseError
from cfdb.model.catalog import Catalog, Inventory, Item
from cfdb.model.change import Change, ChangeId
from cfdb.model.ledger import Action, Applied, Brought, Event, Ledger, Unfinished
from cfdb.model.maintenance import Chore, Sizes
from cfdb.model.script import Loss, Script, Source
from cfdb.model.url import Url

TABLES = 3
"""Of the ledger."""


class MySQLSession:
    """See `cfdb.dialect.Session`."""

    def __init__(self, link: Link, url: Url, settings: Settings) -> None:
        self._link = link
        self._url = url
        self._settings = settings
        self._guard: Link | None = None
        self._held = True
        every = min(1.0, max(0.05, settings.lock_timeout / 3))
        self._blockers = Blockers(link.again, link.id, settings.tell, every)
        self._name = str(link.ask("SELECT DATABASE()")[0][0])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._blockers.close()
        self._link.close()

    @property
    def server(self) -> str:
        version = re.match(r"(?:5\.5\.5-)?([\d.]+)", self._link.server_version)
        name = "MariaDB" if self._link.vendor == "mariadb" else "MySQL"
        return f"{name} {version[1] if version else self._link.server_version}"

    @contextmanager
    def lock(self, wait: float) -> Iterator[None]:
        guard = self._link.again()
        try:
            with locked(guard, self._link, self._name, wait, self._settings.tell):
                self._guard, self._held = guard, True
                try:
                    yield
                finally:
                    self._guard = None
        finally:
            guard.close()

    def prepare_ledger(self) -> None:
        if not self._has_ledger():
            for name in ("create", "create_unfinished", "create_event"):
                self._link.ask(query(f"ledger/{name}"))

    def ledger(self, database: str) -> Ledger:
        if not self._has_ledger():
            return Ledger()
        applied = self._link.ask(query("ledger/applied"), {"database": database})
        unfinished = self._link.ask(query("ledger/unfinished"), {"database": database})
        return Ledger(
            applied=tuple(
                Applied(
                    ChangeId.parse(change), name, checksum, tuple(map(ChangeId.parse, json.loads(depends_on))),
                    at.replace(tzinfo=UTC), by, duration, skipped, irreversible, bool(has_rollback),
                )
                for change, name, checksum, depends_on, at, by, duration, skipped, irreversible, has_rollback in applied
            ),
            unfinished=tuple(
                Unfinished(ChangeId.parse(change), Action(action), done, total, prefix, bool(running))
                for change, action, done, total, prefix, running in unfinished
            ),
        )  # fmt: skip

    def events(self, database: str, limit: int) -> list[Event]:
        if not self._has_ledger():
            return []
        rows = self._link.ask(query("ledger/events"), {"database": database, "limit": limit})
        return [Event(at.replace(tzinfo=UTC), *rest) for at, *rest in rows]

    def brought(self, database: str) -> dict[ChangeId, Brought]:
        rows = self._link.ask(query("ledger/brought"), {"database": database})
        return {ChangeId.parse(change): Brought(_items(brought), duration) for change, brought, duration in rows}

    def rollback_sql(self, database: str, id: ChangeId) -> bytes:
        rows = self._link.ask(query("ledger/rollback_sql"), {"database": database, "change": str(id)})
        return str(rows[0][0]).encode() if rows and rows[0][0] else b""

    def skip_reason(self, script: Script) -> str:
        try:
            with translated():
                return probes.ask(self._link, script, self._blockers)
        finally:
            self._clean()

    def apply(self, change: Change, script: Script, rollback: Source | None, *, durable: bool) -> float:  # noqa: ARG002
        begun = time.monotonic()
        unfinished = self._unfinished(change.database, change.id, Action.APPLY)
        # What the first run of a resumed script added is there already: what it brought can no longer be told.
        before = self.inventory().items if change.checklist and not unfinished else None

        def record(duration: float) -> None:
            brought = None if before is None else self.inventory().items - before
            self._record_apply(change, rollback, brought=brought, duration=duration)

        self._run(script, change.database, change.id, Action.APPLY, record, unfinished, together=change.transactional)
        return time.monotonic() - begun

    def skip(self, change: Change, reason: str, rollback: Source | None) -> None:
        self._check_lock()
        with self._transaction():
            self._record_apply(change, rollback, skipped=reason)

    def rollback(
        self,
        database: str,
        id: ChangeId,
        name: str,
        script: Script | None,
        *,
        transactional: bool,
        durable: bool,  # noqa: ARG002
    ) -> float:
        begun = time.monotonic()

        def record(duration: float) -> None:
            values = {"database": database, "change": str(id)}
            self._link.ask(query("ledger/remove"), values)
            self._link.ask(query("ledger/forget_progress"), values)
            self._record_event(database, Action.ROLLBACK, id, name, duration=duration)

        if script is None:
            self._check_lock()
            with self._transaction():
                record(0.0)
        else:
            unfinished = self._unfinished(database, id, Action.ROLLBACK)
            self._run(script, database, id, Action.ROLLBACK, record, unfinished, together=transactional)
        return time.monotonic() - begun

    def record_failure(self, database: str, action: Action, id: ChangeId, name: str, detail: str) -> None:
        if not self._link.raw.open:
            # Ctrl-C, or the server, has ended the session; the history should tell of it all the same.
            self._link = self._link.again()
        self._record_event(database, action, id, name, outcome="failed", detail=detail)

    def forget(self, database: str, id: ChangeId) -> None:
        self._check_lock()
        values = {"database": database, "change": str(id)}
        with self._transaction():
            self._link.ask(query("ledger/remove"), values)
            self._link.ask(query("ledger/forget_progress"), values)
            self._record_event(database, Action.REPAIR, id, "", detail="forgotten: its files are gone")

    def accept(self, change: Change, rollback: Source | None) -> None:
        self._check_lock()
        values = {
            "database": change.database,
            "change": str(change.id),
            "checksum": change.checksum,
            "rollback": rollback.text.decode() if rollback else None,
            "depends_on": _ids(change.depends_on),
            "irreversible": change.irreversible or None,
        }
        with self._transaction():
            self._link.ask(query("ledger/accept"), values)
            name = self._link.ask(query("ledger/name"), values)
            if name:
                detail = "the edited files were taken for what is applied"
                self._record_event(change.database, Action.REPAIR, change.id, name[0][0], detail=detail)

    def settle(self, database: str, id: ChangeId, *, finished: bool) -> None:
        self._check_lock()
        values = {"database": database, "change": str(id), "finished": int(finished)}
        with self._transaction():
            self._link.ask(query("ledger/settle"), values)
            done = [row[2] for row in self._link.ask(query("ledger/unfinished"), values) if row[0] == str(id)]
            if done:
                detail = f"{done[0]} statements are in place, somebody said"
                self._record_event(database, Action.REPAIR, id, "", detail=detail)

    def inventory(self) -> Inventory:
        return catalog.inventory(self._link)

    def catalog(self) -> Catalog:
        return catalog.read(self._link)

    def count_rows(self, tables: Iterable[str]) -> dict[str, int | None]:
        return {table: catalog.count_rows(self._link, table) for table in tables}

    def rows_at_stake(self, losses: Sequence[Loss]) -> dict[str, int]:
        return catalog.rows_at_stake(self._link, losses)

    def probe(self, script: Script) -> ProbeResult:
        try:
            return probes.run(self._link, script, self._blockers)
        finally:
            self._clean()

    def dump(self, file: Path, folders: Sequence[Path], *, name: str) -> None:
        backup.dump(self._link, self._url, file, folders, self._settings.tell, name=name)

    def check_backup(self, file: Path, folders: Sequence[Path]) -> None:  # noqa: ARG002
        backup.check(file)

    def load(self, file: Path, folders: Sequence[Path], *, clean: bool, owners: bool) -> None:
        backup.load(self._link, self._url, file, folders, clean=clean, owners=owners)

    def content(self) -> dict[str, int]:
        return backup.content(self._link)

    def sizes(self) -> Sizes:
        return maintenance.sizes(self._link)

    def chores(self, tables: Collection[str] | None, *, reindex: bool) -> list[Chore]:
        return maintenance.chores(self._link, tables, reindex=reindex)

    def perform(self, chore: Chore) -> list[str]:
        return maintenance.perform(self._link, self._settings, self._blockers, chore)

    def legacy(self) -> Any:
        """See `cfdb.legacy`."""
        return import_module("cfdb.dialects.mysql.legacy").MySQLLegacy(self._link)

    def move_source(self) -> Any:
        """See `cfdb.moving.source`."""
        return import_module("cfdb.dialects.mysql.move_source").move_source(self._link)

    def attempt(self, statement: bytes) -> str:
        try:
            with translated(), self._link.raw.cursor() as cursor:
                cursor.execute(statement)
        except ConnectionFailed:
            raise
        except DatabaseError as error:
            return error.message
        return ""

    def _run(
        self,
        script: Script,
        database: str,
        id: ChangeId,
        action: Action,
        record: Any,
        unfinished: Unfinished | None,
        *,
        together: bool,
    ) -> None:
        self._check_lock()
        counted = Counted(self._link, self._settings, self._blockers, script, database, id, action, together)

        def all_of_it(duration: float) -> None:
            # A script may have changed what the server takes our text for, what time it is, how many rows it gives …
            self._link.ask("SET NAMES utf8mb4")
            self._link.ask(
                "SET SESSION sql_mode = 'STRICT_TRANS_TABLES', timestamp = DEFAULT,"
                f" sql_select_limit = {ALL_ROWS}, sql_safe_updates = 0"
            )
            record(duration)

        try:
            counted.run(all_of_it, unfinished)
        except Failed as failed:
            raise failed.error from failed.__cause__
        finally:
            self._clean()

    def _clean(self) -> None:
        """Leave nothing of a script in the session."""
        if self._link.raw.open:
            self._link.reset()
            set_up(self._link, self._settings)
            if self._guard is not None:
                # What was done is done; that nothing more may be is for the next step to say.
                self._held = hold_again(self._link, self._name)

    def _check_lock(self) -> None:
        """Raises ConnectionFailed where one of our locks is not ours any more."""
        if self._guard is not None:
            check_guard(self._guard)
            if not self._held:
                raise lost(self._link, self._name)

    def _record_apply(
        self,
        change: Change,
        rollback: Source | None,
        *,
        brought: Iterable[Item] | None = None,
        skipped: str | None = None,
        duration: float = 0.0,
    ) -> None:
        values = {
            "database": change.database,
            "change": str(change.id),
            "name": change.name,
            "checksum": change.checksum,
            "depends_on": _ids(change.depends_on),
            "skipped": skipped,
            "irreversible": change.irreversible or None,
            "rollback": rollback.text.decode() if rollback else None,
            "brought": None if brought is None else json.dumps(_by_kind(brought)),
            "duration": duration,
            "version": __version__,
        }
        self._link.ask(query("ledger/forget_progress"), values)
        self._link.ask(query("ledger/record_apply"), values)
        action = Action.SKIP if skipped else Action.APPLY
        self._record_event(change.database, action, change.id, change.name, detail=skipped or "", duration=duration)

    def _record_event(
        self,
        database: str,
        action: Action,
        id: ChangeId,
        name: str,
        *,
        outcome: str = "done",
        detail: str = "",
        duration: float = 0.0,
    ) -> None:
        values = {
            "database": database, "action": action.value, "change": str(id), "name": name, "outcome": outcome,
            "detail": detail, "duration": duration,
        }  # fmt: skip
        self._link.ask(query("ledger/record_event"), values)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._link.ask("START TRANSACTION")
        try:
            yield
        except BaseException:
            self._link.ask("ROLLBACK")
            raise
        self._link.ask("COMMIT")

    def _has_ledger(self) -> bool:
        """Raises DatabaseError where it cannot be told: a table that an account may not read is hidden from it."""
        if int(self._link.ask(query("ledger/exists"))[0][0]) == TABLES:
            return True
        try:
            for name in ("cfdb_change", "cfdb_unfinished", "cfdb_event"):
                self._link.ask(f"SELECT 1 FROM {name} LIMIT 0")
        except DatabaseError as error:
            if error.__cause__ and number_of(error.__cause__) == ER.NO_SUCH_TABLE:
                return False
            raise
        return True

    def _unfinished(self, database: str, id: ChangeId, action: Action) -> Unfinished | None:
        entry = self.ledger(database).unfinished_by_id.get(id)
        return entry if entry and entry.action is action else None


def _ids(ids: Iterable[ChangeId]) -> str:
    return json.dumps([str(id) for id in ids])


def _by_kind(items: Iterable[Item]) -> Mapping[str, list[list[str]]]:
    grouped: defaultdict[str, list[list[str]]] = defaultdict(list)
    for item in sorted(items):
        grouped[item.kind].append([item.schema, item.name, item.signature])
    return grouped


def _items(brought: str) -> frozenset[Item]:
    return frozenset(Item(kind, *names) for kind, entries in json.loads(brought).items() for names in entries)
