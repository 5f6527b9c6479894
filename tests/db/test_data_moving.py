"""A move goes on where it stopped, whatever stopped it; no row is lost or doubled.

Its subject is cfdb: on the newest PostgreSQL alone, but for the plain run.
"""

import os
import re
import signal
import subprocess
import time
from contextlib import closing

import pytest
from library_moved import (
    BOOKS,
    MAPPING,
    MOVE,
    SMALL,
    WRITERS,
    count,
    done,
    fill,
    is_all_there,
    loaded_at,
    make_room,
    slow_down,
    speed_up,
    state,
    under_way,
    workers,
)
from stage import Database, MySQLDatabase, MySQLServer, Project, Run, Server, Spawn, host_of, mysql_connection, until

from cfdb.servers import mariadb

MIGRATE = ("data", "migrate", *MOVE, *SMALL)


@pytest.fixture(autouse=True)
def library(project: Project, mysql: MySQLDatabase, database: Database, monkeypatch: pytest.MonkeyPatch) -> Project:
    project.migration("001", "move", MAPPING)
    fill(mysql)
    make_room(database)
    monkeypatch.setenv("CFDB_FROM", mysql.url)
    return project


def test_rows_move_in_chunks_and_nothing_is_moved_twice(mysql: MySQLDatabase, database: Database, cfdb: Run) -> None:
    assert "1,000 rows" in cfdb(*MIGRATE).expect(0).out
    is_all_there(database, mysql)
    assert done(database) > 10
    before = loaded_at(database)
    cfdb(*MIGRATE).expect(0)
    assert loaded_at(database) == before
    assert "migration 001: done" in cfdb("data", "status").expect(0).out


@pytest.mark.newest
@pytest.mark.parametrize("chunk_rows", ["1", "7", "100000"])
def test_whatever_the_size_of_chunks(chunk_rows: str, mysql: MySQLDatabase, database: Database, cfdb: Run) -> None:
    mysql.run("DELETE FROM old_book WHERE id > 50 AND id < 850")
    cfdb("data", "migrate", *MOVE, "--chunk-rows", chunk_rows).expect(0)
    is_all_there(database, mysql)


@pytest.mark.newest
@pytest.mark.parametrize("executor", ["threads", "processes"])
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_client_that_ends_is_followed_by_another(
    how: int, executor: str, mysql: MySQLDatabase, database: Database, cfdb: Run, spawn: Spawn
) -> None:
    """Nobody is left at work, what is in stays as it is, and the next run does the rest."""
    slow_down(database, 0.01)
    running = spawn(*MIGRATE, "--executor", executor)
    under_way(database)
    running.process.send_signal(how)
    result = running.wait(15)
    assert result.code not in (0, 1)
    assert "Traceback" not in result.err
    if how == signal.SIGINT:
        assert result.err.splitlines()[1:] == [
            "error: interrupted", "  hint: run it again: it goes on where it stopped",
        ]  # fmt: skip
    until(lambda: not workers(database), seconds=6, what="the end of all workers")
    if how != signal.SIGKILL:
        assert "leaked" not in result.err
        assert state(database) == "paused"
        assert count(database, "cfdb.move_worker") == 0
    told, word = cfdb("data", "status").expect(1), "interrupted while moving" if how == signal.SIGKILL else "paused"
    assert f"migration 001: {word}; from mysql://" in told.out
    assert "run it again with the same options: cfdb data migrate migration 001" in told.err
    (found,) = cfdb("data", "status", "--format", "json").expect(1).json["moves"]
    assert found["interrupted"] is (how == signal.SIGKILL)
    before = loaded_at(database)
    assert 3 <= len(before) < 17
    speed_up(database)
    cfdb(*MIGRATE).expect(0)
    is_all_there(database, mysql)
    assert before.items() <= loaded_at(database).items()


@pytest.mark.newest
def test_pause_lets_chunks_at_work_finish(mysql: MySQLDatabase, database: Database, cfdb: Run, spawn: Spawn) -> None:
    slow_down(database, 0.005)
    running = spawn(*MIGRATE)
    under_way(database)
    assert "migration 001: moving, 2 workers; from mysql://" in cfdb("data", "status").expect(1).out
    assert "stops as soon as" in cfdb("data", "pause").expect(0).out
    assert "paused: run it again to go on" in running.wait().expect(1).out
    assert 3 <= done(database) < 17
    assert "migration 001: paused; from" in cfdb("data", "status").expect(1).out
    assert "there is no move to pause" in cfdb("data", "pause").expect(64).err
    speed_up(database)
    cfdb(*MIGRATE).expect(0)
    is_all_there(database, mysql)


