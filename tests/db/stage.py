"""What the tests act on: servers, databases, projects and the command line."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

import psycopg
import pymysql

from cfdb.dialect import Session, Settings
from cfdb.dialects.mysql import DIALECT as MYSQL
from cfdb.dialects.postgresql import DIALECT
from cfdb.model.catalog import Catalog
from cfdb.model.url import parse
from cfdb.servers import cluster, embedded, mariadb
from cfdb.servers.cluster import Cluster

GIVEN = os.environ.get("CFDB_TEST_POSTGRES_URL", "")
"""A superuser's URL: the tests then run on that server, and on no other."""

GIVEN_MYSQL = os.environ.get("CFDB_TEST_MYSQL_URL", "")
"""The URL of an account that may make databases and accounts: the tests then run on that server, and on no other."""

DEBIAN_15 = Path("/usr/lib/postgresql/15/bin")

VERSIONS = ["given"] if GIVEN else ["18", *(["15"] if (DEBIAN_15 / "postgres").is_file() else [])]

LOCK = f"{0x63666462}, 1"
"""The keys of cfdb's advisory lock: a stable promise, as two versions of cfdb may meet on one database."""


@dataclass(frozen=True)
class Server:
    """A running server. `cluster` is None where it is not ours to stop."""

    url: str
    cluster: Cluster | None = None

    def on(self, database: str, *, user: str = "", password: str = "") -> str:
        """The URL of another database, or of another user."""
        url = parse(self.url).on(database)
        credentials = {"user": user, "password": password} if user else {}
        return type(url)(**{name: getattr(url, name) for name in url.__slots__} | credentials).with_password()

    def run(self, statement: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement.encode())

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other workers away from a server that they share with us: roles belong to all of its databases."""
        if self.cluster:
            yield
            return
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute("SELECT pg_advisory_lock(4711)")
            yield

    @contextmanager
    def database(self) -> Iterator[str]:
        """The URL of a fresh database, dropped at the end."""
        name = f"cfdb_{os.getpid()}_{time.monotonic_ns()}"
        self.run(f"CREATE DATABASE {name}")
        try:
            yield self.on(name)
        finally:
            self.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@dataclass
class Servers:
    """Starts each server when it is first asked for; all stop with the session."""

    _up: dict[str, Server] = field(default_factory=dict)
    _mysql: MySQLServer | None = None
    _stack: ExitStack = field(default_factory=ExitStack)

    def get(self, version: str) -> Server:
        if version not in self._up:
            self._up[version] = self._stack.enter_context(started(version))
        return self._up[version]

    def mysql(self) -> MySQLServer:
        if self._mysql is None:
            self._mysql = self._stack.enter_context(started_mysql())
        return self._mysql

    def close(self) -> None:
        self._stack.close()


@contextmanager
def started(version: str) -> Iterator[Server]:
    """A server of that version, stopped and removed at the end."""
    if version == "given":
        yield Server(GIVEN)
        return
    with ExitStack() as stack:
        if version == "15":
            own = stack.enter_context(cluster.throwaway(DEBIAN_15))
        else:
            own = stack.enter_context(embedded.throwaway()).cluster
        yield Server(cluster.url(own), own)


@dataclass(frozen=True)
class MySQLServer:
    """A running MariaDB or MySQL. `running` is None where it is not ours to stop; ours listens on TCP, too."""

    url: str
    running: mariadb.Running | None = None

    def on(self, database: str, *, user: str = "", password: str = "") -> str:
        """The URL of another database, or of another user, who comes by TCP."""
        url = parse(self.url).on(database)
        if user and self.running:
            return f"mysql://{user}:{quote(password, safe='')}@127.0.0.1:{self.running.port}/{database}"
        return (replace(url, user=user, password=password) if user else url).with_password()

    def run(self, *statements: str) -> None:
        with closing(mysql_connection(self.url)) as connection, connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    @contextmanager
    def database(self) -> Iterator[str]:
        """The URL of a fresh database, dropped at the end."""
        name = f"cfdb_{os.getpid()}_{time.monotonic_ns()}"
        self.run(f"CREATE DATABASE {name} CHARACTER SET utf8mb4")
        try:
            yield self.on(name)
        finally:
            self.run(f"DROP DATABASE IF EXISTS {name}")


@contextmanager
def started_mysql() -> Iterator[MySQLServer]:
    """The server of the MySQL tests. Where none is installed the tests fail, and say what to install."""
    if GIVEN_MYSQL:
        yield MySQLServer(GIVEN_MYSQL)
        return
    with mariadb.throwaway(port=mariadb.free_port()) as running:
        yield MySQLServer(running.url(), running)


def mysql_connection(url: str, **settings: Any) -> Any:
    parsed = parse(url)
    place = (
        {"unix_socket": parsed.options["unix_socket"]}
        if "unix_socket" in parsed.options
        else {"host": parsed.host, "port": int(parsed.port or 3306)}
    )
    return pymysql.connect(
        user=parsed.user, password=parsed.password, database=parsed.database or None, charset="utf8mb4",
        autocommit=True, **place, **settings,
    )  # fmt: skip


class MySQLDatabase:
    """A database as its administrator sees it."""

    def __init__(self, url: str) -> None:
        self.url = url

    def run(self, *statements: str) -> None:
        with closing(mysql_connection(self.url)) as connection, connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    def rows(self, text: str) -> list[tuple[Any, ...]]:
        with closing(mysql_connection(self.url)) as connection, connection.cursor() as cursor:
            cursor.execute(text)
            return list(cursor.fetchall())

    def value(self, text: str) -> Any:
        return self.rows(text)[0][0]

    def column(self, text: str) -> list[Any]:
        return [row[0] for row in self.rows(text)]

    def tables(self) -> set[str]:
        """Without those of the ledger."""
        return {name for name in self.column("SHOW TABLES") if not name.startswith("cfdb_")}

    def applied(self) -> list[str]:
        """What the ledger has, oldest first; nothing where there is no ledger."""
        if "cfdb_change" not in self.column("SHOW TABLES"):
            return []
        return self.column("SELECT `change` FROM cfdb_change ORDER BY applied_at")

    def events(self) -> list[tuple[str, str, str]]:
        return [tuple(row) for row in self.rows("SELECT action, `change`, outcome FROM cfdb_event ORDER BY id")]

    def sessions(self) -> list[tuple[int, str]]:
        """Connection and query of every other session on this database."""
        return self.rows(
            "SELECT id, COALESCE(info, '') FROM information_schema.processlist"
            " WHERE db = DATABASE() AND id <> CONNECTION_ID()"
        )

    def session(self) -> Session:
        return MYSQL.connect(parse(self.url), Settings("test"))

    def catalog(self) -> Catalog:
        with self.session() as session:
            return session.catalog()

    @contextmanager
    def held(self, *statements: str) -> Iterator[int]:
        """A transaction that has run `statements` and stays open: what it locks is locked. Its connection."""
        with closing(mysql_connection(self.url)) as connection, connection.cursor() as cursor:
            connection.begin()
            for statement in statements:
                cursor.execute(statement)
                cursor.fetchall()
            yield int(connection.thread_id())
            connection.rollback()


class Database:
    """A database as its superuser sees it."""

    def __init__(self, url: str) -> None:
        self.url = url

    def connect(self) -> psycopg.Connection:
        return psycopg.connect(self.url, autocommit=True)

    def run(self, text: str) -> None:
        with self.connect() as connection:
            connection.execute(text.encode())

    def rows(self, text: str) -> list[tuple[Any, ...]]:
        with self.connect() as connection:
            return connection.execute(text.encode()).fetchall()

    def value(self, text: str) -> Any:
        return self.rows(text)[0][0]

    def column(self, text: str) -> list[Any]:
        return [row[0] for row in self.rows(text)]

    def exists(self, relation: str) -> bool:
        return self.value(f"SELECT to_regclass('{relation}')") is not None

    def tables(self) -> set[str]:
        return set(self.column("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))

    def applied(self) -> list[str]:
        """What the ledger has, oldest first; nothing where there is no ledger."""
        if not self.exists("cfdb.change"):
            return []
        return self.column("SELECT change FROM cfdb.change ORDER BY applied_at")

    def events(self) -> list[tuple[str, str, str]]:
        return [tuple(row) for row in self.rows("SELECT action, change, outcome FROM cfdb.event ORDER BY id")]

    def backends(self) -> list[tuple[int, str]]:
        """Process and query of every session of cfdb on this database."""
        return self.rows(
            "SELECT pid, query FROM pg_stat_activity"
            " WHERE datname = current_database() AND application_name LIKE 'cfdb%'"
        )

    def session(self) -> Session:
        return DIALECT.connect(parse(self.url), Settings("test"))

    def catalog(self) -> Catalog:
        with self.session() as session:
            return session.catalog()

    @contextmanager
    def held(self, statement: str) -> Iterator[int]:
        """A transaction that has run `statement` and stays open: what it locks is locked. Its process id."""
        with psycopg.connect(self.url, application_name="the test") as connection:
            connection.execute(statement.encode())
            yield connection.info.backend_pid
            connection.rollback()


@dataclass(frozen=True)
class Result:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    def expect(self, code: int) -> Result:
        assert self.code == code, f"exit code {self.code}, expected {code}\n{self.out}\n{self.err}"
        assert "Traceback" not in self.err, self.err
        assert "internal:" not in self.err, self.err
        return self


class Run(Protocol):
    def __call__(self, *words: str) -> Result: ...


class Spawned:
    """cfdb as a process of its own."""

    def __init__(self, words: Iterable[str], *, environment: Mapping[str, str] | None = None, stdin: int | None = None):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "cfdb", *words],
            stdin=subprocess.DEVNULL if stdin is None else stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, **(environment or {})},
        )

    def wait(self, seconds: float = 60) -> Result:
        out, err = self.process.communicate(timeout=seconds)
        return Result(self.process.returncode, out, err)

    def kill(self) -> None:
        """Not asked, not warned: gone."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.communicate(timeout=20)


