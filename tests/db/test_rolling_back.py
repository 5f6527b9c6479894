"""Promise 5: what is undone, in which order, from where; what would drop rows asks first.

Orders and questions are cfdb's own: on the newest PostgreSQL alone.
"""

import os
import pty

import psycopg
import pytest
from psycopg import sql
from stage import Database, Project, Run, Server, Spawn

pytestmark = pytest.mark.newest


def test_dependents_go_first_and_it_is_said_why(project: Project, database: Database, cfdb: Run) -> None:
    project.phase(1, "one", "CREATE TABLE one (id int PRIMARY KEY);", "DROP TABLE one;")
    project.phase(2, "two", "CREATE TABLE two (id int REFERENCES one);", "DROP TABLE two;", depends_on=[1])
    project.phase(3, "three", "CREATE TABLE three (id int);", "DROP TABLE three;")
    project.phase(4, "four", "CREATE VIEW four AS SELECT * FROM two;", "DROP VIEW four;", depends_on=[2])
    cfdb("apply").expect(0)
    planned = cfdb("plan", "--rollback", "phase", "1", "--format", "json").expect(0).json["steps"]
    assert [(step["change"], step["reason"]) for step in planned] == [
        ("phase 4", "depends on phase 2"),
        ("phase 2", "depends on phase 1"),
        ("phase 1", "selected"),
    ]
    found = cfdb("rollback", "phase", "1").expect(0)
    assert "- phase 2 two  depends on phase 1" in found.err
    assert database.tables() == {"three"}
    assert database.applied() == ["phase 3"]
    assert [event for event in database.events() if event[0] == "rollback"] == [
        ("rollback", f"phase {number}", "done") for number in (4, 2, 1)
    ]


def test_order_comes_from_the_ledger_where_files_say_something_else(
    project: Project, database: Database, cfdb: Run
) -> None:
    project.phase(1, "one", "CREATE TABLE one (id int PRIMARY KEY);", "DROP TABLE one;")
    project.phase(2, "two", "CREATE TABLE two (id int REFERENCES one);", "DROP TABLE two;", depends_on=[1])
    cfdb("apply").expect(0)
    project.write("phases/main/phase_2_two/phase.toml", 'name = "two"\n')
    cfdb("rollback", "phase", "1").expect(0)
    assert database.tables() == set()


FULL = """
CREATE TABLE item (id int PRIMARY KEY, note text);
CREATE TABLE part (item int REFERENCES item);
CREATE SCHEMA app;
CREATE TABLE app.log (id int);
CREATE TABLE "Odd ""Name" (id int);
CREATE TABLE parent (id int);
CREATE TABLE child () INHERITS (parent);
CREATE TABLE sliced (id int) PARTITION BY RANGE (id);
CREATE TABLE slice PARTITION OF sliced FOR VALUES FROM (0) TO (10);
CREATE TYPE colour AS ENUM ('red');
CREATE TABLE painted (hue colour);
CREATE TABLE viewed (id int);
CREATE VIEW seen AS SELECT * FROM viewed;
CREATE FUNCTION purge() RETURNS void LANGUAGE sql AS 'SELECT';
"""

ROWS = {
    "item": "INSERT INTO item VALUES (1, 'x'), (2, 'y')",
    "part": "INSERT INTO part VALUES (NULL)",
    "app.log": "INSERT INTO app.log VALUES (1)",
    'public.Odd "Name': 'INSERT INTO "Odd ""Name" VALUES (1)',
    "child": "INSERT INTO child VALUES (1)",
    "sliced": "INSERT INTO sliced VALUES (1)",
    "viewed": "INSERT INTO viewed VALUES (1)",
    "painted": "INSERT INTO painted VALUES ('red')",
}

