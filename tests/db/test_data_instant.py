"""All readers see one moment of a source that is being written to."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from stage import Database, MySQLDatabase, MySQLServer, Project, Run, Spawn, mysql_connection, until

pytestmark = pytest.mark.newest

MAPPING = """
INSERT INTO giro (id, amount) SELECT a.id, a.amount FROM giro AS a;
INSERT INTO savings (id, amount) SELECT b.id, b.amount FROM savings AS b;
"""
ACCOUNTS, EACH = 400, 1000
MIGRATE = ("data", "migrate", "migration", "001", "--chunk-rows", "20", "--workers", "4", "--progress", "none")


@pytest.fixture(autouse=True)
def bank(project: Project, mysql: MySQLDatabase, database: Database, monkeypatch: pytest.MonkeyPatch) -> Project:
    project.migration("001", "move", MAPPING)
    for table in ("giro", "savings"):
        mysql.run(
            f"CREATE TABLE {table} (id int PRIMARY KEY, amount int NOT NULL) ENGINE = InnoDB",
            f"INSERT INTO {table} SELECT seq, {EACH} FROM seq_1_to_{ACCOUNTS}",
        )
        database.run(f"CREATE TABLE {table} (id int PRIMARY KEY, amount int NOT NULL)")
    mysql.run("ANALYZE TABLE giro, savings")
    monkeypatch.setenv("CFDB_FROM", mysql.url)
    return project


@contextmanager
def transfers(mysql: MySQLDatabase, writers: int = 3) -> Iterator[list[int]]:
    """Amounts go from one table to the other, a transaction each. Yields how many went so far, by writer."""
    end = threading.Event()
    made = [0] * writers

    def write(number: int) -> None:
        with closing(mysql_connection(mysql.url)) as connection, connection.cursor() as cursor:
            while not end.is_set():
                at = number + writers * (made[number] % (ACCOUNTS // writers - 1)) + 1
                connection.begin()
                cursor.execute("UPDATE giro SET amount = amount - 1 WHERE id = %s", [at])
                cursor.execute("UPDATE savings SET amount = amount + 1 WHERE id = %s", [ACCOUNTS + 1 - at])
                connection.commit()
                made[number] += 1

    threads = [threading.Thread(target=write, args=(number,)) for number in range(writers)]
    for thread in threads:
        thread.start()
    try:
        yield made
    finally:
        end.set()
        for thread in threads:
            thread.join()


def balance(database: Database) -> tuple[int, int]:
    """Of all, and of what went from one table to the other."""
    giro, savings = (int(database.value(f"SELECT sum(amount) FROM {table}")) for table in ("giro", "savings"))
    return giro + savings, ACCOUNTS * EACH - giro


@contextmanager
def account(mysql: MySQLDatabase, server: MySQLServer, rights: str) -> Iterator[str]:
    """The URL of one that may read, and what `rights` say."""
    name, database = f"reader_{os.getpid()}", mysql.value("SELECT DATABASE()")
    mysql.run(f"CREATE USER {name} IDENTIFIED BY 'reads-only'", f"GRANT SELECT{rights} ON {database}.* TO {name}")
    try:
        yield server.on(database, user=name, password="reads-only")
    finally:
        mysql.run(f"DROP USER {name}")


@pytest.mark.parametrize("rights", ["all", ", LOCK TABLES"])
def test_sums_are_right_while_amounts_move(
    rights: str, mysql: MySQLDatabase, mysql_server: MySQLServer, database: Database, cfdb: Run
) -> None:
    with account(mysql, mysql_server, "" if rights == "all" else rights) as reader, transfers(mysql) as made:
        source = mysql.url if rights == "all" else reader
        for _ in range(3):
            before = sum(made)
            cfdb(*MIGRATE, "--from", source, "--restart", "--yes").expect(0)
            total, moved = balance(database)
            assert total == 2 * ACCOUNTS * EACH
            # The instant is one of this run, and not of the beginning.
            assert before - 3 <= moved <= sum(made) + 3
            held = database.value("SELECT held FROM cfdb.move")
            assert ("global" in held) == (rights == "all")
        assert sum(made) > before, "nobody wrote meanwhile"


def test_with_no_right_to_hold_the_source(
    mysql: MySQLDatabase, mysql_server: MySQLServer, database: Database, cfdb: Run
) -> None:
    """One reader has one snapshot; several are refused, unless it is said that it does not matter."""
    with account(mysql, mysql_server, "") as reader:
        refused = cfdb(*MIGRATE, "--from", reader).expect(1).err
        assert "--workers 1" in refused
        assert "many-instants" in refused
        assert database.value("SELECT count(*) FROM giro") == 0
        with transfers(mysql):
            cfdb(*MIGRATE, "--from", reader, "--workers", "1").expect(0)
        assert balance(database)[0] == 2 * ACCOUNTS * EACH
        cfdb("data", "truncate", "--yes").expect(0)
        cfdb(*MIGRATE, "--from", reader, "--allow", "many-instants").expect(0)
        assert database.value("SELECT held FROM cfdb.move") == ""


def test_who_is_in_the_way_is_waited_for(mysql: MySQLDatabase, database: Database, cfdb: Run, spawn: Spawn) -> None:
    """Longer than the lock itself waits; those who write go on in between."""
    with mysql.held("LOCK TABLES savings WRITE"):
        running = spawn(*MIGRATE)
        until(lambda: tries(mysql), what="the first try")
        time.sleep(5)
        mysql.run("UPDATE giro SET amount = amount WHERE id = 1")
    running.wait().expect(0)
    assert balance(database)[0] == 2 * ACCOUNTS * EACH


def tries(mysql: MySQLDatabase) -> list[object]:
    return mysql.column("SELECT id FROM information_schema.processlist WHERE info LIKE 'FLUSH TABLES%'")


def test_the_source_is_held_for_a_moment(mysql: MySQLDatabase, cfdb: Run) -> None:
    """By the server's own log: between the lock and its end there is no more than the snapshots."""
    mysql.run("SET GLOBAL log_output = 'TABLE'", "TRUNCATE mysql.general_log", "SET GLOBAL general_log = 1")
    try:
        cfdb(*MIGRATE).expect(0)
    finally:
        mysql.run("SET GLOBAL general_log = 0")
    log = mysql.rows("SELECT event_time, CONVERT(argument USING utf8mb4) FROM mysql.general_log ORDER BY event_time")
    (begun,) = [when for when, text in log if text.startswith("FLUSH TABLES WITH READ LOCK")]
    (ended,) = [when for when, text in log if text == "UNLOCK TABLES"]
    snapshots = [when for when, text in log if "CONSISTENT SNAPSHOT" in text]
    assert len(snapshots) == 4
    assert begun <= min(snapshots) <= max(snapshots) <= ended
    seconds = (ended - begun).total_seconds()
    assert seconds < 3, f"held for {seconds:g} s"
