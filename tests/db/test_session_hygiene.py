"""What one file does to its session does not reach the next file, nor the ledger."""

from collections.abc import Iterator

import pytest
from psycopg import sql
from stage import Database, Project, Run, Server

DIRTY = {
    "search_path": "SET search_path = app;",
    "search_path by function": "SELECT set_config('search_path', 'app', false);",
    "role": "SET ROLE {role};",
    "session authorization": "SET SESSION AUTHORIZATION {role};",
    "temporary table": "CREATE TEMP TABLE change (x int); CREATE TEMP TABLE seen (x int);",
    "prepared statement": "PREPARE q AS SELECT 1;",
    "cursor": "DECLARE c CURSOR WITH HOLD FOR SELECT 1;",
    "listen": "LISTEN something;",
    "time zone": "SET TimeZone = 'Asia/Kathmandu'; SET DateStyle = 'German';",
    "statement_timeout": "SET statement_timeout = '17min';",
    "own setting": "SET my.app = 'on';",
    "read only": "SET default_transaction_read_only = on; SET default_transaction_isolation = 'serializable';",
    "row_security": "SET row_security = off; SET session_replication_role = replica;",
    "strings": "SET standard_conforming_strings = off; SET escape_string_warning = off;",
    "encoding": "SET client_encoding = 'LATIN1';",
    "check_function_bodies": "SET check_function_bodies = false;",
    "lock_timeout": "SET lock_timeout = '1h';",
    "shadowed functions": "CREATE FUNCTION clock_timestamp() RETURNS timestamptz"
    " LANGUAGE sql AS $$ SELECT NULL::timestamptz $$;"
    "CREATE FUNCTION to_regclass(text) RETURNS regclass LANGUAGE sql AS $$ SELECT NULL::regclass $$;"
    "SET search_path = public, pg_catalog;",
}

LOOK = """
CREATE TABLE seen AS SELECT
    current_user::text, session_user::text, current_setting('search_path') AS search_path,
    current_setting('TimeZone') AS time_zone, current_setting('DateStyle') AS date_style,
    current_setting('statement_timeout') AS statement_timeout, current_setting('lock_timeout') AS lock_timeout,
    coalesce(current_setting('my.app', true), '') AS own, current_setting('transaction_read_only') AS read_only,
    current_setting('transaction_isolation') AS isolation, current_setting('row_security') AS row_security,
    current_setting('session_replication_role') AS replication_role,
    current_setting('standard_conforming_strings') AS strings, current_setting('client_encoding') AS encoding,
    current_setting('check_function_bodies') AS bodies,
    (SELECT count(*) FROM pg_prepared_statements) AS prepared,
    (SELECT count(*) FROM pg_cursors WHERE name <> '') AS cursors,
    (SELECT count(*) FROM pg_listening_channels()) AS channels,
    (SELECT count(*) FROM pg_class WHERE relpersistence = 't' AND pg_table_is_visible(oid)) AS temporary,
    'ü\\n' AS text
"""


@pytest.fixture
def role(database: Database) -> Iterator[str]:
    """A role that may do nothing to the ledger."""
    name = f"powerless_{database.value('SELECT current_database()')}"
    quoted = sql.Identifier(name).as_string()
    database.run(f"CREATE ROLE {quoted}; CREATE SCHEMA app AUTHORIZATION {quoted}")
    yield quoted
    database.run(f"DROP OWNED BY {quoted}; DROP ROLE {quoted}")


@pytest.fixture
def clean(cfdb: Run, project: Project, database: Database) -> dict[str, object]:
    """What a file sees in a session in which nothing was done before."""
    project.migration("000", "clean", LOOK, "DROP TABLE seen;")
    cfdb("apply", "--lock-timeout", "7").expect(0)
    seen = look(database)
    cfdb("rollback", "--all", "--yes").expect(0)
    project.forget_migration("000")
    return seen


def look(database: Database) -> dict[str, object]:
    with database.connect() as connection:
        cursor = connection.execute("SELECT * FROM public.seen")
        row = cursor.fetchone()
        assert cursor.description
        assert row
        return dict(zip((column.name for column in cursor.description), row, strict=True))


