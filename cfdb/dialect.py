"""The contract every engine fulfils, and how to find an engine.

An engine is one folder of `cfdb/dialects/` whose package exports `DIALECT`. Nothing outside of that folder knows
a driver or a system catalog.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self, cast

from cfdb.errors import ScriptError, SqlError, TargetError
from cfdb.model.catalog import Catalog, Inventory
from cfdb.model.change import Change, ChangeId
from cfdb.model.ledger import Action, Brought, Event, Ledger
from cfdb.model.maintenance import Chore, Sizes
from cfdb.model.script import Loss, Relations, Script, Source
from cfdb.model.url import Url, parse

ENGINES = "cfdb.dialects"

Tell = Callable[[str], None]
"""Takes a line for the person who waits: who holds a lock, what is tried again."""


def _silent(_: str) -> None:
    return


KEEPALIVE_IDLE, KEEPALIVE_INTERVAL, KEEPALIVE_COUNT = 60, 20, 6
"""Seconds of silence before the other side is asked whether it is there, seconds between questions, and how many."""

UNANSWERED = 300
"""Seconds for which the network may take nothing that is sent. A router that forgets a connection tells nobody: systems
by themselves notice after a quarter of an hour where something is being sent, and after hours where nothing is."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How a session behaves. `purpose` is shown to others who look at the server's sessions.

    `lock_timeout` is in seconds: DDL waits that long for a lock, then is tried again up to `lock_retries` times.
    """

    purpose: str
    read_only: bool = False
    lock_timeout: float = 3.0
    lock_retries: int = 10
    tell: Tell = _silent


@dataclass(frozen=True, slots=True)
class ProbeResult:
    """What one probe came to: a text per problem, an error, and the statements that were over their budget.

    `slow` holds (line, budget, time), in seconds. `duration` is that of the whole probe, in seconds.
    """

    problems: tuple[str, ...]
    error: SqlError | None
    slow: tuple[tuple[int, float, float], ...]
    duration: float


class Session(Protocol):
    """One connection to a target. Errors are CfdbErrors only."""

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    @property
    def server(self) -> str:
        """Product and version, for example `PostgreSQL 18.6`."""

    def lock(self, wait: float) -> AbstractContextManager[None]:
        """Be the only cfdb on this database, waiting at most `wait` seconds. LockNotObtained names the holder."""

    def prepare_ledger(self) -> None:
        """Create the ledger where it is missing."""

    def ledger(self, database: str) -> Ledger: ...
    def events(self, database: str, limit: int) -> list[Event]: ...
    def brought(self, database: str) -> dict[ChangeId, Brought]: ...
    def rollback_sql(self, database: str, id: ChangeId) -> bytes: ...

    def skip_reason(self, script: Script) -> str:
        """Why the target has this change already, or an empty text."""

    def apply(self, change: Change, script: Script, rollback: Source | None, *, durable: bool) -> float:
        """Run the script and write its ledger row, both or neither. Returns seconds.

        Where the change is not transactional, start after the last statement that finished.
        Without `durable`, a crash of the server may take the change back as a whole.
        """

    def skip(self, change: Change, reason: str, rollback: Source | None) -> None:
        """Record that the target had this change already."""

    def rollback(
        self, database: str, id: ChangeId, name: str, script: Script | None, *, transactional: bool, durable: bool
    ) -> float:
        """Run the rollback script, if any, and take the change off the ledger, both or neither."""

    def record_failure(self, database: str, action: Action, id: ChangeId, name: str, detail: str) -> None: ...
    def forget(self, database: str, id: ChangeId) -> None: ...
    def accept(self, change: Change, rollback: Source | None) -> None:
        """Take the files as they are now for what is applied."""

    def settle(self, database: str, id: ChangeId, *, finished: bool) -> None:
        """Say of the statement that was running when a script broke off whether it finished."""

    def inventory(self) -> Inventory: ...
    def catalog(self) -> Catalog: ...
    def count_rows(self, tables: Iterable[str]) -> dict[str, int | None]: ...
    def rows_at_stake(self, losses: Sequence[Loss]) -> dict[str, int]:
        """Rows in the tables that these losses would touch; those without rows are left out."""

    def probe(self, script: Script) -> ProbeResult:
        """Run a probe in a transaction that is always rolled back."""

    def dump(self, file: Path, folders: Sequence[Path], *, name: str) -> None:
        """Write all of the database, ledger included, into `file`, as one instant of it, where the engine can.

        The engine's own program does it, looked for in `folders` first. `name` is what the file will be called.
        Raises ProgramError.
        """

    def check_backup(self, file: Path, folders: Sequence[Path]) -> None:
        """Raises ProgramError where `file` is no backup of this engine, or not a whole one, as far as can be told."""

    def load(self, file: Path, folders: Sequence[Path], *, clean: bool, owners: bool) -> None:
        """Bring back what `dump` wrote. With `clean`, all that is there goes first; without `owners`, all is ours.

        Where the engine can, it is in place as a whole or nothing has changed. Raises ProgramError.
        """

    def content(self) -> dict[str, int]:
        """What a backup would collide with: objects by kind, the ledger's too. Nothing in a new database."""

    def sizes(self) -> Sizes: ...
    def chores(self, tables: Collection[str] | None, *, reindex: bool) -> list[Chore]:
        """What keeps these tables, named as in `sizes`, in shape; all tables where that is None. Only reads."""

    def perform(self, chore: Chore) -> list[str]:
        """Do a chore. Returns what the server warned of; raises SqlError where it failed or got no lock."""

    def attempt(self, statement: bytes) -> str:
        """Run a statement for itself. Returns what the server has against it, nothing where it passed."""


