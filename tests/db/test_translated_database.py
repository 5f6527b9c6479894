"""A database that is written for MySQL, on PostgreSQL: cfdb translates it on the way."""

import shutil
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest
from stage import Database, Run

REPOSITORY = Path(__file__).parents[2]

PROJECT = """
[databases.shop]
dialect = "mysql"
"""

ITEM = """CREATE TABLE item (
    id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    kind enum('a','b') NOT NULL DEFAULT 'a',
    changed_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
    UNIQUE KEY kind (kind, id)
);
INSERT INTO item (id, kind) VALUES (1, 'a'), (2, 'b');
"""
SOLD = """CREATE TABLE sold (id bigint NOT NULL PRIMARY KEY, item_id int unsigned NOT NULL,
    CONSTRAINT sold_item FOREIGN KEY (item_id) REFERENCES item (id));
INSERT INTO sold (id, item_id) SELECT id * 10, id FROM item WHERE kind = 'b';
CREATE VIEW dear AS SELECT id, IF(item_id > 1, 'yes', 'no') AS is_dear FROM sold;
"""


@pytest.fixture
def content_factory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shipped project, where it may be written to."""
    for name in ("schema", "migrations", "phases"):
        shutil.copytree(REPOSITORY / name, tmp_path / name)
    shutil.copy(REPOSITORY / "cfdb.toml", tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("content_factory")
def test_content_factory(database: Database, cfdb: Run) -> None:
    """Applied, verified, rolled back without a trace, applied again."""
    words = ("--database", "content_factory", "--url", database.url)
    before = database.catalog()
    found = cfdb("apply", *words).expect(0)
    assert "is written for mysql: translated into" in found.err
    assert "left out: probe columns_are_as_designed: unknown column f.data_type" in found.err
    assert "12 things carried over with a change: .cfdb/translated/content_factory/changes.txt" in found.err
    assert len(database.tables()) == 10
    assert "56 of 56 checks passed" in found.out
    held = cfdb("verify", *words).expect(0).out
    for probe in ("channel has one login", "every row has an owner", "new user is on the free plan"):
        assert probe in held
    cfdb("rollback", "--all", "--yes", *words).expect(0)
    assert before.differences(database.catalog()) == []
    cfdb("apply", *words).expect(0)
    cfdb("status", *words).expect(0)


LEGACY = """
INSERT INTO "user" (id, username, email, password, settings)
VALUES (1, 'Ann', 'Ann@example.org', '', '{"a": 1}'), (2, 'bob', 'Ann@example.org', '', 'no json'),
       (3, 'cee', '', repeat('a', 32), NULL);
