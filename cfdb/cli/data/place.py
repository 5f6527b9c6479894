"""What the commands of `cfdb data` work on: what says which rows go where, the source, and the target."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from cfdb import dialect
from cfdb.cli.work import EMBEDDED, Work, open_work
from cfdb.copying import mapping
from cfdb.dialect import Session
from cfdb.errors import ProjectError, UsageError
from cfdb.model.change import Change, Kind
from cfdb.model.copy import Copy
from cfdb.model.project import Database, Project
from cfdb.moving.source import MoveSource
from cfdb.moving.target import MoveTarget
from cfdb.project import config, scripts
from cfdb.run.moving.connections import target_of
from cfdb.run.moving.job import Wanted
from cfdb.run.moving.tables import copies_of
from cfdb.servers import embedded

FROM = "CFDB_FROM"


@dataclass(frozen=True, slots=True)
class Place:
    """`source` and `target` are URLs that workers connect to, or references to them, env:NAME."""

    work: Work
    source: str
    target: str
    change: Change | None
    patterns: str

    @property
    def name(self) -> str:
        """Of the move, in the ledger."""
        return str(self.change.id) if self.change else f"tables {self.patterns}"

    @property
    def rejects(self) -> Path:
        """The folder that rejected rows are written into."""
        return self.work.project.root / "rejects"

    def wanted(self, source: MoveSource, target: MoveTarget, allowed: Collection[str]) -> Wanted:
        """The copies that the mapping says, or those of tables of like names. Raises MappingError."""
        copies = self._mapped() if self.change else copies_of(source, target, self.patterns, allowed)
        url, _ = dialect.for_url(self.source)
        return Wanted(self.work.database.name, self.name, tuple(copies), str(url))

    def _mapped(self) -> list[Copy]:
        assert self.change is not None
        script = scripts.forward(self.change, self.work.variables)
        copies: list[Copy] = []
        for one in script.sources:
            copies += [replace(copy, number=len(copies) + copy.number) for copy in mapping.read(one)]
        return copies

    @contextmanager
    def session(self, command: str, *, read_only: bool = False) -> Iterator[tuple[Session, MoveTarget]]:
        with self.work.session(f"cfdb data {command}", read_only=read_only) as session:
            yield session, target_of(session, self.work.url or "the embedded server")


def open_moving(
    project: Path | None, database: str | None, url: str | None, env: str | None, *, mapped: bool = False
) -> Work:
    """The project and its target; without a project, the target alone, unless its files say what is `mapped`."""
    given = url or os.environ.get("CFDB_URL") or os.environ.get("DATABASE_URL")
    if project is None and given and not mapped:
        try:
            config.find_root(Path.cwd())
        except ProjectError:
            name = database or dialect.for_url(given)[0].database or "main"
            bare = Database(name, "postgresql")
            return Work(Project(Path(), {name: bare}), bare, dialect.named("postgresql"), None, given, {})
    return open_work(project, database, url=url, env=env, translates=False, load_changes=mapped)


def open_place(work: Work, words: Sequence[str] | None, patterns: str | None, source: str | None) -> Place:
    """Find out what is to be moved from where to where. Raises UsageError."""
    if bool(words) == bool(patterns):
        raise UsageError(
            "what is to be moved was not named" if not words else "a migration and --tables were named",
            hint="name a migration that holds the mapping, or tables with --tables 'users,order_*'",
        )
    change = _migration(work, words) if words else None
    source = source or os.environ.get(FROM)
    if not source:
        raise UsageError("no source was named", hint=f"name it with --from mysql://user@host/name, or in {FROM}")
    return Place(work, source, target_url(work), change, patterns or "")


def _migration(work: Work, words: Sequence[str]) -> Change:
    chosen = work.select(words)
    if len(chosen) != 1 or chosen[0].kind is not Kind.MIGRATION:
        raise UsageError(f"{' '.join(words)} is not one migration", hint="name one, for example: migration 002")
    found = work.database.find(chosen[0])
    assert found is not None
    return found


def target_url(work: Work) -> str:
    """What workers connect to."""
    if work.url is not None:
        return work.url
    return embedded.ensure(work.project.root / EMBEDDED).url(work.database.name)
