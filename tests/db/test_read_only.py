"""Promise 1: what only looks, writes nothing, and the server itself sees to it."""

import pytest
from psycopg import sql
from stage import Database, Project, Run, Server

LOOKING = [("plan",), ("apply", "--dry-run"), ("plan", "--sql"), ("plan", "--format", "json")]
NO_LEDGER = [*LOOKING, ("status",), ("history",), ("rollback", "--all", "--dry-run")]


@pytest.fixture
def two_changes(project: Project) -> Project:
    project.phase(1, "one", "CREATE TABLE one (id int PRIMARY KEY);", "DROP TABLE one;")
    project.phase(2, "two", "CREATE TABLE two (id int REFERENCES one);", "DROP TABLE two;", depends_on=[1])
    return project


@pytest.mark.parametrize("words", NO_LEDGER, ids=" ".join)
def test_looking_creates_nothing(words: tuple[str, ...], two_changes: Project, database: Database, cfdb: Run) -> None:
    """Neither the changes nor the ledger; on a database that cfdb never saw."""
    before = database.catalog()
    cfdb(*words).expect(1 if words == ("status",) else 0)
    assert database.value("SELECT to_regnamespace('cfdb')") is None
    assert database.catalog() == before


@pytest.mark.parametrize("words", [*LOOKING, ("apply",)], ids=" ".join)
@pytest.mark.parametrize(
    "skip",
    [
        "CREATE TABLE sneaky (); SELECT 'because';",
        "INSERT INTO mine VALUES (1) RETURNING 'because';",
        "SELECT setval('counter', 42)::text;",
        "SELECT writes();",
    ],
)
def test_skip_script_cannot_write(
    skip: str, words: tuple[str, ...], project: Project, database: Database, cfdb: Run
) -> None:
    """A skip.sql runs while planning: the server refuses what it would write, with 25006."""
    database.run("CREATE TABLE mine (id int); CREATE SEQUENCE counter")
    database.run(
        "CREATE FUNCTION writes() RETURNS text LANGUAGE sql AS 'INSERT INTO mine VALUES (2) RETURNING id::text'"
    )
    before = database.catalog()
    project.phase(1, "one", "CREATE TABLE one ();", "DROP TABLE one;", skip=skip)
    found = cfdb(*words).expect(2)
    assert "25006" in found.out + found.err
    assert database.catalog() == before
    assert database.rows("SELECT * FROM mine") == []
    assert database.value("SELECT last_value FROM counter") == 1


@pytest.mark.parametrize(
    "skip",
    [
        "COMMIT; CREATE TABLE sneaky ();",
        "SET TRANSACTION READ WRITE; CREATE TABLE sneaky (); COMMIT;",
        "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE; COMMIT; CREATE TABLE sneaky ();",
        "ROLLBACK; BEGIN READ WRITE; CREATE TABLE sneaky (); COMMIT;",
    ],
)
def test_skip_script_cannot_leave_its_transaction(skip: str, project: Project, database: Database, cfdb: Run) -> None:
    """A script that ends the READ ONLY transaction around it has to be refused before it is sent."""
    project.phase(1, "one", "CREATE TABLE one ();", "DROP TABLE one;", skip=f"{skip} SELECT 'because';")
    found = cfdb("plan")
    assert not database.exists("sneaky"), "skip.sql wrote"
    found.expect(64)


def test_applied_database_is_not_written_by_looking(two_changes: Project, database: Database, cfdb: Run) -> None:
    """No transaction number is used up, and no byte of WAL is written."""
    cfdb("apply").expect(0)
    writes = "SELECT pg_current_wal_insert_lsn()::text, pg_snapshot_xmax(pg_current_snapshot())::text"
    for words in (("status",), ("plan",), ("history",), ("plan", "--rollback", "phase", "1"), ("apply", "--dry-run")):
        cfdb(*words).expect(0)
        # The server writes by itself now and then (checkpoint, vacuum): a command of ours would do it each time.
        unchanged = False
        for _ in range(10):
            before = database.rows(writes)
            cfdb(*words).expect(0)
            unchanged = unchanged or database.rows(writes) == before
            if unchanged:
                break
        assert unchanged, f"cfdb {' '.join(words)} writes"


def test_status_needs_the_right_to_read_the_ledger_only(
    two_changes: Project, database: Database, server: Server, cfdb: Run
) -> None:
    """The grants are those of the guide: USAGE on the schema, SELECT on its tables."""
    two_changes.phase(3, "three", "CREATE TABLE three ();", "DROP TABLE three;")
    cfdb("apply", "phase", "1-2").expect(0)
    reader = f"reader_{database.value('SELECT current_database()')}"
    quoted = sql.Identifier(reader).as_string()
    database.run(f"CREATE ROLE {quoted} LOGIN")
    try:
        database.run(
            f"REVOKE CREATE ON SCHEMA public FROM PUBLIC; GRANT USAGE ON SCHEMA cfdb TO {quoted};"
            f"GRANT SELECT ON ALL TABLES IN SCHEMA cfdb TO {quoted}"
        )
        url = server.on(database.value("SELECT current_database()"), user=reader)
        status = cfdb("status", "--url", url).expect(1)
        assert "phase 3" in status.out
        assert "2 applied, 1 pending" in status.out
        assert "phase 3" in cfdb("plan", "--url", url).expect(0).out
        assert "phase 2" in cfdb("history", "--url", url).expect(0).out
        assert "phase 2" in cfdb("plan", "--rollback", "phase", "1", "--url", url).expect(0).out
        refused = cfdb("apply", "--url", url).expect(2)
        assert "42501" in refused.err or "permission denied" in refused.err
        assert not database.exists("three")
    finally:
        database.run(f"DROP OWNED BY {quoted}; DROP ROLE {quoted}")


def test_who_may_not_read_the_ledger_is_told_so(
    two_changes: Project, database: Database, server: Server, cfdb: Run
) -> None:
    """Not that nothing is applied: that would be a lie to act upon."""
    cfdb("apply").expect(0)
    stranger = f"stranger_{database.value('SELECT current_database()')}"
    quoted = sql.Identifier(stranger).as_string()
    database.run(f"CREATE ROLE {quoted} LOGIN")
    try:
        url = server.on(database.value("SELECT current_database()"), user=stranger)
        found = cfdb("status", "--url", url).expect(2)
        assert "permission denied for schema cfdb" in found.err
        assert "hint: " in found.err
    finally:
        database.run(f"DROP ROLE {quoted}")
