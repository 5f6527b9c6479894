"""Promise 2, where a transaction is impossible: statements are counted, and a broken run goes on where it stopped."""

from functools import partial

import pytest
from stage import Database, Project, Run, Spawn, until

HEAD = "-- cfdb: no-transaction\n"


def unfinished(cfdb: Run) -> str:
    (line,) = (line for line in cfdb("status", "--format", "json").json["changes"] if line["state"] == "unfinished")
    return str(line["detail"])


def invalid(database: Database) -> list[str]:
    return database.column("SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid")


def indexes(database: Database) -> list[str]:
    return database.column("SELECT indexname FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1")


def test_failed_run_goes_on_behind_what_finished(project: Project, database: Database, cfdb: Run) -> None:
    lines = ["CREATE TABLE t (id int);", "INSERT INTO t VALUES (1);", "INSERT INTO t VALUES ('two');", "VACUUM t;"]
    project.migration("001", "counted", HEAD + "\n".join(lines))
    found = cfdb("apply").expect(2)
    assert "001_counted.sql:4:23" in found.err
    assert "hint: 2 of 4 statements are done and stay: mend what follows them, then apply again" in found.err
    assert unfinished(cfdb) == "2 of 4 statements done"
    half = cfdb("verify").expect(1).out
    assert "✗ migration 001  expected applied as a whole, or not at all, found 2 of 4 statements done" in half
    assert "'cfdb apply migration 001' goes on behind them" in half
    assert database.events() == [("apply", "migration 001", "failed")]
    assert database.applied() == []
    cfdb("apply").expect(2)
    assert database.rows("SELECT id FROM t") == [(1,)]
    lines[2] = "INSERT INTO t VALUES (2);\nINSERT INTO t VALUES (3);"
    project.migration("001", "counted", HEAD + "\n".join(lines))
    planned = cfdb("plan").expect(0)
    assert "stopped after 2 of 4 statements" in planned.out
    cfdb("apply").expect(0)
    assert database.column("SELECT id FROM t ORDER BY 1") == [1, 2, 3]
    assert database.applied() == ["migration 001"]
    assert database.rows("SELECT * FROM cfdb.unfinished") == []
    assert "nothing to do" in cfdb("apply").expect(0).out


def test_edited_statement_that_ran_already_is_refused(project: Project, database: Database, cfdb: Run) -> None:
    project.migration("001", "counted", HEAD + "CREATE TABLE t (id int);\nSELECT 1;\nSELECT nope;\nSELECT 2;")
    cfdb("apply").expect(2)
    project.migration("001", "counted", HEAD + "CREATE TABLE t (id bigint);\nSELECT 1;\nSELECT 3;\nSELECT 2;")
    found = cfdb("apply").expect(1)
    assert "were edited since" in found.err
    assert "restore the first 2 statements" in found.err
    assert database.applied() == []


def test_the_only_statement_that_ran_was_edited(project: Project, cfdb: Run) -> None:
    project.migration("001", "counted", HEAD + "CREATE TABLE t (id int);\nSELECT nope;")
    cfdb("apply").expect(2)
    project.migration("001", "counted", HEAD + "CREATE TABLE t (id bigint);\nSELECT 1;")
    assert "restore the first statement of" in cfdb("apply").expect(1).err


def test_comments_and_blanks_between_statements_may_change(project: Project, cfdb: Run) -> None:
    project.migration("001", "counted", HEAD + "CREATE TABLE t (id int);\nSELECT nope;\n")
    cfdb("apply").expect(2)
    project.migration("001", "counted", HEAD + "\n-- now with a comment\n\n  CREATE TABLE t (id int)\n  ;\nSELECT 1;\n")
    cfdb("apply").expect(0)


def test_first_statement_that_fails_leaves_nothing_unfinished(project: Project, database: Database, cfdb: Run) -> None:
    project.migration("001", "counted", HEAD + "SELECT nope;\nSELECT 1;\n")
    cfdb("apply").expect(2)
    assert database.rows("SELECT * FROM cfdb.unfinished") == []
    assert cfdb("status", "--format", "json").json["changes"][0]["state"] == "pending"


