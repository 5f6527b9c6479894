"""Promise 6: an applied change that was edited, is missing or came too late stops everything and says what to do.

Files and ledger are compared by cfdb: on the newest PostgreSQL alone.
"""

import time

import pytest
from stage import Database, Project, Run, Spawn, until

pytestmark = pytest.mark.newest

BOM = b"\xef\xbb\xbf"


@pytest.fixture
def applied(project: Project, database: Database, cfdb: Run) -> Project:
    """Migrations 001 and 003 are in place, 004 is pending."""
    project.migration("001", "one", "CREATE TABLE one (id int);\n", "DROP TABLE one;\n")
    project.migration("003", "three", "CREATE TABLE three (id int);\n", "DROP TABLE three;\n")
    cfdb("apply").expect(0)
    project.migration("004", "four", "CREATE TABLE four (id int);\n", "DROP TABLE four;\n")
    return project


def test_edited(applied: Project, database: Database, cfdb: Run) -> None:
    applied.migration("001", "one", "CREATE TABLE one (id bigint);\n")
    for words in (("apply",), ("apply", "--dry-run"), ("plan",), ("apply", "migration", "4")):
        found = cfdb(*words).expect(1)
        assert "migration 001 was edited after it was applied on 20" in found.err
        assert "migrations/main/001_one.sql" in found.err
        assert "cfdb repair migration 001" in found.err
    assert database.tables() == {"one", "three"}
    status = cfdb("status", "--format", "json").expect(1).json["changes"]
    assert [line["state"] for line in status] == ["edited", "applied", "pending"]
    found = cfdb("verify").expect(1)
    assert "migration 001 was edited" in found.out


def test_edited_is_repaired(applied: Project, database: Database, cfdb: Run) -> None:
    """The files are taken for what is applied, with their rollback."""
    applied.migration("001", "one", "CREATE TABLE one (id bigint);\n", "DROP TABLE one; -- edited\n")
    refused = cfdb("repair", "migration", "1").expect(1)
    assert "--yes" in refused.err
    assert "001" in cfdb("plan").expect(1).err
    cfdb("repair", "migration", "1", "--yes").expect(0)
    assert database.tables() == {"one", "three"}
    assert database.value("SELECT rollback FROM cfdb.change WHERE change = 'migration 001'") == (
        "DROP TABLE one; -- edited\n"
    )
    assert ("repair", "migration 001", "done") in database.events()
    cfdb("apply").expect(0)
    assert database.tables() == {"one", "three", "four"}
    assert "nothing to repair" in cfdb("repair", "migration", "1", "--yes").expect(0).out


def test_missing(applied: Project, database: Database, cfdb: Run) -> None:
    applied.forget_migration("003")
    found = cfdb("apply").expect(1)
    assert "migration 003 three is applied, but its files are missing" in found.err
    assert "cfdb rollback migration 003" in found.err
    assert "cfdb repair migration 003" in found.err
    assert database.tables() == {"one", "three"}
    status = cfdb("status", "--format", "json").expect(1).json["changes"]
    assert {line["change"]: line["state"] for line in status}["migration 003"] == "missing"


def test_missing_is_forgotten_by_repair(applied: Project, database: Database, cfdb: Run) -> None:
    applied.forget_migration("003")
    cfdb("repair", "migration", "3", "--yes").expect(0)
    assert database.applied() == ["migration 001"]
    assert database.tables() == {"one", "three"}
    cfdb("apply").expect(0)
    assert database.tables() == {"one", "three", "four"}


def test_missing_is_rolled_back_from_the_ledger(applied: Project, database: Database, cfdb: Run) -> None:
    """The ledger kept the SQL, letter by letter."""
    odd = "-- it's a \\ backslash, \"quotes\", ü 🚀 {braces} $1 %s %(x)s\nDROP TABLE four; SELECT E'\\\\', 'C:\\new';\n"
    applied.migration("004", "four", "CREATE TABLE four (id int);\n", odd)
    cfdb("apply").expect(0)
    assert database.value("SELECT rollback FROM cfdb.change WHERE change = 'migration 004'") == odd
    applied.forget_migration("004")
    planned = cfdb("plan", "--rollback", "migration", "4", "--sql").expect(0)
    assert odd in planned.out
    found = cfdb("rollback", "migration", "4").expect(0)
    assert "its files are gone, the ledger has the SQL" in found.err
    assert database.tables() == {"one", "three"}
    cfdb("apply").expect(0)


def test_rollback_from_the_ledger_names_it_when_it_fails(applied: Project, database: Database, cfdb: Run) -> None:
    applied.migration("004", "four", "CREATE TABLE four (id int);\n", "DROP TABLE four;\nDROP TABLE nope;\n")
    cfdb("apply").expect(0)
    applied.forget_migration("004")
    found = cfdb("rollback", "migration", "4").expect(2)
    assert "<ledger: migration 004>:2:1" in found.err
    assert database.exists("four")
    assert "migration 004" in database.applied()


