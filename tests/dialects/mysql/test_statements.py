"""What a statement is to a runner: does it commit, may it run twice, what does it leave, what does it remember."""

import pytest

from cfdb.dialects.mysql.remembered import memory, missing, needed, same_twice, temporary_tables
from cfdb.dialects.mysql.statements import Nature, Sign, inner, nature
from cfdb.syntax import mysql as scanner
from cfdb.syntax.mysql import Statement


def split(text: str) -> tuple[bytes, list[Statement]]:
    return text.encode(), list(scanner.split(text.encode()))


def of(text: str) -> Nature:
    script, statements = split(text)
    (statement,) = statements
    return nature(script, statement)


def told(sign: Sign) -> str:
    """A sign in words: `+column a of t`, `-table t`."""
    name = ".".join(part for part in (sign.database, sign.table, sign.name) if part)
    return f"{'+' if sign.there else '-'}{sign.look} {name}"


SIGNS = {
    "CREATE TABLE t (id int)": "+table t",
    "create table `odd ``name` (id int)": "+table odd `name",
    "CREATE TABLE other.t (id int)": "+table other.t",
    "CREATE TABLE `a.b` (id int)": "+table a.b",
    "/*!40101 CREATE TABLE t (id int) */": "+table t",
    "CREATE /* DROP */ TABLE -- x\n t # y\n (id int)": "+table t",
    "CREATE VIEW v AS SELECT 1": "+view v",
    "CREATE ALGORITHM = MERGE DEFINER = `root`@`localhost` SQL SECURITY INVOKER VIEW v AS SELECT 1": "+view v",
    "/*!50001 CREATE ALGORITHM=MERGE */ /*!50013 DEFINER=`a`@`%` */ /*!50001 VIEW `v` AS SELECT 1 */": "+view v",
    "CREATE UNIQUE INDEX i ON t (a)": "+index t.i",
    "CREATE FULLTEXT INDEX i ON other.t (a)": "+index other.t.i",
    "CREATE INDEX i USING BTREE ON t (a)": "+index t.i",
    "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 1": "+trigger g",
    "CREATE DEFINER=CURRENT_USER() PROCEDURE p() SELECT 1": "+procedure p",
    "CREATE FUNCTION f() RETURNS int DETERMINISTIC RETURN 1": "+function f",
    "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO SELECT 1": "+event e",
    "CREATE SEQUENCE s": "+table s",
    "CREATE DATABASE d": "+database d",
    "DROP TABLE t": "-table t",
    "DROP TABLE a, `b`, other.c": "-table a -table b -table other.c",
    "DROP VIEW v": "-view v",
    "DROP INDEX i ON t": "-index t.i",
    "DROP TRIGGER g": "-trigger g",
    "DROP PROCEDURE p": "-procedure p",
    "RENAME TABLE a TO b": "+table b -table a",
    "RENAME TABLE a TO other.a": "+table other.a -table a",
    "RENAME TABLE a TO b, c TO d": "",
    "ALTER TABLE t ADD COLUMN a int": "+column t.a",
    "ALTER TABLE t ADD a int": "+column t.a",
    "ALTER TABLE t WAIT 5 ADD a int": "+column t.a",
    "ALTER TABLE other.t ADD a int": "+column other.t.a",
    "ALTER TABLE t ADD `key` int": "+column t.key",
    "ALTER TABLE t ADD unique_id int": "+column t.unique_id",
    "ALTER TABLE t ADD (a int, b int)": "",
    "ALTER TABLE t ADD a enum('x,y', 'ADD b') DEFAULT 'x', ADD b int COMMENT 'it''s, ADD c'": "+column t.a +column t.b",
    "ALTER TABLE t ADD INDEX i (a)": "+index t.i",
    "ALTER TABLE t ADD INDEX(a)": "",
    "ALTER TABLE t ADD KEY (a)": "",
    "ALTER TABLE t ADD UNIQUE(a)": "",
    "ALTER TABLE t ADD UNIQUE KEY(a)": "",
    "ALTER TABLE t ADD UNIQUE INDEX (a)": "",
    "ALTER TABLE t ADD INDEX USING BTREE (a)": "",
    "ALTER TABLE t ADD UNIQUE KEY once (a)": "+index t.once",
    "ALTER TABLE t ADD FULLTEXT f (a)": "+index t.f",
    "ALTER TABLE t ADD PRIMARY KEY (id)": "+index t.PRIMARY",
    "ALTER TABLE t ADD CONSTRAINT pk PRIMARY KEY (id)": "+index t.PRIMARY",
    "ALTER TABLE t ADD CONSTRAINT PRIMARY KEY (id)": "+index t.PRIMARY",
    "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0)": "+constraint t.c",
    "ALTER TABLE t ADD CONSTRAINT c UNIQUE (a)": "+constraint t.c",
    "ALTER TABLE t ADD CONSTRAINT c UNIQUE KEY k (a)": "+index t.k",
    "ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES u (id)": "+constraint t.f",
    "ALTER TABLE t ADD CONSTRAINT FOREIGN KEY (a) REFERENCES u (id)": "",
    "ALTER TABLE t ADD CONSTRAINT UNIQUE (a)": "",
    "ALTER TABLE t ADD CONSTRAINT CHECK (a > 0)": "",
    "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES u (id)": "",
    "ALTER TABLE t ADD CHECK (a > 0)": "",
    "ALTER TABLE t ADD PARTITION (PARTITION p1 VALUES LESS THAN (10))": "",
    "ALTER TABLE t ADD SYSTEM VERSIONING": "",
    "ALTER TABLE t DROP a": "-column t.a",
    "ALTER TABLE t DROP COLUMN a, DROP COLUMN b": "-column t.a -column t.b",
    "ALTER TABLE t DROP key_id": "-column t.key_id",
    "ALTER TABLE t DROP index_no, DROP check_sum": "-column t.index_no -column t.check_sum",
    "ALTER TABLE t DROP KEY i": "-index t.i",
    "ALTER TABLE t DROP FOREIGN KEY f": "-constraint t.f",
    "ALTER TABLE t DROP CONSTRAINT c": "-constraint t.c",
    "ALTER TABLE t DROP PRIMARY KEY": "-index t.PRIMARY",
    "ALTER TABLE t DROP PARTITION p1": "",
    "ALTER TABLE t CHANGE a b int": "+column t.b -column t.a",
    "ALTER TABLE t CHANGE COLUMN a b int, ADD c int": "+column t.b -column t.a +column t.c",
    "ALTER TABLE t RENAME COLUMN a TO b": "+column t.b -column t.a",
    "ALTER TABLE t RENAME INDEX a TO b": "+index t.b -index t.a",
    "ALTER TABLE t RENAME TO u": "+table u -table t",
    "ALTER TABLE t RENAME u": "+table u -table t",
    "ALTER TABLE t MODIFY a bigint, ADD b int": "+column t.b",
    "ALTER TABLE t ENGINE = InnoDB": "",
    "SET STATEMENT max_statement_time = 1 FOR ALTER TABLE t ADD a int": "+column t.a",
    "CREATE USER u": "",
    "OPTIMIZE TABLE t": "",
}  # fmt: skip