@pytest.mark.newest
@pytest.mark.parametrize("word", ["pause", "abort"])
def test_a_move_is_stopped_before_it_reads(
    word: str, mysql: MySQLDatabase, database: Database, cfdb: Run, spawn: Spawn
) -> None:
    """While the source is about to be held: somebody else writes, and the lock waits."""
    with mysql.held("UPDATE writer SET name = 'x' WHERE id = 1"):
        mysql.run("SET GLOBAL max_statement_time = 0")
        with mysql.held("LOCK TABLES old_book WRITE"):
            running = spawn(*MIGRATE)
            until(lambda: database.exists("cfdb.move") and database.column("SELECT 1 FROM cfdb.move"), what="a move")
            until(lambda: state(database) == "waiting" and len(workers(database)) == 2, what="workers")
            cfdb("data", word).expect(0)
        result = running.wait(30)
    assert result.code == 1, result.err
    assert "Traceback" not in result.err
    assert state(database) == "paused"
    assert done(database) == 0
    cfdb(*MIGRATE).expect(0)
    is_all_there(database, mysql)


@pytest.mark.newest
def test_abort_breaks_off_chunks(mysql: MySQLDatabase, database: Database, cfdb: Run, spawn: Spawn) -> None:
    slow_down(database, 0.02)
    running = spawn(*MIGRATE)
    under_way(database)
    assert "broken off" in cfdb("data", "abort").expect(0).out
    assert not workers(database)
    assert "paused: run it again to go on" in running.wait(10).expect(1).out
    speed_up(database)
    cfdb(*MIGRATE).expect(0)
    is_all_there(database, mysql)


@pytest.mark.newest
def test_truncate_empties_and_forgets(mysql: MySQLDatabase, database: Database, cfdb: Run) -> None:
    cfdb(*MIGRATE).expect(0)
    assert "--yes" in cfdb("data", "truncate").expect(1).err
    assert count(database, "book") == BOOKS
    cfdb("data", "truncate", "--yes").expect(0)
    assert (count(database, "author"), count(database, "book"), count(database, "cfdb.move")) == (0, 0, 0)
    assert "nothing was moved yet" in cfdb("data", "status").expect(0).out
    cfdb(*MIGRATE).expect(0)
    is_all_there(database, mysql)


@pytest.fixture
def begun(database: Database, cfdb: Run, spawn: Spawn) -> None:
    """A move that stopped in the middle."""
    slow_down(database, 0.01)
    running = spawn(*MIGRATE)
    under_way(database)
    cfdb("data", "abort").expect(0)
    running.wait(10).expect(1)
    speed_up(database)


@pytest.mark.newest
@pytest.mark.usefixtures("begun")
def test_another_mapping_begins_again_only(
    library: Project, mysql: MySQLDatabase, database: Database, cfdb: Run
) -> None:
    library.migration("001", "move", MAPPING.replace("'!'", "'?'"))
    before = loaded_at(database)
    refused = cfdb(*MIGRATE).expect(1).err
    assert "migration 001 was begun with another mapping" in refused
    assert "--restart" in refused
    assert loaded_at(database) == before
    assert "--yes" in cfdb(*MIGRATE, "--restart").expect(1).err
    assert loaded_at(database) == before
    cfdb(*MIGRATE, "--restart", "--yes").expect(0)
    assert database.value("SELECT count(*) FROM book WHERE title LIKE '%?'") == BOOKS
    assert database.value("SELECT count(*) FROM book WHERE title LIKE '%!'") == 0


@pytest.mark.newest
@pytest.mark.usefixtures("begun")
def test_another_source_begins_again_only(mysql_server: MySQLServer, database: Database, cfdb: Run) -> None:
    with mysql_server.database() as url:
        other = MySQLDatabase(url)
        fill(other)
        refused = cfdb(*MIGRATE, "--from", url).expect(1).err
        assert "migration 001 was begun from mysql://" in refused
        assert "--restart" in refused
        cfdb(*MIGRATE, "--from", url, "--restart", "--yes").expect(0)
        is_all_there(database, other)


CHANGES = {
    "changed": "UPDATE writer SET name = 'x' WHERE id = 1",
    "gone": "DELETE FROM writer WHERE id = 1",
    "new": "INSERT INTO writer VALUES (-1, 'new')",
}