TAKES_ROWS = {
    "DROP TABLE": ("item", "DROP TABLE part; DROP TABLE item"),
    "DROP TABLE IF EXISTS": ("item", "DROP TABLE IF EXISTS nope, public.item CASCADE"),
    "DROP TABLE of a name in quotes": ('public.Odd "Name', 'DROP TABLE "Odd ""Name"'),
    "DROP TABLE of a partitioned table": ("sliced", "DROP TABLE sliced"),
    "DROP TABLE of a partition": ("sliced", "DROP TABLE slice"),
    "DROP TABLE with what inherits": ("child", "DROP TABLE parent CASCADE"),
    "DROP TABLE found by search_path": ("app.log", "SET search_path = app; DROP TABLE log"),
    "DROP TABLE of another search_path": ("app.log", "CREATE TABLE log (); SET search_path = app; DROP TABLE log"),
    "DELETE through a view": ("viewed", "DELETE FROM seen"),
    "CALL": ("item", "CREATE PROCEDURE wipe() LANGUAGE sql AS 'DELETE FROM item'; CALL wipe()"),
    "DO with a text put together": ("item", "DO $$ BEGIN EXECUTE 'drop tab' || 'le item cascade'; END $$"),
    "DROP SCHEMA CASCADE": ("app.log", "DROP SCHEMA app CASCADE"),
    "DROP COLUMN": ("item", "ALTER TABLE item DROP COLUMN note"),
    "DROP COLUMN among others": ("item", "ALTER TABLE item ADD COLUMN x int, DROP COLUMN IF EXISTS note"),
    "DROP TYPE CASCADE": ("painted", "DROP TYPE colour CASCADE"),
    "TRUNCATE": ("item", "TRUNCATE item, part"),
    "TRUNCATE CASCADE": ("part", "TRUNCATE item CASCADE"),
    "DELETE": ("item", "DELETE FROM item WHERE id = 1"),
    "DELETE within WITH": ("item", "WITH gone AS (DELETE FROM item RETURNING *) SELECT count(*) FROM gone"),
    "MERGE": ("item", "MERGE INTO item USING (SELECT 1 AS id) AS x ON item.id = x.id WHEN MATCHED THEN DELETE"),
    "DO": ("item", "DO $$ BEGIN EXECUTE 'DROP TABLE item CASCADE'; END $$"),
    "DROP OWNED": ("item", "DROP OWNED BY CURRENT_USER"),
    "RENAME before it": ("item", "ALTER TABLE item RENAME TO gone; DROP TABLE gone CASCADE"),
    "SET SCHEMA before it": ("item", "ALTER TABLE item SET SCHEMA app; DROP SCHEMA app CASCADE"),
    "ALTER SCHEMA RENAME before it": ("app.log", "ALTER SCHEMA app RENAME TO gone; DROP TABLE gone.log"),
    "no transaction": ("item", "-- cfdb: no-transaction\nDROP TABLE part; DROP TABLE item"),
}


UNSEEN = ("DO", "DO with a text put together", "CALL", "DROP OWNED", "DROP TYPE CASCADE")


@pytest.mark.parametrize("name", TAKES_ROWS)
def test_what_takes_rows_asks_first(name: str, project: Project, database: Database, cfdb: Run) -> None:
    """Without a terminal nothing runs, and the flag that allows it is named; with the flag it runs."""
    table, undo = TAKES_ROWS[name]
    project.migration("001", "full", FULL, f"{undo};")
    cfdb("apply").expect(0)
    database.run(ROWS[table])
    before = database.catalog()
    for words in (("rollback", "migration", "1"), ("rollback", "--all")):
        found = cfdb(*words).expect(1)
        assert "nothing was run" in found.err
        assert "--allow-data-loss" in found.err
        assert "--yes" in found.err
    assert before == database.catalog()
    assert database.applied() == ["migration 001"]
    if name == "DROP OWNED":
        return
    cfdb("rollback", "migration", "1", "--allow-data-loss").expect(0)
    assert database.applied() == []


@pytest.mark.parametrize("name", [name for name in TAKES_ROWS if name not in UNSEEN])
def test_tables_without_rows_do_not_ask(name: str, project: Project, database: Database, cfdb: Run) -> None:
    project.migration("001", "full", FULL, f"{TAKES_ROWS[name][1]};")
    cfdb("apply").expect(0)
    database.run("INSERT INTO item VALUES (1, 'deleted before'); DELETE FROM item")
    cfdb("rollback", "migration", "1").expect(0)
    assert database.applied() == []