@pytest.mark.parametrize(
    ("create", "name"),
    [
        ("CREATE UNIQUE INDEX CONCURRENTLY once ON t (id)", "once"),
        ("CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS once ON public.t (id)", "once"),
        ('create /* a */ unique index -- b\n concurrently "Once" on t (id)', "Once"),
        ("CREATE UNIQUE INDEX CONCURRENTLY ON t (id)", "t_id_idx"),
    ],
    ids=["plain", "if not exists", "odd", "without a name"],
)
def test_failed_concurrent_index_is_dropped_before_the_next_try(
    create: str, name: str, project: Project, database: Database, cfdb: Run
) -> None:
    """It leaves an INVALID index, on which every other tool's next run fails or which it takes for done."""
    database.run("CREATE TABLE t (id int); INSERT INTO t VALUES (1), (1)")
    project.migration("001", "index", f"{HEAD}SELECT 1;\n{create};\nSELECT 2;\n", f'DROP INDEX "{name}";')
    found = cfdb("apply").expect(2)
    assert "SQLSTATE 23505" in found.err
    assert "001_index.sql:3:1" in found.err
    assert invalid(database)
    assert unfinished(cfdb) == "1 of 3 statements done"
    again = cfdb("apply").expect(2)
    assert "dropping the invalid index" in again.err
    assert len(invalid(database)) == 1
    database.run("DELETE FROM t WHERE ctid = (SELECT min(ctid) FROM t)")
    cfdb("apply").expect(0)
    assert invalid(database) == []
    assert indexes(database) == [name]
    assert database.applied() == ["migration 001"]


def test_invalid_index_in_another_schema(project: Project, database: Database, cfdb: Run) -> None:
    """The index is where its table is; one of the same name elsewhere is left alone."""
    database.run("CREATE SCHEMA app; CREATE TABLE app.t (id int); INSERT INTO app.t VALUES (1), (1)")
    database.run("CREATE TABLE other (id int); CREATE INDEX once ON other (id)")
    project.migration("001", "index", f"{HEAD}CREATE UNIQUE INDEX CONCURRENTLY once ON app.t (id);\n")
    cfdb("apply").expect(2)
    assert invalid(database) == ["app.once"]
    database.run("DELETE FROM app.t")
    cfdb("apply").expect(0)
    assert invalid(database) == []
    assert indexes(database) == ["once"]
    assert database.column("SELECT indexname FROM pg_indexes WHERE schemaname = 'app'") == ["once"]


def test_killed_while_an_index_is_built(project: Project, database: Database, cfdb: Run, spawn: Spawn) -> None:
    """kill -9 of cfdb: the server notices, the lock goes, and the next run builds the index."""
    database.run("CREATE TABLE t (id int); INSERT INTO t VALUES (1)")
    project.migration("001", "index", f"{HEAD}SELECT 1;\nCREATE INDEX CONCURRENTLY slow ON t (id);\nSELECT 2;\n")
    with database.held("INSERT INTO t VALUES (2)"):
        running = spawn("apply")
        until(
            lambda: database.rows(
                "SELECT 1 FROM pg_stat_activity"
                " WHERE query LIKE 'CREATE INDEX CONCURRENTLY slow%' AND wait_event_type = 'Lock'"
            ),
            what="waiting for the open transaction",
        )
        running.kill()
        until(lambda: not database.backends(), seconds=10, what="the end of the killed one's session")
        assert unfinished(cfdb) == "1 of 3 statements done"
    assert invalid(database) == ["slow"]
    found = cfdb("apply").expect(0)
    assert "dropping the invalid index public.slow" in found.err
    assert (indexes(database), invalid(database)) == (["slow"], [])
    assert database.rows("SELECT * FROM cfdb.unfinished") == []


def test_killed_when_an_index_was_built_but_not_recorded(project: Project, database: Database, cfdb: Run) -> None:
    """The catalog says that it finished: it is not built twice."""
    database.run("CREATE TABLE t (id int)")
    project.migration("001", "index", f"{HEAD}SELECT 1;\nCREATE INDEX CONCURRENTLY slow ON t (id);\nSELECT nope;\n")
    cfdb("apply").expect(2)
    assert unfinished(cfdb) == "2 of 3 statements done"
    before = database.value("SELECT 'slow'::regclass::oid")
    database.run(
        "UPDATE cfdb.unfinished SET done = 1, running = true, prefix = encode(sha256('SELECT 1;'::bytea), 'hex')"
    )
    project.migration("001", "index", f"{HEAD}SELECT 1;\nCREATE INDEX CONCURRENTLY slow ON t (id);\nSELECT 3;\n")
    cfdb("apply").expect(0)
    assert database.value("SELECT 'slow'::regclass::oid") == before


