"""MySQL commits at every CREATE and ALTER: whatever dies, the next run goes on behind the last that finished."""

import os
import random
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial

import pymysql
import pytest
from stage import GIVEN_MYSQL, MakeProject, MySQLDatabase, MySQLServer, Project, Run, Spawn, Spawned, until

from cfdb.dialect import Settings
from cfdb.dialects.mysql.connection import Link, connect
from cfdb.dialects.mysql.lock import names
from cfdb.errors import ConnectionFailed
from cfdb.model.url import parse
from cfdb.servers import accounts, mariadb

KILLS = 8


def state(cfdb: Run) -> tuple[str, str]:
    """State and detail of the only change."""
    (line,) = cfdb("status", "--format", "json").json["changes"]
    return line["state"], line["detail"]


def running(mysql: MySQLDatabase, words: str) -> int:
    """The connection that runs a statement with these words; waits for it."""

    def found() -> int:
        return next((id for id, text in mysql.sessions() if words in text), 0)

    return int(until(found, what=words))


def alone(mysql: MySQLDatabase) -> bool:
    return not mysql.sessions()


def end_sessions(mysql: MySQLDatabase) -> None:
    """As the server does when it notices that the clients are gone, only at once."""
    for id, _ in mysql.sessions():
        with suppress(pymysql.Error):
            mysql.run(f"KILL {id}")
    until(lambda: alone(mysql), what="the end of the sessions")


LONG = [
    "CREATE TABLE log (n int AUTO_INCREMENT PRIMARY KEY, note varchar(20)) ENGINE = InnoDB",
    "INSERT INTO log (note) VALUES ('a')",
    "INSERT INTO log (note) VALUES ('b')",
    "DO SLEEP(0.05)",
    "CREATE TABLE t (id int PRIMARY KEY, a int)",
    "INSERT INTO t VALUES (1, 1), (2, 2)",
    "ALTER TABLE t ADD COLUMN b int DEFAULT 7",
    "DO SLEEP(0.05)",
    "UPDATE t SET a = a + 1",
    "UPDATE t SET b = b + a",
    "CREATE INDEX i ON t (a)",
    "ALTER TABLE t ADD CONSTRAINT positive CHECK (a > 0)",
    "CREATE VIEW v AS SELECT a FROM t",
    "CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW INSERT INTO log (note) VALUES (NEW.a)",
    "INSERT INTO t (id, a) VALUES (3, 30)",
    "DO SLEEP(0.05)",
    "INSERT INTO t (id, a) VALUES (4, 40)",
    "RENAME TABLE t TO u",
    "ALTER TABLE u CHANGE a aa int, ALGORITHM = COPY",
    "CREATE PROCEDURE p() INSERT INTO log (note) VALUES ('p')",
    "CALL p()",
    "DO SLEEP(0.05)",
    "DROP VIEW v",
    "CREATE TABLE w (id int, u int, FOREIGN KEY (u) REFERENCES u (id))",
    "INSERT INTO w VALUES (1, 1)",
    "CREATE TABLE gone (id int)",
    "DROP TABLE gone",
    "UPDATE u SET b = b * 2",
]  # fmt: skip


def rows_of(mysql: MySQLDatabase) -> dict[str, list[tuple[object, ...]]]:
    return {
        "log": mysql.rows("SELECT note, count(*) FROM log GROUP BY note ORDER BY note"),
        "u": mysql.rows("SELECT * FROM u ORDER BY id"),
        "w": mysql.rows("SELECT * FROM w"),
    }


@pytest.mark.parametrize("head", ["", "-- cfdb: no-transaction\n"], ids=["transaction", "no transaction"])
def test_kill_9_at_random_moments(
    head: str, mysql_project: Project, mysql: MySQLDatabase, mysql_server: MySQLServer, cfdb: Run, spawn: Spawn
) -> None:
    """The client is gone in the middle of one long file, again and again; in the end all is as after a quiet run."""
    seed = int(os.environ.get("CFDB_TEST_SEED") or time.time_ns() % 1_000_000)
    chance = random.Random(seed)
    mysql_project.migration("001", "long", head + ";\n".join(LONG) + ";\n")

    def begun(started: Spawned) -> bool:
        return not alone(mysql) or started.process.poll() is not None

    kills = 0
    while kills < KILLS and not mysql.applied():
        started = spawn("apply")
        until(partial(begun, started), what="the connection")
        with suppress(subprocess.TimeoutExpired):
            started.process.wait(chance.uniform(0.02, 0.25))
        started.kill()
        kills += 1
        until(lambda: alone(mysql), what=f"the end of the statement (seed {seed})")
    found = cfdb("apply")
    assert found.code == 0, f"seed {seed}: {found.err}"
    with mysql_server.database() as other:
        undisturbed = MySQLDatabase(other)
        cfdb("apply", "--url", other).expect(0)
        assert rows_of(undisturbed) == rows_of(mysql), f"seed {seed}"
        assert undisturbed.catalog().differences(mysql.catalog()) == []
    assert mysql.applied() == ["migration 001"]
    assert mysql.rows("SELECT * FROM cfdb_unfinished") == []