def test_rows_are_counted_by_name(project: Project, database: Database, cfdb: Run) -> None:
    project.migration("001", "full", FULL, "DROP TABLE part; DROP TABLE item; DROP SCHEMA app CASCADE;")
    cfdb("apply").expect(0)
    database.run("INSERT INTO item SELECT n, 'x' FROM generate_series(1, 1500) AS n; INSERT INTO app.log VALUES (1)")
    found = cfdb("rollback", "--all").expect(1)
    assert "public.item holds 1,500 rows" in found.err
    assert "app.log holds 1 row\n" in found.err
    assert "part" not in found.err


def test_rows_of_a_table_that_an_earlier_step_renames_are_asked_for(
    project: Project, database: Database, cfdb: Run
) -> None:
    """The rollback of a rename gives the table the name by which the next step drops it."""
    project.migration("001", "one", "CREATE TABLE one (id int);", "DROP TABLE one;")
    project.migration("002", "two", "ALTER TABLE one RENAME TO two;", "ALTER TABLE two RENAME TO one;")
    cfdb("apply").expect(0)
    database.run("INSERT INTO two VALUES (1)")
    assert "public.two holds 1 row" in cfdb("rollback", "--all").expect(1).err
    cfdb("rollback", "--all", "--allow-data-loss").expect(0)
    assert database.tables() == set()


def test_rows_that_row_level_security_hides_are_at_stake_too(
    project: Project, database: Database, server: Server, cfdb: Run
) -> None:
    """An owner under FORCE ROW LEVEL SECURITY sees no row, and would drop them all."""
    name = database.value("SELECT current_database()")
    owner = f"owner_{name}"
    quoted = sql.Identifier(owner).as_string()
    database.run(f"CREATE ROLE {quoted} LOGIN; GRANT CREATE ON DATABASE {name} TO {quoted}")
    try:
        url = server.on(name, user=owner)
        project.migration(
            "001",
            "hidden",
            "CREATE SCHEMA app; CREATE TABLE app.t (id int); INSERT INTO app.t VALUES (1);"
            "ALTER TABLE app.t ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;",
            "DROP TABLE app.t; DROP SCHEMA app;",
        )
        cfdb("apply", "--url", url).expect(0)
        cfdb("rollback", "--all", "--url", url).expect(1)
        assert database.value("SELECT count(*) FROM app.t") == 1
    finally:
        database.run(f"DROP OWNED BY {quoted}; DROP ROLE {quoted}")


def test_code_that_is_not_seen_through_is_named_with_its_line(project: Project, database: Database, cfdb: Run) -> None:
    project.migration("001", "one", "CREATE TABLE one ();", "SELECT 1;\n\nDO $$ BEGIN DROP TABLE one; END $$;")
    cfdb("apply").expect(0)
    found = cfdb("rollback", "--all").expect(1)
    assert "migration 001 (line 3) runs code that may drop rows" in found.err
    cfdb("rollback", "--all", "--yes").expect(0)


@pytest.mark.parametrize(("answer", "code", "left"), [("y", 0, False), ("n", 1, True), ("", 1, True)])
def test_terminal_is_asked(
    answer: str, code: int, left: bool, project: Project, database: Database, cfdb: Run, spawn: Spawn
) -> None:
    """Yes runs; no, or a mere Enter, does not."""
    project.migration("001", "one", "CREATE TABLE one (id int); INSERT INTO one VALUES (1);", "DROP TABLE one;")
    cfdb("apply").expect(0)
    keyboard, terminal = pty.openpty()
    try:
        running = spawn("rollback", "--all", stdin=terminal)
        # Typed before the question comes, as impatient people do: a terminal keeps it.
        os.write(keyboard, f"{answer}\n".encode())
        found = running.wait().expect(code)
    finally:
        os.close(keyboard)
        os.close(terminal)
    assert "public.one holds 1 row" in found.err
    assert "Drop them?" in found.err
    assert database.exists("one") is left
    assert "Drop them?" not in found.out


def test_irreversible_says_its_reason(project: Project, database: Database, cfdb: Run) -> None:
    """Also as a dependent, and when the file is gone."""
    project.migration("001", "one", "CREATE TABLE one ();", "DROP TABLE one;")
    project.migration("002", "two", "-- cfdb: irreversible: the old data was mailed to Mars\nCREATE TABLE two ();")
    cfdb("apply").expect(0)
    for _ in range(2):
        found = cfdb("rollback", "migration", "1").expect(1)
        assert "migration 002 is irreversible: the old data was mailed to Mars" in found.err
        assert database.tables() == {"one", "two"}
        project.forget_migration("002")


