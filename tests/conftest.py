"""Real servers, started when a test asks for one and stopped with the session; nothing outlives a test."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

HERE = Path(__file__).parent
KEPT = ("CFDB_TEST_POSTGRES_URL", "CFDB_TEST_MYSQL_URL", "CFDB_TEST_EVERYTHING", "CFDB_REWRITE_CASES")
# pytest imports test modules without putting their folder on the path; `stage` and `case_files` are shared.
sys.path[:0] = [str(HERE / "db"), str(HERE)]
pytest.register_assert_rewrite("case_files")

from stage import (  # noqa: E402
    VERSIONS,
    Database,
    MakeProject,
    MySQLDatabase,
    MySQLServer,
    Project,
    Result,
    Run,
    Server,
    Servers,
    Spawn,
    Spawned,
)

from cfdb.cli.app import run as run_cfdb  # noqa: E402


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of tests/db needs a server."""
    for item in items:
        if (HERE / "db") in item.path.parents:
            item.add_marker(pytest.mark.db)


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No URL, password or ~/.pgpass of whoever runs the tests."""
    for name in os.environ:
        if name.startswith(("PG", "CFDB_")) and name not in KEPT:
            monkeypatch.delenv(name)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    home = tmp_path_factory.getbasetemp() / "home"
    home.mkdir(exist_ok=True)
    monkeypatch.setenv("HOME", str(home))


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    up = Servers()
    yield up
    up.close()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every version that is here; the newest alone for what is marked so: see pyproject.toml."""
    if "server" in metafunc.fixturenames:
        newest = metafunc.definition.get_closest_marker("newest") and "CFDB_TEST_EVERYTHING" not in os.environ
        metafunc.parametrize("server", VERSIONS[:1] if newest else VERSIONS, indirect=True)


@pytest.fixture
def server(request: pytest.FixtureRequest, servers: Servers) -> Iterator[Server]:
    """A server of one of the versions that are here."""
    up = servers.get(request.param)
    with up.alone():
        yield up


@pytest.fixture
def postgres_url(server: Server) -> Iterator[str]:
    """The URL of a fresh, empty database; dropped afterwards."""
    with server.database() as url:
        yield url


@pytest.fixture
def database(postgres_url: str) -> Database:
    return Database(postgres_url)


@pytest.fixture
def mysql_server(servers: Servers) -> MySQLServer:
    """A MariaDB of our own, or the server of CFDB_TEST_MYSQL_URL."""
    return servers.mysql()


@pytest.fixture
def mysql_url(mysql_server: MySQLServer) -> Iterator[str]:
    """The URL of a fresh, empty database; dropped afterwards."""
    with mysql_server.database() as url:
        yield url


@pytest.fixture
def mysql(mysql_url: str) -> MySQLDatabase:
    return MySQLDatabase(mysql_url)


@pytest.fixture
def make_project(tmp_path: Path) -> MakeProject:
    """Make a project folder: `make_project(url, name="other")`."""

    def make(url: str = "", *, name: str = "project", dialect: str = "postgresql") -> Project:
        return Project(tmp_path / name, url, dialect)

    return make


@pytest.fixture
def project(make_project: MakeProject, postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project folder whose target is `postgres_url`; it is the current folder."""
    made = make_project(postgres_url)
    monkeypatch.chdir(made.root)
    return made


@pytest.fixture
def mysql_project(make_project: MakeProject, mysql_url: str, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project folder of MySQL whose target is `mysql_url`; it is the current folder."""
    made = make_project(mysql_url, dialect="mysql")
    monkeypatch.chdir(made.root)
    return made


@pytest.fixture
def cfdb(capfd: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process: `cfdb("apply", "phase", "1")`."""

    def run(*words: str) -> Result:
        capfd.readouterr()
        code = run_cfdb(words)
        return Result(code, *capfd.readouterr())

    return run


@pytest.fixture
def spawn() -> Iterator[Spawn]:
    """Run a command as a process of its own; none outlives its test."""
    running: list[Spawned] = []

    def start(*words: str, environment: Mapping[str, str] | None = None, stdin: int | None = None) -> Spawned:
        running.append(Spawned(words, environment=environment, stdin=stdin))
        return running[-1]

    yield start
    for entry in running:
        if entry.process.poll() is None:
            entry.process.kill()
        for stream in (entry.process.stdout, entry.process.stderr):
            if stream and not stream.closed:
                stream.close()
        entry.process.wait()
