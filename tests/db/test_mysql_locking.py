"""Two runners never both apply, and DDL does not queue behind somebody's open transaction for long."""

import os
import re
import threading
import time
from contextlib import closing

import pytest
from stage import MySQLDatabase, MySQLServer, Project, Run, Spawn, mysql_connection, until

from cfdb.dialects.mysql.lock import names

RUNNERS = 5


def lock_of(mysql: MySQLDatabase) -> str:
    """The lock that a runner takes first: two versions of cfdb may meet on one database, so its name is a promise."""
    return f"cfdb.guard.{mysql.value('SELECT DATABASE()')}"


def test_runners_apply_each_change_once(mysql_project: Project, mysql: MySQLDatabase, spawn: Spawn) -> None:
    """Changes that only insert cannot hide that they ran twice; DDL between them commits what others might see."""
    mysql.run("CREATE TABLE log (n int)")
    for n in range(1, 6):
        mysql_project.migration(f"{n:03}", "insert", f"INSERT INTO log VALUES ({n});\nCREATE TABLE t{n} (id int);\n")
    results = [started.wait(120) for started in [spawn("apply", "--wait", "100") for _ in range(RUNNERS)]]
    for found in results:
        found.expect(0)
    assert mysql.column("SELECT n FROM log ORDER BY n") == [1, 2, 3, 4, 5]
    assert len(mysql.applied()) == 5
    assert mysql.value("SELECT count(*) FROM cfdb_event") == 5
    assert sum("5 applied" in found.out for found in results) == 1
    assert sum("nothing to do, 5 changes in place" in found.out for found in results) == RUNNERS - 1


def test_lock_held_names_its_holder(mysql_project: Project, mysql: MySQLDatabase, cfdb: Run) -> None:
    """Exit code 4 after --wait, nothing ran, and the connection to look for is named."""
    mysql_project.migration("001", "one", "CREATE TABLE one (id int);", "DROP TABLE one;")
    with mysql.held(f"SELECT GET_LOCK('{lock_of(mysql)}', 0)") as holder:
        for words in (("apply",), ("rollback", "--all", "--yes"), ("repair", "migration", "1", "--yes")):
            found = cfdb(*words, "--wait", "0").expect(4)
            error = found.err[found.err.index("error: ") :]
            assert f"connection {holder} of root at localhost" in error
            assert "--wait" in error
        begun = time.monotonic()
        cfdb("apply", "--wait", "0.6").expect(4)
        assert 0.5 < time.monotonic() - begun < 4
        assert cfdb("apply", "--wait", "0", "--format", "json").expect(4).json["error"]["code"] == "locked"
        # Who only looks does not need the lock.
        cfdb("status").expect(1)
        cfdb("plan").expect(0)
        cfdb("apply", "--dry-run").expect(0)
    assert mysql.column("SHOW TABLES") == []


def test_waiting_is_told_and_ends_with_the_holder(mysql_project: Project, mysql: MySQLDatabase, spawn: Spawn) -> None:
    mysql_project.migration("001", "one", "CREATE TABLE one (id int);")
    with mysql.held(f"SELECT GET_LOCK('{lock_of(mysql)}', 0)") as holder:
        started = spawn("apply", "--wait", "30")
        assert started.process.stderr
        line = started.process.stderr.readline()
        while "waiting" not in line:
            line = started.process.stderr.readline()
        assert f"waiting for another cfdb: connection {holder} " in line
        assert mysql.tables() == set()
    assert started.wait(20).code == 0
    assert mysql.tables() == {"one"}


def test_script_cannot_let_another_runner_in(
    mysql_project: Project, mysql: MySQLDatabase, cfdb: Run, spawn: Spawn
) -> None:
    """RELEASE_ALL_LOCKS() lets go of the locks of the session that runs the script, and of no other."""
    mysql_project.migration("001", "lets_go", "DO RELEASE_ALL_LOCKS();\nCREATE TABLE t (id int);\nDO SLEEP(1);\n")
    started = spawn("apply")
    until(lambda: [text for _, text in mysql.sessions() if "SLEEP" in text], what="the slow statement")
    assert "the lock is held by connection " in cfdb("apply", "--wait", "0").expect(4).err
    started.wait(20).expect(0)
    assert "nothing to do" in cfdb("apply").expect(0).out