class Dialect(Protocol):
    """An engine."""

    name: str
    backup_suffix: str
    """How the name of a backup ends, for example `.dump`."""

    def connect(self, url: Url, settings: Settings) -> Session: ...
    def create_database(self, url: Url) -> None: ...

    def check(self, script: Script, *, transactional: bool) -> list[ScriptError]:
        """What makes a script unfit to be sent, found without a server, fast enough for every script."""

    def check_query(self, script: Script) -> list[ScriptError]:
        """What makes a script unfit as a probe or a precondition: that it would outlive being rolled back, too."""

    def parse(self, script: Script) -> list[ScriptError]:
        """Syntax errors, found by the engine's own grammar."""

    def relations(self, text: bytes, path: Path) -> Relations: ...
    def losses(self, scripts: Sequence[Script]) -> list[list[Loss]]:
        """What each of the scripts, which run in this order, would take away, by the names of before all of them."""


def named(name: str) -> Dialect:
    """The engine of that name. Imports its driver."""
    return cast(Dialect, import_module(f"{ENGINES}.{name}").DIALECT)


SCHEMES: Mapping[str, str] = {
    "postgresql": "postgresql",
    "postgres": "postgresql",
    "mysql": "mysql",
    "mariadb": "mysql",
}


def for_url(text: str) -> tuple[Url, str]:
    """A URL and the name of the engine that speaks its scheme. TargetError shows nothing of a password.

    The text may be a reference, env:NAME, to a URL in the environment, where no list of processes shows it.
    """
    if text.startswith("env:"):
        name = text.removeprefix("env:")
        if not (text := os.environ.get(name, "")):
            raise TargetError(f"the URL is to come from {name}, which is not set", hint="set it first")
    try:
        url = parse(text)
    except ValueError as error:
        raise TargetError(
            f"the URL is not usable: {error}", hint="for example postgresql://user@localhost:5432/main"
        ) from None
    if url.scheme not in SCHEMES:
        raise TargetError(f"the URL's scheme {url.scheme!r} is not known", hint=f"known schemes: {', '.join(SCHEMES)}")
    return url, SCHEMES[url.scheme]
