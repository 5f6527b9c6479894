"""What the comparison of catalogs sees: each kind of difference, and none where there is none."""

import pytest
from stage import MySQLDatabase

from cfdb.dialects.mysql.queries import query

MADE = [
    "CREATE TABLE base (id int AUTO_INCREMENT PRIMARY KEY, email varchar(40) NOT NULL DEFAULT 'x' COMMENT 'mail',"
    " n int, doubled int AS (n * 2) VIRTUAL, made datetime DEFAULT CURRENT_TIMESTAMP, body text, data json,"
    " UNIQUE KEY once (email, n), KEY prefix (body(10)), CONSTRAINT positive CHECK (n > 0)) COMMENT = 'the base'",
    "CREATE TABLE child (id int PRIMARY KEY, base_id int,"
    " CONSTRAINT parent FOREIGN KEY (base_id) REFERENCES base (id) ON DELETE CASCADE)",
    "CREATE TABLE sliced (id int PRIMARY KEY) PARTITION BY RANGE (id)"
    " (PARTITION low VALUES LESS THAN (10), PARTITION high VALUES LESS THAN (20))",
    "CREATE ALGORITHM = MERGE VIEW seen AS SELECT id, email FROM base",
    "CREATE FUNCTION twice(x int) RETURNS int DETERMINISTIC RETURN x * 2",
    "CREATE PROCEDURE work(IN x int) SELECT x",
    "CREATE TRIGGER lower_mail BEFORE INSERT ON base FOR EACH ROW SET NEW.email = LOWER(NEW.email)",
    "CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY DO DELETE FROM child",
]