def test_lock_is_held_through_several_changes(
    mysql_project: Project, mysql: MySQLDatabase, cfdb: Run, spawn: Spawn
) -> None:
    """What cleans the session up after a change lets go of its locks: they are taken again."""
    mysql_project.migration("001", "one", "CREATE TABLE one (id int);")
    mysql_project.migration("002", "slow", "DO SLEEP(0.8);")
    started = spawn("apply")
    until(lambda: [text for _, text in mysql.sessions() if "SLEEP" in text], what="the slow statement")
    held = mysql.rows(f"SELECT IS_USED_LOCK('{lock_of(mysql)}'), IS_USED_LOCK('{names(mysql_name(mysql))[1]}')")[0]
    assert None not in held
    assert held[0] != held[1]
    started.wait(20).expect(0)
    assert mysql.rows(f"SELECT IS_USED_LOCK('{lock_of(mysql)}')") == [(None,)]


def mysql_name(mysql: MySQLDatabase) -> str:
    return str(mysql.value("SELECT DATABASE()"))


def test_other_database_of_the_server_is_not_locked(
    mysql_project: Project, mysql: MySQLDatabase, mysql_server: MySQLServer, cfdb: Run
) -> None:
    mysql_project.migration("001", "one", "CREATE TABLE one (id int);")
    with mysql_server.database() as other, mysql.held(f"SELECT GET_LOCK('{lock_of(mysql)}', 0)"):
        cfdb("apply", "--url", other, "--wait", "0").expect(0)


def test_database_with_the_longest_name(mysql_server: MySQLServer, mysql_project: Project, cfdb: Run) -> None:
    """A lock's name has 64 characters at most, as a database's has; two such databases do not share a lock."""
    long = f"x{os.getpid()}".ljust(63, "é")
    mysql_project.migration("001", "one", "CREATE TABLE one (id int);")
    try:
        mysql_server.run(f"CREATE DATABASE {long}a", f"CREATE DATABASE {long}b")
        with MySQLDatabase(mysql_server.on(f"{long}a")).held(f"SELECT GET_LOCK('{names(long + 'a')[0]}', 0)"):
            cfdb("apply", "--url", mysql_server.on(f"{long}a"), "--wait", "0").expect(4)
            cfdb("apply", "--url", mysql_server.on(f"{long}b"), "--wait", "0").expect(0)
    finally:
        mysql_server.run(f"DROP DATABASE IF EXISTS {long}a", f"DROP DATABASE IF EXISTS {long}b")


@pytest.fixture
def alters(mysql_project: Project, mysql: MySQLDatabase) -> Project:
    mysql.run("CREATE TABLE busy (id int)", "INSERT INTO busy VALUES (1)")
    mysql_project.migration("001", "before", "CREATE TABLE before1 (id int);")
    mysql_project.migration("002", "alters", "CREATE TABLE half (id int);\nALTER TABLE busy ADD COLUMN note text;\n")
    return mysql_project


def test_holder_is_named_when_the_tries_are_used_up(alters: Project, mysql: MySQLDatabase, cfdb: Run) -> None:
    """An open transaction that has only read the table holds its metadata lock."""
    with mysql.held("SELECT * FROM busy") as holder:
        begun = time.monotonic()
        found = cfdb("apply", "--lock-retries", "1", "--lock-timeout", "1").expect(2)
        took = time.monotonic() - begun
    error = found.err[found.err.index("error: ") :]
    assert "Lock wait timeout exceeded" in error
    assert "(1205)" in error
    assert "002_alters.sql:2:1" in error
    assert "2 tries" in error
    assert f"perhaps held by connection {holder} of root at localhost (Sleep, in a transaction for" in error
    assert 2 < took < 6
    assert mysql.tables() == {"busy", "before1", "half"}
    status = cfdb("status", "--format", "json").json["changes"]
    assert (status[1]["state"], status[1]["detail"]) == ("unfinished", "1 of 2 statements done")
    cfdb("apply").expect(0)


