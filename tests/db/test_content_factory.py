"""Content Factory on MariaDB: a legacy database full of rows, nasty ones among them, becomes the new one."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest
from legacy_data import SHARES, load
from stage import MakeProject, MySQLDatabase, MySQLServer, Project, Run, mysql_connection

REPOSITORY = Path(__file__).parents[2]
SCALE = 3000
NEW = {
    "users": "user", "oauth_consoles": "google_consoles", "channels": "youtube_channels",
    "channel_tokens": "youtube_tokens", "channel_credentials": "youtube_account_credentials",
    "publish_tasks": "tasks", "channel_daily_stats": "youtube_channel_daily", "reauth_audit": "youtube_reauth_audit",
    "streaming_accounts": "youtube_account", "streams": "stream",
}  # fmt: skip
"""The document's mapping, new from legacy."""


@pytest.fixture
def legacy(make_project: MakeProject, mysql: MySQLDatabase, cfdb: Run, monkeypatch: pytest.MonkeyPatch) -> Project:
    """The repository's project, and a target with the legacy tables and their rows."""
    project = make_project()
    for folder in ("schema", "migrations"):
        shutil.copytree(REPOSITORY / folder, project.root / folder)
    project.config((REPOSITORY / "cfdb.toml").read_text(encoding="utf-8"))
    monkeypatch.chdir(project.root)
    monkeypatch.setenv("DATABASE_URL", mysql.url)
    cfdb("apply", "--database", "content_factory_legacy").expect(0)
    with closing(mysql_connection(mysql.url)) as connection:
        load(connection, SCALE)
    return project


def migrate(cfdb: Run, *words: str) -> None:
    cfdb("apply", "migration", *words, "--database", "content_factory").expect(0)


def rows(mysql: MySQLDatabase, tables: object) -> dict[str, int]:
    return {table: mysql.value(f"SELECT count(*) FROM `{table}`") for table in tables}  # type: ignore[attr-defined]


def contents(mysql: MySQLDatabase, table: str) -> list[tuple[object, ...]]:
    return mysql.rows(f"SELECT * FROM `{table}` ORDER BY 1")


def test_every_row_arrives_and_the_end_is_that_of_the_services(
    legacy: Project, mysql: MySQLDatabase, mysql_server: MySQLServer, cfdb: Run
) -> None:
    """As many rows in each new table as in its legacy one; then the catalog is what the five services make."""
    before = rows(mysql, SHARES)
    assert sum(before.values()) == SCALE
    migrate(cfdb, "1-2")
    assert {NEW[table]: found for table, found in rows(mysql, NEW).items()} == before
    migrate(cfdb, "3")
    assert mysql.tables() == set(NEW)
    cfdb("verify", "migration", "1-3", "--database", "content_factory").expect(0)
    with mysql_server.database() as url:
        cfdb("apply", "--database", "content_factory", "--url", url).expect(0)
        assert not MySQLDatabase(url).catalog().differences(mysql.catalog())


def test_003_refuses_while_a_row_is_missing(legacy: Project, mysql: MySQLDatabase, cfdb: Run) -> None:
    """The precondition names the table; nothing is dropped, and nothing of 003 stands in the ledger."""
    migrate(cfdb, "1-2")
    mysql.run("DELETE FROM channel_daily_stats ORDER BY id LIMIT 1")
    refused = cfdb("apply", "migration", "3", "--database", "content_factory").expect(1)
    assert "youtube_channel_daily" in refused.err
    assert set(SHARES) <= mysql.tables()
    assert "migration 003" not in mysql.applied()
    assert cfdb("status", "--database", "content_factory", "--format", "json").code == 1


def test_003_cannot_be_rolled_back_and_says_why(legacy: Project, mysql: MySQLDatabase, cfdb: Run) -> None:
    migrate(cfdb, "1-3")
    refused = cfdb("rollback", "migration", "3", "--yes", "--database", "content_factory").expect(1)
    assert "irreversible" in refused.err
    assert mysql.tables() == set(NEW)


def test_the_way_back(legacy: Project, mysql: MySQLDatabase, cfdb: Run) -> None:
    """002 asks, as it would delete rows; then all is what it was, to the last legacy row, and goes forward again."""
    catalog = mysql.catalog()
    legacy_rows = {table: contents(mysql, table) for table in SHARES}
    migrate(cfdb, "1-2")
    new_rows = {table: contents(mysql, table) for table in NEW}
    assert "rows" in cfdb("rollback", "migration", "1", "--database", "content_factory").expect(1).err
    cfdb("rollback", "migration", "1", "--yes", "--database", "content_factory").expect(0)
    assert not catalog.differences(mysql.catalog())
    assert {table: contents(mysql, table) for table in SHARES} == legacy_rows
    migrate(cfdb, "1-2")
    assert {table: contents(mysql, table) for table in NEW} == new_rows


def test_002_is_all_or_nothing(legacy: Project, mysql: MySQLDatabase, cfdb: Run) -> None:
    """It only moves data, so it is one transaction: what fails at the last table leaves nothing in the first."""
    migrate(cfdb, "1")
    path = legacy.root / "migrations/content_factory/002_migrate_data.sql"
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole + "\nINSERT INTO streams (no_such_column) SELECT 1;\n", encoding="utf-8")
    failed = cfdb("apply", "migration", "2", "--database", "content_factory").expect(2)
    assert "no_such_column" in failed.err
    assert set(rows(mysql, NEW).values()) == {0}
    path.write_text(whole, encoding="utf-8")
    migrate(cfdb, "2")
    assert sum(rows(mysql, NEW).values()) == SCALE
