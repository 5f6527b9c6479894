"""Promise 2: a change is in place as a whole or not at all, and an error says where it is.

Cases are files in tests/cases/failures; CFDB_REWRITE_CASES=1 writes their expectations anew.
"""

import re
from pathlib import Path

import pytest
from case_files import assert_as_expected, assert_no_orphans, each, found_in
from stage import Database, Project, Run

SCRIPTS = found_in("failures", "*.sql")

BASE = """
CREATE TABLE person (id int PRIMARY KEY, name text NOT NULL);
INSERT INTO person VALUES (1, 'first');
CREATE VIEW persons AS SELECT * FROM person;
"""


def message(text: str) -> str:
    """The error as it is printed, from `error:` on."""
    return text[text.index("error: ") :]


@each(SCRIPTS)
def test_failure(case: Path, project: Project, database: Database, cfdb: Run) -> None:
    """Nothing of the failed change is left, the one before it stays, and the message is the one beside the case."""
    project.migration("001", "base", BASE)
    project.migration("002", "case", case.read_bytes())
    project.migration("003", "later", "CREATE TABLE later ();")
    cfdb("apply", "migration", "1").expect(0)
    before = database.catalog()
    found = cfdb("apply").expect(2)
    assert database.applied() == ["migration 001"]
    assert database.rows("SELECT * FROM person") == [(1, "first")]
    assert before.differences(database.catalog()) == []
    assert database.events() == [("apply", "migration 001", "done"), ("apply", "migration 002", "failed")]
    told = message(found.err)
    assert len(told.splitlines()) <= 15
    assert_as_expected(case, told)


def test_every_expectation_has_its_case() -> None:
    assert_no_orphans(SCRIPTS)


def test_earlier_changes_of_the_run_stay(project: Project, database: Database, cfdb: Run) -> None:
    """Two of four are in place, the third is not, the fourth is not tried; mended, the rest follows."""
    for number in (1, 2, 4):
        project.migration(f"00{number}", "fine", f"CREATE TABLE t{number} (id int);")
    project.migration("003", "broken", "CREATE TABLE t3 (id int); INSERT INTO t3 VALUES ('three');")
    found = cfdb("apply").expect(2)
    assert "migrations/main/003_broken.sql:1:" in found.err
    assert re.search(r"✓ migration 002", found.err)
    assert re.search(r"✗ migration 003 broken", found.err)
    assert "✓ migration 003" not in found.err
    assert database.tables() == {"t1", "t2"}
    assert database.applied() == ["migration 001", "migration 002"]
    history = cfdb("history", "--format", "json").expect(0).json["events"]
    assert [(event["change"], event["outcome"]) for event in history] == [
        ("migration 001", "done"),
        ("migration 002", "done"),
        ("migration 003", "failed"),
    ]
    assert "invalid input syntax" in history[-1]["detail"]
    assert "003_broken.sql:1" in history[-1]["detail"]
    project.migration("003", "broken", "CREATE TABLE t3 (id int);")
    cfdb("apply").expect(0)
    assert database.tables() == {"t1", "t2", "t3", "t4"}


def test_ledger_row_is_within_the_transaction(project: Project, database: Database, cfdb: Run) -> None:
    """Where the ledger cannot be written, the change is not in place either."""
    project.migration("001", "first", "CREATE TABLE first ();")
    cfdb("apply").expect(0)
    database.run("ALTER TABLE cfdb.change ADD CHECK (change <> 'migration 002')")
    project.migration("002", "second", "CREATE TABLE second ();")
    found = cfdb("apply").expect(2)
    assert database.tables() == {"first"}
    assert "violates check constraint" in found.err


def test_second_file_of_a_service(project: Project, database: Database, cfdb: Run) -> None:
    """Files of a service are one transaction; the error names the file it is in, and the line there."""
    project.service(
        "shop",
        {
            "customer": "-- für Kunden\nCREATE TABLE customer (id int PRIMARY KEY)",
            "invoice": "CREATE TABLE invoice (customer int REFERENCES customer);\n\n"
            "INSERT INTO invoice VALUES (NULL);\nINSERT INTO invoice VALUES (7);\n",
            "zero": "CREATE TABLE zero ();",
        },
    )
    found = cfdb("apply").expect(2)
    assert "--> schema/main/shop/invoice.sql:4:1\n" in found.err
    assert "4 | INSERT INTO invoice VALUES (7);" in found.err
    assert "SQLSTATE 23503" in found.err
    assert database.tables() == set()


