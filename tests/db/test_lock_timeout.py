"""Promise 4: DDL does not queue behind a lock for long, tries again, and says who is in the way.

How often is tried is up to cfdb: on the newest PostgreSQL alone.
"""

import threading
import time

import pytest
from stage import Database, Project, Run

pytestmark = pytest.mark.newest


@pytest.fixture
def alters(project: Project, database: Database) -> Project:
    database.run("CREATE TABLE busy (id int)")
    project.migration("001", "before", "CREATE TABLE before ();")
    project.migration("002", "alters", "CREATE TABLE half ();\nALTER TABLE busy ADD COLUMN note text;\n")
    return project


def test_blocker_is_named_when_the_tries_are_used_up(alters: Project, database: Database, cfdb: Run) -> None:
    with database.held("LOCK TABLE busy IN ACCESS SHARE MODE; SELECT 'what the blocker does'") as pid:
        begun = time.monotonic()
        found = cfdb("apply", "--lock-retries", "1", "--lock-timeout", "0.3").expect(2)
        took = time.monotonic() - begun
    error = found.err[found.err.index("error: ") :]
    assert "SQLSTATE 55P03" in error
    assert "002_alters.sql:2:1" in error
    assert "2 tries" in error
    assert f"process {pid} " in error
    assert "what the blocker does" in error
    assert "the test" in error
    assert 0.6 < took < 4
    assert database.tables() == {"busy", "before"}
    assert database.applied() == ["migration 001"]


def test_change_is_tried_again_until_the_blocker_is_gone(alters: Project, database: Database, cfdb: Run) -> None:
    """The blocker is named while we wait, and between the tries nobody queues behind us."""
    gone = threading.Event()

    def block() -> None:
        with database.held("LOCK TABLE busy IN ACCESS SHARE MODE; SELECT 'what the blocker does'") as pid:
            blocker.append(pid)
            ready.set()
            time.sleep(3)
        gone.set()

    blocker: list[int] = []
    ready = threading.Event()
    thread = threading.Thread(target=block)
    thread.start()
    assert ready.wait(10)
    try:
        found = cfdb("apply", "--lock-timeout", "1.5", "--lock-retries", "10").expect(0)
        assert gone.is_set(), "it did not wait for the lock"
    finally:
        thread.join()
    assert "no lock within 1.5 s, trying again in" in found.err
    assert f"waiting for a lock held by process {blocker[0]} " in found.err
    assert "what the blocker does" in found.err
    assert database.applied() == ["migration 001", "migration 002"]
    assert {"half", "busy"} <= database.tables()


def test_readers_get_through_between_the_tries(alters: Project, database: Database, cfdb: Run) -> None:
    """A waiting ACCESS EXCLUSIVE lock stops every reader behind it: none may wait longer than the lock_timeout."""
    waits: list[float] = []
    stop = threading.Event()

    def read() -> None:
        with database.connect() as connection:
            while not stop.is_set():
                begun = time.monotonic()
                connection.execute("SELECT * FROM busy")
                waits.append(time.monotonic() - begun)
                time.sleep(0.01)

    with database.held("LOCK TABLE busy IN ACCESS SHARE MODE"):
        thread = threading.Thread(target=read)
        thread.start()
        try:
            cfdb("apply", "--lock-timeout", "0.4", "--lock-retries", "3").expect(2)
        finally:
            stop.set()
            thread.join()
    assert max(waits) < 1.5
    assert sum(wait > 0.2 for wait in waits) <= 4


def test_statement_without_a_transaction_is_tried_again_too(project: Project, database: Database, cfdb: Run) -> None:
    database.run("CREATE TABLE busy (id int)")
    project.migration(
        "001",
        "index",
        "-- cfdb: no-transaction\nSELECT 1;\nCREATE INDEX CONCURRENTLY i ON busy (id);\n"
        "ALTER TABLE busy ADD COLUMN x int;\n",
    )
    with database.held("LOCK TABLE busy IN SHARE UPDATE EXCLUSIVE MODE") as pid:
        found = cfdb("apply", "--lock-timeout", "1.2", "--lock-retries", "1").expect(2)
    assert f"process {pid} " in found.err
    assert "2 tries" in found.err
    status = cfdb("status", "--format", "json").json["changes"][0]
    assert status["detail"] == "1 of 3 statements done"
    cfdb("apply").expect(0)
    assert database.value("SELECT count(*) FROM pg_index WHERE NOT indisvalid") == 0


def test_rollback_is_tried_again_too(project: Project, database: Database, cfdb: Run) -> None:
    project.migration("001", "one", "CREATE TABLE one (id int);", "DROP TABLE one;")
    cfdb("apply").expect(0)
    with database.held("LOCK TABLE one IN ACCESS SHARE MODE") as pid:
        found = cfdb("rollback", "--all", "--lock-timeout", "1.2", "--lock-retries", "1").expect(2)
        assert f"process {pid} " in found.err
        assert "trying again" in found.err
    cfdb("rollback", "--all").expect(0)


def test_lock_timeout_of_the_project_counts(alters: Project, database: Database, cfdb: Run) -> None:
    alters.config(f'[databases.main]\nurl = "{database.url}"\nlock_timeout = "150ms"\n')
    with database.held("LOCK TABLE busy IN ACCESS SHARE MODE"):
        found = cfdb("apply", "--lock-retries", "0").expect(2)
    assert "waited 0.15 s, 1 tries" in found.err or "waited 0.15 s, 1 try" in found.err


def test_lock_timeout_of_the_role_does_not_count(alters: Project, database: Database, cfdb: Run) -> None:
    """Whatever the server's or the role's defaults are, a session is as cfdb wants it."""
    name = database.value("SELECT current_database()")
    database.run(f"ALTER DATABASE {name} SET lock_timeout = '10min'")
    database.run(f"ALTER DATABASE {name} SET standard_conforming_strings = off")
    database.run(f"ALTER DATABASE {name} SET search_path = ''")
    with database.held("LOCK TABLE public.busy IN ACCESS SHARE MODE"):
        alters.migration("001", "before", r"CREATE TABLE public.before AS SELECT 'a\b' AS a;")
        alters.migration("002", "alters", "ALTER TABLE public.busy ADD COLUMN note text;\n")
        begun = time.monotonic()
        cfdb("apply", "--lock-timeout", "0.2", "--lock-retries", "0").expect(2)
        assert time.monotonic() - begun < 5
    assert database.value("SELECT a FROM public.before") == "a\\b"


@pytest.mark.parametrize("option", ["--lock-retries=-1", "--lock-timeout=0", "--lock-timeout=-1", "--wait=-1"])
def test_numbers_that_mean_nothing_are_refused(option: str, project: Project, database: Database, cfdb: Run) -> None:
    """Less than no retry would be less than one try."""
    project.migration("001", "one", "CREATE TABLE one ();")
    cfdb("apply", option).expect(64)
    assert database.tables() == set()