def test_failed_run_goes_on_behind_what_finished(mysql_project: Project, mysql: MySQLDatabase, cfdb: Run) -> None:
    """Statements behind those that finished may be mended; nothing runs twice."""
    lines = ["CREATE TABLE t (id int);", "INSERT INTO t VALUES (1);", "CREATE TABLE u (id int);", "SELECT nope;"]
    mysql_project.migration("001", "counted", "\n".join(lines))
    found = cfdb("apply").expect(2)
    assert "001_counted.sql:4:1" in found.err
    assert "hint: 3 of 4 statements are done and stay: mend what follows them, then apply again" in found.err
    assert state(cfdb) == ("unfinished", "3 of 4 statements done")
    assert mysql.events() == [("apply", "migration 001", "failed")]
    assert mysql.applied() == []
    cfdb("apply").expect(2)
    lines[3] = "INSERT INTO t VALUES (2);\nALTER TABLE u ADD x int;"
    mysql_project.migration("001", "counted", "\n".join(lines))
    assert "stopped after 3 of 4 statements" in cfdb("plan").expect(0).out
    assert "-- Those that finished are not run again.\nCREATE TABLE t" in cfdb("plan", "--sql").expect(0).out
    cfdb("apply").expect(0)
    assert mysql.column("SELECT id FROM t ORDER BY 1") == [1, 2]
    assert mysql.rows("SELECT * FROM cfdb_unfinished") == []
    assert "nothing to do" in cfdb("apply").expect(0).out


def test_error_in_the_third_insert_takes_back_the_first_two(
    mysql_project: Project, mysql: MySQLDatabase, cfdb: Run
) -> None:
    """Changes of data in a row are one transaction, together with their count."""
    inserts = "INSERT INTO t VALUES (1);\nINSERT INTO t VALUES (2);\nINSERT INTO t VALUES (2);\n"
    mysql_project.migration("001", "rows", f"CREATE TABLE t (id int PRIMARY KEY);\n{inserts}")
    found = cfdb("apply").expect(2)
    assert "001_rows.sql:4:1" in found.err
    assert "1062" in found.err
    assert mysql.rows("SELECT * FROM t") == []
    assert state(cfdb) == ("unfinished", "1 of 4 statements done")
    mysql_project.migration("001", "rows", f"CREATE TABLE t (id int PRIMARY KEY);\n{inserts.replace('(2)', '(3)', 1)}")
    cfdb("apply").expect(0)
    assert mysql.column("SELECT id FROM t ORDER BY 1") == [1, 2, 3]


def test_no_transaction_commits_each(mysql_project: Project, mysql: MySQLDatabase, cfdb: Run) -> None:
    """For what is too large for one transaction."""
    inserts = "INSERT INTO t VALUES (1);\nINSERT INTO t VALUES (2);\nINSERT INTO t VALUES (2);\n"
    mysql_project.migration("001", "rows", f"-- cfdb: no-transaction\nCREATE TABLE t (id int PRIMARY KEY);\n{inserts}")
    cfdb("apply").expect(2)
    assert mysql.column("SELECT id FROM t ORDER BY 1") == [1, 2]
    assert state(cfdb) == ("unfinished", "3 of 4 statements done")


def test_only_data_is_all_or_nothing(mysql_project: Project, mysql: MySQLDatabase, cfdb: Run) -> None:
    """A migration that only changes rows leaves no trace when it fails."""
    mysql.run("CREATE TABLE t (id int PRIMARY KEY)")
    mysql_project.migration("001", "rows", "INSERT INTO t VALUES (1);\nINSERT INTO t VALUES (1);\n")
    cfdb("apply").expect(2)
    assert mysql.rows("SELECT * FROM t") == []
    assert mysql.rows("SELECT * FROM cfdb_unfinished") == []
    assert state(cfdb)[0] == "pending"


def test_edited_statement_that_ran_already_is_refused(mysql_project: Project, mysql: MySQLDatabase, cfdb: Run) -> None:
    mysql_project.migration("001", "counted", "CREATE TABLE t (id int);\nCREATE TABLE u (id int);\nnope;\n")
    cfdb("apply").expect(2)
    mysql_project.migration("001", "counted", "CREATE TABLE t (id bigint);\nCREATE TABLE u (id int);\nSELECT 1;\n")
    found = cfdb("apply").expect(1)
    assert "were edited since" in found.err
    assert "restore the first 2 statements" in found.err
    assert mysql.applied() == []
    mysql_project.migration(
        "001", "counted", "-- a comment\nCREATE TABLE t (id int)\n;\n\nCREATE TABLE u (id int);\nSELECT 1;\n"
    )
    cfdb("apply").expect(0)