def test_syntax_error_in_the_second_file_of_a_phase_is_at_its_own_line(
    project: Project, database: Database, cfdb: Run
) -> None:
    """Position counted by the server from the start of the message, with the files before it in it."""
    project.service(
        "shop",
        {
            "customer": "-- für 🚀\nCREATE TABLE customer (id int PRIMARY KEY);\n",
            "invoice": "CREATE TABLE invoice (customer int REFERENCES customer);\n\nSELECT 'ü', wrong\nFROM invoice;",
        },
    )
    found = cfdb("apply").expect(2)
    assert "--> schema/main/shop/invoice.sql:3:13\n" in found.err
    assert database.tables() == set()


@pytest.mark.parametrize(
    ("last", "place"),
    [
        ("SELECT 'ü🚀', wrong FROM big;", "120003:14"),
        ("SELECT 1;\nINSERT INTO big VALUES (7, 'twice');", "120004:1"),
        ("SELECT 1 +;", "120003:11"),
    ],
    ids=["position", "no position", "syntax"],
)
def test_large_file_has_the_right_line(last: str, place: str, project: Project, database: Database, cfdb: Run) -> None:
    """Above 1 MiB a script travels in several messages."""
    rows = "".join(f"INSERT INTO big VALUES ({n}, 'ä🚀; --');\n" for n in range(120_000))
    text = f"CREATE TABLE big (id int PRIMARY KEY, name text);\n{rows}\n{last}\n"
    assert len(text.encode()) > 4 << 20
    project.migration("001", "big", text)
    found = cfdb("apply").expect(2)
    assert f"migrations/main/001_big.sql:{place}\n" in found.err
    assert last.splitlines()[-1] in found.err
    assert database.tables() == set()
    assert database.applied() == []


def test_large_file_is_applied(project: Project, database: Database, cfdb: Run) -> None:
    rows = "".join(f"INSERT INTO big VALUES ({n}, 'ä🚀; --');\n" for n in range(50_000))
    project.migration("001", "big", f"CREATE TABLE big (id int, name text);\n{rows}")
    cfdb("apply").expect(0)
    assert database.value("SELECT count(*) FROM big") == 50_000


def test_failure_is_one_json_document(project: Project, cfdb: Run) -> None:
    project.migration("001", "broken", "CREATE TABLE t (id int);\nSELECT 'ü', nope FROM t;\n")
    found = cfdb("apply", "--format", "json").expect(2)
    error = found.json["error"]
    assert found.json["ok"] is False
    assert (error["file"], error["line"], error["column"]) == ("migrations/main/001_broken.sql", 2, 13)
    assert error["sqlstate"] == "42703"
    assert error["statement"] == "SELECT 'ü', nope FROM t"


def test_all_unfit_files_are_told_before_the_first_one_runs(project: Project, database: Database, cfdb: Run) -> None:
    project.migration("001", "fine", "CREATE TABLE fine ();")
    project.migration("002", "commits", "CREATE TABLE t ();\nCOMMIT;")
    project.migration("003", "psql", "\\i other.sql\n")
    found = cfdb("apply").expect(64)
    assert "nothing was run" in found.err
    assert "002_commits.sql:2:1" in found.err
    assert "003_psql.sql:1:1" in found.err
    assert database.tables() == set()
    assert database.applied() == []


def test_statement_that_refuses_a_transaction_says_how_to_run_it(project: Project, cfdb: Run) -> None:
    project.migration("001", "vacuum", "CREATE TABLE t ();\nVACUUM t;\n")
    found = cfdb("apply").expect(2)
    assert "001_vacuum.sql:2:1" in found.err
    assert "SQLSTATE 25001" in found.err
    assert "hint: " in message(found.err)
    assert "-- cfdb: no-transaction" in message(found.err)


def test_file_that_stops_in_mid_statement_is_not_blamed_for_our_semicolon(project: Project, cfdb: Run) -> None:
    """cfdb ends the last statement itself: the semicolon that the server complains of is in no file."""
    project.migration("001", "open", "CREATE TABLE open (\n    id int\n")
    found = cfdb("apply").expect(2)
    assert 'near ";"' not in found.err
    assert "end of input" in found.err
