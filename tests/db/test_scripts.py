"""What may stand in a file, and what is refused before anything runs.

How scripts are split and sent is up to cfdb: on the newest PostgreSQL alone.
"""

import pytest
from stage import Database, Project, Run

pytestmark = pytest.mark.newest


def test_copy_with_rows(project: Project, database: Database, cfdb: Run) -> None:
    """As pg_dump writes them: several blocks, an empty one, tabs, backslashes, umlauts, CSV, statements between."""
    project.migration(
        "001",
        "copy",
        "CREATE TABLE t (id int, name text);\n"
        "COPY t (id, name) FROM stdin;\n"
        "1\tplain\n2\ta\\tb\\\\c\\nd\n3\tüñ🚀\n4\t\\N\n5\t\n6\t; -- ' $$ /* \\\\.\n\\.\n"
        "\n"
        "COPY t FROM stdin;\n\\.\n"
        "INSERT INTO t VALUES (7, 'between');\n"
        'COPY public.t FROM STDIN WITH (FORMAT csv, HEADER);\nid,name\n8,"a ""b"", c"\n9,\n\\.\n'
        "CREATE INDEX i ON t (id);\n",
        "DROP TABLE t;",
    )
    cfdb("apply").expect(0)
    assert database.rows("SELECT id, name FROM t ORDER BY id") == [
        (1, "plain"),
        (2, "a\tb\\c\nd"),
        (3, "üñ🚀"),
        (4, None),
        (5, ""),
        (6, "; -- ' $$ /* \\."),
        (7, "between"),
        (8, 'a "b", c'),
        (9, None),
    ]


def test_rows_at_the_very_end(project: Project, database: Database, cfdb: Run) -> None:
    """Nothing stands behind the one block of the file."""
    project.migration("001", "copy", "CREATE TABLE t (id int);\nCOPY t FROM stdin;\n1\n2\n\\.\n")
    project.migration("002", "only", "COPY t FROM stdin;\n3\n\\.", "COPY t FROM stdin;\n4\n\\.\n")
    cfdb("apply").expect(0)
    assert database.column("SELECT id FROM t ORDER BY id") == [1, 2, 3]
    cfdb("rollback", "migration", "2").expect(0)
    assert database.column("SELECT id FROM t ORDER BY id") == [1, 2, 3, 4]


def test_copy_of_many_rows(project: Project, database: Database, cfdb: Run) -> None:
    """More than fits into one piece, with line ends of Windows."""
    rows = "".join(f"{n}\t{'ä' * 20}\r\n" for n in range(100_000))
    project.migration("001", "copy", f"CREATE TABLE t (id int, name text);\r\nCOPY t FROM stdin;\r\n{rows}\\.\r\n")
    cfdb("apply").expect(0)
    assert database.rows("SELECT count(*), count(DISTINCT name), max(length(name)) FROM t") == [(100_000, 1, 20)]


def test_copy_to_nobody(project: Project, database: Database, cfdb: Run) -> None:
    """COPY … TO STDOUT has no reader: it neither fails nor hangs, and its rows do not spoil the result."""
    project.migration("001", "copy", "COPY (SELECT generate_series(1, 100000)) TO STDOUT;\nCREATE TABLE t ();\n")
    found = cfdb("apply", "--format", "json").expect(0)
    assert found.json["ok"] is True
    assert database.exists("t")


UNFIT = {
    "psql include": ("SELECT 1;\n\\i other.sql\n", ":2:1", r"\i"),
    "psql connect": ("\\c other\n", ":1:1", r"\c"),
    "psql copy": ("SELECT 1;\n\n\\copy t from 'x'\n", ":3:1", r"\copy"),
    "commit": ("CREATE TABLE t ();\n  COMMIT;\n", ":2:3", "COMMIT"),
    "begin": ("BEGIN;\nCREATE TABLE t ();\nEND;\n", ":1:1", "BEGIN"),
    "rollback": ("CREATE TABLE t ();\nrollback /* x */;\n", ":2:1", "ROLLBACK"),
    "prepared transaction": ("SELECT 1;\nPREPARE TRANSACTION 'x';\n", ":2:1", "PREPARE TRANSACTION"),
    "open string": ("SELECT 1;\nSELECT 'open;\n", ":2:8", "close it with '"),
    "open dollar quote": ("DO $do$ BEGIN END;\n", ":1:4", "not closed"),
    "open comment": ("SELECT 1;\n/* /* */\n", ":2:1", "not closed"),
    "open copy": ("COPY t FROM stdin;\n1\n2\n", ":1:1", "COPY"),
}


@pytest.mark.parametrize("where", ["forward", "rollback"])
@pytest.mark.parametrize("name", UNFIT)
def test_unfit_script_is_refused_before_anything_runs(
    name: str, where: str, project: Project, database: Database, cfdb: Run
) -> None:
    """Also when it is the rollback that is unfit, and when only planning."""
    text, place, word = UNFIT[name]
    project.migration("001", "fine", "CREATE TABLE fine ();")
    if where == "forward":
        project.migration("002", "unfit", text)
    else:
        project.migration("002", "unfit", "SELECT 2;", text)
    file = "002_unfit.sql" if where == "forward" else "rollback_002.sql"
    for words in (("plan",), ("apply",)):
        found = cfdb(*words).expect(64)
        assert f"migrations/main/{file}{place}" in found.err
        assert word.lower() in found.err.lower()
        assert "hint: " in found.err
    assert database.tables() == set()
    assert database.applied() == []


