"""`cfdb verify`: checklists, probes and budgets against a real catalog."""

from typing import Any

import pytest
from stage import Database, Project, Run

SCHEMA = """
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE TABLE person (id int PRIMARY KEY, name text UNIQUE, feels mood CHECK (feels <> 'sad'));
CREATE TABLE pet (owner int REFERENCES person);
CREATE INDEX pet_owner ON pet (owner);
CREATE VIEW persons AS SELECT * FROM person;
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE FUNCTION touch(a int) RETURNS int LANGUAGE sql AS 'SELECT a';
CREATE TRIGGER touch BEFORE UPDATE ON person FOR EACH ROW EXECUTE FUNCTION touch();
ALTER TABLE person ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON person USING (true);
INSERT INTO person VALUES (1, 'a', 'happy'), (2, 'b', 'happy');
"""
UNDO = "DROP TABLE pet; DROP TABLE person CASCADE; DROP FUNCTION touch(); DROP FUNCTION touch(int); DROP TYPE mood;"
CHECKLIST = """
[brings]
tables = ["person", "pet"]
views = ["persons"]
indexes = 1
constraint_indexes = 2
functions = ["touch", "touch"]
triggers = 1
policies = 1
enums = ["mood"]
primary_keys = 1
foreign_keys = 1
unique_constraints = 1
checks = 1
[rows]
person = 2
pet = "<= 5"
[row_level_security]
tables = ["person"]
[extensions]
required = ["plpgsql"]
"""


def outcomes(cfdb: Run, code: int, *words: str) -> list[dict[str, Any]]:
    document = cfdb("verify", *words, "--format", "json").expect(code).json
    return [outcome for verdict in document["verdicts"] for outcome in verdict["outcomes"]]


