"""Promise 3: two runners never both apply; who waits is told for whom.

Who waits is up to cfdb and an advisory lock: on the newest PostgreSQL alone.
"""

import threading
import time

import psycopg
import pytest
from stage import LOCK, Database, Project, Run, Server, Spawn, until

pytestmark = pytest.mark.newest

RUNNERS = 10


def test_ten_runners_apply_each_change_once(project: Project, database: Database, spawn: Spawn) -> None:
    """Changes that only insert cannot hide that they ran twice."""
    database.run("CREATE TABLE log (n int)")
    for n in range(1, 13):
        project.migration(f"{n:03}", "insert", f"INSERT INTO log VALUES ({n}); SELECT pg_sleep(0.02);")
    results = [started.wait(120) for started in [spawn("apply", "--wait", "100") for _ in range(RUNNERS)]]
    for found in results:
        found.expect(0)
    assert database.column("SELECT n FROM log ORDER BY n") == list(range(1, 13))
    assert len(database.applied()) == 12
    assert database.value("SELECT count(*) FROM cfdb.event") == 12
    assert sum("12 applied" in found.out for found in results) == 1
    assert sum("nothing to do, 12 changes in place" in found.out for found in results) == RUNNERS - 1


def test_ten_runners_finish_a_counted_file_once(project: Project, database: Database, spawn: Spawn) -> None:
    """The same without transactions, on a database without a ledger; CONCURRENTLY waits for nobody's transaction."""
    project.migration(
        "001",
        "counted",
        "-- cfdb: no-transaction\nCREATE TABLE log (n int);\nINSERT INTO log VALUES (1);\n"
        "CREATE INDEX CONCURRENTLY i ON log (n);\nINSERT INTO log VALUES (2);\nVACUUM log;\n",
    )
    for found in [started.wait(120) for started in [spawn("apply", "--wait", "100") for _ in range(RUNNERS)]]:
        found.expect(0)
    assert database.column("SELECT n FROM log ORDER BY n") == [1, 2]
    assert database.applied() == ["migration 001"]


def test_runners_up_and_down_do_not_mix(project: Project, database: Database, spawn: Spawn) -> None:
    """Apply and rollback at once: one after the other, in some order."""
    for n in range(1, 6):
        project.migration(f"00{n}", "t", f"CREATE TABLE t{n} (); SELECT pg_sleep(0.02);", f"DROP TABLE t{n};")
    running = [spawn("rollback", "--all", "--yes") if n % 2 else spawn("apply") for n in range(4)]
    for found in [started.wait(120) for started in running]:
        found.expect(0)
    assert len(database.tables()) == len(database.applied()) in (0, 5)


def test_lock_held_names_its_holder(project: Project, database: Database, cfdb: Run) -> None:
    """Exit code 4 after --wait, nothing ran, and the process to look for is named."""
    project.migration("001", "one", "CREATE TABLE one ();", "DROP TABLE one;")
    with psycopg.connect(database.url, application_name="the night shift", autocommit=True) as holder:
        holder.execute(f"SELECT pg_advisory_lock({LOCK})".encode())
        for words in (("apply",), ("rollback", "--all", "--yes"), ("repair", "migration", "1", "--yes")):
            begun = time.monotonic()
            found = cfdb(*words, "--wait", "1").expect(4)
            assert 0.9 < time.monotonic() - begun < 5
            error = found.err[found.err.index("error: ") :]
            assert f"process {holder.info.backend_pid} " in error
            assert "the night shift" in error
            assert "--wait" in error
        assert cfdb("apply", "--wait", "0", "--format", "json").expect(4).json["error"]["code"] == "locked"
        # Who only looks does not need the lock.
        cfdb("status").expect(1)
        cfdb("plan").expect(0)
        cfdb("apply", "--dry-run").expect(0)
    assert database.tables() == set()
    assert database.value("SELECT to_regnamespace('cfdb')") is None


def test_waiting_is_told_and_ends_with_the_holder(project: Project, database: Database, cfdb: Run) -> None:
    project.migration("001", "one", "CREATE TABLE one ();")
    ready = threading.Event()
    pids: list[int] = []

    def hold() -> None:
        with database.connect() as holder:
            holder.execute(f"SELECT pg_advisory_lock({LOCK})".encode())
            pids.append(holder.info.backend_pid)
            ready.set()
            time.sleep(1.5)

    thread = threading.Thread(target=hold)
    thread.start()
    assert ready.wait(10)
    begun = time.monotonic()
    found = cfdb("apply", "--wait", "30").expect(0)
    took = time.monotonic() - begun
    thread.join()
    assert f"waiting for another cfdb: process {pids[0]} " in found.err
    assert 1 < took < 6
    assert database.exists("one")


def test_holder_is_cfdb_itself(project: Project, database: Database, cfdb: Run, spawn: Spawn) -> None:
    """Its purpose and its machine are part of the name."""
    project.migration("001", "slow", "SELECT pg_sleep(3);")
    running = spawn("apply")
    until(lambda: [query for _, query in database.backends() if "pg_sleep" in query], what="the first runner")
    found = cfdb("apply", "--wait", "0.2").expect(4)
    assert "cfdb apply on " in found.err
    running.wait().expect(0)


def test_other_database_of_the_server_is_not_locked(
    project: Project, database: Database, server: Server, cfdb: Run
) -> None:
    project.migration("001", "one", "CREATE TABLE one ();")
    with server.database() as other, database.connect() as holder:
        holder.execute(f"SELECT pg_advisory_lock({LOCK})".encode())
        cfdb("apply", "--url", other, "--wait", "0").expect(0)
