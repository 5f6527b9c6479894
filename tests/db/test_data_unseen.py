"""What could be lost, or stay unseen, without a word on the way from MySQL to PostgreSQL."""

from pathlib import Path

import pytest
from stage import Database, MakeProject, MySQLDatabase, Run

pytestmark = pytest.mark.newest

ALL = ("--tables", "*")


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