@pytest.mark.parametrize(
    ("statement", "tables"),
    [
        ("DROP TABLE a", {"done", "c"}),
        ("ALTER TABLE a ADD COLUMN b int", {"done", "c", "a"}),
        ("INSERT INTO a VALUES (1)", {"done", "c", "a"}),
    ],
)
def test_killed_while_waiting_for_a_lock(
    statement: str, tables: set[str], mysql_project: Project, mysql: MySQLDatabase, cfdb: Run, spawn: Spawn
) -> None:
    """The statement that waited did not run: the next run runs it."""
    mysql.run("CREATE TABLE a (id int PRIMARY KEY)", "CREATE TABLE done (n int)")
    script = ["INSERT INTO done VALUES (1)", "CREATE TABLE c (id int)", statement, "INSERT INTO done VALUES (2)"]
    mysql_project.migration("001", "waits", ";\n".join(script))
    with mysql.held("SELECT * FROM a FOR UPDATE"):
        started = spawn("apply", "--lock-timeout", "60")
        waits = running(mysql, statement)
        started.kill()
        mysql.run(f"KILL {waits}")
        until(lambda: waits not in dict(mysql.sessions()), what="the end of the session")
    until(lambda: alone(mysql), what="the end of the sessions")
    assert state(cfdb) == ("unfinished", "2 of 4 statements done")
    cfdb("apply").expect(0)
    assert mysql.column("SELECT n FROM done ORDER BY n") == [1, 2]
    assert mysql.tables() == tables


FINISHED = {
    "CREATE TABLE": "CREATE TABLE n (id int)",
    "CREATE TABLE AS": "CREATE TABLE n AS SELECT 1 AS id",
    "DROP TABLE": "DROP TABLE old",
    "DROP of two": "DROP TABLE old, older",
    "ALTER ADD": "ALTER TABLE t ADD COLUMN c int, ADD INDEX ic (c), MODIFY b bigint",
    "ALTER DROP": "ALTER TABLE t DROP b",
    "ALTER CHANGE": "ALTER TABLE t CHANGE b bb bigint",
    "ALTER RENAME": "ALTER TABLE old RENAME TO new",
    "ALTER constraint": "ALTER TABLE t ADD CONSTRAINT positive CHECK (id > 0)",
    "ALTER foreign key": "ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (id) REFERENCES keyed (id)",
    "ALTER primary key": "ALTER TABLE t ADD PRIMARY KEY (id)",
    "RENAME": "RENAME TABLE old TO new",
    "CREATE INDEX": "CREATE UNIQUE INDEX i ON t (b)",
    "DROP INDEX": "DROP INDEX ib ON t",
    "CREATE VIEW": "CREATE VIEW vv AS SELECT * FROM t",
    "DROP VIEW": "DROP VIEW v",
    "CREATE TRIGGER": "CREATE TRIGGER gg BEFORE INSERT ON t FOR EACH ROW SET NEW.b = 1",
    "CREATE PROCEDURE": "CREATE PROCEDURE pp() SELECT 1",
    "DROP PROCEDURE": "DROP PROCEDURE p",
    "CREATE FUNCTION": "CREATE FUNCTION ff() RETURNS int DETERMINISTIC RETURN 1",
    "CREATE EVENT": "CREATE EVENT ee ON SCHEDULE EVERY 1 DAY DO SELECT 1",
    "CREATE SEQUENCE": "CREATE SEQUENCE ss",
}

SURROUNDINGS = [
    "CREATE TABLE t (id int NOT NULL, b int, KEY ib (b))", "CREATE TABLE old (id int)", "CREATE TABLE older (id int)",
    "CREATE TABLE keyed (id int PRIMARY KEY)", "CREATE VIEW v AS SELECT 1", "CREATE PROCEDURE p() SELECT 1",
]  # fmt: skip


@pytest.mark.parametrize("name", FINISHED)
def test_end_was_never_recorded(name: str, mysql_project: Project, mysql: MySQLDatabase, cfdb: Run) -> None:
    """The catalog tells: what did not happen is run, what finished is not run again, which would fail."""
    mysql.run(*SURROUNDINGS)
    begin = "CREATE TABLE log (n int);\nINSERT INTO log VALUES (1);\n"
    mysql_project.migration("001", "ddl", f"{begin}SELECT nope;\n")
    cfdb("apply").expect(2)
    before = mysql.catalog()
    mysql.run("INSERT INTO log VALUES (1)", "UPDATE cfdb_unfinished SET done = 2, running = 1, prefix = ''")
    mysql_project.migration("001", "ddl", f"{begin}{FINISHED[name]};\nSELECT nope;\n")
    cfdb("apply").expect(2)
    assert state(cfdb) == ("unfinished", "3 of 4 statements done")
    after = mysql.catalog()
    assert before.differences(after)
    mysql.run("UPDATE cfdb_unfinished SET done = 2, running = 1, prefix = ''")
    mysql_project.migration("001", "ddl", f"{begin}{FINISHED[name]};\nSELECT 1;\n")
    cfdb("apply").expect(0)
    assert after.differences(mysql.catalog()) == []
    assert mysql.column("SELECT n FROM log") == [1]