def test_change_without_rollback_is_refused_before_anything_runs(
    project: Project, database: Database, cfdb: Run
) -> None:
    project.migration("001", "one", "CREATE TABLE one ();")
    project.migration("002", "two", "CREATE TABLE two ();", "DROP TABLE two;")
    cfdb("apply").expect(0)
    found = cfdb("rollback", "--all").expect(1)
    assert "migration 001 has no rollback" in found.err
    assert database.tables() == {"one", "two"}


def test_failing_rollback_leaves_its_change_as_it_was(project: Project, database: Database, cfdb: Run) -> None:
    """The dependents that were undone before it stay undone, and are off the ledger."""
    project.migration("001", "one", "CREATE TABLE one (); CREATE TABLE uno ();", "DROP TABLE uno;\nDROP TABLE nope;\n")
    project.migration("002", "two", "CREATE TABLE two ();", "DROP TABLE two;")
    cfdb("apply").expect(0)
    found = cfdb("rollback", "--all").expect(2)
    assert "rollback_001.sql:2:1" in found.err
    assert database.tables() == {"one", "uno"}
    assert database.applied() == ["migration 001"]
    assert database.events()[-1] == ("rollback", "migration 001", "failed")


RICH = """
CREATE SCHEMA app;
COMMENT ON SCHEMA app IS 'an app';
CREATE TYPE app.colour AS ENUM ('red', 'green');
CREATE DOMAIN app.email AS text CHECK (VALUE LIKE '%@%');
CREATE TYPE app.pair AS (a int, b text);
CREATE TYPE app.span AS RANGE (subtype = float8);
CREATE SEQUENCE app.counter START 7;
CREATE TABLE app.person (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    mail app.email UNIQUE,
    hue app.colour DEFAULT 'red',
    twice bigint GENERATED ALWAYS AS (3 * 2) STORED,
    during tstzrange,
    EXCLUDE USING gist (during WITH &&)
);
COMMENT ON COLUMN app.person.hue IS 'favourite';
CREATE INDEX person_hue ON app.person (hue) WHERE hue = 'red';
CREATE TABLE app.sliced (id int, at date) PARTITION BY RANGE (at);
CREATE TABLE app.slice PARTITION OF app.sliced FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE VIEW app.persons WITH (security_barrier) AS SELECT * FROM app.person;
CREATE MATERIALIZED VIEW app.counted AS SELECT count(*) FROM app.person;
CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER touch BEFORE UPDATE ON app.person FOR EACH ROW EXECUTE FUNCTION app.touch();
CREATE FUNCTION app.sum2(a int, b int DEFAULT 2) RETURNS int BEGIN ATOMIC SELECT a + b; END;
CREATE PROCEDURE app.work() LANGUAGE sql AS 'SELECT';
CREATE AGGREGATE app.total (int) (SFUNC = int4pl, STYPE = int, INITCOND = '0');
CREATE OPERATOR app.=== (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq);
CREATE CAST (app.pair AS text) WITH INOUT;
CREATE RULE quiet AS ON DELETE TO app.person DO INSTEAD NOTHING;
CREATE STATISTICS app.stats ON id, at FROM app.sliced;
CREATE COLLATION app.german (provider = libc, locale = 'C');
CREATE PUBLICATION news FOR TABLE app.person;
CREATE EVENT TRIGGER guard ON ddl_command_start WHEN TAG IN ('CREATE LANGUAGE') EXECUTE FUNCTION app.guard();
ALTER TABLE app.person ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON app.person FOR SELECT TO PUBLIC USING (id = 1);
GRANT SELECT ON app.person TO PUBLIC;
ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO PUBLIC;
CREATE EXTENSION pg_trgm;
"""
RICH = RICH.replace(
    "CREATE EVENT TRIGGER",
    "CREATE FUNCTION app.guard() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;\nCREATE EVENT TRIGGER",
)
RICH_BACK = """
DROP EXTENSION pg_trgm;
DROP EVENT TRIGGER guard;
DROP PUBLICATION news;
ALTER DEFAULT PRIVILEGES IN SCHEMA app REVOKE SELECT ON TABLES FROM PUBLIC;
DROP SCHEMA app CASCADE;
"""


