"""Indexes, keys and triggers are away while rows move, and all come back as they were, whatever breaks off."""

import signal
import subprocess
import sys
from typing import Any

import psycopg
import pytest
from stage import Database, MakeProject, MySQLDatabase, Project, Run, Server, Spawn, until

from cfdb.dialects.postgresql.moves.chunks import Chunks
from cfdb.dialects.postgresql.moves.rebuilding import Rebuilding

REBUILD = ("data", "migrate", "migration", "001", "--workers", "2", "--progress", "none", "--rebuild-indexes")
ALL = (*REBUILD, "--disable-triggers")

LEGACY = """
CREATE TABLE person (id int PRIMARY KEY, up int, mail varchar(50));
INSERT INTO person SELECT seq, IF(seq < 900, seq + 100, NULL), concat('p', seq, '@example.com') FROM seq_1_to_1000;
CREATE TABLE post (id int PRIMARY KEY, person int, day date);
INSERT INTO post SELECT seq, 1 + seq MOD 1000, '2024-01-01' + INTERVAL (seq MOD 700) DAY FROM seq_1_to_2000
"""

NEW = """
CREATE TABLE people (
    id int PRIMARY KEY, up int CONSTRAINT boss REFERENCES people, mail varchar(50) NOT NULL, best int,
    CONSTRAINT "one Mail" UNIQUE NULLS NOT DISTINCT (mail) INCLUDE (up) WITH (fillfactor = 70)
);
CREATE TABLE posts (id int PRIMARY KEY, person int NOT NULL, day date, n int, period int4range,
    CONSTRAINT late UNIQUE (day, id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT apart EXCLUDE USING gist (period WITH &&) WHERE (n > 0),
    CONSTRAINT written FOREIGN KEY (person) REFERENCES people ON DELETE CASCADE DEFERRABLE);
ALTER TABLE people ADD CONSTRAINT favourite FOREIGN KEY (best) REFERENCES posts;
CREATE INDEX "Odd" ON people (lower(mail) text_pattern_ops DESC NULLS LAST) WHERE up IS NOT NULL;
ALTER INDEX "Odd" ALTER COLUMN 1 SET STATISTICS 321;
CREATE UNIQUE INDEX mark ON posts (id, person);
CREATE INDEX days ON posts USING brin (day) WITH (pages_per_range = 7);
CREATE INDEX hashed ON posts USING hash (person);
ALTER TABLE people CLUSTER ON "one Mail";
ALTER TABLE posts ALTER day SET NOT NULL, REPLICA IDENTITY USING INDEX mark;
COMMENT ON CONSTRAINT "one Mail" ON people IS 'it''s one';
COMMENT ON INDEX "one Mail" IS 'of \\ it';
COMMENT ON INDEX days IS 'small';
COMMENT ON CONSTRAINT written ON posts IS 'by whom';
CREATE TABLE seen (n int);
CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN INSERT INTO public.seen VALUES (1); RETURN NEW; END $$;
CREATE TRIGGER sees AFTER INSERT ON posts FOR EACH ROW EXECUTE FUNCTION see();
CREATE TRIGGER always AFTER INSERT OR UPDATE ON posts FOR EACH STATEMENT EXECUTE FUNCTION see();
CREATE TRIGGER sleeps AFTER INSERT ON posts FOR EACH ROW EXECUTE FUNCTION see();
ALTER TABLE posts ENABLE ALWAYS TRIGGER always, DISABLE TRIGGER sleeps;
"""

NO_CIRCLE = NEW.replace("ADD CONSTRAINT favourite FOREIGN KEY (best) REFERENCES posts", "ADD x int")

MAPPING = """INSERT INTO people (id, up, mail, best) SELECT id, up, mail, id FROM person;
INSERT INTO posts (id, person, day) SELECT id, person, day FROM post;
"""

UNSEEN = """
SELECT c.oid::regclass::text, i.indisclustered, i.indisreplident, i.indimmediate, i.indisvalid, s.spcname, c.reloptions,
       ARRAY(SELECT a.attstattarget FROM pg_attribute AS a WHERE a.attrelid = c.oid ORDER BY a.attnum),
       (SELECT p.inhparent::regclass::text FROM pg_inherits AS p WHERE p.inhrelid = c.oid),
       k.conname, k.condeferred, obj_description(k.oid, 'pg_constraint')
  FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid LEFT JOIN pg_tablespace AS s ON s.oid = c.reltablespace
  LEFT JOIN pg_constraint AS k ON k.conindid = c.oid AND k.contype IN ('p', 'u', 'x')
 WHERE c.relnamespace = 'public'::regnamespace
 ORDER BY 1
"""
"""Of indexes, what the catalog that cfdb compares does not say."""