CHANGES = {
    "table": ("CREATE TABLE more (id int)", "tables: more is left over"),
    "table gone": ("DROP TABLE child", "tables: child is gone"),
    "table comment": ("ALTER TABLE base COMMENT = 'the other'", "tables: base"),
    "table collation": ("ALTER TABLE base DEFAULT COLLATE utf8mb4_bin", "tables: base"),
    "table engine": ("ALTER TABLE sliced ENGINE = Aria", "tables: sliced"),
    "row format": ("ALTER TABLE base ROW_FORMAT = COMPRESSED", "tables: base"),
    "column": ("ALTER TABLE base ADD more int", "columns: base.more is left over"),
    "column type": ("ALTER TABLE base MODIFY n bigint", "columns: base.n was"),
    "column unsigned": ("ALTER TABLE base MODIFY n int unsigned", "columns: base.n was"),
    "column null": ("ALTER TABLE base MODIFY n int NOT NULL", "columns: base.n was"),
    "column default": ("ALTER TABLE base ALTER email SET DEFAULT 'y'", "columns: base.email was"),
    "column default gone": ("ALTER TABLE base ALTER email DROP DEFAULT", "columns: base.email was"),
    "column on update": (
        "ALTER TABLE base MODIFY made datetime DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP",
        "columns: base.made was",
    ),
    "column comment": (
        "ALTER TABLE base MODIFY email varchar(40) NOT NULL DEFAULT 'x' COMMENT 'post'", "columns: base.email was",
    ),
    "column collation": (
        "ALTER TABLE base MODIFY email varchar(40) COLLATE utf8mb4_bin NOT NULL DEFAULT 'x' COMMENT 'mail'",
        "columns: base.email was",
    ),
    "column order": ("ALTER TABLE base MODIFY body text FIRST", "columns: base.body was"),
    "column generated": ("ALTER TABLE base MODIFY doubled int AS (n * 3) VIRTUAL", "columns: base.doubled was"),
    "column stored": (
        "ALTER TABLE base DROP doubled, ADD doubled int AS (n * 2) STORED AFTER n", "columns: base.doubled was",
    ),
    "auto_increment": ("ALTER TABLE base MODIFY id int NOT NULL", "columns: base.id was"),
    "index": ("CREATE INDEX more ON base (n)", "indexes: base.more is left over"),
    "index columns": (
        "ALTER TABLE base DROP INDEX once, ADD UNIQUE KEY once (n, email)", "indexes: base.once was",
    ),
    "index prefix": ("ALTER TABLE base DROP INDEX prefix, ADD INDEX prefix (body(11))", "indexes: base.prefix was"),
    "index unique": ("ALTER TABLE base DROP INDEX once, ADD KEY once (email, n)", "indexes: base.once was"),
    "index order": ("ALTER TABLE base DROP INDEX once, ADD UNIQUE once (email DESC, n)", "indexes: base.once was"),
    "index ignored": ("ALTER TABLE base ALTER INDEX prefix IGNORED", "indexes: base.prefix was"),
    "foreign key rule": (
        "ALTER TABLE child DROP FOREIGN KEY parent; "
        "ALTER TABLE child ADD CONSTRAINT parent FOREIGN KEY (base_id) REFERENCES base (id)",
        "foreign_keys: child.parent was",
    ),
    "check": (
        "ALTER TABLE base DROP CONSTRAINT positive, ADD CONSTRAINT positive CHECK (n > 1)", "checks: base.positive was",
    ),
    "check gone": ("ALTER TABLE base DROP CONSTRAINT positive", "checks: base.positive is gone"),
    "partition": ("ALTER TABLE sliced ADD PARTITION (PARTITION top VALUES LESS THAN (30))", "partitions: sliced.top"),
    "partition bound": (
        "ALTER TABLE sliced REORGANIZE PARTITION high INTO (PARTITION high VALUES LESS THAN (21))",
        "partitions: sliced.high was",
    ),
    "view": ("CREATE OR REPLACE ALGORITHM = MERGE VIEW seen AS SELECT id, n FROM base", "views: seen was"),
    "view security": (
        "ALTER ALGORITHM = MERGE SQL SECURITY INVOKER VIEW seen AS SELECT id, email FROM base", "views: seen was",
    ),
    "view algorithm": ("ALTER ALGORITHM = TEMPTABLE VIEW seen AS SELECT id, email FROM base", "views: seen was"),
    "function body": (
        "CREATE OR REPLACE FUNCTION twice(x int) RETURNS int DETERMINISTIC RETURN x + x",
        "routines: function twice was",
    ),
    "function result": (
        "CREATE OR REPLACE FUNCTION twice(x int) RETURNS bigint DETERMINISTIC RETURN x * 2",
        "routines: function twice was",
    ),
    "procedure parameter": ("CREATE OR REPLACE PROCEDURE work(INOUT x int) SELECT x", "routines: procedure work was"),
    "procedure comment": ("ALTER PROCEDURE work COMMENT 'works'", "routines: procedure work was"),
    "trigger": (
        "CREATE OR REPLACE TRIGGER lower_mail BEFORE INSERT ON base FOR EACH ROW SET NEW.email = UPPER(NEW.email)",
        "triggers: base.lower_mail was",
    ),
    "trigger order": (
        "CREATE TRIGGER before_it BEFORE INSERT ON base FOR EACH ROW PRECEDES lower_mail SET NEW.n = 1",
        "triggers: base.lower_mail was",
    ),
    "event": ("ALTER EVENT nightly DO DELETE FROM base", "events: nightly was"),
    "event schedule": ("ALTER EVENT nightly ON SCHEDULE EVERY 2 DAY", "events: nightly was"),
    "event disabled": ("ALTER EVENT nightly DISABLE", "events: nightly was"),
    "event start": ("ALTER EVENT nightly ON SCHEDULE EVERY 1 DAY STARTS '2035-01-01 02:00:00'", "events: nightly was"),
    "sequence": ("CREATE SEQUENCE counter", "tables: counter is left over"),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_difference_is_seen(name: str, mysql: MySQLDatabase) -> None:
    """A rollback that leaves it is found out."""
    statement, line = CHANGES[name]
    mysql.run(*MADE)
    before = mysql.catalog()
    mysql.run(*statement.split("; "))
    found = before.differences(mysql.catalog())
    assert any(entry.startswith(line) for entry in found), found


def test_default_that_is_the_word_for_no_default(mysql: MySQLDatabase) -> None:
    """MySQL tells 'none' as none, without its quotes."""
    mysql.run("CREATE TABLE t (a varchar(9) NOT NULL DEFAULT 'none')")
    before = mysql.catalog()
    mysql.run("ALTER TABLE t ALTER a DROP DEFAULT")
    (line,) = before.differences(mysql.catalog())
    assert line.startswith("columns: t.a was")
    # The server of these tests may be a MariaDB, which quotes by itself.
    assert "QUOTE(column_default)" in query("catalog/objects/columns", "mysql")


def test_database_default_is_seen(mysql: MySQLDatabase) -> None:
    """New tables take their character set from it."""
    before = mysql.catalog()
    mysql.run("ALTER DATABASE CHARACTER SET latin1")
    (line,) = before.differences(mysql.catalog())
    assert "utf8mb4" in line
    assert "latin1" in line


def test_same_statements_make_the_same_catalog(mysql: MySQLDatabase) -> None:
    """Rows, counters and moments are no definition: dropped and made anew, all is as it was."""
    mysql.run(*MADE)
    mysql.run("INSERT INTO base (email, n) VALUES ('a', 1), ('b', 2)", "ANALYZE TABLE base")
    before = mysql.catalog()
    mysql.run("DO SLEEP(1.1)", "DROP EVENT nightly", MADE[-1], "DELETE FROM base", "OPTIMIZE TABLE base")
    assert before.differences(mysql.catalog()) == []


def test_ledger_is_no_part_of_it(mysql: MySQLDatabase) -> None:
    before = mysql.catalog()
    with mysql.session() as session:
        session.prepare_ledger()
        assert session.inventory().items == frozenset()
    assert before.differences(mysql.catalog()) == []


def test_inventory_counts_by_kind(mysql: MySQLDatabase) -> None:
    """MariaDB's own check of a JSON column is nobody's; one of the same name on another table is somebody's."""
    mysql.run(*MADE, "CREATE TABLE other (data int, CONSTRAINT data CHECK (data > 0))", "CREATE SEQUENCE counter")
    with mysql.session() as session:
        items = session.inventory().items
    found: dict[str, list[str]] = {}
    for item in sorted(items):
        found.setdefault(item.kind, []).append(item.name)
    assert found == {
        "tables": ["base", "child", "other", "sliced"],
        "views": ["seen"],
        "sequences": ["counter"],
        "indexes": ["parent", "prefix"],
        "constraint_indexes": ["PRIMARY", "PRIMARY", "PRIMARY", "once"],
        "primary_keys": ["PRIMARY", "PRIMARY", "PRIMARY"],
        "unique_constraints": ["once"],
        "foreign_keys": ["parent"],
        "checks": ["data", "positive"],
        "functions": ["twice"],
        "procedures": ["work"],
        "triggers": ["lower_mail"],
        "events": ["nightly"],
    }