@pytest.mark.parametrize("text", SIGNS)
def test_what_a_statement_leaves_in_the_catalog(text: str) -> None:
    """A sign that is wrong makes a resumed run do a statement twice, or not at all."""
    found = of(text)
    assert found.commits
    assert " ".join(map(told, found.signs)) == SIGNS[text]


@pytest.mark.parametrize(
    "text",
    [
        "CREATE TABLE IF NOT EXISTS t (id int)",
        "CREATE OR REPLACE VIEW v AS SELECT 1",
        "CREATE USER IF NOT EXISTS u",
        "DROP TABLE IF EXISTS a, b",
        "DROP ROLE IF EXISTS r",
        "ALTER TABLE t ADD COLUMN IF NOT EXISTS a int",
        "ALTER TABLE t ADD INDEX IF NOT EXISTS i (a), DROP COLUMN IF EXISTS b",
        "ALTER TABLE t MODIFY a bigint",
        "ALTER TABLE t CHANGE a a bigint",
        "ALTER TABLE t ALTER a SET DEFAULT 1, COMMENT = 'x, DROP y'",
        "ALTER TABLE t ENGINE = InnoDB, ROW_FORMAT = DYNAMIC",
        "ALTER DATABASE d CHARACTER SET utf8mb4",
        "ALTER VIEW v AS SELECT 2",
        "TRUNCATE t",
        "ANALYZE TABLE t",
        "GRANT SELECT ON t TO u",
        "SET GLOBAL max_connections = 10",
        "SET @@GLOBAL.max_connections = 10",
    ],
)
def test_what_may_run_twice(text: str) -> None:
    found = of(text)
    assert found.commits
    assert found.repeatable


@pytest.mark.parametrize(
    "text",
    [
        "REVOKE SELECT ON t FROM u",
        "CREATE USER u",
        "RENAME USER a TO b",
        "ALTER EVENT e RENAME TO f",
        "ALTER TABLE t ADD INDEX (a)",
        "ALTER TABLE t MODIFY a bigint, ADD INDEX (a)",
        "ALTER TABLE t EXCHANGE PARTITION p WITH TABLE u",
        "ALTER TABLE t COALESCE PARTITION 2",
        "RENAME TABLE a TO b, b TO a",
    ],
)
def test_what_nobody_knows(text: str) -> None:
    """Neither a sign nor harmless twice: a person has to look."""
    found = of(text)
    assert found.commits
    assert not found.repeatable
    assert not found.signs


