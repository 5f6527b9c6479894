"""The Catalog Tool: its migrations, the services that are their end state, and archival by several sessions at once."""

import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from psycopg import errors
from stage import Database, MakeProject, Project, Run, Server, until

REPOSITORY = Path(__file__).parents[2]
NUMBERS = ("001", "002", "003", "004")
SERVICES = {"service auth", "service catalog", "service queue", "service reports", "service sync"}


def config(project: Project, url: str, kind: str = "migration") -> None:
    project.config(f'[databases.catalog_tool]\ndeploy = ["{kind}"]\nurl = "{url}"\n')


@pytest.fixture
def catalog_tool(make_project: MakeProject, database: Database, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A copy of the repository's migrations and services, with the test's database as its target."""
    project = make_project()
    for folder in ("migrations/catalog_tool", "schema/catalog_tool"):
        shutil.copytree(REPOSITORY / folder, project.root / folder)
    config(project, database.url)
    monkeypatch.chdir(project.root)
    return project


def test_all_of_it(catalog_tool: Project, cfdb: Run) -> None:
    """In one go; every checklist and probe passes, and a second run finds nothing to do."""
    found = cfdb("apply", "--format", "json").expect(0).json
    assert [step["change"] for step in found["steps"]] == [f"migration {number}" for number in NUMBERS]
    outcomes = [outcome for verdict in found["verdicts"] for outcome in verdict["outcomes"]]
    assert sum(outcome["check"] == "probe" for outcome in outcomes) >= 10
    assert all(outcome["passed"] or outcome["warning"] for outcome in outcomes)
    assert "nothing to do" in cfdb("apply").expect(0).out
    cfdb("validate").expect(0)


def test_backwards_one_by_one_and_again(catalog_tool: Project, database: Database, cfdb: Run) -> None:
    """Each rollback leaves the catalog as it was before its migration; all is applied once more on top of that."""
    before = {}
    for number in NUMBERS:
        before[number] = database.catalog()
        cfdb("apply", "migration", number).expect(0)
        cfdb("verify", "migration", number).expect(0)
    full = database.catalog()
    for number in reversed(NUMBERS):
        cfdb("rollback", "migration", number, "--yes").expect(0)
        assert before[number].differences(database.catalog()) == []
    cfdb("apply").expect(0)
    assert full.differences(database.catalog()) == []
    cfdb("verify").expect(0)


def test_services_are_what_the_migrations_lead_to(
    catalog_tool: Project, database: Database, server: Server, cfdb: Run
) -> None:
    """Two databases of one server, one way each: the catalogs are alike to the order of columns; so are the seeds."""
    cfdb("apply").expect(0)
    with server.database() as url:
        config(catalog_tool, url, "service")
        other = Database(url)
        empty = other.catalog()
        found = cfdb("apply", "--format", "json").expect(0).json
        assert {step["change"] for step in found["steps"]} == SERVICES
        cfdb("verify").expect(0)
        assert database.catalog().differences(other.catalog()) == []
        seeds = "SELECT id, name, description FROM role ORDER BY id"
        assert database.rows(seeds) == other.rows(seeds)
        cfdb("rollback", "--all", "--yes").expect(0)
        assert empty.differences(other.catalog()) == []


def test_probes_hold_in_a_database_at_work(catalog_tool: Project, database: Database, cfdb: Run) -> None:
    cfdb("apply", "--no-verify").expect(0)
    syncs(database, videos=40, per_video=5)
    cfdb("verify").expect(0)
    assert database.value("SELECT count(*) FROM metadata_sync") == 200


def test_accounts_survive_the_way_back_from_firebase(catalog_tool: Project, database: Database, cfdb: Run) -> None:
    """Who was there before signs in as before; who came with Firebase keeps his account, and no password fits it."""
    cfdb("apply", "migration", "001", "--no-verify").expect(0)
    database.run("""INSERT INTO "user" (email, username, password) VALUES ('a@x', 'a', '$argon2id$a')""")
    cfdb("apply", "migration", "002").expect(0)
    assert database.rows('SELECT auth_method, firebase_uid, password FROM "user"') == [
        ("flask-security", None, "$argon2id$a")
    ]
    database.run("""INSERT INTO "user" (email, username, firebase_uid, auth_method)
                    VALUES ('b@x', 'b', 'uid', 'firebase')""")
    cfdb("rollback", "migration", "002", "--yes").expect(0)
    assert database.rows('SELECT username, password FROM "user" ORDER BY 1') == [("a", "$argon2id$a"), ("b", "!")]
    cfdb("apply", "migration", "002").expect(0)


def test_order_of_the_status_of_a_task(catalog_tool: Project, database: Database, cfdb: Run) -> None:
    """The message names what was tried; two workers that finish the same task do not both succeed."""
    cfdb("apply", "--no-verify").expect(0)
    database.run("INSERT INTO video (video_id) VALUES ('v')")
    database.run("INSERT INTO processing_queue (video_id, task_type) VALUES ('v', 'metadata_sync')")
    with pytest.raises(errors.CheckViolation, match="completed cannot follow pending"):
        database.run("UPDATE processing_queue SET status = 'completed'")
    database.run("UPDATE processing_queue SET status = 'processing'")
    database.run("UPDATE processing_queue SET status = 'completed'")
    with pytest.raises(errors.CheckViolation, match="failed cannot follow completed"):
        database.run("UPDATE processing_queue SET status = 'failed'")
    assert database.rows("SELECT status, retry_count FROM processing_queue") == [("completed", 0)]


def syncs(database: Database, *, videos: int, per_video: int) -> None:
    """All but the youngest two of each video are older than six months."""
    database.run(
        f"INSERT INTO video (video_id) SELECT 'v' || n FROM generate_series(1, {videos}) AS n;"
        "INSERT INTO metadata_sync (video_id, sync_time, changes)"
        " SELECT v.video_id, now() - interval '4 months' * s, jsonb_build_object('views', jsonb_build_array(s, s + 1))"
        f" FROM video v, generate_series(0, {per_video - 1}) AS s"
    )


ALL_SYNCS = """
SELECT id, video_id, sync_time, changes FROM metadata_sync
UNION ALL SELECT id, video_id, sync_time, changes FROM metadata_sync_archive ORDER BY 1
"""


def test_archiving_by_many_at_once(catalog_tool: Project, database: Database, cfdb: Run) -> None:
    """While rows come in, six sessions archive: each row is in one place in the end, and counted by one of them."""
    cfdb("apply", "--no-verify").expect(0)
    syncs(database, videos=300, per_video=10)
    before = database.rows(ALL_SYNCS)
    start = threading.Barrier(7)

    def archive() -> int:
        with database.connect() as connection:
            start.wait()
            found = [connection.execute(b"SELECT archive_metadata_syncs()").fetchone() for _ in range(3)]
        return sum(row[0] for row in found if row)

    def write() -> int:
        with database.connect() as connection:
            start.wait()
            for number in range(50):
                connection.execute(
                    b"INSERT INTO metadata_sync (video_id, sync_time) VALUES (%s, now() - interval '1 year')",
                    [f"v{number + 1}"],
                )
        return 0

    with ThreadPoolExecutor(7) as pool:
        jobs = [pool.submit(archive) for _ in range(6)] + [pool.submit(write)]
        moved = sum(job.result(60) for job in jobs)
    moved += database.value("SELECT archive_metadata_syncs()")
    assert moved == 300 * 8 + 50
    assert database.value("SELECT count(*) FROM metadata_sync_archive") == moved
    after = database.rows(ALL_SYNCS)
    assert len(after) == len(before) + 50
    assert after[: len(before)] == before


def test_archiver_that_comes_second_passes_by_what_is_moved(
    catalog_tool: Project, database: Database, cfdb: Run
) -> None:
    """It waits for the first one, then moves nothing; had the first one failed, it would have moved it all."""
    cfdb("apply", "--no-verify").expect(0)
    database.run(
        "INSERT INTO report (filename, status, processed_at)"
        " SELECT n::text, 'completed', now() - interval '1 year' FROM generate_series(1, 20) AS n"
    )

    def second() -> int:
        with psycopg.connect(database.url, application_name="second", autocommit=True) as connection:
            row = connection.execute(b"SELECT archive_reports()").fetchone()
        return int(row[0]) if row else -1

    waiting = (
        "SELECT 1 FROM pg_stat_activity WHERE application_name = 'second' AND wait_event_type = 'Lock'"
        " AND datname = current_database()"
    )
    for end, expected in (("ROLLBACK", 20), ("COMMIT", 0)):
        database.run("INSERT INTO report SELECT id, filename, status, processed_at FROM report_archive")
        database.run("DELETE FROM report_archive")
        with ThreadPoolExecutor(1) as pool, database.connect() as first:
            first.execute(b"BEGIN")
            first.execute(b"SELECT archive_reports()")
            job = pool.submit(second)
            until(lambda: database.rows(waiting), what="waiting for the first archiver")
            first.execute(end.encode())
            assert job.result(20) == expected
        assert database.rows("SELECT (SELECT count(*) FROM report), count(*) FROM report_archive") == [(0, 20)]


def test_the_documents_own_archival_still_fits(catalog_tool: Project, database: Database, cfdb: Run) -> None:
    """INSERT INTO … SELECT *: the archives begin with the columns of their tables."""
    cfdb("apply", "--no-verify").expect(0)
    syncs(database, videos=3, per_video=4)
    database.run(
        "INSERT INTO metadata_sync_archive SELECT * FROM metadata_sync WHERE sync_time < NOW() - INTERVAL '6 months'"
    )
    assert database.value("SELECT count(*) FROM metadata_sync_archive") == 6
    with pytest.raises(errors.UniqueViolation):
        database.run("SELECT archive_metadata_syncs()")