INSERT INTO google_consoles (id, user_id, name) VALUES (1, 1, 'console'), (2, NULL, 'of nobody');
INSERT INTO youtube_channels (id, name, channel_id, user_id, console_name)
VALUES (1, 'Chan', 'UC1', 1, 'console'), (2, 'other', 'UC2', 9, NULL);
INSERT INTO tasks (id, channel_name, user_id) VALUES (1, 'Chan', 1), (2, 'none', 2);
"""


@pytest.fixture
def legacy(content_factory: Path, database: Database, cfdb: Run) -> tuple[str, ...]:
    """What the migrations are applied with: the legacy database, with rows, is in place."""
    del content_factory
    cfdb("apply", "--database", "content_factory_legacy", "--url", database.url).expect(0)
    database.run(LEGACY)
    return ("--database", "content_factory", "--url", database.url)


def test_content_factory_from_its_legacy(legacy: tuple[str, ...], database: Database, cfdb: Run) -> None:
    """Texts that are no JSON are told from those that are, which PostgreSQL has a function for from 16 on only."""
    before = database.catalog()
    found = cfdb("apply", "migration", "1-2", *legacy).expect(0)
    assert "left out: precondition session_is_strict: system variable @@sql_mode: PostgreSQL is always" in found.err
    assert "no row lost its owner in silence" in found.out
    assert database.rows("SELECT id, username, email, metadata, legacy_note FROM users ORDER BY id") == [
        (1, "ann", "ann@example.org", {"a": 1}, None),
        (2, "bob", None, {"legacy_text": "no json"}, "email=Ann@example.org"),
        (3, "cee", None, None, None),
    ]
    assert database.rows("SELECT id, channel_id, legacy_note FROM publish_tasks ORDER BY id") == [
        (1, 1, None),
        (2, None, "channel_name=none"),
    ]
    cfdb("verify", "migration", "1-2", *legacy).expect(0)
    cfdb("rollback", "migration", "2", "--yes", *legacy).expect(0)
    assert database.value("SELECT count(*) FROM users") == 0
    cfdb("rollback", "migration", "1", "--yes", *legacy).expect(0)
    assert before.differences(database.catalog()) == []
    found = cfdb("apply", "migration", "1-3", *legacy).expect(0)
    assert "legacy tables are gone" in found.out
    assert len(database.tables()) == 10


def test_precondition_is_asked(legacy: tuple[str, ...], database: Database, cfdb: Run) -> None:
    database.run("""UPDATE "user" SET is_active = 7 WHERE id = 2""")
    found = cfdb("apply", "migration", "1-2", *legacy).expect(1)
    assert "1 rows of user: is_active not 0, 1 or 2 that 002 has no rule for, the first with id 2" in found.err
    assert "warning" not in found.err
    assert database.value("SELECT count(*) FROM users") == 0


def test_003_refuses_while_a_row_is_missing(legacy: tuple[str, ...], database: Database, cfdb: Run) -> None:
    cfdb("apply", "migration", "1-2", *legacy).expect(0)
    database.run("INSERT INTO tasks (id, channel_name, user_id) VALUES (3, 'Chan', 1)")
    found = cfdb("apply", "migration", "3", *legacy).expect(1)
    assert "1 rows of tasks are not in publish_tasks, the first has id 3" in found.err
    assert "tasks" in database.tables()


@pytest.mark.usefixtures("content_factory")
def test_translated_probes_and_checklists_can_fail(database: Database, cfdb: Run) -> None:
    words = ("--database", "content_factory", "--url", database.url)
    cfdb("apply", *words).expect(0)
    database.run("ALTER TABLE channel_credentials DROP CONSTRAINT channel_credentials_channel_id_key")
    database.run("ALTER TABLE oauth_consoles DROP CONSTRAINT oauth_consoles_owner_check")
    database.run("DROP INDEX idx_users_subscription")
    found = cfdb("verify", *words).expect(1).out
    assert "expected to fail with unique_violation, and did not" in found
    assert "expected a console without an owner to be refused" in found
    assert "missing: idx_users_subscription" in found
    assert "missing: oauth_consoles_owner_check" in found


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "migrations" / "shop"
    folder.mkdir(parents=True)
    (tmp_path / "cfdb.toml").write_text(PROJECT)
    (folder / "001_item.sql").write_text(ITEM)
    (folder / "rollback_001.sql").write_text("DROP TABLE item;\n")
    (folder / "002_sold.sql").write_text(SOLD)
    (folder / "rollback_002.sql").write_text("DROP VIEW dear;\nDELETE FROM sold WHERE id > 0;\nDROP TABLE sold;\n")
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.mark.usefixtures("shop")
def test_rows_views_and_rollbacks(database: Database, cfdb: Run) -> None:
    url = ("--url", database.url)
    before = database.catalog()
    cfdb("apply", *url).expect(0)
    assert database.rows("SELECT id, item_id FROM sold") == [(20, 2)]
    assert database.rows("SELECT is_dear FROM dear") == [("yes",)]
    database.run("INSERT INTO item (kind) VALUES ('a')")
    assert database.value("SELECT max(id) FROM item") == 3
    cfdb("rollback", "--all", "--yes", *url).expect(0)
    assert before.differences(database.catalog()) == []


def test_change_is_known_by_what_was_written(shop: Path, database: Database, cfdb: Run) -> None:
    """Not by its translation, which another version of cfdb may write otherwise."""
    cfdb("apply", "--url", database.url).expect(0)
    (shop / "001_item.sql").write_text(ITEM + "-- edited\n")
    assert "edited" in cfdb("apply", "--url", database.url).expect(1).err


def test_what_cannot_be_translated_is_refused(shop: Path, database: Database, cfdb: Run) -> None:
    """Before anything runs, with the place in the file that somebody wrote."""
    (shop / "003_odd.sql").write_text("CREATE TABLE odd (id int PRIMARY KEY, shape geometry NOT NULL);\n")
    (shop / "rollback_003.sql").write_text("DROP TABLE odd;\n")
    found = cfdb("apply", "--url", database.url).expect(64)
    assert "003_odd.sql:1" in found.err
    assert "needs PostGIS" in found.err
    assert database.tables() == set()


ALTERED = """
ALTER TABLE item ADD COLUMN price decimal(8,2) NOT NULL AFTER kind, ADD note varchar(20) DEFAULT 'none' COMMENT 'Sold';
UPDATE item SET price = id * 1.5, note = 'old' WHERE id = 1;
ALTER TABLE item CHANGE kind sort enum('a','b','c') NOT NULL DEFAULT 'c', MODIFY note text,
    DROP INDEX kind, ADD UNIQUE KEY by_sort (sort, id), ADD CONSTRAINT dear CHECK (price < 100);