@pytest.mark.parametrize(("flag", "rows"), [("--finished", [3]), ("--not-finished", [1, 3])])
def test_statement_of_unknown_fate_has_to_be_settled(
    flag: str, rows: list[int], mysql_project: Project, mysql: MySQLDatabase, cfdb: Run
) -> None:
    """Signs that contradict each other: of two tables to drop one is gone. Only a person can say what is to happen."""
    text = (
        "CREATE TABLE a (n int);\nCREATE TABLE b (n int);\nCREATE TABLE log (n int);\n{}INSERT INTO log VALUES (3);\n"
    )
    mysql_project.migration("001", "drops", text.format("SELECT nope;\n"))
    cfdb("apply").expect(2)
    mysql_project.migration("001", "drops", text.format("DROP TABLE a, b;\n"))
    mysql.run("UPDATE cfdb_unfinished SET running = 1, total = 5", "DROP TABLE a")
    found = cfdb("apply").expect(1)
    assert "nobody knows whether statement 4 of 5 finished" in found.err
    assert "001_drops.sql:4" in found.err
    assert "cfdb repair migration 001 --finished" in found.err
    assert "did statement 4 of 5 finish?" in cfdb("repair", "migration", "1", "--yes").expect(64).err
    cfdb("repair", "migration", "1", flag, "--yes").expect(0)
    if flag == "--finished":
        cfdb("apply").expect(0)
        assert mysql.tables() == {"b", "log"}
    else:
        assert "1051" in cfdb("apply").expect(2).err
        mysql_project.migration("001", "drops", text.format("DROP TABLE b;\n"))
        # MariaDB drops those that are there before it complains.
        mysql.run("CREATE TABLE IF NOT EXISTS b (n int)")
        cfdb("apply").expect(0)
        assert mysql.tables() == {"log"}
    assert mysql.column("SELECT n FROM log") == [3]


WORK = """\
CREATE TABLE t (n int);
DELIMITER //
CREATE PROCEDURE work() BEGIN
    INSERT INTO t VALUES (1);
    {commit}
    DO SLEEP(20);
    INSERT INTO t VALUES (2);
END//
DELIMITER ;
"""


def test_call_that_commits_on_its_way_is_of_unknown_fate(
    mysql_project: Project, mysql: MySQLDatabase, cfdb: Run, spawn: Spawn
) -> None:
    """Half of it stays: whoever ran it again would have its rows twice."""
    mysql_project.migration("001", "call", f"{WORK.format(commit='COMMIT;')}CALL work();\nINSERT INTO t VALUES (3);\n")
    started = spawn("apply")
    running(mysql, "SLEEP")
    started.kill()
    end_sessions(mysql)
    found = cfdb("apply").expect(1)
    assert "nobody knows whether statement 3 of 4 finished" in found.err
    assert mysql.column("SELECT n FROM t") == [1]
    cfdb("repair", "migration", "1", "--finished", "--yes").expect(0)
    cfdb("apply").expect(0)
    assert mysql.column("SELECT n FROM t ORDER BY n") == [1, 3]


def test_call_that_commits_nothing_is_simply_run_again(
    mysql_project: Project, mysql: MySQLDatabase, cfdb: Run, spawn: Spawn
) -> None:
    """It was taken back as a whole, and the ledger knows."""
    mysql_project.migration("001", "call", f"{WORK.format(commit='')}CALL work();\nINSERT INTO t VALUES (3);\n")
    started = spawn("apply")
    running(mysql, "SLEEP")
    started.kill()
    end_sessions(mysql)
    assert state(cfdb) == ("unfinished", "2 of 4 statements done")
    mysql.run("DROP PROCEDURE work", "CREATE PROCEDURE work() INSERT INTO t VALUES (1), (2)")
    cfdb("apply").expect(0)
    assert mysql.column("SELECT n FROM t ORDER BY n") == [1, 2, 3]


@pytest.mark.parametrize("commit", ["", "COMMIT;"], ids=["nothing committed", "half committed"])
def test_call_that_fails(commit: str, mysql_project: Project, mysql: MySQLDatabase, cfdb: Run) -> None:
    """Its rows are taken back; where it had committed some, nobody runs it again unasked."""
    text = f"{WORK.format(commit=commit).replace('DO SLEEP(20)', 'INSERT INTO nope VALUES (1)')}CALL work();\n"
    mysql_project.migration("001", "call", text)
    found = cfdb("apply").expect(2)
    assert "1146" in found.err
    mysql.run("CREATE TABLE nope (n int)")
    if commit:
        assert "what it had committed by itself stays" in found.err
        assert mysql.column("SELECT n FROM t") == [1]
        cfdb("apply").expect(1)
        cfdb("repair", "migration", "1", "--not-finished", "--yes").expect(0)
    else:
        assert mysql.column("SELECT n FROM t") == []
    cfdb("apply").expect(0)
    assert mysql.column("SELECT n FROM t ORDER BY n") == ([1, 1, 2] if commit else [1, 2])
    assert mysql.rows("SELECT * FROM cfdb_unfinished") == []


