"""Whatever dies, and whenever: a change is in place as a whole or not at all, and nobody is locked out.

It is about cfdb's end, not the server's: on the newest PostgreSQL alone.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

import psycopg
import pytest
from stage import GIVEN, LOCK, VERSIONS, Database, Project, Run, Server, Spawn, started, until

from cfdb.servers import cluster

pytestmark = pytest.mark.newest

CHANGES = 30
KILLS = 22


@pytest.fixture
def thirty(project: Project) -> Project:
    """Each makes a table with 3 rows and an index; every third one is slow."""
    for n in range(1, CHANGES + 1):
        slow = "SELECT pg_sleep(0.06);" if n % 3 == 0 else ""
        project.migration(
            f"{n:03}",
            "step",
            f"CREATE TABLE t{n} (id int);\nINSERT INTO t{n} VALUES (1), (2);{slow}\nINSERT INTO t{n} VALUES (3);\n"
            f"CREATE INDEX i{n} ON t{n} (id);\nINSERT INTO log VALUES ({n});\n",
            f"DROP INDEX i{n};\n{slow}DELETE FROM log WHERE n = {n};\nDROP TABLE t{n};\n",
        )
    return project


def is_consistent(database: Database) -> set[int]:
    """The changes in place, when ledger, tables, indexes, rows and log agree about them."""
    with database.connect() as connection, connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        tables = {row[0] for row in connection.execute("SELECT tablename FROM pg_tables WHERE tablename ~ '^t[0-9]'")}
        indexes = {row[0] for row in connection.execute("SELECT indexname FROM pg_indexes WHERE indexname ~ '^i[0-9]'")}
        log = [row[0] for row in connection.execute("SELECT n FROM log ORDER BY n")]
        ledger: set[int] = set()
        if connection.execute("SELECT to_regclass('cfdb.change') IS NOT NULL").fetchone() == (True,):
            ledger = {int(row[0].split()[1]) for row in connection.execute("SELECT change FROM cfdb.change")}
        for table in tables:
            rows = connection.execute(f"SELECT id FROM {table} ORDER BY 1".encode()).fetchall()
            assert rows == [(1,), (2,), (3,)], table
    assert ledger == {int(name[1:]) for name in tables} == {int(name[1:]) for name in indexes} == set(log)
    assert len(log) == len(set(log))
    return ledger


def test_kill_9_at_random_moments(
    thirty: Project, database: Database, server: Server, cfdb: Run, spawn: Spawn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed while applying and while rolling back; in the end all is as after an undisturbed run."""
    seed = int(os.environ.get("CFDB_TEST_SEED") or time.time_ns() % 1_000_000)
    chance = random.Random(seed)
    database.run("CREATE TABLE log (n int)")
    words: tuple[str, ...] = ("apply",)
    kills, found = 0, set[int]()
    while kills < KILLS or words != ("apply",) or len(found) < CHANGES:
        running = spawn(*words)
        # Most of it lies behind Python's start; some kills hit that, too.
        if kills < KILLS:
            with suppress(Exception):
                running.process.wait(chance.uniform(0.15, 1.1))
        if kills < KILLS and running.process.poll() is None:
            running.kill()
            kills += 1
        else:
            running.wait().expect(0)
        # What was sent is finished or taken back by the server, within the two seconds it takes to notice.
        until(lambda: not database.backends(), seconds=6, what=f"the end of the session (seed {seed})")
        assert database.value(f"SELECT pg_try_advisory_lock({LOCK})"), f"a lock is left (seed {seed})"
        found = is_consistent(database)
        if words == ("apply",) and len(found) == CHANGES and kills < KILLS:
            words = ("rollback", "--all", "--yes")
        elif words != ("apply",) and not found:
            words = ("apply",)
    with server.database() as other:
        undisturbed = Database(other)
        undisturbed.run("CREATE TABLE log (n int)")
        cfdb("apply", "--url", other).expect(0)
        assert is_consistent(undisturbed) == found
        assert undisturbed.catalog().differences(database.catalog()) == []


def test_next_runner_waits_seconds_at_most(project: Project, database: Database, cfdb: Run, spawn: Spawn) -> None:
    """The server looks every two seconds whether the client of a long statement is still there."""
    project.migration("001", "long", "CREATE TABLE one (); SELECT pg_sleep(300);")
    running = spawn("apply")
    until(lambda: [query for _, query in database.backends() if "pg_sleep" in query], what="the long statement")
    running.kill()
    project.migration("001", "long", "CREATE TABLE one ();")
    begun = time.monotonic()
    cfdb("apply").expect(0)
    assert time.monotonic() - begun < 6
    assert database.exists("one")