UPDATE item SET note = CONCAT(note, ' ', sort);
CREATE INDEX by_price ON item (price);
RENAME TABLE item TO article;
ALTER TABLE sold ADD amount int unsigned NOT NULL DEFAULT 1, DROP FOREIGN KEY sold_item, ADD seen_at datetime NULL;
ALTER TABLE sold ADD CONSTRAINT sold_article FOREIGN KEY (item_id) REFERENCES article (id) ON DELETE CASCADE;
CREATE OR REPLACE VIEW dear AS SELECT s.id, a.sort FROM sold s JOIN article a ON a.id = s.item_id;
"""
UNALTERED = """
CREATE OR REPLACE VIEW dear AS SELECT id, IF(item_id > 1, 'yes', 'no') AS is_dear FROM sold;
ALTER TABLE sold DROP FOREIGN KEY sold_article, DROP amount, DROP seen_at;
RENAME TABLE article TO item;
DROP INDEX by_price ON item;
ALTER TABLE item DROP CONSTRAINT dear, DROP INDEX by_sort, DROP price, DROP note,
    CHANGE sort kind enum('a','b') NOT NULL DEFAULT 'a';
ALTER TABLE item ADD UNIQUE KEY kind (kind, id);
ALTER TABLE sold ADD CONSTRAINT sold_item FOREIGN KEY (item_id) REFERENCES item (id);
"""


def test_tables_of_other_changes_are_altered(shop: Path, database: Database, cfdb: Run) -> None:
    """Statement by statement, with what is done to rows in between; also where the others were applied long ago."""
    url = ("--url", database.url)
    cfdb("apply", *url).expect(0)
    before = database.catalog()
    (shop / "003_article.sql").write_text(ALTERED)
    (shop / "rollback_003.sql").write_text(UNALTERED)
    (shop / "004_more.sql").write_text(
        "ALTER TABLE article ADD more tinyint unsigned, MODIFY price decimal(10,2) NULL;\n"
    )
    (shop / "rollback_004.sql").write_text("ALTER TABLE article DROP more, MODIFY price decimal(8,2) NOT NULL;\n")
    cfdb("apply", *url).expect(0)
    assert database.rows("SELECT id, sort::text, price, note FROM article ORDER BY id") == [
        (1, "a", Decimal("1.50"), "old a"),
        (2, "b", Decimal("0.00"), "none b"),
    ]
    assert database.rows("SELECT id, amount, seen_at FROM sold") == [(20, 1, None)]
    assert database.rows("SELECT id, sort::text FROM dear") == [(20, "b")]
    database.run("INSERT INTO article (price) VALUES (5)")
    assert database.rows("SELECT id, sort::text, more FROM article WHERE price = 5") == [(3, "c", None)]
    database.run("UPDATE article SET sort = 'a'")
    for wrong in ("article SET price = 100", "sold SET amount = -1", "article SET more = -1"):
        with pytest.raises(psycopg.errors.CheckViolation):
            database.run(f"UPDATE {wrong}")
    after = database.catalog()
    cfdb("rollback", "migration", "3-4", "--yes", *url).expect(0)
    assert before.differences(database.catalog()) == []
    cfdb("apply", *url).expect(0)
    assert after.differences(database.catalog()) == []
    cfdb("rollback", "--all", "--yes", *url).expect(0)
    assert database.tables() == set()


def test_an_alteration_that_is_not_known_is_refused(shop: Path, database: Database, cfdb: Run) -> None:
    (shop / "003_more.sql").write_text("ALTER TABLE item MODIFY changed_at datetime NOT NULL;\n")
    found = cfdb("apply", "--url", database.url).expect(64)
    assert "item: column changed_at: from timestamp(0) with time zone to timestamp(0)" in found.err
    assert database.tables() == set()


def test_function_of_ours_goes_with_the_last_change_that_calls_it(shop: Path, database: Database, cfdb: Run) -> None:
    """PostgreSQL can ask whether a text is JSON from 16 on only."""
    url = ("--url", database.url)
    (shop / "003_notes.sql").write_text(
        "CREATE TABLE note (id int PRIMARY KEY, said text);\n"
        "INSERT INTO note SELECT id, IF(JSON_VALID('[1'), 'odd', '{') FROM item;\n"
        "CREATE VIEW good AS SELECT id FROM note WHERE JSON_VALID(said);\n"
    )
    (shop / "rollback_003.sql").write_text("DROP VIEW good;\nDROP TABLE note;\n")
    (shop / "004_more.sql").write_text("CREATE VIEW better AS SELECT id, JSON_VALID(said) AS v FROM note;\n")
    (shop / "rollback_004.sql").write_text("DROP VIEW better;\n")
    before = database.catalog()
    cfdb("apply", *url).expect(0)
    database.run("INSERT INTO note VALUES (7, '{}'), (8, ''), (9, NULL)")
    assert database.rows("SELECT id FROM good") == [(7,)]
    assert database.rows("SELECT id, v FROM better ORDER BY id") == [(1, 0), (2, 0), (7, 1), (8, 0), (9, None)]
    cfdb("rollback", "migration", "4", "--yes", *url).expect(0)
    assert database.rows("SELECT id FROM good") == [(7,)]
    cfdb("rollback", "--all", "--yes", *url).expect(0)
    assert before.differences(database.catalog()) == []


SETTLED = """
CREATE TABLE sale (id int PRIMARY KEY, at timestamp NULL, said varchar(20));
CREATE TRIGGER told BEFORE INSERT ON sale FOR EACH ROW SET NEW.said = 'told';
CREATE TABLE draft (id int AUTO_INCREMENT PRIMARY KEY, n int, at timestamp NULL ON UPDATE CURRENT_TIMESTAMP, KEY n (n));
CREATE TRIGGER drafted BEFORE INSERT ON draft FOR EACH ROW SET NEW.n = NEW.n + 1;
INSERT INTO draft (n) VALUES (1);
SET time_zone = '+02:00';
INSERT INTO sale (id, at) SELECT n, '2024-01-01 02:00:00' FROM draft;
DROP TABLE draft;
CREATE PROCEDURE settle(IN p_id int) UPDATE sale SET said = CONCAT(said, '!') WHERE id = p_id;
CALL settle(1);
"""


def test_what_a_change_does_on_its_way(shop: Path, database: Database, cfdb: Run) -> None:
    """A table that comes and goes, triggers that are there for rows, a time zone that is SET, and a CALL."""
    for old in shop.glob("*00*"):
        old.unlink()
    (shop / "001_sale.sql").write_text(SETTLED)
    (shop / "rollback_001.sql").write_text("DROP TABLE sale;\nDROP PROCEDURE settle;\n")
    before = database.catalog()
    assert "warning" not in cfdb("apply", "--url", database.url).expect(0).err
    query = "SELECT id, at = timestamptz '2024-01-01 00:00:00+00', said FROM sale"
    assert database.rows(query) == [(1, True, "told!")]
    assert "draft" not in database.tables()
    told = Path(".cfdb/translated/shop/changes.txt").read_text()
    assert "trigger drafted does not run for it" in told
    assert "trigger told" not in told
    cfdb("rollback", "--all", "--yes", "--url", database.url).expect(0)
    assert before.differences(database.catalog()) == []


def test_changes_that_use_the_same_name_in_passing(shop: Path, database: Database, cfdb: Run) -> None:
    """Each has a table of its own, which is gone when the change is done."""
    head = "CREATE TABLE kept_{0} (n {1} PRIMARY KEY);\nCREATE TABLE passing (n {1} PRIMARY KEY, KEY n (n));\n"
    rest = "INSERT INTO passing VALUES ({2});\nINSERT INTO kept_{0} SELECT n FROM passing;\nDROP TABLE passing;\n"
    for number, type, value in ((1, "int", "7"), (2, "varchar(9)", "'seven'")):
        for old in shop.glob(f"*00{number}*"):
            old.unlink()
        (shop / f"00{number}_it.sql").write_text((head + rest).format(number, type, value))
        (shop / f"rollback_00{number}.sql").write_text(f"DROP TABLE kept_{number};\n")
    before = database.catalog()
    cfdb("apply", "--url", database.url).expect(0)
    assert database.rows("SELECT a.n, b.n FROM kept_1 a, kept_2 b") == [(7, "seven")]
    assert "passing" not in database.tables()
    cfdb("rollback", "--all", "--yes", "--url", database.url).expect(0)
    assert before.differences(database.catalog()) == []


BEGUN = """
CREATE TABLE users (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, name varchar(20) NOT NULL, level tinyint NOT NULL,
    at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, UNIQUE KEY name (name));