class Spawn(Protocol):
    def __call__(
        self, *words: str, environment: Mapping[str, str] | None = None, stdin: int | None = None
    ) -> Spawned: ...


class Project:
    """A project folder with the one database `main`."""

    def __init__(self, root: Path, url: str = "", dialect: str = "postgresql") -> None:
        self.root = root
        self.root.mkdir(parents=True, exist_ok=True)
        quoted = json.dumps(url, ensure_ascii=False)
        head = f'default = "main"\n\n[databases.main]\ndialect = "{dialect}"\n'
        self.config(head + (f"url = {quoted}\n" if url else ""))

    def config(self, text: str) -> None:
        self.write("cfdb.toml", text)

    def write(self, path: str, text: str | bytes) -> Path:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode() if isinstance(text, str) else text)
        return target

    def phase(
        self,
        number: int,
        name: str,
        schema: str | bytes,
        rollback: str | bytes | None = None,
        *,
        depends_on: Iterable[int] = (),
        checklist: str | None = None,
        probes: Mapping[str, str] | None = None,
        skip: str | None = None,
        settings: str = "",
    ) -> Path:
        folder = f"phases/main/phase_{number}_{name}"
        self.write(f"{folder}/phase.toml", f'name = "{name}"\ndepends_on = {list(depends_on)}\n{settings}\n')
        for file, text in {
            "schema.sql": schema,
            "rollback.sql": rollback,
            "checklist.toml": checklist,
            "skip.sql": skip,
            **{f"probes/{probe}.sql": body for probe, body in (probes or {}).items()},
        }.items():
            if text is not None:
                self.write(f"{folder}/{file}", text)
        return self.root / folder

    def migration(self, number: str, name: str, text: str | bytes, rollback: str | bytes | None = None) -> Path:
        if rollback is not None:
            self.write(f"migrations/main/rollback_{number}.sql", rollback)
        return self.write(f"migrations/main/{number}_{name}.sql", text)

    def forget_migration(self, number: str) -> None:
        """Delete all files of a migration."""
        for path in (self.root / "migrations/main").glob(f"*{number}*.sql"):
            path.unlink()

    def service(
        self, name: str, files: Mapping[str, str], rollback: str | None = None, *, checklist: str | None = None
    ) -> Path:
        for file, text in {**files, "rollback": rollback}.items():
            if text is not None:
                self.write(f"schema/main/{name}/{file}.sql", text)
        if checklist is not None:
            self.write(f"schema/main/{name}/checklist.toml", checklist)
        return self.root / f"schema/main/{name}"


MakeProject = Callable[..., Project]


def until(condition: Callable[[], object], *, seconds: float = 20, what: str = "it") -> Any:
    """Wait until `condition` holds, and give what it gave."""
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, f"{what} did not happen within {seconds:g} s"
        time.sleep(0.02)
    return found


def host_of(url: str) -> str:
    """The socket folder or host of a URL, percent-encoded as the host of another one."""
    parsed = parse(url)
    return (parsed.host or parsed.options.get("host", "")).replace("/", "%2F")
