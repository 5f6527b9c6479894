"""Promise 11: standard output is the result, standard error the progress, and the exit code says how it went.

It is about cfdb's streams: on the newest PostgreSQL alone.
"""

import json
import sys
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from stage import LOCK, Database, Project, Run, Server, Spawn

pytestmark = pytest.mark.newest

JSON = ("--format", "json")


@pytest.fixture
def small(project: Project) -> Project:
    project.phase(
        1, "one", "CREATE TABLE one (id int PRIMARY KEY);", "DROP TABLE one;",
        checklist='[brings]\ntables = ["one"]\n', probes={"it_is_empty": "SELECT 'a row' FROM one;"},
    )  # fmt: skip
    project.phase(2, "two", "CREATE TABLE two (id int REFERENCES one);", "DROP TABLE two;", depends_on=[1])
    return project


def test_every_command_answers_with_one_document(small: Project, database: Database, cfdb: Run) -> None:
    """In the order of a day's work; nothing but the document on standard output, nothing of it on standard error."""
    steps = [
        (("validate",), 0, {"databases", "findings"}),
        (("plan",), 0, {"steps", "in_place"}),
        (("plan", "--sql"), 0, {"steps", "sql"}),
        (("apply", "--dry-run"), 0, {"steps"}),
        (("status",), 1, {"changes"}),
        (("apply",), 0, {"steps", "in_place", "verdicts"}),
        (("apply",), 0, {"steps", "in_place", "verdicts"}),
        (("status",), 0, {"changes"}),
        (("verify",), 0, {"verdicts"}),
        (("history",), 0, {"events"}),
        (("plan", "--rollback", "phase", "1"), 0, {"steps"}),
        (("repair", "phase", "1"), 0, {"repaired"}),
        (("rollback", "phase", "2"), 0, {"steps"}),
        (("rollback", "--all", "--dry-run"), 0, {"steps"}),
        (("rollback", "--all"), 0, {"steps"}),
        (("rollback", "--all"), 0, {"steps"}),
    ]
    for words, code, keys in steps:
        found = cfdb(*words, *JSON).expect(code)
        document = found.json
        assert document["schema_version"] == 1, words
        assert document["ok"] is (code == 0), words
        assert document["command"] in (words[0], "plan"), words
        assert keys <= document.keys(), words
        assert "schema_version" not in found.err


