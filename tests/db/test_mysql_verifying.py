"""Probes, preconditions, checklists, validate and test on MySQL."""

import pytest
from stage import MySQLDatabase, Project, Run

ITEM = "CREATE TABLE item (id int PRIMARY KEY, n int NOT NULL DEFAULT 1, CONSTRAINT positive CHECK (n > 0));"
UNDO = "DROP TABLE item;"


def probe(cfdb: Run, project: Project, text: str) -> tuple[bool, str, int | None]:
    """Whether a probe of migration 001 passes, what it found, and its line."""
    project.write("migrations/main/probes_001/it_holds.sql", text)
    found = cfdb("verify", "migration", "1", "--format", "json")
    assert found.code in (0, 1), found.err
    (outcome,) = (
        each for verdict in found.json["verdicts"] for each in verdict["outcomes"] if each["check"] == "probe"
    )
    return outcome["passed"], outcome["found"], outcome.get("line")


@pytest.fixture
def item(mysql_project: Project, cfdb: Run) -> Project:
    mysql_project.migration("001", "item", ITEM, UNDO)
    cfdb("apply").expect(0)
    return mysql_project


FINE = {
    "no rows": "SELECT 'x' FROM item;",
    "rows of its own": "INSERT INTO item VALUES (1, 1);\nSELECT 'lost' FROM item HAVING count(*) <> 1;",
    "fails as said": "INSERT INTO item (id) VALUES (1);\n-- fails: 1062\nINSERT INTO item (id) VALUES (1);",
    "SQLSTATE": "INSERT INTO item (id) VALUES (1);\n-- fails: 23000\nINSERT INTO item (id) VALUES (1);",
    "either": "-- fails: 3819, 4025\nINSERT INTO item VALUES (1, -1);",
    "temporary table": "CREATE TEMPORARY TABLE tmp (id int);\nSELECT 'x' FROM tmp;",
    "settings": "SET foreign_key_checks = 0;\nSET @a = 1;\nSELECT 'x' FROM DUAL WHERE @a <> 1;",
    "a procedure": "CALL looks();",
}


@pytest.mark.parametrize("name", FINE)
def test_probe_that_passes(name: str, item: Project, mysql: MySQLDatabase, cfdb: Run) -> None:
    mysql.run("CREATE PROCEDURE looks() BEGIN DECLARE n int; SELECT count(*) INTO n FROM item; END")
    assert probe(cfdb, item, FINE[name]) == (True, "no problem", None)
    assert mysql.rows("SELECT * FROM item") == []


