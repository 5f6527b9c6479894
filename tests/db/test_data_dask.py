"""Workers on a Dask cluster: processes that share nothing with the client but the ledger."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from library_moved import (
    MAPPING,
    MOVE,
    SMALL,
    count,
    fill,
    is_all_there,
    make_room,
    slow_down,
    state,
    under_way,
    workers,
)
from stage import Database, MySQLDatabase, Project, Run, Spawn, until

from cfdb.servers.mariadb import free_port

pytestmark = pytest.mark.newest

HERE = Path(sys.executable).parent


@dataclass
class Cluster:
    """A scheduler and worker processes of one thread each."""

    folder: Path
    environment: dict[str, str]
    port: int = field(default_factory=free_port)
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"dask://127.0.0.1:{self.port}"

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        with (self.folder / f"{len(self.running)}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "distributed.cli." + words[0], *words[1:]],
                stdout=log, stderr=log, cwd=self.folder, env=os.environ | self.environment,
            )  # fmt: skip
        self.running.append(process)
        return process

    def scheduler(self) -> None:
        self.start("dask_scheduler", "--host", "127.0.0.1", "--port", str(self.port), "--no-dashboard")

    def worker(self) -> subprocess.Popen[bytes]:
        return self.start(
            "dask_worker", f"tcp://127.0.0.1:{self.port}", "--nthreads", "1", "--no-nanny", "--no-dashboard",
            "--host", "127.0.0.1",
        )  # fmt: skip

    def size(self) -> int:
        """Workers that the scheduler has taken in, as their own logs say."""
        logs = [path.read_text(errors="replace") for path in self.folder.glob("*.log")]
        return sum("Registered to:" in log for log in logs)

    def stop(self) -> None:
        for process in reversed(self.running):
            process.kill()
            process.wait()


@pytest.fixture
def cluster(
    project: Project, mysql: MySQLDatabase, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Cluster]:
    project.migration("001", "move", MAPPING)
    fill(mysql)
    make_room(database)
    urls = {"LEGACY_URL": mysql.url, "NEW_URL": database.url}
    for name, url in urls.items():
        monkeypatch.setenv(name, url)
    folder = tmp_path / "cluster"
    folder.mkdir()
    up = Cluster(folder, urls)
    try:
        up.scheduler()
        yield up
    finally:
        up.stop()


def migrate(cluster: Cluster, *words: str) -> tuple[str, ...]:
    place = ("--from", "env:LEGACY_URL", "--url", "env:NEW_URL", "--executor", cluster.address)
    return ("data", "migrate", *MOVE, *SMALL, *place, *words)


@pytest.mark.parametrize("others", [1, 0], ids=["survivors finish", "another comes"])
def test_a_worker_that_is_killed(
    others: int, cluster: Cluster, mysql: MySQLDatabase, database: Database, cfdb: Run, spawn: Spawn
) -> None:
    """Those who are left do its chunks; where nobody is, there is a new snapshot for who comes."""
    slow_down(database, 0.01)
    first = cluster.worker()
    for _ in range(others):
        cluster.worker()
    until(lambda: cluster.size() == 1 + others, seconds=60, what="workers of the cluster")
    running = spawn(*migrate(cluster))
    under_way(database)
    assert f"moving, {1 + others} worker" in cfdb("data", "status").expect(1).out
    if not others:
        cluster.worker()
        until(lambda: cluster.size() == 2, seconds=60, what="the other worker")
    first.kill()
    running.wait(90).expect(0)
    is_all_there(database, mysql)
    assert database.value("SELECT snapshot FROM cfdb.move") == (1 if others else 2)


def test_a_client_that_is_killed_is_followed_by_another(
    cluster: Cluster, mysql: MySQLDatabase, database: Database, cfdb: Run, spawn: Spawn
) -> None:
    """The workers that it left behind are ended, or leave."""
    slow_down(database, 0.02)
    for _ in range(2):
        cluster.worker()
    until(lambda: cluster.size() == 2, seconds=60, what="workers of the cluster")
    running = spawn(*migrate(cluster))
    under_way(database)
    running.process.send_signal(signal.SIGKILL)
    running.wait()
    database.run("ALTER TABLE book DISABLE TRIGGER dawdle")
    spawn(*migrate(cluster)).wait(90).expect(0)
    is_all_there(database, mysql)
    until(lambda: not workers(database), what="the end of all workers")


def test_more_workers_than_the_cluster_has_room_for(
    cluster: Cluster, mysql: MySQLDatabase, database: Database, spawn: Spawn
) -> None:
    cluster.worker()
    until(lambda: cluster.size() == 1, seconds=60, what="the worker of the cluster")
    spawn(*migrate(cluster, "--workers", "8")).wait(60).expect(0)
    is_all_there(database, mysql)


def test_passwords_do_not_travel(cluster: Cluster, database: Database, spawn: Spawn) -> None:
    refused = spawn(*migrate(cluster)[:-6], "--from", "mysql://root:s3cr3t@localhost/x", "--url", "env:NEW_URL",
                    "--executor", cluster.address).wait().expect(64).err  # fmt: skip
    assert "s3cr3t" not in refused
    assert "--from env:LEGACY_URL --url env:NEW_URL" in refused
    assert not database.exists("cfdb.move")


def test_a_cluster_that_is_not_there(cluster: Cluster, database: Database, spawn: Spawn) -> None:
    nobody = spawn(*migrate(cluster)).wait().expect(64).err
    assert "has no workers" in nobody
    cluster.stop()
    nothing = spawn(*migrate(cluster)).wait().expect(64).err
    assert "cannot be reached" in nothing
    assert count(database, "book") == 0
    assert state(database) == "preparing"