@pytest.mark.newest
@pytest.mark.usefixtures("begun")
@pytest.mark.parametrize("change", CHANGES)
def test_rows_that_changed_since_are_not_passed_over(
    change: str, mysql: MySQLDatabase, database: Database, cfdb: Run
) -> None:
    """Without a binary log: what is in is read again and held against its checksum."""
    assert database.value("SELECT position FROM cfdb.move") == ""
    mysql.run("SET foreign_key_checks = 0", CHANGES[change])
    for _ in range(2):
        refused = cfdb(*MIGRATE).expect(1).err
        assert "the source has changed since rows of it were loaded: public.author (1 of 2 chunks)" in refused
        assert "--restart" in refused
    mysql.run("UPDATE old_book SET writer = 2 WHERE writer = 1")
    cfdb(*MIGRATE, "--restart", "--yes").expect(0)
    is_all_there(database, mysql)


@pytest.mark.newest
@pytest.mark.usefixtures("begun")
def test_rows_that_were_not_read_yet_may_change(mysql: MySQLDatabase, database: Database, cfdb: Run) -> None:
    """What was loaded is as it is now, so all is of the new instant."""
    mysql.run(f"UPDATE old_book SET title = 'x' WHERE id > {BOOKS} - 10")
    cfdb(*MIGRATE).expect(0)
    is_all_there(database, mysql)