def test_alter_is_tried_again_until_the_holder_is_gone(alters: Project, mysql: MySQLDatabase, spawn: Spawn) -> None:
    """The holder is named while we wait, once, and not at every look."""
    with mysql.held("SELECT * FROM busy") as holder:
        started = spawn("apply", "--lock-timeout", "1", "--lock-retries", "20")
        assert started.process.stderr
        said: list[str] = []
        while not said or "trying again" not in said[-1]:
            said.append(started.process.stderr.readline())
    found = started.wait(30).expect(0)
    told = "".join(said) + found.err
    assert f"waiting for a lock, perhaps of connection {holder} " in told
    assert len(re.findall("waiting for a lock", "".join(said))) == 1
    assert "no lock within 1 s, trying again in" in told
    assert mysql.applied() == ["migration 001", "migration 002"]


def test_nobody_is_named_to_whom_others_are_hidden(
    alters: Project, mysql: MySQLDatabase, mysql_server: MySQLServer, cfdb: Run
) -> None:
    """Without the privilege PROCESS there is nothing to tell; the message is clear all the same."""
    name = mysql_name(mysql)
    mysql_server.run("CREATE USER app@'%' IDENTIFIED BY 'pw'", f"GRANT ALL ON {name}.* TO app@'%'")
    try:
        with mysql.held("SELECT * FROM busy"):
            url = mysql_server.on(name, user="app", password="pw")
            found = cfdb("apply", "--url", url, "--lock-retries", "0", "--lock-timeout", "1").expect(2)
        assert "Lock wait timeout exceeded" in found.err
        assert "perhaps" not in found.err
    finally:
        mysql_server.run("DROP USER app@'%'")


def test_row_lock_is_waited_for_and_tried_again(mysql_project: Project, mysql: MySQLDatabase, spawn: Spawn) -> None:
    """The transaction is taken back and begun anew: its first INSERT is there once."""
    mysql.run("CREATE TABLE t (id int PRIMARY KEY, n int)", "INSERT INTO t VALUES (1, 0)", "CREATE TABLE log (n int)")
    mysql_project.migration("001", "rows", "INSERT INTO log VALUES (1);\nUPDATE t SET n = n + 1;\n")
    with mysql.held("SELECT * FROM t FOR UPDATE") as holder:
        started = spawn("apply", "--lock-timeout", "1")
        assert started.process.stderr
        said = ""
        while "trying again" not in said:
            said += started.process.stderr.readline()
        assert f"perhaps of connection {holder} " in said
    started.wait(20).expect(0)
    assert mysql.rows("SELECT n FROM t") == [(1,)]
    assert mysql.rows("SELECT n FROM log") == [(1,)]


def test_deadlock_is_tried_again(mysql_project: Project, mysql: MySQLDatabase, spawn: Spawn) -> None:
    """Whoever the server picks as its victim: cfdb's rows end up as written. A temporary table is made anew."""
    mysql.run("CREATE TABLE t (id int PRIMARY KEY, n int)", "INSERT INTO t VALUES (1, 0), (2, 0)")
    mysql_project.migration(
        "001",
        "deadlock",
        "CREATE TEMPORARY TABLE ids (id int);\nINSERT INTO ids VALUES (1);\n"
        "UPDATE t SET n = n + 1 WHERE id = 1;\nDO SLEEP(0.7);\nUPDATE t SET n = n + 1 WHERE id = 2;\n",
    )
    connection = mysql_connection(mysql.url)
    with connection, connection.cursor() as cursor:
        connection.begin()
        # Many changed rows make us the one that the server lets live.
        cursor.execute("CREATE TABLE heavy (n int)")
        connection.begin()
        cursor.execute("INSERT INTO heavy SELECT seq FROM seq_1_to_1000")
        cursor.execute("UPDATE t SET n = n + 10 WHERE id = 2")
        started = spawn("apply")
        until(lambda: [text for _, text in mysql.sessions() if "SLEEP" in text], what="its first lock")
        cursor.execute("UPDATE t SET n = n + 10 WHERE id = 1")
        connection.commit()
    found = started.wait(30).expect(0)
    assert "trying again" in found.err
    assert mysql.rows("SELECT * FROM t") == [(1, 11), (2, 11)]