@pytest.mark.parametrize(
    "text",
    [
        "INSERT INTO t VALUES ('; CREATE TABLE x')",
        "(SELECT 1)",
        "WITH a AS (SELECT 1) SELECT * FROM a",
        "DO SLEEP(0)",
        "SELECT 1",
        "LOAD DATA LOCAL INFILE 'x' INTO TABLE t",
        "ANALYZE UPDATE t SET n = n + 1",
        "ANALYZE FORMAT=JSON DELETE FROM t",
        "CREATE TEMPORARY TABLE t (id int)",
        "CREATE OR REPLACE TEMPORARY TABLE t (id int)",
        "DROP TEMPORARY TABLE t",
        "PREPARE s FROM 'DROP TABLE t'",
        "DROP PREPARE s",
        "SHOW TABLES",
        "SET STATEMENT max_statement_time = 1 FOR INSERT INTO t VALUES ('FOR')",
    ],
)
def test_what_is_taken_back_with_its_transaction(text: str) -> None:
    found = of(text)
    assert not found.commits
    assert not found.setting


@pytest.mark.parametrize("text", ["SET NAMES latin1", "/*!40101 SET @a = @@sql_mode, sql_mode = '' */", "SET @@x = 1"])
def test_settings(text: str) -> None:
    assert of(text).setting


@pytest.mark.parametrize(
    "text", ["CALL p()", "EXECUTE s", "BEGIN NOT ATOMIC SELECT 1; END", "IF 1 THEN SELECT 1; END IF"]
)
def test_what_only_shows_when_it_runs(text: str) -> None:
    script = f"DELIMITER //\n{text}//".encode()
    (statement,) = scanner.split(script)
    found = nature(script, statement)
    assert found.unseen
    assert found.parts == (text != "EXECUTE s")


def test_inner_of_set_statement() -> None:
    """Quotes and comments of its settings do not hide the FOR, nor make one."""
    text, (statement,) = split("SET STATEMENT a = ' FOR x', b = 2 FOR /* FOR */ DELETE FROM t")
    own = inner(text, statement)
    assert own.first == "DELETE"
    assert text[own.start : own.end] == b"DELETE FROM t"


LOST = {
    "SET @a = LAST_INSERT_ID(); ALTER TABLE t ADD x int | INSERT INTO u VALUES (@a)": "@a",
    "SET @a = (SELECT max(id) FROM t) | INSERT INTO u VALUES (@A)": "@a",
    "SET @a = CURRENT_TIMESTAMP | DELETE FROM u WHERE at < @a": "@a",
    "SET @a = utc_date - INTERVAL 1 DAY | DELETE FROM u WHERE at < @a": "@a",
    "SET @a = NEXT VALUE FOR s | INSERT INTO u VALUES (@a)": "@a",
    "SET @a = @@session.last_insert_id | INSERT INTO u VALUES (@a)": "@a",
    "SELECT max(id), min(id) INTO @a, @b FROM t | INSERT INTO u VALUES (@b)": "@b",
    "SELECT @a := id FROM t | INSERT INTO u VALUES (@a)": "@a",
    "SELECT @`a b` := id FROM t | INSERT INTO u VALUES (@`a b`)": "@a b",
    "CALL p(1, @out) | INSERT INTO u VALUES (@out)": "@out",
    "SET @a = UUID(); SET @b = CONCAT(@a, 'x') | SELECT @b": "@b",
    "SET @m = (SELECT mode FROM settings); SET sql_mode = @m | SELECT 1": "SET",
    "INSERT INTO t VALUES () | INSERT INTO u VALUES (LAST_INSERT_ID())": "LAST_INSERT_ID()",
    "INSERT INTO t VALUES () | SET @a = LAST_INSERT_ID()": "LAST_INSERT_ID()",
    "CREATE TEMPORARY TABLE tmp (id int); INSERT INTO tmp VALUES (1) | INSERT INTO u SELECT * FROM `tmp`": "tmp",
    "CREATE TEMPORARY TABLE tmp SELECT * FROM t | SELECT * FROM tmp": "tmp",
    "CREATE TEMPORARY TABLE tmp (id int); ALTER TABLE tmp ADD x int | INSERT INTO tmp VALUES (1, 2)": "tmp",
    "SET @s = (SELECT x FROM t); PREPARE st FROM @s | EXECUTE st": "PREPARE st",
    "SET @a = 1; UPDATE t SET n = (@a := @a + 1) | SELECT @a": "@a",
}

