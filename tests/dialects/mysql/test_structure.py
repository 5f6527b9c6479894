"""What a script creates, needs and takes away, as far as its words tell."""

from pathlib import Path

import pytest

from cfdb.dialects.mysql.structure import losses, relations
from cfdb.errors import ProjectError
from cfdb.model.script import Script, Source

FILE = Path("f.sql")


def lost(text: str) -> list[str]:
    """`kind table.column`, one per loss, in order."""
    found = losses([Script((Source(FILE, text.encode()),))])[0]
    return [" ".join(part for part in (loss.kind, loss.table, loss.column) if part) for loss in found]


LOSSES = {
    "DROP TABLE a": ["table a"],
    "DROP TABLE IF EXISTS a, `b c`, other.d": ["table a", "table b c", "table other.d"],
    "/*!40000 DROP TABLE a */": ["table a"],
    "DROP TEMPORARY TABLE a": [],
    "DROP VIEW a": [],
    "DROP INDEX i ON a": [],
    "DROP TRIGGER g": [],
    "DROP DATABASE d": ["schema"],
    "DROP SCHEMA IF EXISTS d": ["schema"],
    "CREATE OR REPLACE TABLE a (id int)": ["table a"],
    "CREATE OR REPLACE VIEW a AS SELECT 1": [],
    "TRUNCATE a": ["rows a"],
    "TRUNCATE TABLE other.a": ["rows other.a"],
    "DELETE FROM a WHERE id IN (SELECT id FROM b)": ["rows a"],
    "DELETE QUICK IGNORE FROM a": ["rows a"],
    "DELETE x FROM a AS x JOIN b ON b.id = x.id WHERE b.name = 'FROM c'": ["rows a", "rows b"],
    "DELETE FROM a, b USING a JOIN b ON a.id = b.id": ["rows a", "rows b", "rows a", "rows b"],
    "WITH old AS (SELECT 1 AS id) DELETE FROM a WHERE id IN (SELECT id FROM old)": ["rows a"],
    "ALTER TABLE a DROP COLUMN b": ["column a b"],
    "ALTER TABLE a DROP b, DROP IF EXISTS c": ["column a b", "column a c"],
    "ALTER TABLE a DROP key_id": ["column a key_id"],
    "ALTER TABLE a DROP KEY b, DROP FOREIGN KEY c, DROP CONSTRAINT d, DROP PRIMARY KEY, DROP CHECK e": [],
    "ALTER TABLE a ADD b enum('x, DROP c'), COMMENT = 'DROP d'": [],
    "ALTER TABLE a DROP PARTITION p1": ["rows a"],
    "ALTER TABLE a TRUNCATE PARTITION p1": ["rows a"],
    "CALL wipe()": ["unseen"],
    "EXECUTE s": ["unseen"],
    "SET STATEMENT max_statement_time = 0 FOR DROP TABLE a": ["table a"],
    "RENAME TABLE a TO b; DROP TABLE b": ["table a"],
    "RENAME TABLE a TO x, b TO a, x TO b; DROP TABLE a; TRUNCATE b": ["table b", "rows a"],
    "ALTER TABLE `a` ADD n int, RENAME TO other.b; ALTER TABLE other.b DROP m": ["column a m"],
    "ALTER TABLE a DISCARD TABLESPACE": ["rows a"],
    "ANALYZE FORMAT=JSON DELETE FROM a": ["rows a"],
    "ANALYZE TABLE a": [],
    "INSERT INTO a VALUES ('DROP TABLE b')": [],
    "REPLACE INTO a VALUES (1)": [],
    "SELECT 1 -- DROP TABLE a": [],
    "SELECT 1 /* DROP TABLE a */": [],
}


@pytest.mark.parametrize("text", LOSSES)
def test_losses(text: str) -> None:
    """What is missed here is dropped without a question."""
    assert lost(text) == LOSSES[text]


def test_what_an_earlier_script_renames_has_the_name_of_before_both() -> None:
    texts = (b"RENAME TABLE b TO a", b"DROP TABLE a")
    earlier, later = losses([Script((Source(FILE, text),)) for text in texts])
    assert (earlier, [loss.table for loss in later]) == ([], ["b"])


def test_losses_of_blocks_are_unseen() -> None:
    assert (
        lost("DELIMITER //\nBEGIN NOT ATOMIC DROP TABLE a; END//\nIF 1 THEN DROP TABLE a; END IF//\n") == ["unseen"] * 2
    )


def test_losses_have_lines() -> None:
    found = losses([Script((Source(FILE, b"SELECT 1;\n\n-- gone\nDROP TABLE a;\nDROP TABLE b;\n"),))])[0]
    assert [loss.line for loss in found] == [4, 5]


def test_large_dump_is_quick_to_look_through() -> None:
    """Rows are data, not statements to be read: 20 MB of them take no time."""
    row = b"INSERT INTO t VALUES " + b",".join([b"(1, 'it''s; DROP TABLE x')"] * 40_000) + b";\n"
    assert losses([Script((Source(FILE, row * 20 + b"DROP TABLE t;"),))])[0][0].table == "t"


CREATED = {
    "CREATE TABLE Orders (id int)": {"orders"},
    "CREATE TABLE IF NOT EXISTS shop.`order line` (id int)": {"order line"},
    "CREATE OR REPLACE VIEW v AS SELECT 1": {"v"},
    "CREATE PROCEDURE p() SELECT 1": {"p"},
    "DELIMITER //\nCREATE FUNCTION f() RETURNS int BEGIN RETURN 1; END//": {"f"},
    "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET @a = 1": set(),
    "CREATE INDEX i ON t (a)": set(),
    "INSERT INTO t VALUES ('CREATE TABLE x (id int)')": set(),
}


@pytest.mark.parametrize("text", CREATED)
def test_creates(text: str) -> None:
    assert relations(text.encode(), FILE).creates == CREATED[text]


NEEDED = {
    "CREATE TABLE a (b int REFERENCES c (id), FOREIGN KEY (x) REFERENCES `d` (id))": {"c", "d"},
    "CREATE TABLE a LIKE b": {"b"},
    "CREATE TABLE a AS SELECT * FROM b JOIN other.c USING (id)": {"b", "c"},
    "CREATE VIEW v AS SELECT f(1) FROM b": {"b", "f"},
    "INSERT INTO a SELECT * FROM b": {"a", "b"},
    "CREATE TRIGGER g AFTER INSERT ON a FOR EACH ROW UPDATE b SET n = n + 1": {"a", "b"},
    "CREATE INDEX i ON a (x)": {"a"},
    "CALL p(1)": {"p"},
    "CREATE TABLE a (id int, a_id int REFERENCES a (id))": set(),
    "INSERT INTO a VALUES ('FROM b') -- FROM c": {"a"},
}


@pytest.mark.parametrize("text", NEEDED)
def test_needs(text: str) -> None:
    """At least these: what nobody creates is not looked for."""
    needs = relations(text.encode(), FILE).needs
    assert needs >= NEEDED[text]
    assert not needs & {"b", "c", "d"} - NEEDED[text]


def test_index_named_like_a_table_needs_nothing() -> None:
    """UNIQUE KEY email (email) is how MySQL names an index by itself."""
    text = b"CREATE TABLE users (email varchar(99), UNIQUE KEY email (email), KEY team (team), UNIQUE INDEX `role` (r))"
    assert not relations(text, FILE).needs & {"email", "team", "role"}


def test_file_that_cannot_be_read_is_named() -> None:
    with pytest.raises(ProjectError, match=r"f\.sql:2: string has no closing quote"):
        relations(b"SELECT 1;\nSELECT 'x", FILE)
