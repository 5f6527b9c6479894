"""What stands in the way of a move is said before a row goes: all of it at once, with rows, and nothing is written."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from stage import Database, MakeProject, MySQLDatabase, MySQLServer, Project, Run, Server

Plan = Callable[..., Any]


@pytest.fixture
def move(make_project: MakeProject, postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> Project:
    made = make_project(postgres_url, dialect="mysql")
    monkeypatch.chdir(made.root)
    return made


@pytest.fixture
def plan(move: Project, mysql: MySQLDatabase, database: Database, cfdb: Run) -> Plan:
    """Plan `mapping` between tables that are made first. Returns the JSON document; the exit code fits it."""

    def run(mapping: str, legacy: str, new: str, *words: str, source: str = "") -> Any:
        mysql.run(*filter(None, map(str.strip, legacy.split(";"))))
        database.run(new)
        move.migration("001", "move", mapping)
        found = cfdb(
            "data",
            "plan",
            "migration",
            "001",
            "--from",
            source or mysql.url,
            "--format",
            "json",
            "--workers",
            "2",
            *words,
        )
        assert found.code in (0, 1), found.err
        assert found.json["ok"] == (found.code == 0)
        return found.json

    return run


def concerns(document: Any, weight: str = "refused") -> dict[tuple[str, str], Any]:
    return {(entry["subject"], entry["code"]): entry for entry in document["concerns"] if entry["weight"] == weight}


def rows(document: Any, weight: str = "refused") -> dict[tuple[str, str], tuple[int | None, str | None]]:
    return {key: (entry["rows"], entry["example"]) for key, entry in concerns(document, weight).items()}


USERS = "INSERT INTO users (id, name, born) SELECT id, name, born FROM user;"
NEW_USERS = "CREATE TABLE users (id int PRIMARY KEY, name varchar(5) NOT NULL, born date)"


def test_doubts_count_their_rows_and_name_one(plan: Plan) -> None:
    found = plan(
        USERS,
        "CREATE TABLE user (id int PRIMARY KEY, name varchar(50), born date);"
        "INSERT IGNORE INTO user VALUES (4, 'Anna', '2020-01-01'), (11, 'Bernhard', 0), (9, NULL, 0),"
        " (20, 'Alexander', NULL), (21, 'Eva', NULL)",
        NEW_USERS,
    )
    assert rows(found) == {
        ("users.born", "zero-date"): (2, "id 9"),
        ("users.name", "text-too-long"): (2, "id 11"),
        ("users.name", "null-into-not-null"): (1, "id 9"),
    }
    assert concerns(found)["users.born", "zero-date"]["can_be_allowed"]
    assert "--allow zero-date: NULL" in concerns(found)["users.born", "zero-date"]["hint"]
    assert not concerns(found)["users.name", "null-into-not-null"]["can_be_allowed"]


def test_what_is_allowed_by_name_is_not_refused(plan: Plan) -> None:
    found = plan(
        USERS,
        "CREATE TABLE user (id int PRIMARY KEY, name varchar(50) NOT NULL, born date);"
        "INSERT IGNORE INTO user VALUES (11, 'Bernhard', 0)",
        NEW_USERS,
        "--allow", "zero-date", "--allow", "text-too-long",
    )  # fmt: skip
    assert rows(found) == {}
    assert found["ok"]
    assert rows(found, "allowed") == {
        ("users.born", "zero-date"): (1, "id 11"), ("users.name", "text-too-long"): (1, "id 11"),
    }  # fmt: skip


def test_null_is_no_way_out_of_a_column_that_takes_none(plan: Plan) -> None:
    found = plan(
        "INSERT INTO t (id, born) SELECT id, born FROM t;",
        "CREATE TABLE t (id int PRIMARY KEY, born date NOT NULL); INSERT IGNORE INTO t VALUES (1, 0)",
        "CREATE TABLE t (id int PRIMARY KEY, born date NOT NULL)",
        "--allow", "zero-date",
    )  # fmt: skip
    assert rows(found) == {("t.born", "zero-date"): (1, "id 1")}
    assert not concerns(found)["t.born", "zero-date"]["can_be_allowed"]


def test_a_zero_date_becomes_what_the_hint_says(
    plan: Plan, cfdb: Run, mysql: MySQLDatabase, database: Database
) -> None:
    legacy = (
        "CREATE TABLE t (id int PRIMARY KEY, born date NOT NULL, at datetime NOT NULL);"
        "INSERT IGNORE INTO t VALUES (1, 0, 0), (2, '2020-02-29', '2020-02-29 01:02:03')"
    )
    new = "CREATE TABLE t (id int PRIMARY KEY, born date NOT NULL, at timestamp NOT NULL)"
    hint = "COALESCE(NULLIF({}, 0), DATE '1970-01-01')"
    refused = concerns(plan("INSERT INTO t (id, born, at) SELECT id, born, at FROM t;", legacy, new))
    assert hint.format("…") in refused["t.born", "zero-date"]["hint"]
    mapping = f"INSERT INTO t (id, born, at) SELECT id, {hint.format('born')}, {hint.format('at')} FROM t;"
    assert plan(mapping, "", "SELECT 1")["ok"]
    words = ("migration", "001", "--from", mysql.url)
    cfdb("data", "migrate", *words).expect(0)
    cfdb("data", "verify", *words).expect(0)
    assert database.rows("SELECT born::text, at::text FROM t ORDER BY id") == [
        ("1970-01-01", "1970-01-01 00:00:00"), ("2020-02-29", "2020-02-29 01:02:03"),
    ]  # fmt: skip


def test_lossy_casts_go_by_name(plan: Plan) -> None:
    found = plan(
        "INSERT INTO t (id, d, f, c) SELECT id, at, at, c FROM t;",
        "CREATE TABLE t (id int PRIMARY KEY, at datetime(6), c varchar(9));"
        "INSERT INTO t VALUES (1, '2020-01-01', 'a'), (2, '2020-01-01 10:00:00.000001', 'a  ')",
        "CREATE TABLE t (id int PRIMARY KEY, d date, f timestamp(3), c char(9))",
    )
    assert rows(found) == {
        ("t.d", "time-lost"): (1, "id 2"),
        ("t.f", "truncated-fraction"): (1, "id 2"),
        ("t.c", "trailing-spaces"): (1, "id 2"),
    }


def test_a_query_that_cannot_be_cut_is_scanned_as_a_whole(plan: Plan) -> None:
    found = plan(
        "INSERT INTO t (n, born) SELECT n, MIN(born) FROM t GROUP BY n;",
        "CREATE TABLE t (n int, born date); INSERT IGNORE INTO t VALUES (1, 0), (1, '2020-01-01'), (2, '2020-01-01')",
        "CREATE TABLE t (n int, born date)",
    )
    assert rows(found) == {("t.born", "zero-date"): (1, None)}
    assert "GROUP BY" in found["copies"][0]["one_chunk_because"]


def test_composite_keys_name_their_rows(plan: Plan) -> None:
    found = plan(
        "INSERT INTO t (a, d) SELECT a, d FROM t;",
        "CREATE TABLE t (a int, b varchar(9), d date, PRIMARY KEY (a, b)); INSERT IGNORE INTO t VALUES (3, 'x', 0)",
        "CREATE TABLE t (a int, d date)",
    )
    assert rows(found) == {("t.d", "zero-date"): (1, "a, b 3, x")}


PROBLEMS = """\
INSERT INTO missing (id) SELECT id FROM t;