def test_variable_that_was_counted_up_is_not_counted_twice(
    mysql_project: Project, mysql: MySQLDatabase, cfdb: Run
) -> None:
    """A rollback does not take back user variables: trying again would number the rows from where it stopped."""
    mysql.run("CREATE TABLE t (id int PRIMARY KEY, n int)", "INSERT INTO t VALUES (1, 0), (2, 0), (3, 0)")
    mysql_project.migration(
        "001", "numbers", "SET @n = 0;\nCREATE TABLE c (id int);\nUPDATE t SET n = (@n := @n + 1) ORDER BY id;\n"
    )
    with mysql.held("SELECT * FROM t WHERE id = 3 FOR UPDATE"):
        found = cfdb("apply", "--lock-timeout", "1").expect(2)
    assert "1205" in found.err
    cfdb("apply").expect(0)
    assert mysql.column("SELECT n FROM t ORDER BY id") == [1, 2, 3]


def test_rollback_is_tried_again_too(mysql_project: Project, mysql: MySQLDatabase, cfdb: Run) -> None:
    mysql_project.migration("001", "one", "CREATE TABLE one (id int);", "DROP TABLE one;")
    cfdb("apply").expect(0)
    with mysql.held("SELECT * FROM one") as holder:
        found = cfdb("rollback", "--all", "--lock-timeout", "1", "--lock-retries", "1").expect(2)
        assert f"connection {holder} " in found.err
        assert "trying again" in found.err
    cfdb("rollback", "--all").expect(0)


def test_readers_get_through_between_the_tries(alters: Project, mysql: MySQLDatabase, cfdb: Run) -> None:
    """A waiting ALTER stops every reader behind it: none may wait longer than the lock_timeout."""
    waits: list[float] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            begun = time.monotonic()
            mysql.rows("SELECT * FROM busy")
            waits.append(time.monotonic() - begun)
            time.sleep(0.01)

    with mysql.held("SELECT * FROM busy"):
        thread = threading.Thread(target=read)
        thread.start()
        try:
            cfdb("apply", "--lock-timeout", "1", "--lock-retries", "1").expect(2)
        finally:
            stop.set()
            thread.join()
    assert max(waits) < 2.5
    assert sum(wait > 0.4 for wait in waits) <= 3