def test_call_is_one_with_its_ledger_row(mysql_project: Project, mysql: MySQLDatabase, cfdb: Run) -> None:
    """As the last statement of a change: a procedure that commits, too, is followed by one transaction."""
    text = WORK.replace("DO SLEEP(20);", "").format(commit="START TRANSACTION;")
    mysql_project.migration("001", "call", f"{text}CALL work();\n", "DROP PROCEDURE work;\nDROP TABLE t;")
    cfdb("apply").expect(0)
    assert mysql.column("SELECT n FROM t ORDER BY n") == [1, 2]
    assert mysql.applied() == ["migration 001"]
    cfdb("rollback", "--all", "--yes").expect(0)
    assert mysql.tables() == set()


def test_execute_of_ddl(mysql_project: Project, mysql: MySQLDatabase, cfdb: Run) -> None:
    """The way in which many scripts add a column where it is missing; one that fails did not happen."""
    text = """\
CREATE TABLE t (id int);
SET @missing = (SELECT count(*) = 0 FROM information_schema.columns
                WHERE table_schema = DATABASE() AND column_name = 'c');
SET @sql = IF(@missing, 'ALTER TABLE t ADD COLUMN c int', 'SELECT 1');
PREPARE s FROM @sql;
EXECUTE s;
DEALLOCATE PREPARE s;
PREPARE s FROM '{}';
EXECUTE s;
DEALLOCATE PREPARE s;
INSERT INTO t VALUES (1, 2);
"""
    mysql_project.migration("001", "dynamic", text.format("ALTER TABLE t ADD COLUMN c int"))
    found = cfdb("apply").expect(2)
    assert "1060" in found.err
    assert "001_dynamic.sql:9:1" in found.err
    mysql_project.migration("001", "dynamic", text.format("ALTER TABLE t ADD COLUMN d int DEFAULT 5"))
    # The statement that was prepared is one of those that ran.
    assert "were edited since" in cfdb("apply").expect(1).err
    mysql.run("ALTER TABLE t DROP COLUMN c")
    mysql_project.migration("001", "dynamic", text.format("ALTER TABLE t ADD COLUMN c int"))
    cfdb("apply").expect(0)
    assert mysql.rows("SELECT * FROM t") == [(1, 2)]


@pytest.mark.parametrize(
    ("made", "used", "word"),
    [
        ("INSERT INTO t VALUES ();\nSET @id = LAST_INSERT_ID()", "INSERT INTO u VALUES (@id)", "the variable @id"),
        ("INSERT INTO t VALUES ()", "INSERT INTO u VALUES (LAST_INSERT_ID())", "the value of LAST_INSERT_ID()"),
        (
            "CREATE TEMPORARY TABLE tmp (n int);\nINSERT INTO tmp VALUES (1)",
            "INSERT INTO u SELECT n FROM tmp",
            "the temporary table tmp",
        ),
    ],
)
def test_what_went_with_the_session_stops_the_next_run(
    made: str, used: str, word: str, mysql_project: Project, mysql: MySQLDatabase, cfdb: Run
) -> None:
    """A variable that is not there is NULL, LAST_INSERT_ID() is 0: going on would write wrong rows without a word."""
    start = f"CREATE TABLE t (id int AUTO_INCREMENT PRIMARY KEY);\nCREATE TABLE u (n int);\n{made};\n"
    mysql_project.migration("001", "session", f"{start}CREATE TABLE nope (id nope);\n{used};\n")
    cfdb("apply").expect(2)
    mysql_project.migration("001", "session", f"{start}CREATE TABLE c (id int);\n{used};\n")
    found = cfdb("apply").expect(1)
    assert f"{word} went with the run that stopped" in found.err
    assert "001_session.sql:" in found.err
    assert mysql.rows("SELECT * FROM u") == []
    makes = {"@id": "SET @id = 1;", "tmp": "CREATE TEMPORARY TABLE tmp SELECT 1 AS n;"}
    again = makes.get(word.rsplit(maxsplit=1)[-1], "")
    used = used.replace("LAST_INSERT_ID()", "1")
    mysql_project.migration("001", "session", f"{start}{again}CREATE TABLE c (id int);\n{used};\n")
    cfdb("apply").expect(0)
    assert mysql.column("SELECT * FROM u") == [1]