INSERT INTO a (id, nothing, doubled) SELECT id, id, id FROM t;
INSERT INTO b (id) SELECT nowhere FROM t;
INSERT INTO c (id, place) SELECT id, place FROM t;
INSERT INTO d (id) SELECT id FROM t;
"""


def test_all_problems_come_at_once_with_their_places(plan: Plan) -> None:
    found = plan(
        PROBLEMS,
        "CREATE TABLE t (id int PRIMARY KEY, place point, born date); INSERT IGNORE INTO t VALUES (1, NULL, 0)",
        "CREATE TABLE a (id int, doubled int GENERATED ALWAYS AS (id * 2) STORED, need int NOT NULL);"
        "CREATE TABLE b (id int); CREATE TABLE c (id int, place int); CREATE VIEW d AS SELECT 1 AS id",
    )
    places = [(entry["line"], entry["message"]) for entry in found["concerns"]]
    assert [line for line, _ in places] == [1, 3, 3, 3, 4, 5, 6]
    assert [message for _, message in places[:4]] == [
        "the target has no table missing",
        "public.a has no column nothing",
        "public.a.doubled is generated",
        "nothing feeds need of public.a",
    ]
    assert "public.c.place: a geometry does not become integer" in places[5][1]
    assert places[6][1] == "public.d is a view"
    assert "nowhere" in places[4][1]
    assert all(entry["file"].endswith("001_move.sql") for entry in found["concerns"])


def test_problems_of_one_copy_do_not_hide_the_rows_of_another(plan: Plan) -> None:
    found = plan(
        f"INSERT INTO missing (id) SELECT id FROM user;\n{USERS}",
        "CREATE TABLE user (id int PRIMARY KEY, name varchar(5) NOT NULL, born date);"
        "INSERT IGNORE INTO user VALUES (1, 'a', 0)",
        NEW_USERS,
    )
    assert [(entry["code"], entry["rows"]) for entry in found["concerns"]] == [("bad-mapping", None), ("zero-date", 1)]


PARENT_CHILD = """\
INSERT INTO parents (id, code) SELECT p.id, p.code FROM p WHERE p.gone = 0;
INSERT INTO children (id, parent, code) SELECT c.id, c.p, c.code FROM c;
"""
LEGACY_FAMILY = (
    "CREATE TABLE p (id int PRIMARY KEY, code varchar(9) UNIQUE, gone int);"
    "CREATE TABLE c (id int PRIMARY KEY, p int, code varchar(9));"
    "INSERT INTO p VALUES (1, 'One', 0), (2, 'two', 0), (3, 'three', 1);"
    "INSERT INTO c VALUES (1, 1, 'One'), (2, 3, 'two'), (3, NULL, NULL), (4, 9, 'one'), (10, 1, 'two')"
)
NEW_FAMILY = (
    "CREATE TABLE parents (id int PRIMARY KEY, code text UNIQUE);"
    "CREATE TABLE children (id int PRIMARY KEY, parent int CONSTRAINT to_id REFERENCES parents,"
    " code text CONSTRAINT to_code REFERENCES parents (code))"
)


def test_orphans_are_found_as_postgresql_sees_them(plan: Plan) -> None:
    """Row 3 of p is left out by its copy; 'one' is 'One' for MySQL only."""
    found = plan(PARENT_CHILD, LEGACY_FAMILY, NEW_FAMILY)
    assert rows(found) == {
        ("children.parent", "orphan"): (2, "id 2"),
        ("children.code", "orphan"): (1, "id 4"),
    }
    assert found["copies"][1]["waits_for"] == [1]


def test_rows_that_keys_refuse_can_be_left_to_become_rejects(plan: Plan, cfdb: Run, mysql: MySQLDatabase) -> None:
    """As the move itself would have it; but not where the keys are away when rows come."""
    allow = ("--allow", "orphan", "--allow", "unique")
    found = plan(
        "INSERT INTO parents (id, code) SELECT id, code FROM p;\n"
        "INSERT INTO children (id, parent) SELECT id, p FROM c;",
        "CREATE TABLE p (id int PRIMARY KEY, code varchar(9)); CREATE TABLE c (id int PRIMARY KEY, p int);"
        "INSERT INTO p VALUES (1, 'one'), (2, 'two'), (3, 'two'); INSERT INTO c VALUES (1, 1), (2, 9)",
        "CREATE TABLE parents (id int PRIMARY KEY, code text UNIQUE);"
        "CREATE TABLE children (id int PRIMARY KEY, parent int REFERENCES parents)",
        *allow,
    )
    assert rows(found) == {}
    assert rows(found, "allowed") == {
        ("children.parent", "orphan"): (1, "id 2"), ("parents.code", "unique"): (2, "'two'"),
    }  # fmt: skip
    words = ("migration", "001", "--from", mysql.url)
    kept = cfdb("data", "plan", *words, *allow, "--rebuild-indexes", "--format", "json").expect(1).json
    assert set(rows(kept)) == {("children.parent", "orphan"), ("parents.code", "unique")}
    assert "--allow" not in concerns(kept)["children.parent", "orphan"]["hint"]
    assert "--allow orphan: they are rejected" in cfdb("data", "plan", *words).expect(1).out
    done = cfdb("data", "migrate", *words, *allow, "--check", "--max-rejects", "9").expect(3)
    assert "load it: cfdb data replay rejects/children.jsonl rejects/parents.jsonl" in done.err
    assert "rows rejected; from" in cfdb("data", "status").expect(0).out


def test_a_primary_key_refuses_rows_though_other_keys_are_away(plan: Plan) -> None:
    found = plan(
        "INSERT INTO t (id, code) SELECT id, code FROM t;",
        "CREATE TABLE t (id int, code int); INSERT INTO t VALUES (1, 1), (1, 2), (2, 2)",
        "CREATE TABLE t (id int PRIMARY KEY, code int UNIQUE)",
        "--allow", "unique", "--rebuild-indexes",
    )  # fmt: skip
    assert set(rows(found, "allowed")) == {("t.id", "unique")}
    assert set(rows(found)) == {("t.code", "unique")}


def test_orphans_that_cannot_be_asked_for_are_said_so(plan: Plan) -> None:
    found = plan(
        PARENT_CHILD.replace("p.id, p.code", "p.id + 0, LOWER(p.code)"),
        LEGACY_FAMILY,
        f"{NEW_FAMILY}; ALTER TABLE children ADD other int REFERENCES parents",
    )
    assert set(rows(found)) == set()
    assert "is computed" in concerns(found, "not checked")["children.parent", "orphan"]["message"]


def test_references_to_a_table_that_no_copy_fills_are_not_checked(plan: Plan) -> None:
    found = plan(PARENT_CHILD.splitlines()[1], LEGACY_FAMILY, NEW_FAMILY)
    assert "no copy fills parents" in concerns(found, "not checked")["children.parent", "orphan"]["message"]
    assert found["ok"]


@pytest.mark.parametrize(("key", "expected"), [("(name)", [(2, "'Anna'")]), ("(name, born)", [])])
def test_values_that_are_there_twice(key: str, expected: Any, plan: Plan) -> None:
    """'anna' is another value, and NULL is none."""
    found = plan(
        USERS,
        "CREATE TABLE user (id int PRIMARY KEY, name varchar(5) NOT NULL, born date);"
        "INSERT INTO user VALUES (1, 'Anna', '2020-01-01'), (2, 'Anna', NULL), (3, 'anna', NULL), (4, 'Bo', NULL),"
        " (5, 'Eva', NULL), (6, 'eva', NULL)",
        f"CREATE TABLE users (id int PRIMARY KEY, name varchar(5), born date, CONSTRAINT uk UNIQUE {key})",
    )
    assert list(rows(found).values()) == expected


def test_case_counts_for_an_index_on_lower_only_where_it_does(plan: Plan) -> None:
    found = plan(
        "INSERT INTO t (id, plain, folded) SELECT id, name, name FROM t;",
        "CREATE TABLE t (id int PRIMARY KEY, name varchar(9) COLLATE utf8mb4_bin);"
        "INSERT INTO t VALUES (1, 'Anna'), (2, 'anna'), (3, NULL), (4, NULL), (5, 'Bo')",
        "CREATE TABLE t (id int PRIMARY KEY, plain text UNIQUE, folded varchar(9));"
        "CREATE UNIQUE INDEX by_case ON t (lower(folded))",
    )
    ((key, (count, example)),) = rows(found).items()
    assert key == ("t.folded", "unique")
    assert count == 2
    assert example in ("'Anna'", "'anna'")


def test_citext_is_compared_without_case(plan: Plan) -> None:
    found = plan(
        "INSERT INTO t (name) SELECT name FROM t;",
        "CREATE TABLE t (id int PRIMARY KEY, name varchar(9) COLLATE utf8mb4_bin);"
        "INSERT INTO t VALUES (1, 'Anna'), (2, 'anna')",
        "CREATE EXTENSION citext; CREATE TABLE t (name citext UNIQUE)",
    )
    assert [entry["rows"] for entry in concerns(found).values()] == [2]


def test_two_copies_into_one_table_are_held_against_each_other(plan: Plan) -> None:
    found = plan(
        "INSERT INTO t (id) SELECT id FROM a UNION ALL SELECT id FROM b;",
        "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY);"
        "INSERT INTO a VALUES (1), (2); INSERT INTO b VALUES (2), (3)",
        "CREATE TABLE t (id int PRIMARY KEY)",
    )
    assert rows(found) == {("t.id", "unique"): (2, "'2'")}


def test_unique_keys_that_only_the_target_can_tell_are_not_checked(plan: Plan) -> None:
    found = plan(
        "INSERT INTO t (id, name) SELECT id, name FROM t;",
        "CREATE TABLE t (id int PRIMARY KEY, name varchar(9))",
        "CREATE TABLE t (id int PRIMARY KEY, name text);"
        "CREATE UNIQUE INDEX part ON t (name) WHERE id > 5; CREATE UNIQUE INDEX odd ON t (length(name))",
    )
    told = [entry["message"] for entry in found["concerns"] if entry["weight"] == "not checked"]
    assert len(told) == 2
    assert "on some rows only" in told[1]
    assert "length(name)" in told[0]


def test_triggers_rows_in_the_way_and_row_level_security(
    plan: Plan, server: Server, database: Database, mysql: MySQLDatabase
) -> None:
    found = plan(
        "INSERT INTO t (id) SELECT id FROM t;",
        "CREATE TABLE t (id int PRIMARY KEY)",
        "CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t VALUES (1);"
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
        "CREATE TRIGGER stamps BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();"
        "CREATE TRIGGER other BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f()",
    )
    assert list(rows(found)) == [("t", "not-empty")]
    assert concerns(found, "warning")["t", "trigger"]["message"] == "each row fires stamps"


def test_row_level_security_is_refused(plan: Plan, server: Server, database: Database, move: Project) -> None:
    role = f"clerk_{database.url.rpartition('_')[2].partition('?')[0]}"
    server.run(f"CREATE ROLE {role} LOGIN PASSWORD 'secret'")
    try:
        name = database.value("SELECT current_database()")
        found = plan(
            "INSERT INTO t (id) SELECT id FROM t;",
            "CREATE TABLE t (id int PRIMARY KEY)",
            "CREATE TABLE t (id int PRIMARY KEY); ALTER TABLE t ENABLE ROW LEVEL SECURITY;"
            f"GRANT SELECT, INSERT ON t TO {role}",
            "--url", server.on(name, user=role, password="secret"),
        )  # fmt: skip
    finally:
        database.run(f"DROP OWNED BY {role}")
        server.run(f"DROP ROLE {role}")
    assert "row level security" in found["concerns"][0]["message"]


def test_a_circle_of_foreign_keys_is_refused_and_by_migrate_too(
    plan: Plan, cfdb: Run, mysql: MySQLDatabase, database: Database
) -> None:
    mapping = (
        "INSERT INTO a (id, b) SELECT id, other FROM t;\nINSERT INTO b (id, a) SELECT id, other FROM t;\n"
        "INSERT INTO s (id, up) SELECT id, other FROM t;"
    )
    found = plan(
        mapping,
        "CREATE TABLE t (id int PRIMARY KEY, other int); INSERT INTO t VALUES (1, 1)",
        "CREATE TABLE a (id int PRIMARY KEY, b int); CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a);"
        "ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b; CREATE TABLE s (id int PRIMARY KEY, up int REFERENCES s)",
    )
    ((key, entry),) = concerns(found).items()
    assert key[1] == "cycle"
    assert "a → b → a" in entry["message"] or "b → a → b" in entry["message"]
    assert found["copies"][2]["one_chunk_because"] == "rows of s refer to each other"
    refused = cfdb("data", "migrate", "migration", "001", "--from", mysql.url).expect(1)
    assert "go in a circle" in refused.err
    assert database.value("SELECT count(*) FROM a") == 0


def test_a_key_that_stays_null_makes_no_circle(plan: Plan, cfdb: Run, mysql: MySQLDatabase, database: Database) -> None:
    found = plan(
        "INSERT INTO a (id) SELECT id FROM t;\nINSERT INTO b (id, a) SELECT id, other FROM t;",
        "CREATE TABLE t (id int PRIMARY KEY, other int); INSERT INTO t VALUES (1, 1)",
        "CREATE TABLE a (id int PRIMARY KEY, b int); CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a);"
        "ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b",
    )
    assert rows(found) == {}
    cfdb("data", "migrate", "migration", "001", "--from", mysql.url).expect(0)
    assert database.rows("SELECT id, a FROM b") == [(1, 1)]


@pytest.mark.parametrize(
    ("rights", "held", "refused"),
    [
        ("GRANT SELECT, RELOAD ON *.* TO {}", "a global read lock", []),
        ("GRANT SELECT, LOCK TABLES ON {database}.* TO {}", "read locks on its tables", []),
        ("GRANT SELECT ON {database}.* TO {}", "", [("source", "many-instants")]),
    ],
)
def test_rights_say_whether_there_is_one_instant(
    rights: str, held: str, refused: list[Any], plan: Plan, mysql_server: MySQLServer, mysql: MySQLDatabase
) -> None:
    name = mysql.value("SELECT DATABASE()")
    mysql_server.run("CREATE USER reader IDENTIFIED BY 'secret'")
    try:
        mysql_server.run(rights.replace("{database}", f"`{name}`").replace("{}", "reader"))
        found = plan(
            "INSERT INTO t (id) SELECT id FROM t;",
            "CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE old (id int PRIMARY KEY) ENGINE = MyISAM",
            "CREATE TABLE t (id int PRIMARY KEY)",
            source=mysql_server.on(name, user="reader", password="secret"),
        )
    finally:
        mysql_server.run("DROP USER reader")
    assert found["held"] == held
    assert list(rows(found)) == refused
    assert "secret" not in json.dumps(found)


def test_tables_without_transactions_are_named(plan: Plan) -> None:
    found = plan(
        "INSERT INTO t (id) SELECT t.id FROM t JOIN old ON old.id = t.id;",
        "CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE old (id int PRIMARY KEY) ENGINE = MyISAM",
        "CREATE TABLE t (id int PRIMARY KEY)",
    )
    assert list(rows(found, "warning")) == [("old", "no-snapshot")]


def test_estimates_chunks_sql_and_samples(plan: Plan) -> None:
    found = plan(
        "INSERT INTO t (id, at, flag, name, doc, raw) SELECT id, at, flag, name, doc, raw FROM t;",
        "CREATE TABLE t (id int PRIMARY KEY, at datetime(3), flag tinyint(1), name varchar(9), doc json, raw blob);"
        """INSERT IGNORE INTO t VALUES (1, 0, 1, 'a\tb', '{"a":1}', x'00ff'), (2, '2020-01-01', 0, NULL, NULL, NULL),"""
        " (3, '2020-01-01', 5, 'long', NULL, NULL); ANALYZE TABLE t",
        "CREATE TABLE t (id bigint PRIMARY KEY, at timestamptz, flag boolean, name varchar(3), doc jsonb, raw bytea)",
        "--sample", "5", "--sql", "--allow", "zero-date",
    )  # fmt: skip
    (copy,) = found["copies"]
    assert (copy["estimated_rows"], copy["chunks"], copy["chunks_exact"]) == (3, 1, True)
    assert copy["select"].startswith("SELECT ")
    assert copy["select"].endswith("FROM t WHERE (TRUE) ORDER BY `t`.`id`")
    assert copy["copy"].startswith('COPY public.t ("id", "at", "flag", "name", "doc", "raw") FROM STDIN')
    first, second, third = copy["sample"]
    assert first["id"] == {"before": "1", "after": "1"}
    assert first["at"] == {"before": "0000-00-00 00:00:00.000", "after": "NULL"}
    assert first["flag"] == {"before": "1", "after": "true"}
    assert first["name"] == {"before": "a\tb", "after": "a\tb"}
    assert first["doc"] == {"before": '{"a":1}', "after": '{"a": 1}'}
    assert first["raw"] == {"before": "0x00FF", "after": "\\x00ff"}
    assert second["at"] == {"before": "2020-01-01 00:00:00.000", "after": "2020-01-01 00:00:00+00"}
    assert second["name"] == {"before": "NULL", "after": "NULL"}
    assert third["name"]["after"].startswith("refused: ")
    assert ("t.flag", "not-a-boolean") in rows(found)


def test_quick_looks_at_no_row(plan: Plan) -> None:
    found = plan(
        USERS,
        "CREATE TABLE user (id int PRIMARY KEY, name varchar(50), born date);"
        "INSERT IGNORE INTO user VALUES (1, NULL, 0)",
        NEW_USERS,
        "--quick",
    )
    assert found["ok"]
    assert not found["scanned"]
    assert found["concerns"] == []


def test_nothing_is_written_on_either_side(
    plan: Plan, mysql: MySQLDatabase, database: Database, mysql_server: MySQLServer
) -> None:
    mysql.run("CREATE TABLE user (id int PRIMARY KEY, name varchar(50), born date)")
    mysql.run("INSERT IGNORE INTO user VALUES (1, 'Anna', 0)")
    database.run(NEW_USERS)
    before, there = mysql.catalog(), database.catalog()
    log = mysql.value(
        "SELECT variable_value FROM information_schema.global_status WHERE variable_name = 'Handler_write'"
    )
    assert log is not None
    plan(USERS, "", "SELECT 1", "--sample", "2", "--sql")
    assert database.value("SELECT to_regnamespace('cfdb')") is None
    assert database.value("SELECT count(*) FROM users") == 0
    assert (mysql.catalog(), database.catalog()) == (before, there)
    assert mysql.rows("SELECT id, name, CAST(born AS CHAR) FROM user") == [(1, "Anna", "0000-00-00")]


def test_migrate_looks_at_rows_when_it_is_told_to(
    plan: Plan, cfdb: Run, mysql: MySQLDatabase, database: Database
) -> None:
    plan(
        USERS,
        "CREATE TABLE user (id int PRIMARY KEY, name varchar(5) NOT NULL, born date);"
        "INSERT IGNORE INTO user VALUES (1, 'Anna', 0)",
        NEW_USERS,
    )
    refused = cfdb("data", "migrate", "migration", "001", "--from", mysql.url, "--check").expect(1)
    assert "1 row, such as id 1" in refused.err
    assert database.value("SELECT to_regclass('cfdb.move')") is None
    words = ("data", "migrate", "migration", "001", "--from", mysql.url, "--check", "--allow", "zero-date")
    cfdb(*words).expect(0)
    assert database.rows("SELECT * FROM users") == [(1, "Anna", None)]


def test_the_text_is_for_a_person(move: Project, plan: Plan, cfdb: Run, mysql: MySQLDatabase) -> None:
    plan(PARENT_CHILD, LEGACY_FAMILY, NEW_FAMILY)
    found = cfdb("data", "plan", "migration", "001", "--from", mysql.url).expect(1)
    lines = found.out.splitlines()
    assert lines[0].split() == ["copy", "into", "from", "rows", "size", "chunks", "after", "one", "chunk,", "as"]
    assert "  children.parent: 2 rows, such as id 2: to_id: there is no such row of parents [orphan]" in lines
    assert lines[-1] == "migration 001: 2 things refused"


def test_nulls_that_are_not_distinct_are_there_twice(plan: Plan) -> None:
    found = plan(
        "INSERT INTO t (id, a, b) SELECT id, a, a FROM t;",
        "CREATE TABLE t (id int PRIMARY KEY, a int); INSERT INTO t VALUES (1, NULL), (2, NULL), (3, 5)",
        "CREATE TABLE t (id int PRIMARY KEY, a int UNIQUE, b int UNIQUE NULLS NOT DISTINCT)",
    )
    assert rows(found) == {("t.b", "unique"): (2, "'NULL'")}


def test_a_column_that_is_left_out_and_has_a_default_is_part_of_its_key(plan: Plan) -> None:
    found = plan(
        "INSERT INTO t (name) SELECT name FROM t;",
        "CREATE TABLE t (name varchar(9)); INSERT INTO t VALUES ('a'), ('a')",
        "CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, kind text DEFAULT 'x', name text,"
        " UNIQUE (kind, name))",
    )
    assert rows(found) == {}
    assert "kind has a default" in concerns(found, "not checked")["t.kind, name", "unique"]["message"]


def test_a_move_that_is_under_way_may_go_on(plan: Plan, cfdb: Run, mysql: MySQLDatabase, database: Database) -> None:
    """Its rows are no obstacle; rows of somebody else are, to the plan as to the move."""
    words = ("data", "migrate", "migration", "001", "--from", mysql.url)
    mapping = "INSERT INTO t (id, n) SELECT id, n FROM t;\nINSERT INTO u (id, n) SELECT id, n FROM u;"
    legacy = (
        "CREATE TABLE t (id int PRIMARY KEY, n int); CREATE TABLE u (id int PRIMARY KEY, n int);"
        "INSERT INTO t VALUES (1, 1); INSERT INTO u VALUES (1, -1)"
    )
    new = "CREATE TABLE t (id int, n int); CREATE TABLE u (id int, n int CHECK (n > 0)); INSERT INTO t VALUES (9, 9)"
    assert list(rows(plan(mapping, legacy, new))) == [("t", "not-empty")]
    refused = cfdb(*words).expect(1)
    assert "t: there are rows already" in refused.err
    cfdb(*words, "--allow", "not-empty", "--workers", "1").expect(3)
    assert database.value("SELECT count(*) FROM t") == 2
    under_way = plan(mapping, "", "SELECT 1", "--allow", "not-empty")
    assert under_way["state"] == "stopped"
    assert rows(under_way) == {}
    assert rows(under_way, "allowed") == {}


def test_a_function_of_the_mapping_cannot_write_into_the_source(plan: Plan, mysql: MySQLDatabase) -> None:
    mysql.run(
        "CREATE TABLE sink (id int)",
        "CREATE FUNCTION writes(i int) RETURNS int BEGIN INSERT INTO sink VALUES (i); RETURN i; END",
    )
    found = plan(
        "INSERT INTO t (id) SELECT writes(id) FROM t;",
        "CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t VALUES (1)",
        "CREATE TABLE t (id int NOT NULL)",
    )
    assert ["READ ONLY" in entry["message"] for entry in found["concerns"]] == [True]
    assert mysql.value("SELECT count(*) FROM sink") == 0


def test_a_type_of_the_target_cannot_write_when_samples_are_shown(
    move: Project, cfdb: Run, mysql: MySQLDatabase, database: Database
) -> None:
    mysql.run("CREATE TABLE t (id int PRIMARY KEY)", "INSERT INTO t VALUES (1)")
    database.run(
        "CREATE TABLE sink (id int);"
        "CREATE FUNCTION writes(i int) RETURNS boolean LANGUAGE plpgsql AS"
        " 'BEGIN INSERT INTO sink VALUES (i); RETURN true; END';"
        "CREATE DOMAIN sneaky AS int CHECK (writes(VALUE)); CREATE TABLE t (id sneaky)"
    )
    move.migration("001", "move", "INSERT INTO t (id) SELECT id FROM t;")
    found = cfdb("data", "plan", "migration", "001", "--from", mysql.url, "--sample", "1").expect(2)
    assert "25006" in found.err
    assert database.value("SELECT count(*) FROM sink") == 0