@pytest.fixture
def move(make_project: MakeProject, postgres_url: str, mysql_url: str, monkeypatch: pytest.MonkeyPatch) -> Project:
    made = make_project(postgres_url, dialect="mysql")
    monkeypatch.chdir(made.root)
    monkeypatch.setenv("CFDB_FROM", mysql_url)
    return made


def lay(move: Project, mysql: MySQLDatabase, database: Database, new: str, mapping: str = MAPPING) -> Any:
    """Both sides. Returns what the target looks like."""
    mysql.run(*filter(None, map(str.strip, LEGACY.split(";"))))
    database.run(new)
    move.migration("001", "move", mapping)
    return state(database)


def state(database: Database) -> Any:
    return database.catalog(), database.rows(UNSEEN)


def check_same(before: Any, database: Database) -> None:
    after = state(database)
    assert before[0].differences(after[0]) == []
    assert before[1] == after[1]


def is_in(database: Database) -> bool:
    return database.rows("SELECT count(*), count(up), (SELECT count(*) FROM posts) FROM people") == [(1000, 899, 2000)]


DIES = """
import os, signal, sys
from cfdb.cli.app import run
from cfdb.dialects.postgresql.moves.rebuilding import Rebuilding
method, at, *words = sys.argv[1:]
left = [int(at)]
original = getattr(Rebuilding, method)
def deadly(self, *values):
    left[0] -= 1
    if left[0] < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return original(self, *values)
setattr(Rebuilding, method, deadly)
sys.exit(run(words))
"""