def test_settings_and_variables_are_said_again(mysql_project: Project, mysql: MySQLDatabase, cfdb: Run) -> None:
    """As mysqldump writes them: the rest of a dump is read as its beginning was."""
    start = (
        "/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='' */;\nSET NAMES latin1;\nSET @n = 5;\n"
        "CREATE TABLE t (d datetime NOT NULL DEFAULT '0000-00-00', name varchar(9) CHARACTER SET utf8mb4, n int);\n"
    )
    rest = b"INSERT INTO t VALUES ('0000-00-00', '\xe9', @n);\n/*!40101 SET SQL_MODE=@OLD_SQL_MODE */;\n"
    mysql_project.migration("001", "dump", start + "nope;\n")
    cfdb("apply").expect(2)
    # é in UTF-8 is two characters of Latin-1.
    mysql_project.migration("001", "dump", start.encode() + rest.decode("latin1").encode())
    cfdb("apply").expect(0)
    assert mysql.rows("SELECT name, n FROM t") == [("Ã©", 5)]


def test_rollback_is_counted_too(mysql_project: Project, mysql: MySQLDatabase, cfdb: Run) -> None:
    """It stops, everything else waits for it, and it goes on where it stopped."""
    make = "CREATE TABLE a (id int);\nCREATE TABLE b (id int);\nCREATE TABLE c (id int);\n"
    mysql_project.migration("001", "three", make, "DROP TABLE c;\nDROP TABLE nope;\nDROP TABLE b;\nDROP TABLE a;\n")
    mysql_project.migration("002", "later", "CREATE TABLE later (id int);", "DROP TABLE later;")
    cfdb("apply", "migration", "1").expect(0)
    found = cfdb("rollback", "migration", "1").expect(2)
    assert "rollback_001.sql:2:1" in found.err
    assert "hint: 1 of 4 statements are done and stay: mend what follows them, then roll back again" in found.err
    assert mysql.tables() == {"a", "b"}
    stopped = cfdb("apply").expect(1)
    assert "the rollback of migration 001 stopped after 1 of 4 statements" in stopped.err
    mysql_project.migration("001", "three", make, "DROP TABLE c;\nDROP TABLE b;\nDROP TABLE a;\n")
    cfdb("rollback", "migration", "1").expect(0)
    assert mysql.tables() == set()
    assert mysql.applied() == []
    cfdb("apply").expect(0)


def test_unfinished_change_can_be_rolled_back(mysql_project: Project, mysql: MySQLDatabase, cfdb: Run) -> None:
    """Rather than mended."""
    mysql_project.migration("001", "half", "CREATE TABLE t (id int);\nnope;\n", "DROP TABLE IF EXISTS t;")
    cfdb("apply").expect(2)
    cfdb("rollback", "--all").expect(0)
    assert mysql.tables() == set()
    assert mysql.rows("SELECT * FROM cfdb_unfinished") == []
    assert state(cfdb)[0] == "pending"


def test_ctrl_c_ends_the_statement_on_the_server(
    mysql_project: Project, mysql: MySQLDatabase, cfdb: Run, spawn: Spawn
) -> None:
    """At once, with exit code 2, and the next run goes on."""
    mysql_project.migration("001", "one", "CREATE TABLE one (id int);")
    text = "CREATE TABLE two (id int);\nINSERT INTO two VALUES (1);\nDO SLEEP({});\nCREATE TABLE three (id int);\n"
    mysql_project.migration("002", "long", text.format(300))
    started = spawn("apply")
    running(mysql, "SLEEP")
    started.process.send_signal(signal.SIGINT)
    found = started.wait(10).expect(2)
    assert "error: interrupted" in found.err
    assert "✗ migration 002" in found.err
    until(lambda: alone(mysql), seconds=3, what="the end of the session")
    assert mysql.rows("SELECT * FROM two") == []
    assert mysql.events()[-1] == ("apply", "migration 002", "failed")
    mysql_project.migration("002", "long", text.format(0))
    cfdb("apply").expect(0)
    assert mysql.tables() == {"one", "two", "three"}
    assert mysql.column("SELECT id FROM two") == [1]


@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGHUP], ids=["TERM", "HUP"])
def test_asked_to_go(asked: int, mysql_project: Project, mysql: MySQLDatabase, cfdb: Run, spawn: Spawn) -> None:
    """What a CI job gets when it is cancelled, or a terminal closed: the statement ends on the server, too."""
    text = "CREATE TABLE one (id int);\nDO SLEEP({});\nCREATE TABLE two (id int);\n"
    mysql_project.migration("001", "long", text.format(300))
    started = spawn("apply")
    running(mysql, "SLEEP")
    started.process.send_signal(asked)
    found = started.wait(10)
    assert found.code == 128 + asked
    assert "sequence" not in found.err
    assert "Traceback" not in found.err
    until(lambda: alone(mysql), seconds=3, what="the end of the session")
    mysql_project.migration("001", "long", text.format(0))
    cfdb("apply").expect(0)
    assert mysql.tables() == {"one", "two"}


