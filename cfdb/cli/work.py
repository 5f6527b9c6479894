"""What a command works on: the project, one of its databases, and the target."""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path

from cfdb import dialect
from cfdb.cli import say
from cfdb.dialect import Dialect, Session, Settings
from cfdb.errors import DatabaseMissing, TargetError, UsageError
from cfdb.model.change import ChangeId
from cfdb.model.project import Database, Environment, Project, Secret
from cfdb.plan.select import select
from cfdb.project import config, load
from cfdb.project.services import ReadRelations

EMBEDDED = ".cfdb"
"""The project's folder for what is not to be committed: the embedded server's data."""


@dataclass(frozen=True, slots=True)
class Work:
    project: Project
    database: Database
    dialect: Dialect
    environment: Environment | None
    url: str | None
    variables: Mapping[str, object]

    def select(self, words: Sequence[str] | None, *, also: Mapping[ChangeId, str] | None = None) -> list[ChangeId]:
        """The changes that the words choose; all that are deployed when there are none.

        `also` adds changes that only the ledger knows.
        """
        names = {change.id: change.name for change in self.database.changes} | dict(also or {})
        if not words:
            return [change.id for change in self.database.deployed]
        return select(names, words)

    @contextmanager
    def session(self, purpose: str, **settings: object) -> Iterator[Session]:
        """A session on the target; on the embedded server where none is given."""
        chosen = {"lock_timeout": self.database.lock_timeout} | {k: v for k, v in settings.items() if v is not None}
        setup = Settings(purpose=f"{purpose} on {socket.gethostname()}"[:63], tell=say.note, **chosen)  # type: ignore[arg-type]
        if self.url is None:
            with _embedded(self, setup) as session:
                yield session
            return
        url, engine = dialect.for_url(self.url)
        if engine != self.database.dialect:
            raise TargetError(
                f"database {self.database.name} is written for {self.database.dialect}, the target is {engine}",
                hint=_other_engine(self.url),
            )
        with self.dialect.connect(url, setup) as session:
            say.note(f"target: {url} ({session.server})")
            yield session


def open_work(
    project: Path | None,
    database: str | None,
    *,
    url: str | None = None,
    env: str | None = None,
    variables: Sequence[str] | None = None,
    load_changes: bool = True,
    connects: bool = True,
    translates: bool = True,
) -> Work:
    """Read the project and, where the command `connects`, find the target; nothing is connected to yet.

    SQL that is written for another engine than the target's is translated, unless the command does so in its own way.
    """
    found = open_project(project)
    name = choose_database(found, database)
    environment = _environment(found, env)
    loaded = load.database(found.root, name, relations_for) if load_changes else found.databases[name]
    target = _url(url, environment, loaded, found.root) if connects else None
    values = {
        **loaded.variables,
        **(environment.variables if environment else {}),
        **dict(_variable(text) for text in variables or ()),
    }
    if connects and loaded.dialect == "mysql" and (target is None or dialect.for_url(target)[1] == "postgresql"):
        loaded = _translated(loaded, found.root, values) if translates else replace(loaded, dialect="postgresql")
    return Work(
        project=found,
        database=loaded,
        dialect=dialect.named(loaded.dialect),
        environment=environment,
        url=target,
        variables=values,
    )


def _translated(database: Database, root: Path, variables: Mapping[str, object]) -> Database:
    """The database for PostgreSQL, its SQL translated."""
    base = load.database(root, database.base, relations_for) if database.base and database.changes else None
    folder = root / EMBEDDED / "translated" / database.name
    policies = import_module("cfdb.project.decisions").read(root / "translate.toml")
    translating = import_module("cfdb.run.translated")
    adapted = translating.adapted(database, base, policies, variables, folder)
    if database.changes:
        say.note(f"{database.name} is written for mysql: translated into {folder}")
        for why in dict.fromkeys(it.why for it in adapted.left_out):
            what = ", ".join(it.what for it in adapted.left_out if it.why == why)
            say.note(f"  left out: {what}: {why}")
        if adapted.warnings:
            told = folder / translating.CHANGED
            say.note(f"  {say.count(len(adapted.warnings), 'thing')} carried over with a change: {told}")
    found: Database = adapted.database
    return found


def open_project(folder: Path | None) -> Project:
    start = (folder or Path.cwd()).resolve()
    if not start.is_dir():
        raise UsageError(f"{start} is not a folder", hint="--project names the folder that holds cfdb.toml")
    root = start if folder else config.find_root(start)
    # Paths in messages are as short as they can be: below the current folder they are relative to it.
    try:
        shown = root.relative_to(Path.cwd())
    except ValueError:
        shown = root
    return load.configuration(shown)