@pytest.mark.newest
def test_with_a_binary_log_nothing_is_read_twice(
    library: Project, database: Database, cfdb: Run, spawn: Spawn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where its position is the same, and the server was not started again."""
    with mariadb.throwaway("--log-bin=log", "--server-id=7") as server:
        with closing(mysql_connection(server.url())) as connection, connection.cursor() as cursor:
            cursor.execute("CREATE DATABASE shop CHARACTER SET utf8mb4")
        mysql = MySQLDatabase(server.url("shop"))
        fill(mysql)
        monkeypatch.setenv("CFDB_FROM", mysql.url)
        slow_down(database, 0.01)
        running = spawn(*MIGRATE)
        under_way(database)
        cfdb("data", "abort").expect(0)
        running.wait(10).expect(1)
        speed_up(database)
        position = database.value("SELECT position FROM cfdb.move")
        assert position.startswith("7 since ")
        known = read_by(mysql, lambda: cfdb(*MIGRATE, "--workers", "1").expect(0))
        assert database.value("SELECT position FROM cfdb.move") == position
        assert not [query for query in known if "`writer`" in query or "FROM writer" in query if "CONCAT_WS" in query]
        is_all_there(database, mysql)

        cfdb("data", "truncate", "--yes").expect(0)
        mysql.run("UPDATE writer SET name = 'y' WHERE id = 1")
        cfdb(*MIGRATE).expect(0)
        assert database.value("SELECT position FROM cfdb.move") not in ("", position)


def read_by(mysql: MySQLDatabase, act: object) -> list[str]:
    """The statements that the server was sent meanwhile."""
    mysql.run(
        "SET sql_log_bin = 0",
        "SET GLOBAL log_output = 'TABLE'",
        "TRUNCATE mysql.general_log",
        "SET GLOBAL general_log = 1",
    )
    try:
        assert callable(act)
        act()
    finally:
        mysql.run("SET GLOBAL general_log = 0")
    return [str(query) for query in mysql.column("SELECT CONVERT(argument USING utf8mb4) FROM mysql.general_log")]


@pytest.mark.newest
def test_tables_with_rows_are_refused(mysql: MySQLDatabase, database: Database, cfdb: Run) -> None:
    database.run("INSERT INTO author VALUES (-5, 'here before')")
    refused = cfdb(*MIGRATE).expect(1).err
    assert "author: there are rows already" in refused
    assert "--allow not-empty" in refused
    assert count(database, "author") == 1
    cfdb(*MIGRATE, "--allow", "not-empty").expect(0)
    assert count(database, "author") == WRITERS + 1


@pytest.mark.newest
def test_the_second_of_two_waits(mysql: MySQLDatabase, database: Database, cfdb: Run, spawn: Spawn) -> None:
    slow_down(database, 0.01)
    first = spawn(*MIGRATE)
    under_way(database, 1)
    told = cfdb(*MIGRATE, "--wait", "0.5").expect(4).err
    assert "cfdb data migrate" in told
    second = spawn(*MIGRATE, "--wait", "60")
    first.wait().expect(0)
    second.wait().expect(0)
    is_all_there(database, mysql)


@pytest.mark.newest
def test_a_trigger_that_swallows_rows_is_told(database: Database, cfdb: Run) -> None:
    database.run(
        "CREATE FUNCTION swallow() RETURNS trigger LANGUAGE plpgsql AS"
        " 'BEGIN IF NEW.id = 333 THEN RETURN NULL; END IF; RETURN NEW; END';"
        "CREATE TRIGGER swallow BEFORE INSERT ON book FOR EACH ROW EXECUTE FUNCTION swallow()"
    )
    told = cfdb(*MIGRATE).expect(2).err
    assert "public.book took" in told
    assert "a trigger or a rule leaves rows out" in told
    assert database.value("SELECT count(*) FROM book WHERE id BETWEEN 330 AND 336") == 0
    assert state(database) == "paused"


@pytest.mark.newest
@pytest.mark.parametrize("rejects", ["0", "5"])
@pytest.mark.parametrize("refused", [False, True])
@pytest.mark.parametrize("whole", [False, True], ids=["value", "line"])
def test_a_row_that_is_too_large_for_the_source_is_told(
    whole: bool, refused: bool, rejects: str, library: Project, database: Database, cfdb: Run,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """MySQL makes a line, or one value of it, NULL that is larger than max_allowed_packet: it is not left out for that.

    Also where another row of the chunk is refused, and rows are told apart.
    """
    database.run("ALTER TABLE book ALTER title DROP NOT NULL, ADD CHECK (title <> 'no')")
    with mariadb.throwaway("--max-allowed-packet=1M") as server:
        with closing(mysql_connection(server.url())) as connection, connection.cursor() as cursor:
            cursor.execute("CREATE DATABASE shop CHARACTER SET utf8mb4")
        mysql = MySQLDatabase(server.url("shop"))
        fill(mysql)
        mysql.run(
            "ALTER TABLE old_book MODIFY title longtext NOT NULL",
            "UPDATE old_book SET title = REPEAT('x', 1047500) WHERE id = 500",
            r"UPDATE old_book SET title = CONCAT(title, REPEAT('\t', 1070)) WHERE id = 500" if whole else
            r"UPDATE old_book SET title = CONCAT(title, REPEAT('\t', 600)) WHERE id = 500",
            "ANALYZE TABLE old_book",
        )  # fmt: skip
        if whole:
            mysql.run("UPDATE old_book SET title = REPEAT('x', 1048576 - 6) WHERE id = 500")
        if refused:
            mysql.run("UPDATE old_book SET title = 'no' WHERE id = 499")
        library.migration("001", "move", MAPPING.replace("CONCAT(b.title, '!')", "b.title"))
        monkeypatch.setenv("CFDB_FROM", mysql.url)
        found = cfdb(*MIGRATE, "--max-rejects", rejects)
    if found.code == 0 and not refused:
        # What reads values, and not lines, has no such limit.
        assert database.value("SELECT length(title) FROM book WHERE id = 500") > 1047500
        return
    assert database.rows("SELECT FROM book WHERE id = 500") == []
    if found.code != 3:
        told = found.expect(2).err
        assert "public.book, rows where " in told
        assert "max_allowed_packet" in told
        assert not whole or "the row with the key 500 is larger" in told


@pytest.mark.newest
@pytest.mark.parametrize("number", ["1", "3"])
def test_a_source_connection_that_is_killed(
    number: str, mysql: MySQLDatabase, database: Database, cfdb: Run, spawn: Spawn
) -> None:
    """The others do its chunks; where there are none, a new one is sent out."""
    slow_down(database, 0.004)
    running = spawn(*MIGRATE, "--workers", number)
    under_way(database)
    mysql.run(f"KILL {reader_of(mysql, database)}")
    running.wait().expect(0)
    is_all_there(database, mysql)


def reader_of(mysql: MySQLDatabase, database: Database) -> int:
    """A connection whose snapshot is older than its last query: a worker's, and not the client's."""
    found = mysql.column("SELECT t.trx_mysql_thread_id FROM information_schema.INNODB_TRX AS t"
                         " JOIN information_schema.PROCESSLIST AS p ON p.ID = t.trx_mysql_thread_id"
                         " WHERE p.DB = DATABASE() ORDER BY 1")  # fmt: skip
    assert found
    return int(found[0])


@pytest.mark.newest
@pytest.mark.parametrize("number", ["1", "3"])
@pytest.mark.parametrize("executor", ["threads", "processes"])
def test_a_target_backend_that_is_ended(
    number: str, executor: str, mysql: MySQLDatabase, database: Database, cfdb: Run, spawn: Spawn
) -> None:
    slow_down(database, 0.004)
    running = spawn(*MIGRATE, "--workers", number, "--executor", executor)
    under_way(database)
    for pid in workers(database)[:1]:
        database.run(f"SELECT pg_terminate_backend({pid})")
    running.wait().expect(0)
    is_all_there(database, mysql)


@pytest.mark.newest
@pytest.mark.parametrize("number", ["1", "3"])
def test_a_worker_process_that_is_killed(
    number: str, mysql: MySQLDatabase, database: Database, cfdb: Run, spawn: Spawn
) -> None:
    slow_down(database, 0.004)
    running = spawn(*MIGRATE, "--workers", number, "--executor", "processes")
    under_way(database)
    os.kill(children(running.process.pid)[-1], signal.SIGKILL)
    running.wait().expect(0)
    is_all_there(database, mysql)


def children(pid: int) -> list[int]:
    """Worker processes, without what Python starts besides."""
    found = subprocess.run(
        ["ps", "-ww", "-o", "pid=", "-o", "args=", "--ppid", str(pid)], capture_output=True, text=True, check=True
    )
    return [int(line.split()[0]) for line in found.stdout.splitlines() if "spawn_main" in line]


@pytest.mark.newest
@pytest.mark.parametrize("executor", ["threads", "processes"])
def test_a_password_is_seen_nowhere(
    executor: str, library: Project, mysql: MySQLDatabase, mysql_server: MySQLServer, server: Server,
    database: Database, cfdb: Run, spawn: Spawn,
) -> None:  # fmt: skip
    secret = "s3cr3t-0f-the-m0ve"
    name = mysql.value("SELECT DATABASE()")
    user = f"reader_{os.getpid()}"
    mysql.run(f"CREATE USER {user} IDENTIFIED BY '{secret}'", f"GRANT SELECT, LOCK TABLES ON {name}.* TO {user}")
    role = f"{user}_{executor}"
    server.run(f"CREATE ROLE {role} SUPERUSER LOGIN PASSWORD '{secret}'")
    here = f"postgresql://{role}:{secret}@{host_of(server.url)}/{database.value('SELECT current_database()')}"
    there = mysql_server.on(name, user=user, password=secret)
    try:
        slow_down(database, 0.01)
        running = spawn(*MIGRATE, "--executor", executor, "--from", there, "--url", here)
        under_way(database)
        listed = subprocess.run(["ps", "axww", "-o", "args"], capture_output=True, text=True, check=True).stdout
        database.run(f"SELECT pg_terminate_backend({workers(database)[0]})")
        mysql.run(f"KILL {reader_of(mysql, database)}")
        time.sleep(0.3)
        told = cfdb("data", "status", "--url", here).out
        result = running.wait()
        speed_up(database)
        wrong = cfdb(*MIGRATE, "--from", there.replace(secret, secret + "x"), "--url", here)
        assert wrong.code
        ledger = "".join(
            str(database.rows(f"SELECT t::text FROM cfdb.{table} AS t"))
            for table in ("move", "move_copy", "move_chunk", "move_worker", "move_reject")
        )
        for text in (listed, told, result.out, result.err, wrong.out, wrong.err, ledger):
            assert secret not in text
        assert user in ledger
    finally:
        mysql.run(f"DROP USER {user}")
        database.run(f"REASSIGN OWNED BY {role} TO CURRENT_USER")
        server.run(f"DROP ROLE {role}")


@pytest.mark.newest
def test_the_chunks_at_work_are_shown(database: Database, cfdb: Run, spawn: Spawn) -> None:
    slow_down(database, 0.02)
    running = spawn("data", "migrate", *MOVE, *SMALL[:4])
    under_way(database)
    until(lambda: database.column("SELECT 1 FROM cfdb.move_chunk WHERE NOT todo AND copy = 2"), what="books")
    told = cfdb("data", "status").expect(1).out
    assert re.search(r"^at work on public\.book: chunk \d+, \d+ of 15$", told, re.MULTILINE), told
    (found,) = cfdb("data", "status", "--format", "json").expect(1).json["moves"]
    assert {one["worker"] for one in found["at_work"]} == {1, 2}
    assert all("`b`.`id`" in one["condition"] and one["seconds"] < 20 for one in found["at_work"])
    cfdb("data", "abort").expect(0)
    assert "moving: " in running.wait().err