class Interrupted:
    """Somebody presses Ctrl-C while we look who is in the way."""

    every = 0.3

    def look(self) -> None:
        raise KeyboardInterrupt


def refused() -> Link:
    raise ConnectionFailed("too many connections")


@pytest.mark.parametrize("door", ["open", "closed"])
def test_ctrl_c_while_looking_around(door: str, mysql: MySQLDatabase) -> None:
    """The statement does not go on beside us; nor do we wait for its end where the server lets nobody in to end it."""
    link = connect(parse(mysql.url), Settings("test"))
    if door == "closed":
        link.again = refused
    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        link.send(b"DO SLEEP(30)", Interrupted())
    assert not link.raw.open
    link.close()
    assert time.monotonic() - begun < 8
    end_sessions(mysql)


def test_ctrl_c_while_ddl_waits(mysql_project: Project, mysql: MySQLDatabase, cfdb: Run, spawn: Spawn) -> None:
    """An ALTER that waits for a metadata lock is ended, not left behind to lock the table later."""
    mysql.run("CREATE TABLE busy (id int)")
    mysql_project.migration("001", "alters", "CREATE TABLE a (id int);\nALTER TABLE busy ADD COLUMN x int;\n")
    with mysql.held("SELECT * FROM busy") as holder:
        started = spawn("apply", "--lock-timeout", "60")
        running(mysql, "ALTER TABLE busy")
        started.process.send_signal(signal.SIGINT)
        started.wait(10).expect(2)
        until(lambda: {id for id, _ in mysql.sessions()} == {holder}, seconds=3, what="the end of the session")
        assert state(cfdb) == ("unfinished", "1 of 2 statements done")
    cfdb("apply").expect(0)
    assert mysql.column(
        "SELECT column_name FROM information_schema.columns WHERE table_name = 'busy' AND column_name = 'x'"
    )


def test_next_runner_waits_for_what_a_killed_one_left_running(
    mysql_project: Project, mysql: MySQLDatabase, cfdb: Run, spawn: Spawn
) -> None:
    """The server goes on with a statement whose client is gone; until it ends nobody else begins."""
    mysql.run("CREATE TABLE t (id int)")
    mysql_project.migration("001", "slow", "INSERT INTO t SELECT SLEEP(1.5) + 1;\nCREATE TABLE u (id int);\n")
    started = spawn("apply")
    id = running(mysql, "SLEEP")
    started.kill()
    assert f"connection {id} " in cfdb("apply", "--wait", "0").expect(4).err
    cfdb("apply", "--wait", "20").expect(0)
    assert mysql.column("SELECT id FROM t") == [1]


def test_connection_killed_by_an_administrator(
    mysql_project: Project, mysql: MySQLDatabase, cfdb: Run, spawn: Spawn
) -> None:
    """One clear message, and a state from which the next run goes on."""
    text = "CREATE TABLE one (id int);\nINSERT INTO one VALUES (1);\nDO SLEEP({});\nCREATE TABLE two (id int);\n"
    mysql_project.migration("001", "long", text.format(60))
    started = spawn("apply")
    mysql.run(f"KILL {running(mysql, 'SLEEP')}")
    found = started.wait(10).expect(2)
    error = found.err[found.err.index("error: ") :]
    assert "the connection to the server was lost" in error
    assert "hint: " in error
    assert mysql.events() == [("apply", "migration 001", "failed")]
    mysql_project.migration("001", "long", text.format(0))
    cfdb("apply").expect(0)
    assert mysql.column("SELECT id FROM one") == [1]


def test_guard_killed_by_an_administrator(
    mysql_project: Project, mysql: MySQLDatabase, cfdb: Run, spawn: Spawn
) -> None:
    """Without the session that holds the lock nothing more is begun."""
    mysql_project.migration("001", "long", "CREATE TABLE one (id int);\nDO SLEEP(1.5);\n")
    mysql_project.migration("002", "next", "CREATE TABLE two (id int);\n")
    started = spawn("apply")
    at_work = running(mysql, "SLEEP")
    (guard,) = (id for id, _ in mysql.sessions() if id != at_work)
    mysql.run(f"KILL {guard}")
    found = started.wait(20).expect(2)
    assert "the session that holds the lock was ended" in found.err
    assert mysql.applied() == ["migration 001"]
    cfdb("apply").expect(0)