def choose_database(project: Project, name: str | None) -> str:
    known = list(project.databases)
    if name is None:
        if not project.default:
            raise UsageError(
                f"the project has {len(known)} databases: {', '.join(known)}",
                hint='choose one with --database, or set default = "…" in cfdb.toml',
            )
        return project.default
    if name not in project.databases:
        near = get_close_matches(name, known, n=1)
        raise UsageError(
            f"database {name!r} does not exist",
            hint=f"did you mean {near[0]!r}?" if near else f"there are: {', '.join(known)}",
        )
    return name


def relations_for(name: str) -> ReadRelations:
    return dialect.named(name).relations


@contextmanager
def _embedded(work: Work, settings: Settings) -> Iterator[Session]:
    # By name: whoever works on a server of their own need not wait for what starts ours.
    running = import_module("cfdb.servers.embedded").ensure(work.project.root / EMBEDDED)
    if running.started_now:
        say.note(f"started embedded PostgreSQL {running.version} (data in {EMBEDDED}/; 'cfdb server stop' ends it)")
    url, _ = dialect.for_url(running.url(work.database.name))
    try:
        session = work.dialect.connect(url, settings)
    except DatabaseMissing:
        work.dialect.create_database(url)
        session = work.dialect.connect(url, settings)
    with session:
        say.note(f"target: database {work.database.name} on the embedded server ({session.server})")
        yield session


def _other_engine(url: str) -> str:
    """What to do about a URL of the wrong kind: whoever did not give it has to know where it came from."""
    name = next((name for name in ("CFDB_URL", "DATABASE_URL") if os.environ.get(name) == url), None)
    return f"it comes from {name}: unset that, or give --url" if name else "give the URL of a server of that kind"


def _environment(project: Project, name: str | None) -> Environment | None:
    if name is None:
        return None
    if name not in project.environments:
        known = ", ".join(project.environments)
        hint = (
            f"cfdb.toml has: {known}" if known else f'add [environments.{name}] with url = {{ env = "…" }} to cfdb.toml'
        )
        raise UsageError(f"environment {name!r} does not exist", hint=hint)
    return project.environments[name]


def _url(given: str | None, environment: Environment | None, database: Database, root: Path) -> str | None:
    """The target's URL: --url, else --env, else DATABASE_URL, else cfdb.toml; None for the embedded server."""
    if given is not None:
        return given
    if environment is not None:
        secret = environment.urls.get(database.name, environment.url)
        if secret is None:
            raise UsageError(
                f"environment {environment.name!r} has no URL for database {database.name}",
                hint=f'add url = {{ env = "…" }} to [environments.{environment.name}]',
            )
        return _reveal(secret, f"environment {environment.name!r}", root).replace("{database}", database.name)
    if from_shell := os.environ.get("CFDB_URL") or os.environ.get("DATABASE_URL"):
        return from_shell
    return _reveal(database.url, f"database {database.name}", root) if database.url else None


def _reveal(secret: Secret, owner: str, root: Path) -> str:
    """The text of a secret. Errors name where it should come from, never what is in it."""
    if secret.literal:
        return secret.literal
    if secret.env:
        value = os.environ.get(secret.env, "")
        source = f"environment variable {secret.env}"
    elif secret.file:
        source = f"file {secret.file}"
        try:
            value = (root / Path(secret.file).expanduser()).read_text(encoding="utf-8").partition("\n")[0]
        except (OSError, UnicodeError, RuntimeError) as error:
            why = getattr(error, "strerror", None) or type(error).__name__
            raise TargetError(f"the URL of {owner}: {source} cannot be read: {why}", hint="set it first") from None
    else:
        source = "its command"
        # A shell, as the user wrote a line for one; it comes from cfdb.toml, not from a stranger.
        done = subprocess.run(  # noqa: S602
            secret.command, shell=True, cwd=root, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False
        )
        if done.returncode:
            raise TargetError(f"the URL of {owner}: its command ended with {done.returncode}")
        value = done.stdout.partition("\n")[0]
    if not value.strip():
        raise TargetError(f"the URL of {owner} is empty: it comes from {source}", hint="set it first")
    return value.strip()


def _variable(text: str) -> tuple[str, str]:
    # What the locale could not decode came in as UTF-8 all the same.
    name, separator, value = os.fsencode(text).decode(errors="replace").partition("=")
    if not separator or not name:
        raise UsageError(f"--var: expected name=value, found {text!r}")
    return name, value