PROBLEMS = {
    "a row": ("SELECT 'nobody is here';", "nobody is here", None),
    "rows": ("SELECT 'a' UNION ALL SELECT NULL UNION ALL SELECT 3;", "a; NULL; 3", None),
    "binary": ("SELECT x'C3A4';", "ä", None),
    "of a procedure": ("CALL says();", "first; second", None),
    "an error": ("SELECT 1 FROM item WHERE 0;\n\nSELECT nope;", "Unknown column 'nope' in 'SELECT' (1054)", 3),
    "did not fail": (
        "-- fails: 1062\nINSERT INTO item (id) VALUES (1);", "line 2: expected to fail with 1062, and did not", None,
    ),
    "failed otherwise": ("-- fails: 1062\nINSERT INTO item VALUES (1, -1);", "CONSTRAINT `positive` failed", 2),
    "commits": (
        "CALL commits();\nSELECT 'not reached';",
        "line 1: CALL commits: what the probe has changed stays changed",
        None,
    ),
    "no transactions": (
        "INSERT INTO old VALUES (1);", "a table without transactions was changed, and stays changed", None,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PROBLEMS)
def test_probe_that_finds_a_problem(name: str, item: Project, mysql: MySQLDatabase, cfdb: Run) -> None:
    """Every row, every error, and whatever could not be rolled back."""
    mysql.run(
        "CREATE PROCEDURE says() BEGIN SELECT 'first'; SELECT 'second'; END",
        "CREATE PROCEDURE commits() BEGIN SELECT 1 FROM item; COMMIT; END",
        "CREATE TABLE old (id int) ENGINE = MyISAM",
    )
    text, words, line = PROBLEMS[name]
    passed, found, at = probe(cfdb, item, text)
    assert not passed
    assert words in found
    assert at == line
    assert mysql.rows("SELECT * FROM item") == []


@pytest.mark.parametrize(
    "text",
    [
        "CREATE TABLE x (id int);",
        "INSERT INTO item VALUES (1, 1);\nALTER TABLE item ADD x int;",
        "DROP TABLE item;",
        "TRUNCATE item;",
        "INSERT INTO item VALUES (1, 1);\nCOMMIT;",
        "SET STATEMENT max_statement_time = 0 FOR DROP TABLE item;",
        "SET GLOBAL max_connections = 99;",
        "SET PASSWORD = '';",
        "LOCK TABLES item WRITE;",
        "GRANT SELECT ON *.* TO x;",
    ],
)
def test_probe_that_would_outlive_its_rollback_is_refused(
    text: str, item: Project, mysql: MySQLDatabase, cfdb: Run
) -> None:
    """Before any of it is sent, with file and line."""
    before = mysql.catalog()
    item.write("migrations/main/probes_001/harms.sql", text)
    found = cfdb("verify").expect(64)
    assert f"harms.sql:{text.count(chr(10), 0, len(text) - 1) + 1}" in found.err
    assert "2 problems" not in found.err
    assert before.differences(mysql.catalog()) == []
    assert mysql.rows("SELECT * FROM item") == []


def test_budget(item: Project, cfdb: Run) -> None:
    """The time of one statement; over it is a warning, or a failure where that is wanted."""
    item.write(
        "migrations/main/probes_001/fast.sql",
        "-- budget: 1.5s\nSELECT 'x' FROM item;\n-- budget: 10ms\nDO SLEEP(0.05);\n-- budget: 2s\nDO SLEEP(0.01);\n",
    )
    found = cfdb("verify").expect(0)
    assert "at most 10 ms" in found.out
    assert "at most 1500 ms" not in found.out
    assert "at most 2000 ms" not in found.out
    cfdb("verify", "--strict-budgets").expect(1)


def test_precondition_stops_before_anything_ran(mysql_project: Project, mysql: MySQLDatabase, cfdb: Run) -> None:
    """Each row is a reason not to apply; the changes before it stay."""
    mysql_project.migration("001", "item", ITEM, UNDO)
    mysql_project.migration("002", "narrow", "CREATE TABLE second (id int);\nALTER TABLE item ADD UNIQUE (n);\n")
    mysql_project.write(
        "migrations/main/preconditions_002/unique.sql",
        "SELECT CONCAT('n = ', n, ' is there ', count(*), ' times') FROM item GROUP BY n HAVING count(*) > 1;",
    )
    cfdb("apply", "migration", "1").expect(0)
    mysql.run("INSERT INTO item VALUES (1, 7), (2, 7), (3, 8)")
    found = cfdb("apply").expect(1)
    assert "migration 002 is not ready: n = 7 is there 2 times" in found.err
    assert "unique.sql" in found.err
    assert mysql.tables() == {"item"}
    assert mysql.applied() == ["migration 001"]
    mysql.run("DELETE FROM item WHERE id = 2")
    cfdb("apply").expect(0)


EVERYTHING = """
CREATE TABLE base (id int PRIMARY KEY, email varchar(20), data json, UNIQUE KEY once (email),
    CONSTRAINT positive CHECK (id > 0));
CREATE TABLE child (id int PRIMARY KEY, base_id int, CONSTRAINT parent FOREIGN KEY (base_id) REFERENCES base (id));
CREATE INDEX more ON base (email, id);
CREATE VIEW seen AS SELECT * FROM base;
CREATE FUNCTION one() RETURNS int DETERMINISTIC RETURN 1;
CREATE PROCEDURE work() SELECT 1;
CREATE TRIGGER watch BEFORE INSERT ON base FOR EACH ROW SET NEW.email = LOWER(NEW.email);
CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY DISABLE DO SELECT 1;
INSERT INTO base (id, email) VALUES (1, 'A@b.c'), (2, 'd@e.f');
"""
UNDO_EVERYTHING = """
DROP EVENT nightly;
DROP PROCEDURE work;
DROP FUNCTION one;
DROP VIEW seen;
DROP TABLE child, base;
"""
CHECKLIST = """
[brings]
tables = ["base", "child"]
views = ["seen"]
indexes = ["more", "parent"]
constraint_indexes = 3
all_indexes = 5
functions = ["one"]
procedures = ["work"]
triggers = ["watch"]
events = ["nightly"]
primary_keys = 2
foreign_keys = ["parent"]
unique_constraints = ["once"]
checks = ["positive"]

[rows]
base = 2
child = 0
"""


def test_checklist_counts_each_kind(mysql_project: Project, mysql: MySQLDatabase, cfdb: Run) -> None:
    """What the change brought, and nothing that was there before or came later."""
    mysql.run(ITEM)
    mysql_project.migration("001", "everything", EVERYTHING, UNDO_EVERYTHING)
    mysql_project.write("migrations/main/checklist_001.toml", CHECKLIST)
    found = cfdb("apply").expect(0)
    assert "16 of 16 checks passed" in found.out
    mysql.run("CREATE TABLE later (id int PRIMARY KEY)")
    cfdb("verify").expect(0)
    mysql.run("DROP EVENT nightly", "ALTER TABLE base DROP CONSTRAINT positive")
    broken = cfdb("verify").expect(1)
    assert "gone: " in broken.out
    assert "nightly" in broken.out
    assert "positive" in broken.out


def test_resumed_change_says_what_it_cannot_count(mysql_project: Project, mysql: MySQLDatabase, cfdb: Run) -> None:
    """What the first run had added is not told apart from what was there: no wrong count."""
    mysql_project.migration("001", "two", "CREATE TABLE a (id int);\nnope;\n", "DROP TABLE b, a;")
    mysql_project.write("migrations/main/checklist_001.toml", '[brings]\ntables = ["a", "b"]\n')
    cfdb("apply").expect(2)
    mysql_project.migration("001", "two", "CREATE TABLE a (id int);\nCREATE TABLE b (id int);\n", "DROP TABLE b, a;")
    found = cfdb("apply")
    assert mysql.applied() == ["migration 001"]
    assert "expected 2, found 1" not in found.out


def test_proof(mysql_project: Project, cfdb: Run) -> None:
    """`cfdb test` on a server of its own: apply, verify, roll back, compare, apply again."""
    mysql_project.migration("001", "everything", EVERYTHING, UNDO_EVERYTHING)
    mysql_project.write("migrations/main/checklist_001.toml", CHECKLIST)
    mysql_project.migration("002", "later", "ALTER TABLE child ADD note text;", "ALTER TABLE child DROP note;")
    found = cfdb("test").expect(0)
    assert "18 of 18 checks passed" in found.out
    mysql_project.migration("002", "later", "ALTER TABLE child ADD note text;", "SELECT 1;")
    left = cfdb("test").expect(1)
    assert "columns: child.note is left over" in left.out


def test_validate(mysql_project: Project, cfdb: Run) -> None:
    """Clean where it is; what cfdb's own parser does not know is a doubt, what no server could run an error."""
    mysql_project.migration("001", "everything", EVERYTHING, UNDO_EVERYTHING)
    assert "0 errors" in cfdb("validate").expect(0).out
    mysql_project.migration("002", "later", "CREATE TABLE t (id int;\n", "DROP TABLE t;")
    doubted = cfdb("validate").expect(0)
    assert "1 warning" in doubted.out + doubted.err
    assert "002_later.sql:1" in doubted.out + doubted.err
    mysql_project.migration("003", "torn", "CREATE PROCEDURE p() BEGIN SELECT 1; END;\n", "DROP PROCEDURE p;")
    torn = cfdb("validate")
    assert torn.code != 0
    assert "003_torn.sql:1" in torn.out + torn.err
    assert "DELIMITER" in torn.out + torn.err