def test_nothing_is_noted_without_the_guard(
    mysql_project: Project, mysql: MySQLDatabase, cfdb: Run, spawn: Spawn
) -> None:
    """What is skipped, and a rollback that has nothing to run, are steps like others."""
    slow, there = "CREATE TABLE {} (id int);\nDO SLEEP(1.5);\n", "SELECT 'it is there';\n"
    mysql_project.phase(1, "there", "CREATE TABLE there (id int);", skip=there)
    mysql_project.phase(2, "slow", slow.format("two"), "DO SLEEP(1.5);\nDROP TABLE two;\n", depends_on=[1])
    mysql_project.phase(3, "there_too", "CREATE TABLE there_too (id int);", skip=there, depends_on=[2])
    for words, left in ((["apply"], ["phase 1", "phase 2"]), (["rollback", "phase", "1", "--yes"], ["phase 1"])):
        started = spawn(*words)
        at_work = running(mysql, "SLEEP")
        (guard,) = (id for id, _ in mysql.sessions() if id != at_work)
        mysql.run(f"KILL {guard}")
        assert "the session that holds the lock was ended" in started.wait(20).expect(2).err
        assert mysql.applied() == left


def test_lock_that_somebody_else_got_ends_the_run(
    mysql_project: Project, mysql: MySQLDatabase, cfdb: Run, spawn: Spawn
) -> None:
    """A script lets go of the work lock, and who takes it may be at work."""
    mysql_project.migration("001", "lets_go", "DO RELEASE_ALL_LOCKS();\nCREATE TABLE one (id int);\nDO SLEEP(1.5);\n")
    mysql_project.migration("002", "next", "CREATE TABLE two (id int);\n")
    started = spawn("apply")
    running(mysql, "SLEEP")
    with mysql.held(f"SELECT GET_LOCK('{names(str(mysql.value('SELECT DATABASE()')))[1]}', 0)") as other:
        found = started.wait(20).expect(2)
    assert f"the lock was lost to connection {other} of " in found.err
    assert mysql.applied() == ["migration 001"]
    cfdb("apply").expect(0)


class Mortal:
    """A server that may die and come back on the same data; it keeps what it said was committed."""

    OPTIONS = ("--innodb-flush-log-at-trx-commit=1",)

    def __init__(self, running: mariadb.Running) -> None:
        self.running = running
        self.pid = running.pid
        self._again: subprocess.Popen[bytes] | None = None

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        if self._again:
            self._again.wait()

    def start(self) -> None:
        account = accounts.server_account(self.running.folder)
        (self.running.folder / "sock").unlink(missing_ok=True)
        settings = (*mariadb.SETTINGS, "--skip-networking", *self.OPTIONS)
        self._again = mariadb._spawn(self.running.program, self.running.folder, account, settings)
        mariadb._wait_until_ready(self._again, self.running.folder)
        self.pid = self._again.pid

    def stop(self) -> None:
        if self._again:
            mariadb._stop(self._again)


@pytest.fixture(scope="module")
def mortal() -> Iterator[Mortal]:
    if GIVEN_MYSQL:
        pytest.skip("that server is not ours to kill")
    with mariadb.throwaway(*Mortal.OPTIONS) as up:
        server = Mortal(up)
        yield server
        server.stop()


SLOW: dict[str, Callable[[int], str]] = {
    "data": lambda seconds: f"INSERT INTO t (n) SELECT SLEEP({seconds}) + 2",
    "ddl": lambda seconds: f"CREATE TABLE c AS SELECT SLEEP({seconds}) + 2 AS n",
}

BEGINNING = ["CREATE TABLE t (n int)", "INSERT INTO t VALUES (1)", "ALTER TABLE t ADD m int"]


@pytest.mark.parametrize("slow", SLOW)
def test_server_dies_in_the_middle(
    slow: str, mortal: Mortal, make_project: MakeProject, monkeypatch: pytest.MonkeyPatch, cfdb: Run, spawn: Spawn
) -> None:
    """One clear message with exit code 2; when the server is back, the next run does the rest."""
    with MySQLServer(mortal.running.url(), mortal.running).database() as url:
        project = make_project(url, dialect="mysql")
        monkeypatch.chdir(project.root)
        mysql = MySQLDatabase(url)
        text = (
            "CREATE TABLE t (n int);\nINSERT INTO t VALUES (1);\nALTER TABLE t ADD m int;\n{};\nCREATE TABLE u (n int)"
        )
        project.migration("001", "one", "CREATE TABLE one (id int);")
        project.migration("002", "slow", text.format(SLOW[slow](60)))
        started = spawn("apply")
        running(mysql, "SLEEP")
        mortal.kill()
        found = started.wait().expect(2)
        error = found.err[found.err.index("error: ") :]
        assert "the connection to the server was lost" in error
        assert "hint: " in error
        assert len(error.splitlines()) <= 6
        down = spawn("apply").wait().expect(2)
        assert "cannot be reached" in down.err
        mortal.start()
        assert cfdb("status", "--format", "json").json["changes"][1]["detail"].startswith("3 of 5 statements done")
        assert mysql.applied() == ["migration 001"]
        project.migration("002", "slow", text.format(SLOW[slow](0)))
        cfdb("apply").expect(0)
        assert mysql.column("SELECT n FROM t ORDER BY n") == ([1, 2] if slow == "data" else [1])
        assert mysql.tables() == {"one", "t", "u", *({"c"} if slow == "ddl" else ())}
