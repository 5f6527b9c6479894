"""Whatever dies while rows move, and whenever: run again, the move ends as if nothing had been.

A client, a worker, either server, or the network between: 12 times here, CFDB_TEST_KILLS times where that is set.
"""

import os
import random
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field

import psycopg
import pymysql
import pytest
from library_moved import MAPPING, MOVE, fill, is_all_there, make_room
from proxy import Proxy, to_postgresql
from stage import GIVEN, GIVEN_MYSQL, Database, MakeProject, MySQLDatabase, Server, Spawn, Spawned, started, until

from cfdb.servers import accounts, cluster, mariadb

KILLS = int(os.environ.get("CFDB_TEST_KILLS", "12"))
SEED = int(os.environ.get("CFDB_TEST_SEED", "20260131"))
SCALE = int(os.environ.get("CFDB_TEST_SCALE", "20000"))

pytestmark = [
    pytest.mark.newest,
    pytest.mark.timeout(180 + 15 * KILLS),
    pytest.mark.skipif(bool(GIVEN or GIVEN_MYSQL), reason="these servers are not ours to kill"),
]


@dataclass
class Legacy:
    """A MariaDB that can be killed and started again on its data."""

    running: mariadb.Running
    process: subprocess.Popen[bytes] | None = field(default=None)

    @property
    def database(self) -> MySQLDatabase:
        return MySQLDatabase(self.running.url("shop"))

    def die(self) -> None:
        os.kill(self.process.pid if self.process else self.running.pid, signal.SIGKILL)
        if self.process:
            self.process.wait()
        account = accounts.server_account(self.running.folder)
        # Durable, as the one that is migrated from would be.
        settings = (f"--port={self.running.port}", "--bind-address=127.0.0.1", *DURABLE)
        self.process = mariadb._spawn(self.running.program, self.running.folder, account, settings)
        mariadb._wait_until_ready(self.process, self.running.folder)

    def end(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait()


DURABLE = ("--innodb-flush-log-at-trx-commit=1", "--character-set-server=utf8mb4", "--default-time-zone=+00:00")


@dataclass(frozen=True)
class Scene:
    legacy: Legacy
    server: Server
    target: Database
    to_legacy: Proxy
    to_server: Proxy


@pytest.fixture
def scene(make_project: MakeProject, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    """The move goes through proxies on both sides."""
    with started("18") as server, running_legacy() as legacy:
        # The role that the move uses does not wait for the disk; what is lost is lost with its line in the ledger.
        server.run("CREATE DATABASE shop")
        target = Database(server.on("shop"))
        fill(legacy.database, writers=SCALE // 10, books=SCALE)
        make_room(target)
        to_server = to_postgresql(server.url)
        to_legacy = Proxy(("127.0.0.1", legacy.running.port), socket.AF_INET)
        project = make_project(f"postgresql://postgres@127.0.0.1:{to_server.port}/shop")
        project.migration("001", "move", MAPPING)
        monkeypatch.chdir(project.root)
        monkeypatch.setenv("CFDB_FROM", f"mysql://mover@127.0.0.1:{to_legacy.port}/shop")
        try:
            yield Scene(legacy, server, target, to_legacy, to_server)
        finally:
            to_server.close()
            to_legacy.close()


@contextmanager
def running_legacy() -> Iterator[Legacy]:
    with mariadb.throwaway(*DURABLE, "--log-bin=log", "--server-id=1", port=mariadb.free_port()) as running:
        with closing(pymysql.connect(user="root", unix_socket=str(running.socket))) as connection:
            for statement in (
                "CREATE DATABASE shop CHARACTER SET utf8mb4",
                "CREATE USER mover",
                "GRANT ALL ON *.* TO mover",
            ):
                connection.query(statement)
        legacy = Legacy(running)
        try:
            yield legacy
        finally:
            legacy.end()


def client(scene: Scene, running: Spawned) -> None:
    running.process.kill()


def worker(scene: Scene, running: Spawned) -> None:
    found = subprocess.run(
        ["ps", "-ww", "-o", "pid=", "-o", "args=", "--ppid", str(running.process.pid)], capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    pids = [int(line.split()[0]) for line in found.stdout.splitlines() if "spawn_main" in line]
    if pids:
        os.kill(pids[0], signal.SIGKILL)


def source_server(scene: Scene, running: Spawned) -> None:
    scene.legacy.die()


def target_server(scene: Scene, running: Spawned) -> None:
    assert scene.server.cluster
    postmaster = cluster.running(scene.server.cluster)
    assert postmaster
    os.kill(postmaster, signal.SIGKILL)
    until(lambda: _starts(scene.server), seconds=60, what="the start of PostgreSQL")


def _starts(server: Server) -> bool:
    # Until its backends have ended, the memory that they share is in use.
    assert server.cluster
    with suppress(Exception):
        cluster.start(server.cluster)
    with suppress(psycopg.OperationalError), psycopg.connect(server.url, connect_timeout=2):
        return True
    return False


def network_to_source(scene: Scene, running: Spawned) -> None:
    scene.to_legacy.cut()


def network_to_target(scene: Scene, running: Spawned) -> None:
    scene.to_server.cut()


DEATHS = (client, worker, source_server, target_server, network_to_source, network_to_target)


def test_the_move_ends_as_if_nothing_had_been(scene: Scene, spawn: Spawn) -> None:
    chance = random.Random(SEED)
    deaths = [DEATHS[number % len(DEATHS)] for number in range(KILLS)]
    chance.shuffle(deaths)
    moves, met = 0, dict.fromkeys((death.__name__ for death in DEATHS), 0)
    while deaths:
        executor = chance.choice(("threads", "processes")) if deaths[0] is not worker else "processes"
        running = spawn("data", "migrate", *MOVE, "--executor", executor, "--workers", "3",
                        "--chunk-rows", str(SCALE // 200), "--progress", "none")  # fmt: skip
        deadline = time.monotonic() + chance.uniform(0.3, 4.5 if executor == "processes" else 3.0)
        while time.monotonic() < deadline and running.process.poll() is None:
            time.sleep(0.01)
        if running.process.poll() is None:
            death = deaths.pop(0)
            death(scene, running)
            met[death.__name__] += 1
            if chance.random() < 0.3:
                # Nobody waits for it to end: the next one comes at once.
                running.process.kill()
        result = running.wait(120)
        assert "Traceback" not in result.err, f"seed {SEED}: {result.err}"
        assert "internal:" not in result.err, f"seed {SEED}: {result.err}"
        assert result.code in (0, 1, 2, 4, -signal.SIGKILL), f"seed {SEED}: {result.code} {result.err}"
        assert "changed" not in result.err, f"seed {SEED}: {result.err}"
        if result.code == 0 and deaths:
            moves += 1
            is_all_there(scene.target, scene.legacy.database)
            spawn("data", "truncate", "--yes").wait().expect(0)
    for _ in range(3):
        last = spawn("data", "migrate", *MOVE, "--workers", "2", "--progress", "none").wait(120)
        if last.code == 0:
            break
    last.expect(0)
    is_all_there(scene.target, scene.legacy.database)
    print(f"{moves + 1} moves, killed: {met}")
