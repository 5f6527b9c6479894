"""`cfdb test`: apply, verify, roll back, compare and apply again, on a server that nobody needs.

On the newest PostgreSQL, which is the one that `cfdb test` starts.
"""

import shutil
import tempfile
from pathlib import Path

import pytest
from stage import MakeProject, Project, Run

pytestmark = pytest.mark.newest

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def bare(make_project: MakeProject, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project without a target."""
    project = make_project()
    monkeypatch.chdir(project.root)
    return project


def test_streamvibe_is_proven(bare: Project, cfdb: Run) -> None:
    shutil.copytree(REPOSITORY / "phases/streamvibe", bare.root / "phases/streamvibe")
    bare.config("[databases.streamvibe]\n")
    found = cfdb("test", "--format", "json").expect(0)
    outcomes = [outcome for verdict in found.json["verdicts"] for outcome in verdict["outcomes"]]
    rollbacks = [outcome for outcome in outcomes if outcome["check"] == "rollback"]
    assert len(rollbacks) == len(list((bare.root / "phases/streamvibe").glob("phase_*")))
    assert all(outcome["passed"] for outcome in rollbacks)
    assert not (bare.root / ".cfdb").exists()


@pytest.mark.parametrize(
    ("schema", "rollback", "said"),
    [
        ("CREATE TABLE one (); CREATE TABLE two ();", "DROP TABLE one;", "tables: public.two is left over"),
        ("CREATE INDEX i ON base (id);", "SELECT 1;", "indexes: public.i is left over"),
        ("ALTER TABLE base ADD COLUMN x int;", "ALTER TABLE base DROP COLUMN id;", "columns: public.base.id is gone"),
        ("GRANT SELECT ON base TO PUBLIC;", "SELECT 1;", "tables: public.base was"),
        (
            "CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 2';",
            "SELECT 1;",
            "functions: public.f()",
        ),
        ("COMMENT ON TABLE base IS 'x';", "SELECT 1;", "tables: public.base was"),
        ("ALTER TYPE mood ADD VALUE 'happy';", "SELECT 1;", "enums: public.mood was"),
        ("CREATE ROLE proving_left_over;", "SELECT 1;", "roles: proving_left_over is left over"),
    ],
)
def test_rollback_that_is_not_one_fails(schema: str, rollback: str, said: str, bare: Project, cfdb: Run) -> None:
    bare.migration(
        "001",
        "base",
        "CREATE TABLE base (id int); CREATE TYPE mood AS ENUM ('sad');"
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';",
        "DROP TABLE base; DROP TYPE mood; DROP FUNCTION f();",
    )
    bare.migration("002", "case", schema, rollback)
    found = cfdb("test", "--format", "json")
    # Applying it again on top of what was left over may fail, too.
    assert found.code in (1, 2)
    assert said in found.out + found.err, found.out


def test_left_over_object_is_told_with_its_file(bare: Project, cfdb: Run) -> None:
    """The finding is what counts, also where applying again then fails on the leftover."""
    bare.migration("001", "one", "CREATE TABLE one (); CREATE TABLE two ();", "DROP TABLE one;")
    found = cfdb("test").expect(1)
    assert "tables: public.two is left over" in found.out
    assert "rollback_001.sql" in found.out


def test_irreversible_is_said(bare: Project, cfdb: Run) -> None:
    bare.migration("001", "one", "-- cfdb: irreversible: gone is gone\nCREATE TABLE one ();")
    found = cfdb("test").expect(0)
    assert "no rollback was tried: migration 001: gone is gone" in found.err


def test_server_goes_with_the_test(bare: Project, monkeypatch: pytest.MonkeyPatch, cfdb: Run) -> None:
    """Also where it fails in the middle: no file of it is left, and nobody serves what was there."""
    with tempfile.TemporaryDirectory(prefix="t") as folder:
        # The account that runs the server has to get through.
        Path(folder).chmod(0o711)
        bare.migration("001", "one", "SELECT nope;", "SELECT 1;")
        with monkeypatch.context() as elsewhere:
            elsewhere.setattr(tempfile, "tempdir", folder)
            cfdb("test").expect(2)
        assert list(Path(folder).iterdir()) == []
    commands = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if path.exists()]
    assert not any(folder.encode() in command for command in commands)


def test_no_transaction_is_proven_too(bare: Project, cfdb: Run) -> None:
    bare.migration(
        "001",
        "index",
        "-- cfdb: no-transaction\nCREATE TABLE t (id int);\nCREATE INDEX CONCURRENTLY i ON t (id);\n",
        "-- cfdb: no-transaction\nDROP INDEX CONCURRENTLY i;\nDROP TABLE t;\n",
    )
    cfdb("test").expect(0)


def test_irreversible_change_keeps_others_from_nothing(bare: Project, cfdb: Run) -> None:
    """Only what it depends on stays with it; the rollbacks after it are proven."""
    bare.migration("001", "one", "-- cfdb: irreversible: why not\nCREATE TABLE one ();")
    bare.migration("002", "two", "CREATE TABLE two ();", "SELECT 1;")
    found = cfdb("test").expect(1)
    assert "tables: public.two is left over" in found.out
    assert "why not" in found.err


@pytest.mark.parametrize(
    "schema",
    [
        "CREATE ROLE other_owner; ALTER TABLE base OWNER TO other_owner;",
        "ALTER TABLE base ALTER note SET STORAGE EXTERNAL;",
        "ALTER TABLE base REPLICA IDENTITY FULL;",
        "CREATE TABLE child () INHERITS (base);",
        "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET work_mem = %L', current_database(), '5MB'); END $$;",
        "CREATE ROLE one_role; CREATE ROLE two_role; GRANT one_role TO two_role;",
        "CREATE TEXT SEARCH CONFIGURATION searching (COPY = simple);",
    ],
)
def test_catalogs_differ_where_databases_do(schema: str, bare: Project, cfdb: Run) -> None:
    bare.migration("001", "base", "CREATE TABLE base (id int, note text);", "DROP TABLE base CASCADE;")
    bare.migration("002", "case", schema, "SELECT 1;")
    outcomes = [
        outcome
        for verdict in cfdb("test", "--format", "json").expect(1).json["verdicts"]
        for outcome in verdict["outcomes"]
        if outcome["check"] == "rollback"
    ]
    assert not outcomes[0]["passed"]


def test_missing_rollback_is_said_before_anything_runs(bare: Project, cfdb: Run) -> None:
    """Below an irreversible change, too: what lies there is taken back first. What lies above it stays."""
    bare.migration("001", "first", "CREATE TABLE first (id int);")
    bare.migration("002", "second", "CREATE TABLE second (id int);", "DROP TABLE second;")
    found = cfdb("test").expect(1)
    assert "error: migration 001 has no rollback" in found.err
    assert "proving" not in found.err
    bare.migration("001", "first", "-- cfdb: irreversible: gone is gone\nCREATE TABLE first (id int);")
    cfdb("test").expect(0)