def test_killed_between_counted_statements(project: Project, database: Database, cfdb: Run, spawn: Spawn) -> None:
    """Each INSERT is there once, although the run was killed again and again."""
    count = 30
    inserts = "".join(f"INSERT INTO t SELECT {n} FROM pg_sleep(0.03);\n" for n in range(count))
    project.migration("001", "counted", f"{HEAD}CREATE TABLE t (id int);\n{inserts}VACUUM t;\n")

    def inserted() -> int:
        return int(database.value("SELECT count(*) FROM t")) if database.exists("t") else 0

    for _ in range(3):
        running = spawn("apply")
        target = inserted() + 3
        until(partial(lambda target: inserted() > target, target), what="progress")
        running.kill()
    cfdb("apply").expect(0)
    assert database.column("SELECT id FROM t ORDER BY id") == list(range(count))
    assert database.applied() == ["migration 001"]


WORK = """\
CREATE TABLE t (id int);
CREATE PROCEDURE work() LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO t VALUES (1);
    COMMIT;
    PERFORM pg_sleep(20);
    INSERT INTO t VALUES (2);
END
$$;
"""


@pytest.mark.parametrize(("flag", "rows"), [("--finished", [1, 3]), ("--not-finished", [1, 1, 2, 3])])
def test_statement_of_unknown_fate_has_to_be_settled(
    flag: str, rows: list[int], project: Project, database: Database, cfdb: Run, spawn: Spawn
) -> None:
    """A CALL that commits on its way was cut off: only a person can say whether it is to run again."""
    project.migration("001", "call", f"{HEAD}{WORK}CALL work();\nINSERT INTO t VALUES (3);\n")
    running = spawn("apply")
    until(lambda: database.exists("t") and database.value("SELECT count(*) FROM t"), what="the first half")
    running.kill()
    until(lambda: not database.backends(), seconds=10, what="the end of the killed one's session")
    found = cfdb("apply").expect(1)
    assert "nobody knows whether statement 3 of 4 finished" in found.err
    assert "001_call.sql:11" in found.err
    assert "cfdb repair migration 001 --finished" in found.err
    assert database.column("SELECT id FROM t") == [1]
    found = cfdb("repair", "migration", "1", "--yes").expect(64)
    assert "did statement 3 of 4 finish?" in found.err
    cfdb("repair", "migration", "1", flag, "--yes").expect(0)
    database.run("CREATE OR REPLACE PROCEDURE work() LANGUAGE sql AS 'INSERT INTO t VALUES (1), (2)'")
    cfdb("apply").expect(0)
    assert database.column("SELECT id FROM t ORDER BY id") == rows


def test_statements_that_refuse_a_transaction(project: Project, database: Database, cfdb: Run) -> None:
    database.run("CREATE TYPE mood AS ENUM ('sad')")
    project.migration(
        "001",
        "outside",
        HEAD
        + """
CREATE TABLE t (id int, feels mood);
ALTER TYPE mood ADD VALUE 'happy';
INSERT INTO t VALUES (1, 'happy');
CREATE PROCEDURE commits() LANGUAGE plpgsql AS $$
    BEGIN INSERT INTO t VALUES (2); COMMIT; INSERT INTO t VALUES (3); END $$;
CALL commits();
DO $$ BEGIN INSERT INTO t VALUES (4); COMMIT; END $$;
CREATE FUNCTION five() RETURNS int BEGIN ATOMIC SELECT 2; SELECT 5; END;
CREATE FUNCTION tagged() RETURNS text LANGUAGE sql AS $a$ SELECT $b$x;y$b$ $a$;
COPY t FROM stdin;
5\tsad
6\t\\N
\\.
INSERT INTO t VALUES (five() + 2, NULL);
VACUUM (ANALYZE) t;
CREATE INDEX CONCURRENTLY a ON t (id);
REINDEX INDEX CONCURRENTLY a;
DROP INDEX CONCURRENTLY a;
CLUSTER;
CHECKPOINT
""",
    )
    cfdb("apply").expect(0)
    assert database.column("SELECT id FROM t ORDER BY id") == [1, 2, 3, 4, 5, 6, 7]
    assert database.value("SELECT tagged()") == "x;y"
    assert indexes(database) == []