def failed(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [outcome for outcome in found if not outcome["passed"] and not outcome["warning"]]


@pytest.fixture
def pets(project: Project, cfdb: Run) -> Project:
    project.phase(1, "pets", SCHEMA, UNDO, checklist=CHECKLIST.replace('["touch", "touch"]', "2"))
    cfdb("apply").expect(0)
    return project


def test_everything_holds(pets: Project, cfdb: Run) -> None:
    found = outcomes(cfdb, 0)
    assert len(found) == 17
    assert all(outcome["passed"] for outcome in found)


@pytest.mark.parametrize(
    ("done", "gone"),
    [
        ("DROP TABLE pet", "pet"),
        ("DROP VIEW persons", "persons"),
        ("DROP INDEX pet_owner", "pet_owner"),
        ("DROP TRIGGER touch ON person", "touch"),
        ("DROP POLICY own ON person", "own"),
        ("DROP FUNCTION touch(int)", "touch"),
        ("ALTER TABLE person DROP CONSTRAINT person_feels_check", "person_feels_check"),
        ("ALTER TABLE person RENAME TO human", "person"),
    ],
)
def test_what_somebody_dropped_by_hand_is_named(
    done: str, gone: str, pets: Project, database: Database, cfdb: Run
) -> None:
    database.run(done)
    (lost,) = (outcome for outcome in failed(outcomes(cfdb, 1)) if outcome["subject"] == "objects still there")
    assert f"public.{gone}" in lost["hint"]
    assert gone in cfdb("verify", "phase", "1").expect(1).out


@pytest.mark.parametrize(
    ("done", "subject"),
    [
        ("INSERT INTO person VALUES (3)", "rows in person"),
        ("INSERT INTO pet SELECT 1 FROM generate_series(1, 6)", "rows in pet"),
        ("ALTER TABLE person DISABLE ROW LEVEL SECURITY", "tables with row level security"),
    ],
)
def test_what_changed_is_named(done: str, subject: str, pets: Project, database: Database, cfdb: Run) -> None:
    database.run(done)
    assert [outcome["subject"] for outcome in failed(outcomes(cfdb, 1))] == [subject]


def test_later_change_does_not_disturb_the_count(pets: Project, cfdb: Run) -> None:
    pets.phase(2, "more", "CREATE TABLE more (); CREATE INDEX m ON pet (owner);", "DROP TABLE more;", depends_on=[1])
    cfdb("apply").expect(0)
    cfdb("verify").expect(0)


def test_change_that_brings_more_than_it_says_fails(project: Project, cfdb: Run) -> None:
    project.phase(
        1, "one", "CREATE TABLE one (); CREATE TABLE surprise ();", "DROP TABLE one;",
        checklist='[brings]\ntables = ["one", "missing"]\n',
    )  # fmt: skip
    found = cfdb("apply").expect(1)
    assert "missing: missing" in found.out
    assert "not expected: surprise" in found.out


def test_total_is_held_against_the_complete_database_only(project: Project, database: Database, cfdb: Run) -> None:
    project.phase(1, "one", "CREATE TABLE one (id int PRIMARY KEY);", "DROP TABLE one;")
    project.phase(2, "two", "CREATE TABLE two (id int); CREATE INDEX i ON two (id);", "DROP TABLE two;", depends_on=[1])
    project.write("phases/main/checklist.toml", '[total]\ntables = 2\nall_indexes = ">= 2"\nfunctions = 0\n')
    cfdb("apply", "phase", "1").expect(0)
    cfdb("verify").expect(0)
    cfdb("apply").expect(0)
    assert len(outcomes(cfdb, 0)) == 3
    database.run("CREATE TABLE stray ()")
    assert [(entry["subject"], entry["found"]) for entry in failed(outcomes(cfdb, 1))] == [("tables", "3")]


@pytest.mark.parametrize(
    ("checklist", "said"),
    [
        ("[bring]\ntables = 1\n", "did you mean [brings]?"),
        ("[brings]\ntabels = 1\n", "did you mean 'tables'?"),
        ("[brings]\ntables = true\n", "brings.tables: expected a count"),
        ("[brings]\ntables = -1\n", "brings.tables"),
        ('[brings]\ntables = "many"\n', "brings.tables"),
        ("[rows]\none = 'x'\n", "rows.one"),
        ("[row_level_security]\ntable = ['one']\n", "row_level_security.table"),
        ("[extensions]\nrequired = 'x'\n", "extensions.required"),
        ("brings = 1\n", "expected a table"),
        ("[brings\n", "not valid TOML"),
    ],
)
def test_checklist_that_cannot_be_read_is_an_error(checklist: str, said: str, project: Project, cfdb: Run) -> None:
    """Not a check that never fails."""
    project.phase(1, "one", "CREATE TABLE one ();", "DROP TABLE one;")
    cfdb("apply").expect(0)
    project.write("phases/main/phase_1_one/checklist.toml", checklist)
    found = cfdb("verify").expect(64)
    assert said in found.err
    assert "checklist.toml" in found.err
    cfdb("validate").expect(1)


def test_unreadable_checklist_is_found_before_anything_runs(project: Project, database: Database, cfdb: Run) -> None:
    project.phase(1, "one", "CREATE TABLE one ();", "DROP TABLE one;", checklist="[brings]\ntabels = 1\n")
    cfdb("apply").expect(64)
    assert database.tables() == set()


PROBES = {
    "passes": ("SELECT 'never' WHERE false;", None),
    "rows": ("SELECT 'first';\nSELECT id || ' again' FROM generate_series(1, 2) AS id;", "first; 1 again; 2 again"),
    "error": ("SELECT 1 WHERE false;\nSELECT nope;", 'column "nope" does not exist'),
    "error within": ("INSERT INTO one VALUES (1);\nINSERT INTO one VALUES (1);", "duplicate key"),
    "null": ("SELECT NULL;", "NULL"),
    "many rows": ("SELECT 'row ' || n FROM generate_series(1, 100000) AS n;", "row 1; row 2"),
    "copy": ("COPY one FROM stdin;\n5\n6\n\\.\nSELECT 'lost rows' FROM one HAVING count(*) <> 2;", None),
}  # fmt: skip


@pytest.mark.parametrize("name", PROBES)
def test_probe(name: str, project: Project, database: Database, cfdb: Run) -> None:
    """Every row is a problem, and so is an error; both say where."""
    text, problem = PROBES[name]
    project.phase(1, "one", "CREATE TABLE one (id int PRIMARY KEY);", "DROP TABLE one;", probes={"it_holds": text})
    found = cfdb("apply", "--format", "json").expect(1 if problem else 0).json["verdicts"][0]["outcomes"][0]
    assert found["subject"] == "it holds"
    assert found["file"] == "phases/main/phase_1_one/probes/it_holds.sql"
    assert found["passed"] is (problem is None)
    if problem:
        assert problem in found["found"]
        assert len(found["found"]) < 1000
    if "error" in name:
        assert found["line"] == 2
    assert database.rows("SELECT * FROM one") == []


LEAVES = {
    "writes": "INSERT INTO one VALUES (1); CREATE TABLE stray (); DROP TABLE other; CREATE ROLE stray_{db};",
    "writes and fails": "INSERT INTO one VALUES (1); CREATE TABLE stray (); SELECT 1 / 0;",
    "changes the session": "SET search_path = nowhere; SET ROLE pg_monitor; SET TimeZone = 'Asia/Kathmandu';",
    "changes the session and fails": "SET search_path = nowhere; SET ROLE pg_monitor; SELECT 1 / 0;",
    "prepares": "PREPARE stray AS SELECT 1;",
    "savepoints": "SAVEPOINT a; INSERT INTO one VALUES (1); RELEASE a;",
}


@pytest.mark.parametrize("name", LEAVES)
def test_probe_leaves_nothing_behind(name: str, project: Project, database: Database, cfdb: Run) -> None:
    """In the database, and in the session for the probe that follows."""
    text = LEAVES[name].format(db=database.value("SELECT current_database()"))
    project.phase(
        1,
        "one",
        "CREATE TABLE one (id int PRIMARY KEY); CREATE TABLE other ();",
        "DROP TABLE one;",
        probes={
            "a_probe": text,
            "b_probe": "SELECT 'left over' FROM one;"
            "SELECT 'role is ' || current_user WHERE current_user <> session_user;"
            "SELECT 'search_path' WHERE current_setting('search_path') = 'nowhere';"
            "SELECT 'prepared' FROM pg_prepared_statements;",
        },
    )
    cfdb("apply", "--no-verify").expect(0)
    before = database.catalog()
    code = 1 if "fails" in name else 0
    first, second = outcomes(cfdb, code)
    assert first["passed"] is (code == 0)
    assert second["found"] == "no problem"
    assert before.differences(database.catalog()) == []
    assert database.rows("SELECT * FROM one") == []


@pytest.mark.parametrize(
    "text",
    ["INSERT INTO one VALUES (1); COMMIT;", "ROLLBACK; INSERT INTO one VALUES (1);", "END; CREATE TABLE stray ();"],
)
def test_probe_cannot_leave_its_transaction(text: str, project: Project, database: Database, cfdb: Run) -> None:
    """It has to be refused: what a probe does is always rolled back."""
    project.phase(1, "one", "CREATE TABLE one (id int PRIMARY KEY);", "DROP TABLE one;", probes={"sneaky": text})
    cfdb("apply", "--no-verify")
    found = cfdb("verify")
    if "one" in database.tables():
        assert database.rows("SELECT * FROM one") == []
    assert "stray" not in database.tables()
    assert found.code in (1, 64)


def test_budgets_warn_and_fail_when_strict(project: Project, cfdb: Run) -> None:
    slow = "-- budget: 10ms\nDO $$ BEGIN PERFORM pg_sleep(0.05); END $$;\n\n-- budget: 5s\nSELECT 1 WHERE false;\n"
    project.phase(
        1, "one", "CREATE TABLE one (); SELECT pg_sleep(0.05);", "DROP TABLE one;",
        checklist='[brings]\ntables = ["one"]\n', probes={"is_fast": slow}, settings='deploy_budget = "10ms"',
    )  # fmt: skip
    cfdb("apply").expect(0)
    found = [outcome for outcome in outcomes(cfdb, 0) if outcome["warning"]]
    assert [(outcome["check"], outcome["subject"], outcome["line"]) for outcome in found] == [
        ("budget", "time to deploy", None),
        ("budget", "is fast, time of a statement", 2),
    ]
    assert "10 ms" in found[1]["expected"]
    assert len(failed(outcomes(cfdb, 1, "--strict-budgets"))) == 2
    text = cfdb("verify").expect(0).out
    assert "2 with a warning" in text
    assert "is_fast.sql:2" in text
    cfdb("rollback", "--all").expect(0)
    cfdb("apply", "--strict-budgets").expect(1)


def test_selected_change_that_is_not_in_place_fails(project: Project, cfdb: Run) -> None:
    project.phase(1, "one", "CREATE TABLE one ();", "DROP TABLE one;", probes={"p": "SELECT 1 WHERE false;"})
    found = cfdb("verify", "phase", "1").expect(1)
    assert "not applied" in found.out
    assert "cfdb apply phase 1" in found.out
    assert "is this the right target?" in cfdb("verify").expect(1).out, "a green check of the wrong server helps nobody"


def test_checklist_counts_where_transactions_are_impossible(project: Project, cfdb: Run) -> None:
    project.phase(
        1, "one", "-- cfdb: no-transaction\nCREATE TABLE one (id int);\nCREATE INDEX CONCURRENTLY i ON one (id);\n",
        "DROP TABLE one;", checklist='[brings]\ntables = ["one"]\nindexes = ["i"]\n',
    )  # fmt: skip
    cfdb("apply").expect(0)
    cfdb("verify").expect(0)


def test_resumed_change_is_not_held_against_half_of_what_it_brought(
    project: Project, database: Database, cfdb: Run
) -> None:
    """What the first run added is not seen by the second: that is a warning, and no failure."""
    text = "-- cfdb: no-transaction\nCREATE TABLE one (id int);\nSELECT {};\nCREATE TABLE two ();\nSELECT 1;\n"
    checklist = '[brings]\ntables = ["one", "two"]\n'
    project.phase(1, "one", text.format("nope"), "DROP TABLE one, two;", checklist=checklist)
    cfdb("apply").expect(2)
    project.phase(1, "one", text.format("2"), "DROP TABLE one, two;", checklist=checklist)
    cfdb("apply").expect(0)
    assert failed(outcomes(cfdb, 0)) == []


def test_partitions_come_and_go(project: Project, database: Database, cfdb: Run) -> None:
    """They are data: neither counted when a change makes them, nor missed when they are dropped."""
    project.phase(
        1,
        "sales",
        "CREATE TABLE sale (id int, day date, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);"
        "CREATE INDEX sale_day ON sale (day);"
        "CREATE TABLE sale_old PARTITION OF sale (CHECK (id > 0)) FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');"
        "CREATE INDEX sale_old_id ON sale_old (id);",
        checklist='[brings]\ntables = ["sale"]\nindexes = 1\nconstraint_indexes = 1\nprimary_keys = 1\nchecks = 0\n',
    )
    cfdb("apply").expect(0)
    database.run(
        "DROP TABLE sale_old; CREATE TABLE sale_new PARTITION OF sale FOR VALUES FROM ('2021-01-01') TO ('2022-01-01')"
    )
    cfdb("verify").expect(0)


def test_probes_of_the_database_wait_for_all_of_it(project: Project, cfdb: Run) -> None:
    """Those beside the phases speak of the whole, so they are run once the last change is in place."""
    project.phase(1, "one", "CREATE TABLE one (id int);")
    project.phase(2, "two", "CREATE TABLE two (id int);")
    project.write(
        "phases/main/probes/both_are_there.sql", "SELECT 1 FROM one, two; INSERT INTO two VALUES (1) RETURNING 'a';"
    )
    cfdb("apply", "phase", "1").expect(0)
    assert not [outcome for outcome in outcomes(cfdb, 0) if outcome["check"] == "probe"]
    cfdb("apply", "phase", "2").expect(0)
    probes = [outcome for outcome in outcomes(cfdb, 1) if outcome["check"] == "probe"]
    assert [(probe["subject"], probe["found"]) for probe in probes] == [("both are there", "a")]


def test_precondition_stops_before_its_change(project: Project, database: Database, cfdb: Run) -> None:
    """What came before it stays; what it says is in the error; where it holds, the run goes on."""
    project.migration("001", "rows", "CREATE TABLE item (moved boolean); INSERT INTO item VALUES (false);")
    project.migration("002", "clean", "-- cfdb: irreversible: an example\nDROP TABLE item;")
    asked = "SELECT count(*) || ' items have not been moved' FROM item WHERE NOT moved HAVING count(*) > 0;"
    project.write("migrations/main/preconditions_002/all_moved.sql", asked)
    refused = cfdb("apply").expect(1)
    assert "migration 002 is not ready: 1 items have not been moved" in refused.err
    assert "all_moved.sql" in refused.err
    assert database.applied() == ["migration 001"]
    assert database.events()[-1] == ("apply", "migration 002", "failed")
    database.run("UPDATE item SET moved = true")
    cfdb("apply").expect(0)
    assert database.tables() == set()