CREATE TABLE posts (user_id int NOT NULL, number int NOT NULL, body text,
    words int GENERATED ALWAYS AS (number + 1) STORED,
    PRIMARY KEY (user_id, number), CONSTRAINT writer FOREIGN KEY (user_id) REFERENCES users (id));
CREATE TABLE tags (id int PRIMARY KEY);
CREATE TRIGGER tidy BEFORE INSERT ON posts FOR EACH ROW SET NEW.body = TRIM(NEW.body);
CREATE PROCEDURE tally(OUT n int) SELECT COUNT(*) INTO n FROM users;
INSERT INTO users (name, level) VALUES ('a', 1), ('b', 2);
INSERT INTO posts (user_id, number, body) VALUES (1, 1, ' x ');
"""
CONTINUED = """
ALTER TABLE users CHANGE id user_no bigint NOT NULL AUTO_INCREMENT, MODIFY at timestamp NULL, ALTER level SET DEFAULT 3;
ALTER TABLE posts CHANGE user_id user_no bigint NOT NULL;
ALTER TABLE posts DROP COLUMN words, ADD COLUMN words int GENERATED ALWAYS AS (number + 2) STORED;
DROP PROCEDURE tally;
CREATE PROCEDURE tally(OUT n int) SELECT COUNT(*) + 100 INTO n FROM users;
DROP TABLE tags;
CREATE TABLE tags (name varchar(10) PRIMARY KEY) COMMENT 'By name';
INSERT INTO tags VALUES ('new');
CREATE TABLE passing (n int PRIMARY KEY, at timestamp NULL ON UPDATE CURRENT_TIMESTAMP, KEY at (at));
INSERT INTO passing (n) SELECT number FROM posts;
UPDATE posts SET body = CONCAT(body, '!') WHERE number IN (SELECT n FROM passing);
DROP TABLE passing;
DROP TRIGGER tidy;
CREATE TRIGGER tidy BEFORE INSERT ON posts FOR EACH ROW SET NEW.body = UPPER(NEW.body);
"""
TAKEN_BACK = """
DROP TRIGGER tidy;
CREATE TRIGGER tidy BEFORE INSERT ON posts FOR EACH ROW SET NEW.body = TRIM(NEW.body);
DROP TABLE tags;
CREATE TABLE tags (id int PRIMARY KEY);
DROP PROCEDURE tally;
CREATE PROCEDURE tally(OUT n int) SELECT COUNT(*) INTO n FROM users;
ALTER TABLE posts DROP COLUMN words, ADD COLUMN words int GENERATED ALWAYS AS (number + 1) STORED;
ALTER TABLE posts CHANGE user_no user_id int NOT NULL;
ALTER TABLE users CHANGE user_no id int NOT NULL AUTO_INCREMENT, ALTER level DROP DEFAULT,
    MODIFY at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP;
