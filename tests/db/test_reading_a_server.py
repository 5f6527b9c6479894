"""`translate --from` and `assess --from`: what they print of a server that is only read, and what an account lacks."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from stage import GIVEN_MYSQL, MySQLDatabase, MySQLServer, Run

from cfdb.model.url import parse

PASSWORD = "s3cr3t-word"

SCHEMA = [
    "CREATE TABLE item (id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY, flag tinyint(1) NOT NULL DEFAULT 0,"
    " level tinyint(1) NOT NULL DEFAULT 0, name varchar(20) NOT NULL COMMENT 'Sold', at datetime, UNIQUE KEY (name))",
    "INSERT INTO item (flag, level, name, at) VALUES (1, 7, 'a', '2024-01-01'), (0, 0, 'b', NULL)",
    "CREATE VIEW dear AS SELECT id, name FROM item WHERE flag = 1",
    "CREATE TRIGGER tidy BEFORE INSERT ON item FOR EACH ROW SET NEW.name = TRIM(NEW.name)",
    "CREATE PROCEDURE tally(OUT n int) SELECT COUNT(*) INTO n FROM item",
    "CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY DO DELETE FROM item WHERE flag = 2",
]


@contextmanager
def reader(server: MySQLServer, database: MySQLDatabase, *rights: str, host: str = "127.0.0.1") -> Iterator[str]:
    """The URL of an account that has these rights and no others; `{}` in them is the database."""
    name = parse(database.url).database
    account = f"reader_{os.getpid()}@'{host}'"
    server.run(f"CREATE USER {account} IDENTIFIED BY '{PASSWORD}'")
    try:
        server.run(*(f"GRANT {right.replace('{}', f'`{name}`')} TO {account}" for right in rights))
        yield server.on(name, user=account.partition("@")[0], password=PASSWORD)
    finally:
        server.run(f"DROP USER {account}")


SEES = ["SELECT, SHOW VIEW, TRIGGER, EVENT ON {}.*"]
BODIES = "SELECT ON mysql.proc"


@pytest.fixture
def shop(mysql: MySQLDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MySQLDatabase:
    mysql.run(*SCHEMA)
    monkeypatch.chdir(tmp_path)
    return mysql


def contents(database: MySQLDatabase) -> object:
    return database.rows("CHECKSUM TABLE item"), database.rows(
        "SELECT table_name, create_time, update_time FROM information_schema.tables WHERE table_schema = DATABASE()"
    )


needs_own_server = pytest.mark.skipif(bool(GIVEN_MYSQL), reason="roles and rights differ from server to server")


@needs_own_server
def test_translate_reads_all_that_an_account_sees(shop: MySQLDatabase, mysql_server: MySQLServer, cfdb: Run) -> None:
    before = contents(shop)
    with reader(mysql_server, shop, *SEES, BODIES) as url:
        found = cfdb("translate", "--from", url).expect(1)
        assert "CREATE TABLE item" in found.out
        assert "CREATE VIEW dear" in found.out
        assert "CREATE PROCEDURE tally" in found.out
        assert "CREATE TRIGGER tidy" in found.out
        assert "error[event] nightly" in found.err
        assert "warning[case-insensitive-unique] item.name: values of name" in found.err
        assert "12 objects (1 table, 1 view, 1 routine, 1 trigger, 1 event): 1 not carried over" in found.err
        shown = json.loads(cfdb("translate", "--from", url, "--format", "json").expect(1).out)
        assert shown["sql"] == found.out
        assert {it["kind"] for it in shown["objects"]} >= {"table", "column", "view", "routine", "trigger", "event"}
        assert PASSWORD not in found.out + found.err
    assert contents(shop) == before
    assert not list(Path.cwd().iterdir())


@needs_own_server
def test_account_that_sees_too_little_is_told_what_it_lacks(
    shop: MySQLDatabase, mysql_server: MySQLServer, cfdb: Run
) -> None:
    """The server hides what an account has no right on: without a word, it would be lost."""
    with reader(mysql_server, shop, "SELECT ON {}.*") as url:
        for command in ("translate", "assess"):
            found = cfdb(command, "--from", url).expect(2)
            assert "the query of view dear cannot be seen" in found.err
            assert "the account needs SHOW VIEW for it" in found.err
            assert PASSWORD not in found.out + found.err
    with reader(mysql_server, shop, "SELECT, SHOW VIEW ON {}.*") as url:
        for command in ("translate", "assess"):
            found = cfdb(command, "--from", url).expect(1)
            said = found.out + found.err
            assert "error[not-seen] triggers: the account lacks TRIGGER on the database" in said
            assert "error[not-seen] events: the account lacks EVENT on the database" in said
            assert "error[not-seen] procedures and functions: the account lacks SELECT on mysql.proc" in said
            assert "tidy" not in said
    of_two = ("SELECT, SHOW VIEW ON {}.item", "SELECT, SHOW VIEW ON {}.dear")
    with reader(mysql_server, shop, *of_two, "TRIGGER, EVENT ON *.*", BODIES) as url:
        said = cfdb("translate", "--from", url).expect(1).err
        assert "error[not-seen] tables: the account lacks SELECT on the database" in said
        assert "TRIGGER" not in said.replace("SHOW VIEW, TRIGGER and EVENT", "")
    with reader(mysql_server, shop, *SEES, "EXECUTE ON {}.*") as url:
        found = cfdb("translate", "--from", url).expect(2)
        assert "the body of procedure `tally` cannot be seen" in found.err
        assert "SELECT on mysql.proc" in found.err


@needs_own_server
def test_rights_of_a_role_in_use_are_rights(shop: MySQLDatabase, mysql_server: MySQLServer, cfdb: Run) -> None:
    role = f"readers_{os.getpid()}"
    name = parse(shop.url).database.replace("_", r"\_")
    mysql_server.run(
        f"CREATE ROLE {role}", f"GRANT ALL ON `{name}`.* TO {role}", f"GRANT SELECT ON mysql.proc TO {role}"
    )
    try:
        with reader(mysql_server, shop, role) as url:
            account = f"{parse(url).user}@'127.0.0.1'"
            mysql_server.run(f"SET DEFAULT ROLE {role} FOR {account}")
            assert "not-seen" not in cfdb("translate", "--from", url).expect(1).err
    finally:
        mysql_server.run(f"DROP ROLE {role}")


@needs_own_server
def test_assess_says_what_the_rows_say(shop: MySQLDatabase, mysql_server: MySQLServer, cfdb: Run) -> None:
    with reader(mysql_server, shop, *SEES, BODIES) as url:
        found = cfdb("assess", "--from", url).expect(1)
        assert "table              1        0     0" in found.out
        assert 'tinyint1 = "smallint": 2 columns (item.flag, item.level); the rows speak for "boolean"' in found.out
        assert "but for item.level" in found.out
        assert "item.level: 1 row with a number other than 0 and 1, key 1" in found.out
        shown = json.loads(cfdb("assess", "--from", url, "--format", "json").expect(1).out)
        assert shown["counts"]["table"] == {"carried": 1, "changed": 0, "lost": 0}
        assert shown["rows"] == [
            {"table": "item", "column": "level", "question": "beyond-boolean", "rows": 1, "example": "1", "problem": ""}
        ]
        cfdb("assess", "--from", url, "--write").expect(1)
        assert 'numbers = ["item.level"]' in Path("translate.toml").read_text()
        text = cfdb("translate", "--from", url).expect(1).out
        assert "flag boolean" in text
        assert "level smallint" in text
        assert "is there already" in cfdb("assess", "--from", url, "--write").expect(64).err


def test_assess_of_a_dump(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cfdb: Run) -> None:
    """Without a server, nothing is said of rows."""
    monkeypatch.chdir(tmp_path)
    Path("dump.sql").write_text(
        "CREATE TABLE item (id int PRIMARY KEY, flag tinyint(1), at date DEFAULT '0000-00-00');\n"
    )
    found = cfdb("assess", "dump.sql").expect(0)
    assert 'tinyint1 = "smallint": 1 column (item.flag)\n' in found.out
    assert 'zero_dates = "null": 1 column (item.at)\n' in found.out
    assert "the rows were not looked at: name their server with --from mysql://…" in found.err
    shown = json.loads(cfdb("assess", "dump.sql", "--format", "json").expect(0).out)
    assert shown["rows"] == []
    assert [it["key"] for it in shown["decisions"]] == ["tinyint1", "zero_dates"]
    Path("dump.sql").write_text("CREATE TABLE odd (id int PRIMARY KEY, at geometry);\nGRANT ALL ON x TO y;\n")
    found = cfdb("assess", "dump.sql").expect(1)
    assert "error[accounts]" in found.out
    assert json.loads(cfdb("assess", "dump.sql", "--format", "json").expect(1).out)["ok"] is False


def test_a_server_that_cannot_be_reached_shows_no_password(cfdb: Run) -> None:
    for command in ("translate", "assess"):
        found = cfdb(command, "--from", f"mysql://reader:{PASSWORD}@127.0.0.1:1/shop").expect(2)
        assert PASSWORD not in found.out + found.err
        assert "127.0.0.1" in found.err


def test_url_in_the_environment(shop: MySQLDatabase, monkeypatch: pytest.MonkeyPatch, cfdb: Run) -> None:
    monkeypatch.setenv("SHOP_URL", shop.url)
    for command in ("translate", "assess"):
        assert cfdb(command, "--from", "env:SHOP_URL").out == cfdb(command, "--from", shop.url).out
        assert "SHOP_ULR, which is not set" in cfdb(command, "--from", "env:SHOP_ULR").expect(64).err


def test_source_is_a_mysql(mysql_server: MySQLServer, postgres_url: str, cfdb: Run) -> None:
    del mysql_server
    assert "--from takes a MySQL or MariaDB" in cfdb("translate", "--from", postgres_url).expect(64).err


@needs_own_server
def test_statements_that_are_sent_only_read(shop: MySQLDatabase, mysql_server: MySQLServer, cfdb: Run) -> None:
    """As the server writes them down, of an account that could do anything."""
    shop.run("SET GLOBAL log_output = 'TABLE'", "SET GLOBAL general_log = ON", "TRUNCATE mysql.general_log")
    try:
        with reader(mysql_server, shop, "ALL ON {}.*", BODIES) as url:
            cfdb("translate", "--from", url).expect(1)
            cfdb("assess", "--from", url).expect(1)
            sent = shop.column(
                "SELECT CONVERT(argument USING utf8mb4) FROM mysql.general_log"
                f" WHERE user_host LIKE '%{parse(url).user}%' AND command_type IN ('Query', 'Execute')"
            )
    finally:
        shop.run("SET GLOBAL general_log = OFF", "SET GLOBAL log_output = 'FILE'")
    assert len(sent) > 10
    kinds = {text.split()[0].upper().strip("(") for text in sent if not text.startswith(("--", "/*"))}
    assert kinds <= {"SELECT", "SHOW", "SET", "START", "ROLLBACK", "COMMIT", "WITH"}
    assert not any(text.upper().startswith("SET GLOBAL") for text in sent)