def test_settings_of_the_file_hold_until_its_end(project: Project, database: Database, cfdb: Run) -> None:
    """SET maintenance_work_mem before CREATE INDEX CONCURRENTLY is why many such files exist."""
    database.run("CREATE SCHEMA app; CREATE TABLE app.t (id int)")
    project.migration(
        "001",
        "settings",
        HEAD
        + "SET search_path = app;\nSET maintenance_work_mem = '77MB';\n"
        + "CREATE TABLE seen AS SELECT current_setting('maintenance_work_mem') AS mem;\n"
        + "CREATE INDEX CONCURRENTLY idx ON t (id);\n",
    )
    project.migration("002", "next", "CREATE TABLE next AS SELECT current_setting('search_path') AS path;")
    cfdb("apply").expect(0)
    assert database.value("SELECT mem FROM app.seen") == "77MB"
    assert database.column("SELECT indexname FROM pg_indexes WHERE schemaname = 'app'") == ["idx"]
    assert database.value("SELECT path FROM public.next") == '"$user", public'


def test_settings_of_the_file_hold_when_it_is_resumed(project: Project, database: Database, cfdb: Run) -> None:
    database.run("CREATE SCHEMA app")
    start = f"{HEAD}SET search_path = app;\nCREATE TABLE t (id int);\n"
    project.migration("001", "settings", f"{start}SELECT nope;\nCREATE TABLE u (id int);\n")
    cfdb("apply").expect(2)
    project.migration("001", "settings", f"{start}SELECT 1;\nCREATE TABLE u (id int);\n")
    cfdb("apply").expect(0)
    assert database.column("SELECT tablename FROM pg_tables WHERE schemaname = 'app' ORDER BY 1") == ["t", "u"]


@pytest.mark.parametrize("end", ["ROLLBACK", "COMMIT"])
def test_transaction_control_is_not_torn_apart(end: str, project: Project, database: Database, cfdb: Run) -> None:
    """BEGIN … ROLLBACK run statement by statement, each in a transaction of its own, would delete for good.

    Either they are refused before anything runs, or they mean what they say.
    """
    database.run("CREATE TABLE t (id int); INSERT INTO t VALUES (1)")
    project.migration("001", "begins", f"{HEAD}BEGIN;\nDELETE FROM t;\nSELECT 1 / (SELECT count(*) FROM t);\n{end};\n")
    found = cfdb("apply")
    assert database.column("SELECT id FROM t") == [1]
    assert found.code in (2, 64)


TWO_INDEXES = f"""{HEAD}CREATE TABLE t (id int);
CREATE INDEX CONCURRENTLY a ON t (id);
CREATE INDEX CONCURRENTLY b ON t (id);
"""


def test_rollback_without_a_transaction_is_counted_too(project: Project, database: Database, cfdb: Run) -> None:
    """It stops, everything else waits for it, and it goes on where it stopped."""
    project.migration(
        "001",
        "index",
        TWO_INDEXES,
        f"{HEAD}DROP INDEX CONCURRENTLY a;\nDROP INDEX CONCURRENTLY nope;\nDROP INDEX CONCURRENTLY b;\nDROP TABLE t;\n",
    )
    project.migration("002", "later", "CREATE TABLE later ();", "DROP TABLE later;")
    cfdb("apply", "migration", "1").expect(0)
    cfdb("rollback", "migration", "1").expect(2)
    assert indexes(database) == ["b"]
    assert unfinished(cfdb) == "1 of 4 statements undone"
    stopped = cfdb("apply").expect(1)
    assert "the rollback of migration 001 stopped after 1 of 4 statements" in stopped.err
    assert not database.exists("later")
    project.migration(
        "001",
        "index",
        TWO_INDEXES,
        f"{HEAD}DROP INDEX CONCURRENTLY a;\nDROP INDEX CONCURRENTLY b;\nDROP TABLE t;\n",
    )
    cfdb("rollback", "migration", "1").expect(0)
    assert database.tables() == set()
    assert database.applied() == []
    cfdb("apply").expect(0)


def test_unfinished_change_can_be_rolled_back(project: Project, database: Database, cfdb: Run) -> None:
    """Rather than mended: its rollback file is run."""
    project.migration(
        "001", "half", f"{HEAD}CREATE TABLE t (id int);\nSELECT nope;\n", "DROP TABLE IF EXISTS t;"
    )  # fmt: skip
    cfdb("apply").expect(2)
    cfdb("rollback", "--all").expect(0)
    assert database.tables() == set()
    assert database.rows("SELECT * FROM cfdb.unfinished") == []
    assert cfdb("status", "--format", "json").json["changes"][0]["state"] == "pending"