def killed(method: str, after: int, *words: str) -> bool:
    """Run a command that is killed when it calls a method once more. Returns whether it was."""
    done = subprocess.run(
        [sys.executable, "-c", DIES, method, str(after), *words],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    return done.returncode != 0


CHECKS = {f"check of foreign key {key}" for key in ("favourite of public.people", "written of public.posts")}
"""What cannot come back while only a part of the rows is in."""


def away(database: Database) -> set[str]:
    return set(database.column("SELECT what FROM cfdb.move_undo WHERE NOT back"))


def test_all_is_as_it_was(move: Project, mysql: MySQLDatabase, database: Database, cfdb: Run, server: Server) -> None:
    """A circle of foreign keys and rows that refer to rows of the same table are no obstacle."""
    before = lay(move, mysql, database, NEW)
    assert "boss" not in cfdb(*ALL).expect(0).err
    assert is_in(database)
    check_same(before, database)
    assert database.value("SELECT count(*) FROM seen") == 0
    assert database.value("SELECT bool_and(back) AND count(*) >= 14 FROM cfdb.move_undo")
    cfdb("data", "verify", "migration", "001").expect(0)
    cfdb("data", "status").expect(0)
    cfdb(*ALL).expect(0)
    check_same(before, database)


@pytest.mark.newest
@pytest.mark.parametrize("method", ["take_away", "bring_back"])
def test_killed_between_any_two_steps(
    method: str, move: Project, mysql: MySQLDatabase, database: Database, cfdb: Run
) -> None:
    """The next run brings back what is missing; it need not be told to."""
    before = lay(move, mysql, database, SMALL)
    for after in range(99):
        if not killed(method, after, *ALL):
            break
        if method == "take_away":
            assert database.value("SELECT count(*) FROM cfdb.move_undo WHERE take <> ''") == after
        else:
            assert is_in(database)
            assert database.value("SELECT count(*) FROM cfdb.move_undo WHERE back") <= after
        if after % 3 == 0:
            cfdb(*ALL).expect(0)
        else:
            cfdb("data", "migrate", "migration", "001", "--workers", "1").expect(0)
        assert is_in(database)
        assert away(database) == set()
        check_same(before, database)
        cfdb("data", "truncate", "--yes").expect(0)
        check_same(before, database)
    assert after == (6 if method == "take_away" else 10)


@pytest.mark.newest
def test_while_rows_move_all_but_primary_keys_is_away(
    move: Project, mysql: MySQLDatabase, database: Database, cfdb: Run
) -> None:
    lay(move, mysql, database, NEW)
    assert killed("bring_back", 0, *ALL)
    left = database.column("SELECT indexname FROM pg_indexes WHERE tablename IN ('people', 'posts') ORDER BY 1")
    assert left == ["people_pkey", "posts_pkey"]
    assert (
        database.value("SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND conrelid = 'posts'::regclass") == 0
    )
    assert database.value("SELECT count(*) FROM seen") == 0
    told = cfdb("data", "status").expect(1)
    assert "away until the move is done: " in told.err
    (found,) = cfdb("data", "status", "--format", "json").expect(1).json["moves"]
    assert 'unique constraint "one Mail" of public.people' in found["away"]


@pytest.mark.newest
def test_a_move_that_takes_away_or_brings_back_is_led(
    move: Project, mysql: MySQLDatabase, database: Database, cfdb: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether it begins, or goes on where a killed client left: status does not take it for interrupted."""
    lay(move, mysql, database, SMALL)
    assert killed("take_away", 3, *ALL)
    assert "interrupted while preparing" in cfdb("data", "status").expect(1).out
    assert killed("bring_back", 3, *ALL)
    assert "interrupted while finishing" in cfdb("data", "status").expect(1).out
    seen = []
    original = Rebuilding.bring_back

    def watched(self: Any, *rest: Any) -> None:
        seen.append(cfdb("data", "status").expect(1).out.splitlines()[-1].partition(";")[0])
        original(self, *rest)

    monkeypatch.setattr(Rebuilding, "bring_back", watched)
    cfdb(*ALL, "--workers", "1").expect(0)
    assert set(seen) == {"migration 001: finishing"}


@pytest.mark.newest
@pytest.mark.parametrize("words", [("pause",), ("abort",), ("truncate", "--yes")])
@pytest.mark.parametrize("method", ["take_away", "bring_back"])
def test_commands_bring_back_what_a_killed_client_left(
    words: tuple[str, ...], method: str, move: Project, mysql: MySQLDatabase, database: Database, cfdb: Run
) -> None:
    before = lay(move, mysql, database, NEW)
    assert killed(method, 4, *ALL)
    cfdb("data", *words).expect(0)
    assert away(database) == set()
    check_same(before, database)
    cfdb(*ALL).expect(0)
    assert is_in(database)
    check_same(before, database)


@pytest.mark.newest
@pytest.mark.parametrize("flags", [("--rebuild-indexes",), ()])
def test_restart_begins_with_all_in_its_place(
    flags: tuple[str, ...], move: Project, mysql: MySQLDatabase, database: Database, cfdb: Run
) -> None:
    before = lay(move, mysql, database, NO_CIRCLE)
    assert killed("bring_back", 3, *ALL)
    again = cfdb("data", "migrate", "migration", "001", "--restart", "--yes", *flags).expect(0)
    assert again.err.count("stays") == 0
    assert is_in(database)
    check_same(before, database)
    assert database.exists("seen")
    assert database.value("SELECT count(*) > 0 FROM seen")


@pytest.mark.newest
def test_pausing_brings_back_what_the_rows_allow(
    move: Project, mysql: MySQLDatabase, database: Database, cfdb: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows refer to rows that are not there yet: that key waits, and is said to."""
    before = lay(move, mysql, database, NEW)
    original = Chunks.loaded

    def pausing(self: Any, id: int, *rest: Any, **values: Any) -> None:
        original(self, id, *rest, **values)
        database.run("UPDATE cfdb.move SET state = 'pausing'")

    with monkeypatch.context() as patch:
        patch.setattr(Chunks, "loaded", pausing)
        paused = cfdb(*ALL, "--workers", "1").expect(1)
    assert "run it again to go on" in paused.out
    assert "check of foreign key favourite of public.people does not come back" in paused.err
    assert 'Key (best)=(1) is not present in table "posts"' in paused.err
    assert away(database) == {"check of foreign key favourite of public.people"}
    told = cfdb("data", "status").expect(1)
    assert "away until the move is done: check of foreign key favourite" in told.err
    cfdb("data", "migrate", "migration", "001").expect(0)
    assert is_in(database)
    check_same(before, database)


def test_a_row_in_the_way_is_named_and_the_next_run_tries_again(
    move: Project, mysql: MySQLDatabase, database: Database, cfdb: Run
) -> None:
    """Each by itself: the others are back."""
    before = lay(move, mysql, database, NEW)
    mysql.run("UPDATE person SET mail = 'twice' WHERE id IN (3, 8)", "UPDATE post SET person = 5000 WHERE id = 77")
    failed = cfdb(*ALL).expect(2)
    assert "one Mail" in failed.err
    assert "is duplicated" in failed.err
    assert "Key (mail)=(twice)" in failed.err
    assert "check of foreign key written of public.posts does not come back" in failed.err
    assert 'Key (person)=(5000) is not present in table "people"' in failed.err
    assert away(database) == {
        'index of unique constraint "one Mail" of public.people',
        'unique constraint "one Mail" of public.people',
        'CLUSTER by unique constraint "one Mail" of public.people',
        "check of foreign key written of public.posts",
    }
    assert "one Mail" in cfdb("data", "status").expect(1).err
    cfdb(*ALL).expect(2)
    database.run("UPDATE people SET mail = 'p8@example.com' WHERE id = 8; SET CONSTRAINTS ALL DEFERRED;"
                 " UPDATE people SET best = NULL WHERE best = 77; DELETE FROM posts WHERE id = 77")  # fmt: skip
    cfdb("data", "migrate", "migration", "001").expect(0)
    check_same(before, database)
    cfdb("data", "status").expect(0)


@pytest.mark.newest
@pytest.mark.parametrize("flags", [("--rebuild-indexes",), ()])
def test_rows_that_refer_to_each_other_are_one_chunk_unless_the_key_is_away(
    flags: tuple[str, ...],
    move: Project,
    mysql: MySQLDatabase,
    database: Database,
    cfdb: Run,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("cfdb.copying.cutting.LEAST_ROWS", 100)
    before = lay(move, mysql, database, NO_CIRCLE)
    mysql.run("ANALYZE TABLE person, post")
    cfdb("data", "migrate", "migration", "001", "--workers", "2", *flags).expect(0)
    chunks = dict(database.rows("SELECT copy, count(*) FROM cfdb.move_chunk GROUP BY copy"))
    assert chunks[2] > 4
    assert chunks[1] > 4 if flags else chunks[1] == 1
    assert is_in(database)
    check_same(before, database)


@pytest.mark.newest
def test_all_is_back_where_too_many_rows_are_refused(
    move: Project, mysql: MySQLDatabase, database: Database, cfdb: Run
) -> None:
    before = lay(move, mysql, database, NEW)
    mysql.run("UPDATE person SET mail = NULL WHERE id = 9")
    stopped = cfdb(*ALL).expect(3)
    assert "stopped: " in stopped.out
    assert away(database) <= CHECKS
    cfdb("data", "truncate", "--yes").expect(0)
    check_same(before, database)


@pytest.mark.newest
def test_aborting_a_move_at_work_brings_all_back(
    move: Project, mysql: MySQLDatabase, database: Database, cfdb: Run, spawn: Spawn
) -> None:
    """The client that is at work does so as it ends, or the command that broke it off."""
    slow = """
        CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(60); RETURN NEW; END $$;
        CREATE TRIGGER waits BEFORE INSERT ON people FOR EACH STATEMENT EXECUTE FUNCTION wait();
    """
    before = lay(move, mysql, database, NEW + slow)
    running = spawn(*REBUILD)
    until(lambda: database.value("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"), what="the load")
    assert len(away(database)) > 10
    cfdb("data", "abort").expect(0)
    assert "run it again to go on" in running.wait().expect(1).out
    assert away(database) <= CHECKS
    database.run("ALTER TABLE people DISABLE TRIGGER waits")
    cfdb("data", "migrate", "migration", "001").expect(0)
    database.run("ALTER TABLE people ENABLE TRIGGER waits")
    assert is_in(database)
    check_same(before, database)


SMALL = """
CREATE TABLE people (id int PRIMARY KEY, up int CONSTRAINT boss REFERENCES people, mail varchar(50) UNIQUE, best int);
CREATE TABLE posts (id int PRIMARY KEY, person int CONSTRAINT written REFERENCES people, day date);
ALTER TABLE people ADD CONSTRAINT favourite FOREIGN KEY (best) REFERENCES posts;
CREATE INDEX days ON posts (day);
CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$;
CREATE TRIGGER sees AFTER INSERT ON posts FOR EACH ROW EXECUTE FUNCTION see();
"""

PARTITIONED = """
CREATE TABLE people (id int, region text NOT NULL DEFAULT 'x', up int, mail text, PRIMARY KEY (id))
    PARTITION BY RANGE (id);
CREATE TABLE people_1 PARTITION OF people FOR VALUES FROM (0) TO (500);
CREATE TABLE people_2 (id int NOT NULL, up int, mail text, region text NOT NULL DEFAULT 'x',
    CONSTRAINT another_name UNIQUE (id, mail)) PARTITION BY RANGE (id);
CREATE TABLE people_2_low PARTITION OF people_2 FOR VALUES FROM (500) TO (800);
CREATE TABLE people_2_high PARTITION OF people_2 DEFAULT;
CREATE INDEX own ON people_2_low (up) WHERE up > 3;
ALTER TABLE people ADD CONSTRAINT together UNIQUE (id, mail);
ALTER TABLE people ADD CONSTRAINT later UNIQUE (id, up) DEFERRABLE;
ALTER TABLE people ATTACH PARTITION people_2 FOR VALUES FROM (500) TO (5000);
CREATE INDEX plain ON people (lower(mail));
CREATE UNIQUE INDEX sole ON people (id, region);
ALTER INDEX people_2_high_lower_idx RENAME TO "its Own";
ALTER INDEX "its Own" ALTER COLUMN 1 SET STATISTICS 55;
COMMENT ON INDEX "its Own" IS 'mine';
ALTER TABLE people_2_high CLUSTER ON "its Own";
ALTER TABLE people_1 REPLICA IDENTITY USING INDEX people_1_id_region_idx;
CREATE TABLE posts (id int, person int CONSTRAINT written REFERENCES people, day date, mail text,
    FOREIGN KEY (person, mail) REFERENCES people (id, mail), PRIMARY KEY (id)) PARTITION BY HASH (id);
CREATE TABLE posts_0 PARTITION OF posts FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE posts_1 PARTITION OF posts FOR VALUES WITH (MODULUS 2, REMAINDER 1);
CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$;
CREATE TRIGGER sees AFTER INSERT ON posts FOR EACH ROW EXECUTE FUNCTION see();
ALTER TABLE posts_1 ENABLE ALWAYS TRIGGER sees;
ALTER TABLE posts_0 DISABLE TRIGGER sees;
"""


def test_partitions(move: Project, mysql: MySQLDatabase, database: Database, cfdb: Run) -> None:
    """Indexes of partitions have names, comments and marks of their own, and are made one by one."""
    before = lay(move, mysql, database, PARTITIONED, MAPPING.replace(", best", "").replace("mail, id", "mail"))
    done = cfdb(*ALL).expect(0)
    assert "stays" not in done.err
    assert is_in(database)
    check_same(before, database)
    whats = " ".join(database.column("SELECT what FROM cfdb.move_undo"))
    for name in ("together", "another_name", "plain", "sole", "its Own", "own", "written", "sees"):
        assert name in whats, name


@pytest.mark.newest
def test_killed_while_partitions_come_back(move: Project, mysql: MySQLDatabase, database: Database, cfdb: Run) -> None:
    before = lay(move, mysql, database, PARTITIONED, MAPPING.replace(", best", "").replace("mail, id", "mail"))
    for after in (3, 9, 14, 20, 30):
        assert killed("bring_back", after, *ALL)
        cfdb("data", "migrate", "migration", "001").expect(0)
        check_same(before, database)
        cfdb("data", "truncate", "--yes").expect(0)


@pytest.mark.newest
def test_what_others_need_stays_and_is_said(
    move: Project, mysql: MySQLDatabase, database: Database, cfdb: Run, server: Server
) -> None:
    others = """
        CREATE TABLE other (mail varchar(50));
        CREATE UNIQUE INDEX mails ON people (mail);
        ALTER TABLE other ADD CONSTRAINT theirs FOREIGN KEY (mail) REFERENCES people (mail);
        ALTER INDEX days DEPENDS ON EXTENSION plpgsql;
    """
    before = lay(move, mysql, database, NEW + others)
    done = cfdb(*ALL).expect(0)
    assert "constraint theirs on table public.other" in done.err
    assert "index days of public.posts stays: it belongs to an extension" in done.err
    assert done.err.count(" stays: ") == 2
    assert is_in(database)
    check_same(before, database)


@pytest.mark.newest
def test_tables_of_others_keep_what_they_have(
    move: Project, mysql: MySQLDatabase, database: Database, cfdb: Run, server: Server
) -> None:
    role = f"cfdb_mover_{database.value('SELECT pg_backend_pid()')}"
    before = lay(move, mysql, database, NO_CIRCLE)
    server.run(f"CREATE ROLE {role} LOGIN PASSWORD 'secret'")
    try:
        name = database.value("SELECT current_database()")
        database.run(f"GRANT CREATE ON DATABASE {name} TO {role}; GRANT ALL ON people, posts, seen TO {role}")
        before = state(database)
        done = cfdb(*ALL, "--url", server.on(name, user=role, password="secret"))
        assert "stays: the role does not own public.people" in done.err
        assert "trigger sees of public.posts stays: the role does not own public.posts" in done.err
        assert database.value("SELECT count(*) FROM cfdb.move_undo") == 0
        check_same(before, database)
    finally:
        database.run(f"DROP OWNED BY {role} CASCADE")
        server.run(f"DROP ROLE {role}")


@pytest.mark.newest
def test_indexes_come_back_into_their_tablespace(
    move: Project, mysql: MySQLDatabase, database: Database, cfdb: Run, server: Server
) -> None:
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("SET allow_in_place_tablespaces = on")
        connection.execute("CREATE TABLESPACE elsewhere LOCATION ''")
    moved = [f"ALTER INDEX {name} SET TABLESPACE " for name in ('"one Mail"', "apart", "days")]
    try:
        lay(move, mysql, database, NEW + ";".join(f"{words} elsewhere" for words in moved))
        database.run(f"ALTER DATABASE {database.value('SELECT current_database()')} SET default_tablespace = elsewhere")
        before = state(database)
        cfdb(*ALL).expect(0)
        check_same(before, database)
        assert sum(row[5] == "elsewhere" for row in before[1]) == 3
    finally:
        database.run(";".join(f"{words} pg_default" for words in moved) + "; DROP SCHEMA IF EXISTS cfdb CASCADE")
        server.run("DROP TABLESPACE elsewhere")


@pytest.mark.newest
def test_without_the_flag_a_circle_is_refused(
    move: Project, mysql: MySQLDatabase, database: Database, cfdb: Run
) -> None:
    lay(move, mysql, database, NEW)
    refused = cfdb("data", "migrate", "migration", "001").expect(1)
    assert "favourite" in refused.err
    assert "written" in refused.err
    assert "--rebuild-indexes" in refused.err
    assert not database.exists("cfdb.move") or database.value("SELECT count(*) FROM cfdb.move") == 0


PLAN = ("data", "plan", "migration", "001", "--workers", "2")


@pytest.mark.newest
def test_the_plan_says_what_goes_and_what_stays(
    move: Project, mysql: MySQLDatabase, database: Database, cfdb: Run
) -> None:
    """A circle is none where its keys go; rows that these would refuse are looked for all the same."""
    before = lay(move, mysql, database, NEW + "ALTER INDEX days DEPENDS ON EXTENSION plpgsql")
    mysql.run("UPDATE person SET up = 4711 WHERE id = 7")
    assert "go in a circle" in cfdb(*PLAN).expect(1).out
    planned = cfdb(*PLAN, *ALL[-2:]).expect(1)
    assert "go in a circle" not in planned.out
    assert "foreign key favourite of public.people\n" in planned.out
    assert "index days of public.posts stays: it belongs to an extension" in planned.out
    assert "fires" not in planned.out
    assert "people.up: 1 row, such as id 7: boss" in planned.out
    mysql.run("UPDATE person SET up = NULL WHERE id = 7")
    found = cfdb(*PLAN, *ALL[-2:], "--format", "json").expect(0).json
    check_same(before, database)
    cfdb(*ALL).expect(0)
    assert found["taken_away"] == database.column("SELECT what FROM cfdb.move_undo WHERE take <> '' ORDER BY number")


@pytest.mark.newest
def test_the_plan_of_a_move_that_has_begun_without_indexes(
    move: Project, mysql: MySQLDatabase, database: Database, cfdb: Run
) -> None:
    lay(move, mysql, database, NEW)
    assert killed("take_away", 3, *ALL)
    assert "go in a circle" not in cfdb(*PLAN).expect(0).out


@pytest.mark.newest
def test_the_plan_of_partitions_says_what_it_cannot_try(
    move: Project, mysql: MySQLDatabase, database: Database, cfdb: Run
) -> None:
    """Its session only reads."""
    before = lay(move, mysql, database, PARTITIONED, MAPPING.replace(", best", "").replace("mail, id", "mail"))
    found = cfdb(*PLAN, *ALL[-2:]).expect(0)
    assert "foreign key written of public.posts may stay: " in found.out
    check_same(before, database)
