"""What could be lost, or stay unseen, without a word on the way from MySQL to PostgreSQL."""

import json
import os
import signal
from pathlib import Path

import pytest
from stage import GIVEN, Database, MakeProject, MySQLDatabase, Run, Server, Spawn, until

from cfdb.run.moving.connections import target_at

pytestmark = pytest.mark.newest

ALL = ("--tables", "*")

WORKERS_READ = (
    "min_parallel_table_scan_size = 0", "parallel_setup_cost = 0", "parallel_tuple_cost = 0",
    "parallel_leader_participation = off",
)  # fmt: skip
"""Settings with which PostgreSQL has its parallel workers read even a small table."""


@pytest.fixture(autouse=True)
def sides(mysql: MySQLDatabase, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder without a project."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CFDB_FROM", mysql.url)
    monkeypatch.setenv("DATABASE_URL", database.url)


@pytest.mark.parametrize("pure", ["0", "1"])
def test_a_list_of_many_rows_is_not_cut_off(
    pure: str, make_project: MakeProject, mysql: MySQLDatabase, database: Database, cfdb: Run,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """GROUP_CONCAT and JSON_ARRAYAGG end at group_concat_max_len."""
    monkeypatch.setenv("CFDB_PURE_PYTHON", pure)
    mysql.run(
        "CREATE TABLE one (id int PRIMARY KEY)",
        "CREATE TABLE many (id int PRIMARY KEY, line char(100) NOT NULL)",
        "INSERT INTO one VALUES (1)",
        "INSERT INTO many SELECT seq, REPEAT('x', 100) FROM seq_1_to_12000",
    )
    database.run("CREATE TABLE t (id int, lines text, list jsonb)")
    project = make_project(database.url)
    project.migration(
        "001",
        "m",
        "INSERT INTO t (id, lines, list) SELECT id, (SELECT GROUP_CONCAT(line) FROM many),"
        " (SELECT JSON_ARRAYAGG(line) FROM many) FROM one;",
    )
    monkeypatch.chdir(project.root)
    cfdb("data", "migrate", "migration", "001").expect(0)
    assert database.rows("SELECT length(lines), jsonb_array_length(list) FROM t") == [(12000 * 101 - 1, 12000)]


def test_what_is_checked_at_the_end_of_a_transaction_is_told_apart(
    mysql: MySQLDatabase, database: Database, cfdb: Run
) -> None:
    """So are values that are too long for an index."""
    mysql.run(
        "CREATE TABLE t (id int PRIMARY KEY, n int, line text)",
        "INSERT INTO t VALUES (1, 1, 'a'), (2, 1, 'b'), (3, 3, 'c'), (4, 4, '')",
        "UPDATE t SET line = (SELECT GROUP_CONCAT(MD5(seq)) FROM seq_1_to_1900) WHERE id = 4",
    )
    database.run("CREATE TABLE t (id int PRIMARY KEY, n int UNIQUE DEFERRABLE INITIALLY DEFERRED, line text UNIQUE)")
    cfdb("data", "migrate", *ALL, "--max-rejects", "2").expect(3)
    assert database.column("SELECT id FROM t ORDER BY id") == [1, 3]
    assert sorted(database.column("SELECT sqlstate FROM cfdb.move_reject")) == ["23505", "54000"]
    assert "2 " in cfdb("data", "verify", *ALL).expect(0).out


def test_rejected_rows_are_known_by_all_columns_of_their_key(
    mysql: MySQLDatabase, database: Database, cfdb: Run
) -> None:
    """jsonb puts the shorter name first."""
    mysql.run(
        "CREATE TABLE t (person int, id int, line varchar(9), PRIMARY KEY (person, id))",
        "INSERT INTO t VALUES (1, 2, 'a'), (2, 1, 'too long'), (3, 4, 'b')",
    )
    database.run("CREATE TABLE t (person int, id int, line text CHECK (length(line) < 5), PRIMARY KEY (person, id))")
    cfdb("data", "migrate", *ALL, "--max-rejects", "1").expect(3)
    (found,) = cfdb("data", "verify", *ALL, "--format", "json").expect(0).json["tables"]
    assert (found["rejected"], found["differing"]) == (1, 0)
    database.run("DELETE FROM t WHERE id = 2")
    (found,) = cfdb("data", "verify", *ALL, "--format", "json").expect(1).json["tables"]
    assert (found["rejected"], found["differing"]) == (1, 1)
    assert found["differences"][0]["key"] == {"person": "1", "id": "2"}


def test_a_document_that_differs_is_found_beside_a_rejected_row(
    mysql: MySQLDatabase, database: Database, cfdb: Run
) -> None:
    mysql.run(
        "CREATE TABLE t (id int PRIMARY KEY, line varchar(9), document json)",
        "INSERT INTO t VALUES (1, 'a', '[1]'), (2, 'too long', '[2]'), (3, 'b', NULL)",
    )
    database.run("CREATE TABLE t (id int PRIMARY KEY, line text CHECK (length(line) < 5), document jsonb)")
    cfdb("data", "migrate", *ALL, "--max-rejects", "1").expect(3)
    cfdb("data", "verify", *ALL).expect(0)
    database.run("UPDATE t SET document = '[7]' WHERE id = 1")
    assert "document: '[1]' → '[7]'" in cfdb("data", "verify", *ALL).expect(1).out


def test_values_that_two_rows_have_exchanged(mysql: MySQLDatabase, database: Database, cfdb: Run) -> None:
    """The sum of CRC-32 of both is the same: it is linear."""
    mysql.run("CREATE TABLE t (id int PRIMARY KEY, place int)", "INSERT INTO t VALUES (1000, 100), (1007, 155)")
    database.run("CREATE TABLE t (id int PRIMARY KEY, place int)")
    cfdb("data", "migrate", *ALL).expect(0)
    cfdb("data", "verify", *ALL).expect(0)
    database.run("UPDATE t SET place = 255 - place")
    assert "2 rows differ" in cfdb("data", "verify", *ALL).expect(1).out


def test_a_row_that_is_too_large_to_be_compared(mysql: MySQLDatabase, database: Database, cfdb: Run) -> None:
    mysql.run("CREATE TABLE t (id int PRIMARY KEY, line longtext)", "INSERT INTO t VALUES (1, REPEAT('x', 9000000))")
    mysql.run("ALTER TABLE t ADD more longtext", "UPDATE t SET more = line")
    database.run("CREATE TABLE t (id int PRIMARY KEY, line text, more text)")
    database.run("INSERT INTO t VALUES (1, repeat('x', 9000000), repeat('x', 9000000))")
    told = cfdb("data", "verify", *ALL).expect(2).err
    assert "public.t: a row is larger than the source's max_allowed_packet" in told


def test_copies_into_one_table_are_compared_together(
    make_project: MakeProject, mysql: MySQLDatabase, database: Database, cfdb: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the order of their columns; what a copy leaves out is NULL, or a default, which is not known here."""
    mysql.run(
        "CREATE TABLE a (id int PRIMARY KEY, x varchar(9))",
        "CREATE TABLE b (id int PRIMARY KEY, y int, list json)",
        "INSERT INTO a VALUES (1, 'p'), (2, NULL)",
        "INSERT INTO b VALUES (1, 7, '[1]'), (5, 8, NULL)",
    )
    database.run("CREATE TABLE t (k int, x text, y int, z int DEFAULT 3, list jsonb)")
    project = make_project(database.url)
    project.migration(
        "001",
        "m",
        "INSERT INTO t (k, x, z) SELECT id, x, 4 FROM a; INSERT INTO t (y, list, k) SELECT y, list, id FROM b;"
        "INSERT INTO t (x, k) SELECT DISTINCT x, id + 10 FROM a;",
    )
    monkeypatch.chdir(project.root)
    cfdb("data", "migrate", "migration", "001").expect(0)
    assert database.value("SELECT count(*) FROM t") == 6
    found = cfdb("data", "verify", "migration", "001").expect(0)
    assert "public.t: not compared: z, list" in found.out + found.err
    database.run("UPDATE t SET y = 9 WHERE x = 'p' AND k = 1; UPDATE t SET y = 9 WHERE k = 5")
    told = cfdb("data", "verify", "migration", "001").expect(1).out
    assert "y: NULL → '9'" in told
    assert "y: '8' → '9'" in told


def test_more_columns_than_a_function_takes(mysql: MySQLDatabase, database: Database, cfdb: Run) -> None:
    columns = ", ".join(f"c{number} int" for number in range(300))
    for both in (mysql, database):
        both.run(f"CREATE TABLE t (id int PRIMARY KEY, {columns})")
    mysql.run("INSERT INTO t (id, c7, c299) VALUES (1, 2, 3)")
    cfdb("data", "migrate", *ALL).expect(0)
    cfdb("data", "verify", *ALL).expect(0)
    database.run("UPDATE t SET c299 = NULL")
    assert "1 row differs" in cfdb("data", "verify", *ALL).expect(1).out


def test_lists_and_intervals_are_compared_by_what_they_say(mysql: MySQLDatabase, database: Database, cfdb: Run) -> None:
    mysql.run(
        "CREATE TABLE t (id int PRIMARY KEY, list json, n json, span varchar(20))",
        """INSERT INTO t VALUES (1, '["a",  "b\\\\"c"]', '[1, 2.50]', '1:30'), (2, '[]', NULL, '-27:00:01.5'),
            (3, NULL, NULL, '839:00:00'), (4, NULL, NULL, '-1000:30'), (5, NULL, NULL, '-0:00:00.000001')""",
    )
    database.run("CREATE TABLE t (id int PRIMARY KEY, list text[], n numeric[], span interval)")
    cfdb("data", "migrate", *ALL).expect(0)
    assert database.column("SELECT list FROM t WHERE id < 3 ORDER BY id") == [["a", 'b"c'], []]
    assert database.column("SELECT span::text FROM t WHERE id > 2 ORDER BY id") == [
        "839:00:00", "-1000:30:00", "-00:00:00.000001",
    ]  # fmt: skip
    cfdb("data", "verify", *ALL).expect(0)
    database.run("UPDATE t SET span = '839:00:01' WHERE id = 3")
    assert "1 row differs" in cfdb("data", "verify", *ALL).expect(1).out
    database.run("UPDATE t SET n = '{2,1}', span = '1:31' WHERE id = 1")
    told = cfdb("data", "verify", *ALL).expect(1).out
    assert "span: " in told
    assert "n: '[1, 2.50]' → '[2,1]'" in told


@pytest.fixture
def rejected(mysql: MySQLDatabase, database: Database, cfdb: Run) -> Path:
    """A row whose text has what some take for the end of a line."""
    mysql.run(
        "CREATE TABLE t (id int PRIMARY KEY, line varchar(20))",
        "INSERT INTO t VALUES (1, 'a'), (2, 'a\u2028line\u0085end')",
    )
    database.run("CREATE TABLE t (id int PRIMARY KEY, line text CHECK (length(line) < 5), n int DEFAULT 7)")
    cfdb("data", "migrate", *ALL, "--max-rejects", "1").expect(3)
    return Path("rejects/t.jsonl")


def test_whatever_ends_a_line_elsewhere(rejected: Path, database: Database, cfdb: Run) -> None:
    database.run("ALTER TABLE t DROP CONSTRAINT t_line_check")
    cfdb("data", "replay", str(rejected)).expect(0)
    assert database.value("SELECT line FROM t WHERE id = 2") == "a\u2028line\u0085end"
    assert rejected.read_text(encoding="utf-8") == ""


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"id": 1.5}, "id is no number of a row"),
        ({"id": 9999}, "this database has never rejected a row 9999"),
        ({"table": "public.other"}, "of this database is another one"),
        ({"key": {"id": "1"}}, "of this database is another one"),
        ({"row": ["2", "b"]}, "row is no object"),
        ({"row": {"id": "2"}}, "it has not the columns that the row had: line"),
        ({"row": {"id": "2", "line": "b", "n": "1"}}, "it has not the columns that the row had: n"),
        ({"row": {"id": "2", "line": "\ud800"}}, "line is neither a text nor null"),
    ],
)
def test_a_line_that_is_of_another_row_loads_none(
    change: dict[str, object], told: str, rejected: Path, database: Database, cfdb: Run
) -> None:
    database.run("CREATE TABLE other (id int, line text)")
    line = json.dumps(json.loads(rejected.read_text(encoding="utf-8")) | change) + "\n"
    rejected.write_text(line, encoding="utf-8")
    assert told in cfdb("data", "replay", str(rejected)).expect(2).err
    assert rejected.read_text(encoding="utf-8") == line
    assert database.column("SELECT id FROM t") == [1]
    assert database.value("SELECT (SELECT count(*) FROM other) + (SELECT count(*) FROM cfdb.move_reject)") == 1


def mended(file: Path, text: str) -> str:
    line = file.read_text(encoding="utf-8").replace('"a\u2028line\u0085end"', f'"{text}"')
    file.write_text(line, encoding="utf-8")
    return line


def test_what_was_mended_stays_when_the_move_is_run_again(rejected: Path, database: Database, cfdb: Run) -> None:
    """Also where everything is moved once more, and the row has another number in the ledger."""
    untouched = rejected.read_text(encoding="utf-8")
    cfdb("data", "migrate", *ALL).expect(3)
    assert rejected.read_text(encoding="utf-8") == untouched
    line = mended(rejected, "b")
    again = cfdb("data", "migrate", *ALL).expect(3)
    assert "rejects/t.jsonl; 1 of them as changed by hand" in again.err
    assert rejected.read_text(encoding="utf-8") == line
    cfdb("data", "migrate", *ALL, "--max-rejects", "1", "--restart", "--yes").expect(3)
    assert json.loads(rejected.read_text(encoding="utf-8")) == json.loads(line) | {"id": 2}
    cfdb("data", "replay", str(rejected)).expect(0)
    assert database.value("SELECT line FROM t WHERE id = 2") == "b"
    assert os.listdir("rejects") == ["t.jsonl"]


def test_a_row_that_is_refused_once_more_is_named(rejected: Path, cfdb: Run) -> None:
    told = cfdb("data", "replay", str(rejected)).expect(3).err
    assert "id = 2: new row for relation" in told
    rejected.with_name(f".{rejected.name}").mkdir()
    told = cfdb("data", "replay", str(rejected)).expect(2).err
    assert "rejects/t.jsonl cannot be written: Is a directory; 0 of its rows are in" in told
    assert "rejected rows cannot be written into" in cfdb("data", "migrate", *ALL).expect(2).err


@pytest.mark.parametrize("spoilt", [False, True])
def test_what_was_mended_for_another_row_is_kept_beside(
    spoilt: bool, rejected: Path, mysql: MySQLDatabase, cfdb: Run
) -> None:
    line = mended(rejected, '"' if spoilt else "b")
    if not spoilt:
        mysql.run("UPDATE t SET line = 'another' WHERE id = 2")
    for number in (1, 2):
        result = cfdb("data", "migrate", *ALL, "--max-rejects", "1", "--restart", "--yes").expect(3)
        assert f"is kept as rejects/t.{number}.jsonl" in result.err
        assert Path(f"rejects/t.{number}.jsonl").read_text(encoding="utf-8") == line
        assert json.loads(rejected.read_text(encoding="utf-8"))["row"]["line"] != "b"
        rejected.write_text(line, encoding="utf-8")


def test_what_was_mended_stays_where_it_cannot_be_kept_beside(rejected: Path, mysql: MySQLDatabase, cfdb: Run) -> None:
    line = mended(rejected, "b")
    mysql.run("UPDATE t SET line = 'another' WHERE id = 2")
    rejected.with_name("t.1.jsonl").symlink_to("nowhere/t.jsonl")
    told = cfdb("data", "migrate", *ALL, "--max-rejects", "1", "--restart", "--yes").expect(2).err
    assert "rejected rows cannot be written into" in told
    assert rejected.read_text(encoding="utf-8") == line


def test_each_table_has_a_file_of_its_own_for_what_is_rejected(
    mysql: MySQLDatabase, database: Database, cfdb: Run
) -> None:
    for name in ("a b", "a_b"):
        mysql.run(f"CREATE TABLE `{name}` (id int PRIMARY KEY)", f"INSERT INTO `{name}` VALUES (9)")
        database.run(f'CREATE TABLE "{name}" (id int CHECK (id < 5))')
    cfdb("data", "migrate", *ALL, "--max-rejects", "2").expect(3)
    files = sorted(Path("rejects").iterdir())
    assert {json.loads(file.read_text(encoding="utf-8"))["table"] for file in files} == {'public."a b"', "public.a_b"}


def test_a_sequence_that_no_column_owns_goes_on_behind_the_rows(
    mysql: MySQLDatabase, database: Database, cfdb: Run
) -> None:
    mysql.run("CREATE TABLE t (id int PRIMARY KEY, code varchar(9))", "INSERT INTO t VALUES (41, 'A5')")
    database.run(
        'CREATE SEQUENCE "Ids"; CREATE SEQUENCE codes;'
        """CREATE TABLE t (id int PRIMARY KEY DEFAULT nextval('"Ids"'), code text DEFAULT 'A' || nextval('codes'))"""
    )
    cfdb("data", "migrate", *ALL).expect(0)
    assert database.rows("INSERT INTO t DEFAULT VALUES RETURNING id, code") == [(42, "A1")]


def test_what_a_role_may_not_is_said_before_a_row_moves(
    server: Server, mysql: MySQLDatabase, database: Database, cfdb: Run
) -> None:
    """It moves into tables of others, with a ledger that is made for it; who may only read can compare."""
    mysql.run("CREATE TABLE t (id int PRIMARY KEY)", "INSERT INTO t VALUES (1), (2)")
    database.run("CREATE TABLE t (id serial PRIMARY KEY)")
    mover, reader = (f"cfdb_{word}_{os.getpid()}" for word in ("mover", "reader"))
    database.run(f"CREATE ROLE {mover} LOGIN PASSWORD 'a'; CREATE ROLE {reader} LOGIN PASSWORD 'a'")
    try:
        database.run(f"GRANT SELECT, INSERT ON t TO {mover}; GRANT SELECT ON t TO {reader}")
        name = str(database.value("SELECT current_database()"))
        as_mover = ("--url", server.on(name, user=mover, password="a"))
        told = cfdb("data", "migrate", *ALL, *as_mover).expect(64).err
        assert "no right to set public.t_id_seq" in told
        database.run(f"GRANT SELECT, UPDATE ON SEQUENCE t_id_seq TO {mover}")
        for steps, missing in (
            ("", f"CREATE SCHEMA cfdb AUTHORIZATION {mover}"),
            ("CREATE SCHEMA cfdb", f"GRANT USAGE, CREATE ON SCHEMA cfdb TO {mover}"),
            (f"GRANT USAGE, CREATE ON SCHEMA cfdb TO {mover}; CREATE TABLE cfdb.move ()", "the role is no member"),
        ):
            database.run(steps)
            planned = cfdb("data", "plan", *ALL, *as_mover, "--format", "json").expect(1).json["concerns"]
            assert [entry["code"] for entry in planned] == ["ledger"]
            assert missing in planned[0]["message"] + planned[0]["hint"]
            assert missing in cfdb("data", "migrate", *ALL, *as_mover).expect(2).err
        database.run(f"DROP SCHEMA cfdb CASCADE; CREATE SCHEMA cfdb AUTHORIZATION {mover}")
        cfdb("data", "migrate", *ALL, *as_mover).expect(0)
        cfdb("data", "verify", *ALL, "--url", server.on(name, user=reader, password="a")).expect(0)
        assert database.value("INSERT INTO t DEFAULT VALUES RETURNING id") == 3
    finally:
        for role in (mover, reader):
            database.run(f"DROP OWNED BY {role}; DROP ROLE {role}")


def test_rows_without_a_key_are_shown_whole(mysql: MySQLDatabase, database: Database, cfdb: Run) -> None:
    mysql.run("CREATE TABLE t (n int, line varchar(9))", "INSERT INTO t VALUES (1, 'a'), (2, NULL), (2, NULL)")
    database.run("CREATE TABLE t (n int, line text)")
    cfdb("data", "migrate", *ALL).expect(0)
    database.run("DELETE FROM t WHERE n = 1; INSERT INTO t VALUES (3, 'c')")
    told = cfdb("data", "verify", *ALL).expect(1).out
    assert "  public.t missing: n = '1', line = 'a'\n  public.t extra: n = '3', line = 'c'\n" in told


@pytest.mark.parametrize("option", ["prepare_threshold=0", "row_factory=x", "autocommit=1", "pgbouncer=true"])
def test_options_of_a_url_are_those_of_the_server(option: str, database: Database, cfdb: Run) -> None:
    joint = "&" if "?" in database.url else "?"
    told = cfdb("data", "status", "--url", f"{database.url}{joint}{option}").expect(64).err
    assert "has an option that PostgreSQL does not know" in told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--allow", "zerodate"), ("--allow zerodate: there is nothing of this name", "did you mean 'zero-date'?")),
        (("--executor", "tasks"), ("--executor 'tasks' is not known", "threads, processes")),
    ],
)
def test_what_is_not_known_is_said_before_anything_is_looked_at(
    words: tuple[str, ...], told: tuple[str, str], database: Database, cfdb: Run
) -> None:
    refused = cfdb("data", "migrate", *ALL, *words).expect(64)
    assert told[0] in refused.err
    assert told[1] in refused.err
    assert not database.exists("cfdb.move")


def test_a_source_that_is_not_there_is_said_to_be_the_source(mysql: MySQLDatabase, cfdb: Run) -> None:
    name = mysql.value("SELECT DATABASE()")
    gone = cfdb("data", "plan", "--tables", "*", "--from", mysql.url.replace(name, "nowhere")).expect(2).err
    assert "/nowhere" in gone
    assert "--from" in gone
    assert "CREATE DATABASE" not in gone


def test_a_move_that_has_brought_nothing_begins_anew(mysql: MySQLDatabase, database: Database, cfdb: Run) -> None:
    """What the first chunk was stopped for can be allowed; once rows are in, that would make others of them."""
    mysql.run("CREATE TABLE t (id int PRIMARY KEY, born date)", "INSERT IGNORE INTO t VALUES (1, 0), (2, '2020-01-01')")
    database.run("CREATE TABLE t (id int PRIMARY KEY, born date)")
    cfdb("data", "migrate", *ALL).expect(3)
    told = cfdb("data", "status").expect(1).err
    assert "raise --max-rejects: cfdb data migrate --tables '*'" in told
    cfdb("data", "migrate", *ALL, "--allow", "zero-date").expect(0)
    assert database.rows("SELECT id, born::text FROM t ORDER BY 1") == [(1, None), (2, "2020-01-01")]
    assert "with other --allow" in cfdb("data", "migrate", *ALL).expect(1).err
    cfdb("data", "migrate", *ALL, "--allow", "zero-date", "--allow", "many-instants").expect(0)


def test_a_chunk_that_comes_in_at_the_last_moment_is_not_forgotten(
    mysql: MySQLDatabase, database: Database, cfdb: Run, spawn: Spawn
) -> None:
    """A worker whose client was killed may be about to end when the move is to begin anew."""
    mysql.run("CREATE TABLE t (id int PRIMARY KEY, born date)", "INSERT IGNORE INTO t VALUES (1, 0)")
    database.run("CREATE TABLE t (id int, born date)")
    cfdb("data", "migrate", *ALL).expect(3)
    database.run("INSERT INTO cfdb.move_worker (move, name) SELECT id, '1.1.left' FROM cfdb.move")
    with database.connect() as worker:
        worker.execute("BEGIN")
        worker.execute("SELECT FROM cfdb.move_worker FOR UPDATE")
        anew = spawn("data", "migrate", *ALL, "--allow", "zero-date")
        until(lambda: database.value("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'") or None)
        worker.execute("INSERT INTO t VALUES (1, '2020-01-01')")
        worker.execute("UPDATE cfdb.move_chunk SET rows = 1, todo = false")
        worker.execute("COMMIT")
    assert "with other --allow" in anew.wait().expect(1).err
    assert database.rows("SELECT id, born::text FROM t") == [(1, "2020-01-01")]


def test_rows_that_refer_to_rows_behind_them_are_no_orphans(
    mysql: MySQLDatabase, database: Database, cfdb: Run
) -> None:
    """Where another row is refused, they are told apart from it in parts, each without those that come later."""
    mysql.run(
        "CREATE TABLE t (id int PRIMARY KEY, next int, line varchar(9))",
        "INSERT INTO t SELECT seq, IF(seq <= 200, seq + 5200, NULL), 'a' FROM seq_1_to_6000",
        "UPDATE t SET next = 4 WHERE id IN (2, 3)",
        "UPDATE t SET line = 'too long' WHERE id = 4",
        "UPDATE t SET next = 7000 WHERE id = 5",
    )
    database.run("CREATE TABLE t (id int PRIMARY KEY, next int REFERENCES t, line text CHECK (length(line) < 5))")
    cfdb("data", "migrate", *ALL, "--max-rejects", "4").expect(3)
    rejected = [json.loads(line) for line in Path("rejects/t.jsonl").read_text(encoding="utf-8").splitlines()]
    assert sorted(int(reject["key"]["id"]) for reject in rejected) == [2, 3, 4, 5]
    for reject in rejected:
        reject["row"]["line"] = "b"
    rejected.sort(key=lambda reject: int(reject["key"]["id"]))
    Path("rejects/t.jsonl").write_text("".join(json.dumps(reject) + "\n" for reject in rejected), encoding="utf-8")
    told = cfdb("data", "replay", "rejects/t.jsonl").expect(3)
    assert "3 rows loaded, 1 refused" in told.out
    assert "id = 5" in told.err
    assert database.value("SELECT count(*) FROM t") == 5999


def test_nobody_waits_for_the_statistics_of_a_move_that_is_interrupted(
    mysql: MySQLDatabase, database: Database, cfdb: Run, spawn: Spawn
) -> None:
    for table in ("a", "b"):
        mysql.run(f"CREATE TABLE {table} (id int PRIMARY KEY)", f"INSERT INTO {table} VALUES (1)")
        database.run(f"CREATE TABLE {table} (id int PRIMARY KEY)")
    cfdb("data", "migrate", *ALL).expect(0)
    database.run("UPDATE cfdb.move SET state = 'finishing'")
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'ANALYZE%'"
    with database.connect() as other:
        other.execute("BEGIN")
        other.execute("LOCK TABLE a, b IN SHARE UPDATE EXCLUSIVE MODE")
        move = spawn("data", "migrate", *ALL, "--workers", "2")
        until(lambda: database.value(waiting) == 2)
        move.process.send_signal(signal.SIGINT)
        told = move.wait(20).expect(2).err
        assert "error: interrupted" in told
        assert "run it again: it goes on where it stopped" in told
        until(lambda: not database.value(waiting))
    cfdb("data", "migrate", *ALL).expect(0)


@pytest.mark.skipif(bool(GIVEN), reason="its locales are not ours to say")
def test_checksums_are_of_utf8_whatever_the_encoding_of_a_database(server: Server, database: Database) -> None:
    """A parallel worker takes the database's encoding for that of the client."""
    server.run("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C' TEMPLATE template0")
    try:
        for setting in WORKERS_READ:
            server.run(f"ALTER DATABASE latin SET {setting}")
        found = []
        for one in (database, Database(server.on("latin"))):
            one.run(
                "CREATE TABLE t AS SELECT 'caf' || chr(233) || n AS line FROM generate_series(1, 9000) AS n; ANALYZE t"
            )
            with target_at(one.url, "test") as target:
                ways = [True, False] if target.has_crc32 else [True]
                found.append([target.totals("t", ["line"], md5=md5) for md5 in ways])
        assert found[0] == found[1]
    finally:
        server.run("DROP DATABASE latin WITH (FORCE)")