FAILURES: dict[str, tuple[tuple[str, ...], int, str]] = {
    "unknown option": (("apply", "--nope"), 64, "usage"),
    "unknown command": (("aply",), 64, "usage"),
    "bad value": (("apply", "--wait", "soon"), 64, "usage"),
    "unknown format": (("status", "--env", "nope"), 64, "usage"),
    "unknown change": (("apply", "phase", "9"), 64, "unknown-change"),
    "unknown kind": (("apply", "fase", "1"), 64, "usage"),
    "unknown database": (("apply", "--database", "nope"), 64, "usage"),
    "no project": (("apply", "--project", "/"), 64, "bad-project"),
    "bad scheme": (("apply", "--url", "mysql://host/db"), 64, "bad-target"),
    "no server": (("apply", "--url", "postgresql://u@127.0.0.1:1/db"), 2, "connection"),
    "refused": (("rollback", "phase", "1"), 1, "refused"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_every_failure_is_one_document_too(name: str, small: Project, database: Database, cfdb: Run) -> None:
    """Also where the command line itself is wrong; without --format the same is said on standard error."""
    cfdb("apply").expect(0)
    database.run("INSERT INTO one VALUES (1)")
    words, code, kind = FAILURES[name]
    found = cfdb(*words, *JSON).expect(code)
    document = found.json
    assert (document["schema_version"], document["ok"], document["exit_code"]) == (1, False, code)
    assert document["error"]["code"] == kind
    assert document["error"]["message"]
    text = cfdb(*words).expect(code)
    assert text.out == ""
    assert f"error: {document['error']['message']}" in text.err
    assert cfdb(*words, "--format=json").expect(code).json == document


def test_exit_codes(small: Project, database: Database, cfdb: Run) -> None:
    """0 ok, 1 findings, 2 failed, 4 locked, 64 usage: as a shell script sees them."""
    cfdb("status").expect(1)
    cfdb("apply").expect(0)
    cfdb("status").expect(0)
    database.run("INSERT INTO one VALUES (1)")
    cfdb("verify").expect(1)
    small.migration("001", "broken", "SELECT nope;")
    cfdb("apply").expect(2)
    with database.connect() as holder:
        holder.execute(f"SELECT pg_advisory_lock({LOCK})".encode())
        cfdb("apply", "--wait", "0").expect(4)
    cfdb("apply", "phase", "x").expect(64)


def test_failed_checks_after_apply_fail_it(project: Project, database: Database, cfdb: Run) -> None:
    """The change stays in place, the exit code is 1 and the document says which check it was."""
    project.phase(1, "one", "CREATE TABLE one ();", "DROP TABLE one;", checklist="[brings]\ntables = 2\n")
    found = cfdb("apply", *JSON).expect(1)
    assert found.json["ok"] is False
    assert [outcome["subject"] for outcome in found.json["verdicts"][0]["outcomes"] if not outcome["passed"]] == [
        "tables"
    ]
    assert database.exists("one")
    cfdb("rollback", "--all").expect(0)
    cfdb("apply", "--no-verify").expect(0)


def test_channels_of_a_process(small: Project, spawn: Spawn) -> None:
    """As in a pipe: no colours, no cursor movements, whole lines."""
    found = spawn("apply").wait().expect(0)
    assert "\x1b" not in found.out + found.err
    assert "✓ phase 1 one" in found.err
    assert "2 applied in" in found.out
    assert "target: " in found.err
    assert "phase 1 one  " not in found.out
    assert json.loads(spawn("status", *JSON).wait().expect(0).out)["ok"] is True
    failed = spawn("verify", "phase", "7").wait().expect(64)
    assert failed.out == ""


def test_reader_that_goes_away_is_no_error(small: Project, spawn: Spawn) -> None:
    """`cfdb status | head -1`."""
    running = spawn("status")
    assert running.process.stdout
    running.process.stdout.close()
    assert running.process.stderr
    err = running.process.stderr.read()
    running.process.wait(20)
    assert "Traceback" not in err
    assert "BrokenPipe" not in err


def test_ascii_terminal(small: Project, spawn: Spawn) -> None:
    """A terminal that knows no ✓ gets a question mark, and no traceback."""
    spawn("apply", environment={"PYTHONIOENCODING": "ascii", "LC_ALL": "C"}).wait().expect(0)


def junit(text: str) -> ElementTree.Element:
    root = ElementTree.fromstring(text)
    assert root.tag == "testsuites"
    cases = root.findall(".//testcase")
    failures = root.findall(".//failure")
    assert int(root.attrib["tests"]) == len(cases)
    assert int(root.attrib["failures"]) == len(failures)
    for suite in root.findall("testsuite"):
        assert int(suite.attrib["tests"]) == len(suite.findall("testcase"))
        assert int(suite.attrib["failures"]) == len(suite.findall(".//failure"))
    return root


def test_junit(small: Project, database: Database, cfdb: Run) -> None:
    """It parses, it counts, and a failure says what was expected where."""
    cfdb("apply").expect(0)
    good = junit(cfdb("verify", "--format", "junit").expect(0).out)
    assert int(good.attrib["tests"]) >= 3
    assert good.attrib["failures"] == "0"
    database.run('INSERT INTO one VALUES (1); ALTER TABLE one RENAME TO "<&>"; CREATE VIEW one AS SELECT * FROM "<&>"')
    bad = junit(cfdb("verify", "--format", "junit").expect(1).out)
    failures = {failure.attrib["message"]: failure for failure in bad.iter("failure")}
    assert "expected no problem, found a row" in failures
    assert "it_is_empty.sql" in (failures["expected no problem, found a row"].text or "")


def test_document_of_a_failed_statement_in_utf_8(project: Project, spawn: Spawn) -> None:
    project.migration("001", "wröng", "SELECT 'ü🚀', wröng;")
    found = spawn("apply", *JSON, environment={"PYTHONUTF8": "1"}).wait().expect(2)
    error = json.loads(found.out)["error"]
    assert error["statement"] == "SELECT 'ü🚀', wröng"
    assert error["file"] == "migrations/main/001_wröng.sql"


def test_no_color_without_being_asked(small: Project, cfdb: Run) -> None:
    for words in (("plan",), ("apply",), ("status",), ("verify",), ("history",)):
        found = cfdb(*words)
        assert "\x1b" not in found.out + found.err


@pytest.mark.parametrize(
    ("url", "code", "said", "hint"),
    [
        ("postgresql://postgres@nohost.invalid/db", 2, "nohost.invalid", "check the host's name"),
        ("postgresql://postgres@127.0.0.1:1/db", 2, "refused", "is the server running there"),
        ("postgresql://postgres@/db?host=/nowhere", 2, "/nowhere", "is the server running there"),
        ("oracle://host/db", 64, "scheme 'oracle' is not known", "postgresql"),
        ("nonsense", 64, "expected scheme://", "for example postgresql://"),
        ("", 64, "expected scheme://", "for example postgresql://"),
        ("postgresql://host:port/db", 64, "number as port", "for example"),
        ("postgresql://127.0.0.1:99999/db", 2, "99999", "hint"),
        ("postgresql://127.0.0.1/db?nope=1", 64, "option", "sslmode"),
    ],
)  # fmt: skip
def test_target_that_is_not_there(url: str, code: int, said: str, hint: str, small: Project, cfdb: Run) -> None:
    """One clear message, and the next step."""
    for words in (("apply",), ("status",)):
        found = cfdb(*words, "--url", url).expect(code)
        assert said in found.err
        assert hint in found.err
        assert len(found.err.splitlines()) <= 4
        assert found.out == ""


def test_database_that_is_missing(small: Project, server: Server, cfdb: Run) -> None:
    found = cfdb("apply", "--url", server.on("no such one")).expect(2)
    assert "database 'no such one' does not exist" in found.err
    assert "createdb" in found.err
    assert cfdb("apply", "--url", server.on("nope"), *JSON).expect(2).json["error"]["code"] == "database-missing"


def test_role_that_is_missing(small: Project, server: Server, cfdb: Run) -> None:
    found = cfdb("status", "--url", server.on("postgres", user="nobody_here")).expect(2)
    assert "nobody_here" in found.err
    assert "hint: name the user in the URL" in found.err


@pytest.mark.parametrize(
    ("words", "near"),
    [(("aply",), "apply"), (("apply", "--dry-rum"), "--dry-run"), (("apply", "fase", "1"), "phase")],
)
def test_slip_of_the_finger(words: tuple[str, ...], near: str, small: Project, cfdb: Run) -> None:
    found = cfdb(*words).expect(64)
    assert near in found.err


def test_environment_variables_choose_the_target(
    small: Project, database: Database, make_project: Callable[..., Project], monkeypatch: pytest.MonkeyPatch, cfdb: Run
) -> None:
    """--url before CFDB_URL before DATABASE_URL before cfdb.toml."""
    broken = "postgresql://u@127.0.0.1:1/db"
    monkeypatch.setenv("DATABASE_URL", broken)
    cfdb("status").expect(2)
    monkeypatch.setenv("CFDB_URL", database.url)
    cfdb("status").expect(1)
    cfdb("status", "--url", broken).expect(2)
    monkeypatch.delenv("CFDB_URL")
    cfdb("apply", "--url", database.url).expect(0)
    assert "cfdb" not in sys.argv[0]