BYTES = {
    "latin1": (b"SELECT 'ok';\nSELECT 'h\xfcbsch';\n", "not UTF-8 at byte 22 (0xfc)", "002_unfit.sql:2"),
    "utf-16": ("SELECT 1;\n".encode("utf-16"), "UTF-16", "002_unfit.sql:1"),
    "nul": (b"SELECT 1;\nSELECT 'a\0b';\n", "NUL byte at byte 19", "002_unfit.sql:2"),
    "empty": (b"", "is empty", "002_unfit.sql"),
    "blank": (b"\xef\xbb\xbf \r\n\r\n", "is empty", "002_unfit.sql"),
    "cut within a character": ("SELECT 'ü".encode()[:-1], "not UTF-8 at byte 8 (0xc3)", "002_unfit.sql:1"),
    "after a megabyte": (b"-- \xc3\xbc\n" + b"SELECT 1;\n" * 120_000 + b"\xff", "at byte 1200006 (0xff)", ":120002"),
    "surrogate": (b"SELECT '\xed\xa0\x80';", "not UTF-8 at byte 8 (0xed)", "002_unfit.sql:1"),
}  # fmt: skip


@pytest.mark.parametrize("name", BYTES)
def test_bytes_that_are_no_sql_are_refused(name: str, project: Project, database: Database, cfdb: Run) -> None:
    """The byte is named, so that a person can find what an editor hides."""
    text, said, place = BYTES[name]
    project.migration("001", "fine", "CREATE TABLE fine ();")
    project.migration("002", "unfit", text)
    found = cfdb("apply").expect(64)
    assert said in found.err
    assert place in found.err
    assert database.tables() == set()


def test_only_comments_is_a_change(project: Project, database: Database, cfdb: Run) -> None:
    """Somebody took a change back without renumbering: fine."""
    project.migration("001", "nothing", "-- this was a bad idea\n/* ; */\n")
    project.migration("002", "nothing", "-- cfdb: no-transaction\n-- nothing\n")
    cfdb("apply").expect(0)
    assert database.applied() == ["migration 001", "migration 002"]


def test_template(project: Project, database: Database, cfdb: Run) -> None:
    project.config(
        f'[databases.main]\nurl = "{database.url}"\n[databases.main.variables]\ndays = 30\nnames = ["a", "b"]\n'
    )
    project.migration(
        "001",
        "template",
        "-- cfdb: template\nCREATE TABLE t AS SELECT {{ days }} AS days, '{{ names | join('-') }}' AS names,\n"
        "'{{ owner }}' AS owner;\n",
        "-- cfdb: template\nDROP TABLE t; -- {{ owner }}\n",
    )
    found = cfdb("apply").expect(64)
    assert "owner" in found.err
    assert "001_template.sql" in found.err
    assert "--var" in found.err
    assert database.tables() == set()
    cfdb("apply", "--var", "owner=Jürgen", "--var", "days=7").expect(0)
    assert database.rows("SELECT * FROM t") == [(7, "a-b", "Jürgen")]
    # The ledger has what is written, not what a variable, perhaps a secret, made of it.
    assert "-- {{ owner }}" in database.value("SELECT rollback FROM cfdb.change")
    # What was applied is the file, not what a variable made of it.
    cfdb("status").expect(0)


def test_file_that_asks_for_no_template_is_sent_as_it_is(project: Project, database: Database, cfdb: Run) -> None:
    project.migration("001", "braces", "CREATE TABLE t AS SELECT '{{ days }} {% x %} %(y)s %s $1'::text AS a;\n")
    cfdb("apply").expect(0)
    assert database.value("SELECT a FROM t") == "{{ days }} {% x %} %(y)s %s $1"


def test_two_thousand_changes_on_a_stock_server(project: Project, database: Database, cfdb: Run) -> None:
    """In one transaction they would run out of locks (max_locks_per_transaction)."""
    count = 2000
    for n in range(1, count + 1):
        project.migration(f"{n:04}", "t", f"CREATE TABLE t{n} (id int PRIMARY KEY);", f"DROP TABLE t{n};")
    assert database.value("SHOW max_locks_per_transaction") == "64"
    cfdb("apply").expect(0)
    assert len(database.applied()) == len(database.tables()) == count
    assert f"nothing to do, {count:,} changes in place" in cfdb("apply").expect(0).out
    cfdb("rollback", "--all").expect(0)
    assert database.tables() == set()


def test_odd_but_valid_sql(project: Project, database: Database, cfdb: Run) -> None:
    """What naive splitters cut in the wrong place."""
    project.migration(
        "001",
        "odd",
        """
CREATE TABLE "a;b" ("x""y" int DEFAULT 1); /* ; /* nested ; */ ; */ -- ; '
CREATE FUNCTION f() RETURNS text LANGUAGE plpgsql AS $f$ BEGIN RETURN $$;$$ || ';' || E'\\';'; END $f$;
CREATE FUNCTION g(a int) RETURNS int BEGIN ATOMIC SELECT CASE WHEN a > 0 THEN 1 ELSE 2 END; END;
CREATE RULE r AS ON DELETE TO "a;b" DO INSTEAD (SELECT 1; SELECT 2;);
;;
INSERT INTO "a;b" VALUES (2)
""",
    )
    project.migration("002", "next", "CREATE TABLE next AS SELECT f() AS f, g(1) AS g")
    cfdb("apply").expect(0)
    assert database.rows("SELECT * FROM next") == [(";;';", 1)]
    assert database.rows('SELECT "x""y" FROM "a;b"') == [(2,)]