FINE = [
    "SET @a = 5, @b = 'it''s @c' | INSERT INTO u VALUES (@a, @b)",
    "SET @old = @@sql_mode, sql_mode = ''; CREATE TABLE t (id int) | SET sql_mode = @old",
    "SET @a = (SELECT max(id) FROM t) | SET @a = 7; INSERT INTO u VALUES (@a)",
    "SET @a = (SELECT max(id) FROM t) | SELECT min(id) INTO @a FROM t; SELECT @a",
    "SET @a = (SELECT max(id) FROM t) | INSERT INTO u VALUES ('@a', 'x@a.org')",
    "INSERT INTO t VALUES () | INSERT INTO u VALUES (1); INSERT INTO v VALUES (LAST_INSERT_ID())",
    "CREATE TEMPORARY TABLE tmp (id int) | INSERT INTO tmp VALUES (1); SELECT * FROM tmp",
    "CREATE TEMPORARY TABLE tmp SELECT 1; DROP TEMPORARY TABLE tmp | SELECT 1 AS tmp",
    "CREATE TEMPORARY TABLE tmp SELECT 1; DROP TABLE tmp | CREATE TABLE tmp (id int)",
    "SET @s = 'SELECT 1'; PREPARE st FROM @s | EXECUTE st; DEALLOCATE PREPARE st",
    "SET @s = (SELECT x FROM t); PREPARE st FROM @s; DEALLOCATE PREPARE st | PREPARE st FROM 'SELECT 1'; EXECUTE st",
    "SET sql_mode = CONCAT(@@sql_mode, ',ANSI_QUOTES') | SELECT 1",
    "SET GLOBAL max_connections = (SELECT 1) | SELECT 1",
]


def resumed(text: str) -> tuple[bytes, list[Statement], list[Statement]]:
    """The script, its statements before the bar, and those behind it."""
    done, left = text.split(" | ")
    script, statements = split(f"{done};{left}")
    return script, statements[: len(split(done)[1])], statements[len(split(done)[1]) :]


@pytest.mark.parametrize("text", LOST)
def test_what_a_resumed_run_would_miss(text: str) -> None:
    """An unknown variable is NULL and LAST_INSERT_ID() is 0, without an error: going on would write wrong rows."""
    script, done, left = resumed(text)
    found = missing(script, memory(script, done), left)
    assert found is not None
    assert found[0] == LOST[text]


@pytest.mark.parametrize("text", FINE)
def test_what_a_resumed_run_brings_back_or_does_not_need(text: str) -> None:
    script, done, left = resumed(text)
    assert missing(script, memory(script, done), left) is None


def test_what_is_said_again() -> None:
    """Settings always, what was prepared or created only where it is used: its table may be gone by now."""
    script, done, left = resumed(
        "SET NAMES latin1; INSERT INTO t VALUES (1); PREPARE a FROM 'SELECT 1'; PREPARE b FROM 'SELECT 2';"
        " CREATE TEMPORARY TABLE tmp (id int); SET @n = (SELECT 1 FROM t); SET @m = 2 | EXECUTE b"
    )
    again = needed(script, memory(script, done), left)
    assert [script[each.start : each.end].decode() for each in again] == [
        "SET NAMES latin1",
        "PREPARE b FROM 'SELECT 2'",
        "SET @m = 2",
    ]


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("INSERT INTO t VALUES (1); UPDATE t SET a = 2", True),
        ("CREATE TEMPORARY TABLE x (id int); INSERT INTO x VALUES (1); DROP TEMPORARY TABLE x", True),
        ("INSERT INTO x VALUES (1); DROP TEMPORARY TABLE x", False),
        ("SET @r = 0; UPDATE t SET n = (@r := @r + 1)", True),
        ("UPDATE t SET n = (@r := @r + 1)", False),
        ("INSERT INTO t VALUES (); INSERT INTO u VALUES (LAST_INSERT_ID())", True),
        ("INSERT INTO u VALUES (LAST_INSERT_ID())", False),
    ],
)
def test_transaction_that_may_be_tried_again(text: str, same: bool) -> None:
    """A rollback takes back neither variables nor temporary tables."""
    script, statements = split(text)
    assert same_twice(script, statements) is same


def test_temporary_tables_of_a_transaction() -> None:
    script, statements = split("CREATE TEMPORARY TABLE `a b` (id int); CREATE TEMPORARY TABLE c SELECT 1; SELECT 1")
    assert temporary_tables(script, statements) == ["`a b`", "c"]