def test_limits_of_the_server_do_not_count(
    mysql_project: Project, mysql: MySQLDatabase, mysql_server: MySQLServer, cfdb: Run
) -> None:
    """Whatever the server's or the account's defaults are, a session is as cfdb wants it."""
    if mysql_server.running is None:
        pytest.skip("the settings of that server are not ours to change")
    settings = {
        "lock_wait_timeout": "86400",
        "autocommit": "0",
        "sql_mode": "'NO_BACKSLASH_ESCAPES,ANSI_QUOTES,STRICT_TRANS_TABLES'",
        "max_statement_time": "0.4",
        "sql_select_limit": "1",
    }
    before = {name: mysql.value(f"SELECT @@GLOBAL.{name}") for name in settings}
    text = (
        "CREATE TABLE t (a varchar(9));\nINSERT INTO t VALUES ('a\\\\b');\nDO SLEEP(0.6);\nCREATE TABLE u (id int);\n"
    )
    mysql_project.migration("001", "one", text, "DROP TABLE u;\nDROP TABLE t;\n")
    mysql_project.migration("002", "two", "CREATE TABLE v (id int);\nINSERT INTO v VALUES (1);\n", "DROP TABLE v;\n")
    mysql_project.write("migrations/main/checklist_001.toml", '[brings]\ntables = ["t", "u"]\n')
    try:
        mysql_server.run(*(f"SET GLOBAL {name} = {value}" for name, value in settings.items()))
        cfdb("apply").expect(0)
        cfdb("status").expect(0)
    finally:
        for name, value in before.items():
            shown = value if isinstance(value, (int, float)) and not isinstance(value, bool) else f"'{value}'"
            mysql_server.run(f"SET GLOBAL {name} = {shown}")
    assert mysql.column("SELECT a FROM t") == ["a\\b"]
    assert mysql.applied() == ["migration 001", "migration 002"]
    assert mysql.events() == [("apply", "migration 001", "done"), ("apply", "migration 002", "done")]


UNTAKEN = {
    "statements": "INSERT INTO log VALUES (1);\nUPDATE busy SET n = 2;\n",
    "procedure": "CALL p();\n",
}


@pytest.mark.parametrize("name", UNTAKEN)
def test_what_cannot_be_taken_back_is_not_tried_again(
    name: str, mysql_project: Project, mysql: MySQLDatabase, cfdb: Run
) -> None:
    """The rollback leaves the row of a table without transactions: each try would add one."""
    mysql.run(
        "CREATE TABLE log (n int) ENGINE = MyISAM",
        "CREATE TABLE busy (n int)",
        "INSERT INTO busy VALUES (1)",
        "CREATE PROCEDURE p() BEGIN INSERT INTO log VALUES (1); UPDATE busy SET n = 2; END",
    )
    mysql_project.migration("001", "both", UNTAKEN[name])
    with mysql.held("SELECT * FROM busy FOR UPDATE"):
        found = cfdb("apply", "--lock-timeout", "1", "--lock-retries", "2").expect(2)
    assert mysql.column("SELECT n FROM log") == [1]
    assert "stays changed" in found.err
    assert "001_both.sql:" in found.err


def test_deadlock_that_leaves_something_is_not_tried_again(
    mysql_project: Project, mysql: MySQLDatabase, spawn: Spawn
) -> None:
    """There the server rolls back before we do."""
    mysql.run(
        "CREATE TABLE log (n int) ENGINE = MyISAM",
        "CREATE TABLE t (id int PRIMARY KEY, n int)",
        "INSERT INTO t SELECT seq, 0 FROM (SELECT 1 AS seq UNION SELECT 2) AS two",
    )
    text = "UPDATE t SET n = 1 WHERE id = 1;\nINSERT INTO log VALUES (1);\nUPDATE t SET n = 1 WHERE id = 2;\n"
    mysql_project.migration("001", "both", text)
    # The victim is the transaction that has changed less.
    mysql.run("CREATE TABLE heavy (n int)", "CREATE TABLE other_log (n int) ENGINE = MyISAM")
    with closing(mysql_connection(mysql.url)) as other, other.cursor() as cursor:
        other.begin()
        rows = "WITH RECURSIVE s AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM s WHERE n < 900) SELECT n FROM s"
        cursor.execute(f"INSERT INTO heavy {rows}")
        cursor.execute("INSERT INTO other_log VALUES (1)")
        cursor.execute("UPDATE t SET n = 2 WHERE id = 2")
        started = spawn("apply", "--lock-timeout", "20")
        until(lambda: [text for _, text in mysql.sessions() if "id = 2" in text], what="the wait")
        cursor.execute("UPDATE t SET n = 2 WHERE id = 1")
        other.rollback()
    found = started.wait(20)
    assert mysql.column("SELECT n FROM log") == [1]
    found.expect(2)
    assert "Deadlock" in found.err
    assert "stays changed" in found.err