def test_ctrl_c_cancels_what_runs(project: Project, database: Database, spawn: Spawn) -> None:
    """The statement ends on the server at once, the change is taken back, the exit code is 2."""
    project.migration("001", "one", "CREATE TABLE one ();")
    project.migration("002", "long", "CREATE TABLE two (); SELECT pg_sleep(300);")
    running = spawn("apply")
    until(lambda: [query for _, query in database.backends() if "pg_sleep" in query], what="the long statement")
    running.process.send_signal(signal.SIGINT)
    found = running.wait(10).expect(2)
    assert "error: interrupted" in found.err
    assert "✗ migration 002" in found.err
    assert database.tables() == {"one"}
    assert database.applied() == ["migration 001"]
    until(lambda: not database.backends(), seconds=3, what="the end of the session")


@pytest.mark.parametrize("polite", [signal.SIGTERM, signal.SIGHUP], ids=["TERM", "HUP"])
def test_asked_to_go(polite: int, project: Project, database: Database, spawn: Spawn) -> None:
    """What a CI job gets when it is cancelled."""
    project.migration("001", "long", "CREATE TABLE two (); SELECT pg_sleep(300);")
    running = spawn("apply")
    until(lambda: [query for _, query in database.backends() if "pg_sleep" in query], what="the long statement")
    running.process.send_signal(polite)
    found = running.wait(10)
    assert found.code != 0
    assert "Traceback" not in found.err
    until(lambda: not database.backends(), seconds=6, what="the end of the session")
    assert database.tables() == set()


def test_nohup_means_it(project: Project, database: Database) -> None:
    """A terminal that is closed does not end what is to go on without it."""
    project.migration("001", "long", "CREATE TABLE two (); SELECT pg_sleep(2);")
    command = ["nohup", sys.executable, "-m", "cfdb", "apply"]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as running:
        until(lambda: [query for _, query in database.backends() if "pg_sleep" in query], what="the long statement")
        running.send_signal(signal.SIGHUP)
    assert running.returncode == 0
    assert database.tables() == {"two"}


SLOW = "CREATE TABLE three (); SELECT pg_sleep(30); CREATE TABLE four ();"

own_server = pytest.mark.skipif(bool(GIVEN), reason="that server is not ours to kill")


def terminated(server: Server, pid: int) -> None:
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("SELECT pg_terminate_backend(%s)", [pid])


def backend_killed(server: Server, pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def server_killed(server: Server, pid: int) -> None:
    assert server.cluster
    postmaster = cluster.running(server.cluster)
    assert postmaster
    os.kill(postmaster, signal.SIGQUIT)


Death = Callable[[Server, int], None]


@pytest.fixture(params=VERSIONS)
def mortal(request: pytest.FixtureRequest) -> Iterator[Server]:
    """A server that may die; it keeps what it said was committed, as servers do."""
    with started(request.param) as server:
        server.run("ALTER ROLE CURRENT_USER SET synchronous_commit = on")
        yield server


@own_server
@pytest.mark.parametrize("death", [terminated, backend_killed, server_killed])
@pytest.mark.parametrize("head", ["", "-- cfdb: no-transaction\n"], ids=["transaction", "no transaction"])
def test_server_dies_in_the_middle(
    head: str, death: Death, mortal: Server, make_project: Callable[[str], Project], monkeypatch: pytest.MonkeyPatch,
    cfdb: Run, spawn: Spawn,
) -> None:  # fmt: skip
    """One clear message with exit code 2; when the server is back, the next run does the rest."""
    assert mortal.cluster
    project = make_project(mortal.url)
    monkeypatch.chdir(project.root)
    database = Database(mortal.url)
    for n in (1, 2):
        project.migration(f"00{n}", "step", f"CREATE TABLE t{n} ();")
    project.migration("003", "slow", head + SLOW)
    running = spawn("apply")
    ((pid, _),) = until(
        lambda: [entry for entry in database.backends() if "pg_sleep" in entry[1]], what="the slow statement"
    )
    death(mortal, pid)
    found = running.wait().expect(2)
    error = found.err[found.err.index("error: ") :]
    assert "the connection to the server was lost" in error
    assert "hint: " in error
    assert "status" in error
    assert len(error.splitlines()) <= 6
    if death is server_killed:
        until(lambda: mortal.cluster and cluster.running(mortal.cluster) is None, what="the end of the server")
        down = cfdb("apply").expect(2)
        assert "cannot be reached" in down.err
        cluster.start(mortal.cluster)
    until(lambda: _answers(database), what="the server's recovery")
    until(lambda: not database.backends(), what="the end of the session")
    tables, ledger = database.tables(), database.applied()
    assert {f"t{int(change.split()[1])}" for change in ledger} == tables - {"three"}
    assert ("three" in tables) == bool(head)
    project.migration("003", "slow", head + SLOW.replace("(30)", "(0)"))
    if head:
        # A statement in a transaction of its own is simply run again; the one before it ran, and stays as it was.
        assert cfdb("status", "--format", "json").json["changes"][2]["detail"] == "1 of 3 statements done"
    cfdb("apply").expect(0)
    assert database.tables() == {"t1", "t2", "three", "four"}
    assert database.applied() == ["migration 001", "migration 002", "migration 003"]


def _answers(database: Database) -> bool:
    with suppress(psycopg.OperationalError):
        return bool(database.value("SELECT true"))
    return False