def test_out_of_order(applied: Project, database: Database, cfdb: Run) -> None:
    applied.migration("002", "two", "CREATE TABLE two (id int);\n", "DROP TABLE two;\n")
    found = cfdb("apply").expect(1)
    assert "migration 002 is not applied, but the later migration 003 is" in found.err
    assert "--allow-out-of-order" in found.err
    assert database.tables() == {"one", "three"}
    status = cfdb("status", "--format", "json").expect(1).json["changes"]
    assert {line["change"]: line["state"] for line in status}["migration 002"] == "out of order"
    assert "002" in cfdb("plan", "--allow-out-of-order").expect(0).out
    cfdb("apply", "--allow-out-of-order").expect(0)
    assert database.applied() == ["migration 001", "migration 003", "migration 002", "migration 004"]
    cfdb("status").expect(0)


def test_all_that_disagrees_is_told_at_once(applied: Project, database: Database, cfdb: Run) -> None:
    applied.migration("001", "one", "CREATE TABLE one (id bigint);\n")
    applied.migration("002", "two", "CREATE TABLE two (id int);\n")
    applied.forget_migration("003")
    found = cfdb("apply", "--format", "json").expect(1)
    causes = found.json["error"]["causes"]
    assert [cause["code"] for cause in causes] == ["drift"] * 3
    assert all(cause["hint"] for cause in causes)
    assert database.tables() == {"one", "three"}


@pytest.mark.parametrize(
    "same",
    [
        BOM + b"CREATE TABLE one (id int);\n",
        b"CREATE TABLE one (id int);\r\n",
        BOM + b"CREATE TABLE one (id int);\r\n",
    ],
    ids=["BOM", "CRLF", "both"],
)
def test_checkout_on_windows_is_no_drift(same: bytes, applied: Project, database: Database, cfdb: Run) -> None:
    applied.migration("001", "one", same)
    cfdb("apply").expect(0)
    cfdb("status").expect(0)
    assert "four" in database.tables()


def test_edited_skip_probe_or_rollback_is_no_drift(project: Project, cfdb: Run) -> None:
    """Only what was run can disagree with what is in place."""
    project.phase(1, "one", "CREATE TABLE one ();", "DROP TABLE one;", probes={"fine": "SELECT 1 WHERE false;"})
    cfdb("apply").expect(0)
    project.phase(1, "one", "CREATE TABLE one ();", "DROP TABLE one; -- better", probes={"other": "SELECT WHERE false"})
    cfdb("apply").expect(0)
    cfdb("status").expect(0)


def test_moved_phase_folder_keeps_its_identity(project: Project, cfdb: Run) -> None:
    """The number is the identity: a phase that got a better name is neither missing nor new."""
    folder = project.phase(1, "one", "CREATE TABLE one ();", "DROP TABLE one;")
    cfdb("apply").expect(0)
    folder.rename(folder.with_name("phase_1_first"))
    assert "nothing to do" in cfdb("apply").expect(0).out


@pytest.mark.parametrize("action", ["apply", "rollback"])
def test_unfinished_script_whose_file_is_gone(action: str, project: Project, database: Database, cfdb: Run) -> None:
    """It is seen, it stops what comes after it, and it can be forgotten."""
    half = "-- cfdb: no-transaction\nCREATE TABLE {} ();\nSELECT {};\n"
    works = half.format("one", 1)
    project.migration(
        "001", "one", half.format("one", "nope") if action == "apply" else works, half.format("two", "no")
    )
    cfdb("apply").expect(2 if action == "apply" else 0)
    if action == "rollback":
        cfdb("rollback", "--all").expect(2)
    for path in (project.root / "migrations/main").iterdir():
        path.unlink()
    project.migration("002", "two", "CREATE TABLE three ();")
    lines = cfdb("status", "--format", "json").expect(1).json["changes"]
    assert {line["change"]: line["state"] for line in lines} == {"migration 001": "missing", "migration 002": "pending"}
    assert "cfdb repair migration 001" in cfdb("apply").expect(1).err
    assert "three" not in database.tables()
    cfdb("repair", "migration", "001", "--yes").expect(0)
    cfdb("apply").expect(0)
    assert cfdb("status").expect(0).out.count("applied") >= 1


def test_edited_while_waiting(project: Project, database: Database, cfdb: Run, spawn: Spawn) -> None:
    """What runs is what was read: the ledger never holds the checksum of another text."""
    project.migration("001", "one", "CREATE TABLE before_the_edit ();")
    with database.held(f"SELECT pg_advisory_lock({0x63666462}, 1)"):
        running = spawn("apply")
        until(database.backends, what="the runner, which has read the project and waits")
        time.sleep(0.5)
        project.migration("001", "one", "CREATE TABLE after_the_edit ();")
    found = running.wait(20).expect(1)
    assert "edited while cfdb was at work" in found.err
    assert database.tables() == set()
