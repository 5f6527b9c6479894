"""AI Background Channel Studio on real servers: applied, verified, rolled back; and what two sessions do at once."""

import shutil
import threading
from pathlib import Path

import psycopg
import pytest
from psycopg import errors
from stage import Database, MakeProject, Project, Run, until

REPOSITORY = Path(__file__).parents[2]
NUMBERS = ("001", "002", "003")
CHANNEL = "0c000000-0000-4000-8000-00000000000a"
JOB = "0c000000-0000-4000-8000-0000000000a1"


@pytest.fixture
def studio(make_project: MakeProject, database: Database, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A copy of the repository's migrations, with the test's database as its target."""
    project = make_project()
    shutil.copytree(REPOSITORY / "migrations/channel_studio", project.root / "migrations/channel_studio")
    project.config(f'[databases.channel_studio]\nurl = "{database.url}"\n')
    monkeypatch.chdir(project.root)
    return project


def complete_job(database: Database) -> None:
    """A job that is rendered, with its 20 tracks and 20 images."""
    database.run(
        f"INSERT INTO channels (id, name, brand_niche) VALUES ('{CHANNEL}', 'a channel', 'Lo-Fi');"
        "INSERT INTO video_jobs (id, channel_id, niche_label, mood_keywords, target_duration_minutes, output_directory)"
        f" VALUES ('{JOB}', '{CHANNEL}', 'Study', 'calm', 60, '/jobs/1');"
        "INSERT INTO audio_tracks (video_job_id, provider, order_index, duration_seconds, local_file_path, prompt_text)"
        f" SELECT '{JOB}', 'dummy', n, 210, '/1.mp3', 'piano' FROM generate_series(1, 20) AS n;"
        "INSERT INTO images (video_job_id, provider, order_index, local_file_path, prompt_text)"
        f" SELECT '{JOB}', 'dummy', n, '/1.png', 'desk' FROM generate_series(1, 20) AS n"
    )
    for status in ("generating_music", "generating_image", "rendering"):
        database.run(f"UPDATE video_jobs SET status = '{status}' WHERE id = '{JOB}'")


def waits(database: Database, statement: str) -> tuple[threading.Thread, list[Exception]]:
    """Run `statement` in a session of its own, and come back when it waits for a lock."""
    failures: list[Exception] = []

    def work() -> None:
        try:
            with psycopg.connect(database.url, application_name="the waiter", autocommit=True) as connection:
                connection.execute(statement.encode())
        except psycopg.Error as error:
            failures.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    waiting = (
        "SELECT 1 FROM pg_stat_activity WHERE application_name = 'the waiter' AND wait_event_type = 'Lock'"
        " AND datname = current_database()"
    )
    until(lambda: database.rows(waiting) or failures, what="waiting for a lock")
    return thread, failures


def test_all_of_it(studio: Project, cfdb: Run) -> None:
    """In one go; every checklist and probe passes, and a second run finds nothing to do."""
    found = cfdb("apply", "--format", "json").expect(0).json
    assert [step["change"] for step in found["steps"]] == [f"migration {number}" for number in NUMBERS]
    outcomes = [outcome for verdict in found["verdicts"] for outcome in verdict["outcomes"]]
    assert sum(outcome["check"] == "probe" for outcome in outcomes) >= 10
    assert all(outcome["passed"] or outcome["warning"] for outcome in outcomes)
    assert "nothing to do" in cfdb("apply").expect(0).out
    cfdb("validate").expect(0)


def test_backwards_one_by_one_and_again(studio: Project, database: Database, cfdb: Run) -> None:
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


def test_probes_hold_in_a_database_at_work(studio: Project, database: Database, cfdb: Run) -> None:
    cfdb("apply", "--no-verify").expect(0)
    complete_job(database)
    database.run(
        "INSERT INTO video_jobs (channel_id, niche_label, mood_keywords, target_duration_minutes, output_directory)"
        f" SELECT '{CHANNEL}', 'Study', 'calm', 60, '/jobs/' || n FROM generate_series(1, 50) AS n"
    )
    cfdb("verify").expect(0)
    assert database.value("SELECT count(*) FROM video_jobs") == 51


@pytest.mark.parametrize("table", ["audio_tracks", "images"])
def test_deletion_first_then_export(studio: Project, database: Database, cfdb: Run, table: str) -> None:
    """Whoever makes a job ready waits for the deletion of one of its tracks or images, and then misses it."""
    cfdb("apply", "--no-verify").expect(0)
    complete_job(database)
    with psycopg.connect(database.url) as deleting:
        deleting.execute(f"DELETE FROM {table} WHERE order_index = 7".encode())
        thread, failures = waits(database, f"UPDATE video_jobs SET status = 'ready_for_export' WHERE id = '{JOB}'")
        deleting.commit()
    thread.join(20)
    assert [type(failure) for failure in failures] == [errors.CheckViolation]
    assert "7" in str(failures[0])
    assert database.value("SELECT status FROM video_jobs") == "rendering"


@pytest.mark.parametrize("table", ["audio_tracks", "images"])
def test_export_first_then_deletion(studio: Project, database: Database, cfdb: Run, table: str) -> None:
    """Whoever deletes a track or image waits for a job that is becoming ready, and then is refused."""
    cfdb("apply", "--no-verify").expect(0)
    complete_job(database)
    with psycopg.connect(database.url) as exporting:
        exporting.execute(b"UPDATE video_jobs SET status = 'ready_for_export'")
        thread, failures = waits(database, f"DELETE FROM {table} WHERE order_index = 7")
        exporting.commit()
    thread.join(20)
    assert [type(failure) for failure in failures] == [errors.RestrictViolation]
    assert database.value(f"SELECT count(*) FROM {table}") == 20


def test_two_workers_never_take_the_same_job(studio: Project, database: Database, cfdb: Run) -> None:
    """Neither waits for the other; the third finds nothing."""
    cfdb("apply", "--no-verify").expect(0)
    database.run(
        f"INSERT INTO channels (id, name, brand_niche) VALUES ('{CHANNEL}', 'a channel', 'Lo-Fi');"
        "INSERT INTO video_jobs (channel_id, niche_label, mood_keywords, target_duration_minutes, output_directory,"
        f" created_at) SELECT '{CHANNEL}', n::text, 'calm', 60, '/jobs', now() + interval '1 s' * n"
        " FROM generate_series(1, 2) AS n"
    )
    claim = b"SELECT niche_label, status FROM claim_next_video_job()"
    with psycopg.connect(database.url) as one, psycopg.connect(database.url) as other:
        other.execute(b"SET lock_timeout = '1s'")
        assert one.execute(claim).fetchall() == [("1", "generating_music")]
        assert other.execute(claim).fetchall() == [("2", "generating_music")]
        assert other.execute(claim).fetchall() == []
        # The job of a worker that dies is there for the next one.
        one.rollback()
        assert other.execute(claim).fetchall() == [("1", "generating_music")]


def test_rollback_of_the_upload_with_tokens_asks(studio: Project, database: Database, cfdb: Run) -> None:
    """Refresh tokens do not come back from YouTube."""
    cfdb("apply", "--no-verify").expect(0)
    database.run("INSERT INTO channels (name, brand_niche, youtube_refresh_token) VALUES ('a', 'b', 'ciphertext')")
    assert "--allow-data-loss" in cfdb("rollback", "migration", "002").expect(1).err
    assert database.value("SELECT youtube_refresh_token FROM channels") == "ciphertext"
    cfdb("rollback", "migration", "002", "--yes").expect(0)
    assert database.value("SELECT name FROM channels") == "a"