"""


def test_keys_programs_and_tables_of_other_changes_are_replaced(shop: Path, database: Database, cfdb: Run) -> None:
    for number, forward, back in (
        (1, BEGUN, "DROP TABLE posts, users, tags; DROP PROCEDURE tally;"),
        (2, CONTINUED, TAKEN_BACK),
    ):
        for old in shop.glob(f"*00{number}*"):
            old.unlink()
        (shop / f"00{number}_it.sql").write_text(forward)
        (shop / f"rollback_00{number}.sql").write_text(back)
    url = ("--url", database.url)
    empty = database.catalog()
    cfdb("apply", "migration", "1", *url).expect(0)
    before = database.catalog()
    cfdb("apply", *url).expect(0)
    database.run("INSERT INTO users (name) VALUES ('c')")
    database.run("INSERT INTO posts (user_no, number, body) VALUES (3, 7, 'y')")
    assert database.rows("SELECT user_no, number, body, words FROM posts ORDER BY 1") == [
        (1, 1, "x!", 3),
        (3, 7, "Y", 9),
    ]
    assert database.rows("CALL tally(NULL)") == [(103,)]
    assert database.rows("SELECT name FROM tags") == [("new",)]
    assert database.rows("SELECT user_no, level, at IS NULL FROM users WHERE name = 'c'") == [(3, 3, True)]
    database.run("UPDATE users SET at = now() WHERE at IS NULL")
    cfdb("rollback", "migration", "2", "--yes", *url).expect(0)
    assert before.differences(database.catalog()) == []
    cfdb("apply", *url).expect(0)
    cfdb("rollback", "--all", "--yes", *url).expect(0)
    assert empty.differences(database.catalog()) == []