def test_rich_schema_is_undone_without_a_trace(project: Project, database: Database, cfdb: Run) -> None:
    """Applied, rolled back, applied again: the catalogs are equal, and they are not blind."""
    cfdb("status").expect(0)
    empty = database.catalog()
    project.migration("001", "rich", RICH, RICH_BACK)
    cfdb("apply").expect(0)
    full = database.catalog()
    elsewhere = {"role_memberships", "database_settings", "foreign", "text_search"}
    assert {kind for kind, found in full.objects.items() if found} | elsewhere == set(full.objects)
    cfdb("rollback", "--all", "--yes").expect(0)
    assert empty.differences(database.catalog()) == []
    cfdb("apply").expect(0)
    assert full.differences(database.catalog()) == []


@pytest.mark.parametrize(
    "forgotten",
    [
        "DROP EXTENSION pg_trgm;",
        "DROP EVENT TRIGGER guard;",
        "DROP PUBLICATION news;",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA app REVOKE SELECT ON TABLES FROM PUBLIC;",
    ],
)
def test_what_a_rollback_forgets_is_seen(forgotten: str, project: Project, database: Database, cfdb: Run) -> None:
    """The comparison that `cfdb test` relies on finds each kind of leftover."""
    rich, undo = RICH, RICH_BACK.replace(forgotten, "")
    if "PRIVILEGES" in forgotten:
        # Default privileges of a schema go with it; those without a schema stay.
        rich = rich.replace("PRIVILEGES IN SCHEMA app GRANT", "PRIVILEGES GRANT")
    if "EVENT" in forgotten:
        undo = undo.replace("DROP SCHEMA", "ALTER FUNCTION app.guard() SET SCHEMA public;\nDROP SCHEMA")
    before = database.catalog()
    project.migration("001", "rich", rich, undo)
    cfdb("apply").expect(0)
    cfdb("rollback", "--all", "--yes").expect(0)
    assert before.differences(database.catalog())


def test_rollback_of_a_skipped_change_touches_nothing(project: Project, database: Database, cfdb: Run) -> None:
    database.run("CREATE TABLE one (id int); INSERT INTO one VALUES (1)")
    project.phase(
        1, "one", "CREATE TABLE one (id int);", "DROP TABLE one;",
        skip="SELECT 'table one is there' WHERE to_regclass('one') IS NOT NULL;",
    )  # fmt: skip
    found = cfdb("apply").expect(0)
    assert "= phase 1 one" in found.err
    assert "table one is there" in found.err
    status = cfdb("status", "--format", "json").expect(0).json["changes"]
    assert (status[0]["state"], status[0]["detail"]) == ("skipped", "table one is there")
    found = cfdb("rollback", "--all").expect(0)
    assert "nothing to undo" in found.err
    assert database.rows("SELECT * FROM one") == [(1,)]
    assert database.applied() == []


def test_rollback_of_nothing_says_so(project: Project, cfdb: Run) -> None:
    project.migration("001", "one", "CREATE TABLE one ();", "DROP TABLE one;")
    assert "nothing to roll back" in cfdb("rollback", "migration", "1").expect(0).out
    assert "nothing to roll back" in cfdb("rollback", "--all").expect(0).out


def test_rollback_wants_words(project: Project, cfdb: Run) -> None:
    """Nobody rolls back everything by pressing Enter too early."""
    project.migration("001", "one", "CREATE TABLE one ();", "DROP TABLE one;")
    cfdb("apply").expect(0)
    cfdb("rollback").expect(64)
    cfdb("rollback", "--yes").expect(64)
    cfdb("rollback", "migration", "1", "--all").expect(64)


def test_rows_that_come_while_one_is_asked_are_not_lost_to_the_count(
    project: Project, database: Database, cfdb: Run
) -> None:
    """A table that never held a row is not looked at: one with a row in an open transaction is not dropped unasked."""
    project.migration("001", "one", "CREATE TABLE one (id int);", "DROP TABLE one;")
    cfdb("apply").expect(0)
    with psycopg.connect(database.url) as other:
        other.execute("INSERT INTO one VALUES (1)")
        found = cfdb("rollback", "--all", "--lock-timeout", "0.2", "--lock-retries", "0")
        assert found.code in (1, 2)
        other.rollback()
    assert database.exists("one")