@pytest.mark.parametrize("checked", [False, True], ids=["one message", "several messages"])
@pytest.mark.parametrize("name", DIRTY)
def test_file_does_not_reach_the_next(
    name: str,
    checked: bool,
    role: str,
    clean: dict[str, object],
    project: Project,
    database: Database,
    server: Server,
    cfdb: Run,
) -> None:
    """In one message, and (with a checklist, where the catalog is read within the transaction) in several."""
    undo = "-- ü 🚀 it's a \\ backslash\nSELECT 1;\n"
    project.phase(
        1, "dirty", DIRTY[name].format(role=role), undo, checklist="[brings]\ntables = 0\n" if checked else None
    )
    project.phase(2, "look", LOOK, "DROP TABLE seen;", depends_on=[1])
    cfdb("apply", "--lock-timeout", "7").expect(0)
    assert look(database) == clean
    row = database.rows(
        "SELECT change, rollback, applied_by = session_user, applied_at > now() - interval '1 min', duration < 60"
        " FROM cfdb.change ORDER BY applied_at"
    )
    assert row == [("phase 1", undo, True, True, True), ("phase 2", "DROP TABLE seen;", True, True, True)]
    assert database.events()[-2:] == [("apply", "phase 1", "done"), ("apply", "phase 2", "done")]


@pytest.mark.parametrize("name", DIRTY)
def test_rollback_does_not_reach_the_next(
    name: str, role: str, clean: dict[str, object], project: Project, database: Database, cfdb: Run
) -> None:
    project.migration("001", "one", "SELECT 1;", LOOK)
    project.migration("002", "two", "SELECT 2;", DIRTY[name].format(role=role))
    cfdb("apply").expect(0)
    cfdb("rollback", "--all", "--yes", "--lock-timeout", "7").expect(0)
    assert look(database) == clean
    assert database.applied() == []


def test_failing_file_does_not_reach_the_history(role: str, project: Project, database: Database, cfdb: Run) -> None:
    project.migration("001", "dirty", f"SET search_path = app; SET ROLE {role}; SELECT nope;")
    cfdb("apply").expect(2)
    assert database.events() == [("apply", "migration 001", "failed")]


def test_objects_are_recorded_whatever_the_search_path(project: Project, database: Database, cfdb: Run) -> None:
    """A signature is printed with or without its schema, depending on the search_path; a record is not."""
    project.phase(
        1,
        "colours",
        "CREATE SCHEMA app;\nSET search_path = app;\nCREATE TYPE colour AS ENUM ('red');\n"
        "CREATE FUNCTION paint(c colour) RETURNS colour LANGUAGE sql AS 'SELECT c';\n",
        "DROP SCHEMA app CASCADE;",
        checklist='[brings]\nschemas = ["app"]\nfunctions = ["paint"]\nenums = 1\n',
    )
    cfdb("apply").expect(0)
    cfdb("verify").expect(0)


def test_objects_of_others_are_not_taken_for_brought(project: Project, database: Database, cfdb: Run) -> None:
    database.run(
        "CREATE SCHEMA app; CREATE TYPE app.colour AS ENUM ('red');"
        "CREATE FUNCTION app.paint(c app.colour) RETURNS int LANGUAGE sql AS 'SELECT 1'"
    )
    project.phase(
        1, "tables", "SET search_path = app;\nCREATE TABLE t (id int);\n", "DROP TABLE app.t;",
        checklist='[brings]\nschemas = ["app"]\nfunctions = 0\ntables = ["t"]\n',
    )  # fmt: skip
    cfdb("apply").expect(0)
    cfdb("verify").expect(0)


LOCKED = """
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = 0x63666462 AND pid = pg_backend_pid())
    THEN RAISE EXCEPTION 'another cfdb could start now'; END IF;
END $$;
""".replace("0x63666462", str(0x63666462))


@pytest.mark.parametrize(
    "unlocks",
    ["SELECT pg_advisory_unlock_all();", "-- cfdb: no-transaction\nSELECT 1;\nDISCARD ALL;"],
    ids=["unlock_all", "DISCARD ALL"],
)
def test_lock_is_held_to_the_end_of_the_run(unlocks: str, project: Project, cfdb: Run) -> None:
    """Whatever a file does to advisory locks: two runners never both apply."""
    project.migration("001", "unlocks", unlocks)
    project.migration("002", "looks", LOCKED)
    cfdb("apply").expect(0)


def test_advisory_lock_of_a_file_goes_with_it(project: Project, database: Database, cfdb: Run) -> None:
    """A session lock that a file forgot does not stay for the rest of the run."""
    project.migration("001", "locks", "SELECT pg_advisory_lock(4711);")
    project.migration(
        "002",
        "looks",
        "DO $$ BEGIN IF EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = 4711)"
        " THEN RAISE EXCEPTION 'still locked'; END IF; END $$;",
    )
    cfdb("apply").expect(0)
