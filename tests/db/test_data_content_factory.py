"""Legacy Content Factory moves to PostgreSQL by its own migration, as the same file moves it within MariaDB."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
from legacy_data import load
from pymysql.cursors import SSCursor
from stage import Database, MakeProject, MySQLDatabase, Run, mysql_connection

REPOSITORY = Path(__file__).parents[2]
SCALE = int(os.environ.get("CFDB_TEST_SCALE", "3000"))
"""Legacy rows, of all tables together."""
SERVICES = (
    "service",
    "auth",
    "service",
    "channels",
    "service",
    "publishing",
    "service",
    "analytics",
    "service",
    "streaming",
)
TABLES = (
    "users", "oauth_consoles", "channels", "channel_tokens", "channel_credentials", "publish_tasks",
    "channel_daily_stats", "reauth_audit", "streaming_accounts", "streams",
)  # fmt: skip
OF = ("--database", "content_factory")
MOVE = ("migration", "002", *OF)


@pytest.fixture
def moved(
    make_project: MakeProject, mysql: MySQLDatabase, database: Database, cfdb: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The legacy rows on MariaDB, and the new tables on PostgreSQL, empty."""
    project = make_project()
    for folder in ("schema", "migrations"):
        shutil.copytree(REPOSITORY / folder, project.root / folder)
    project.config((REPOSITORY / "cfdb.toml").read_text(encoding="utf-8"))
    monkeypatch.chdir(project.root)
    cfdb("apply", "--database", "content_factory_legacy", "--url", mysql.url).expect(0)
    with closing(mysql_connection(mysql.url)) as connection:
        load(connection, SCALE)
    cfdb("apply", *SERVICES, *OF, "--url", database.url).expect(0)
    monkeypatch.setenv("CFDB_FROM", mysql.url)
    monkeypatch.setenv("DATABASE_URL", database.url)


@pytest.mark.timeout(180 + SCALE // 1000)
@pytest.mark.usefixtures("moved")
def test_every_row_is_the_one_that_mariadb_makes(mysql: MySQLDatabase, database: Database, cfdb: Run) -> None:
    """Value by value, read by each server's own driver."""
    result = cfdb("data", "migrate", *MOVE, "--format", "json").expect(0).json
    assert (result["ok"], result["state"]) == (True, "done")
    assert sum(copy["rows"] for copy in result["copies"]) == SCALE
    found = cfdb("data", "verify", *MOVE, "--format", "json").expect(0).json
    assert [table["differing"] for table in found["tables"]] == [0] * len(TABLES)

    cfdb("apply", "migration", "1-2", *OF, "--url", mysql.url).expect(0)
    for table in TABLES:
        rows = 0
        for here, there in zip_longest(mysql_rows(mysql, database, table), postgresql_rows(database, table)):
            assert there == here, table
            rows += 1
        assert rows > 0


@pytest.mark.usefixtures("moved")
def test_new_rows_get_numbers_behind_those_that_came(database: Database, cfdb: Run) -> None:
    cfdb("data", "migrate", *MOVE).expect(0)
    largest = database.value("SELECT max(id) FROM users")
    database.run("INSERT INTO users (username, display_name) VALUES ('new', 'New')")
    assert database.value("SELECT id FROM users WHERE username = 'new'") == largest + 1


@pytest.mark.usefixtures("moved")
@pytest.mark.parametrize("large", [1_000_000, 1], ids=["few-buckets", "many-buckets"])
def test_what_differs_is_found_and_shown_with_both_values(
    large: int, database: Database, cfdb: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cfdb.copying.checksums.LARGE", large)
    cfdb("data", "migrate", *MOVE).expect(0)
    database.run("ALTER TABLE users DISABLE TRIGGER USER; ALTER TABLE channels DISABLE TRIGGER USER")
    database.run("UPDATE users SET display_name = 'x' WHERE id = 7")
    database.run("""UPDATE channels SET tags = '["other"]' WHERE id = 3""")
    database.run("DELETE FROM streams WHERE id = 5")
    database.run("INSERT INTO streams (id, user_id, title) VALUES (777777, 1, 'new')")
    found = cfdb("data", "verify", *MOVE).expect(1).out
    assert "  public.users changed: id = 7\n      display_name: 'User6' → 'x'\n" in found
    assert "  public.channels changed: id = 3\n      tags: " in found
    assert "  public.streams missing: id = 5\n" in found
    assert "  public.streams extra: id = 777777\n" in found
    assert "4 rows differ" in found


@pytest.mark.usefixtures("moved")
def test_some_of_the_rows_are_the_same_ones_on_both_sides(database: Database, cfdb: Run) -> None:
    cfdb("data", "migrate", *MOVE).expect(0)
    some = cfdb("data", "verify", *MOVE, "--percent", "30", "--format", "json").expect(0).json["tables"]
    assert all(table["sampled"] for table in some)
    assert all(0 < table["rows_source"] == table["rows_target"] for table in some)
    assert 0.2 * SCALE < sum(table["rows_source"] for table in some) < 0.4 * SCALE
    database.run("UPDATE streams SET title = title || '!'")
    other = cfdb("data", "verify", *MOVE, "--percent", "30", "--format", "json").expect(1).json["tables"]
    assert {table["table"]: table["differing"] for table in other} == {
        table["table"]: table["rows_source"] if table["table"] == "public.streams" else 0 for table in some
    }


@pytest.mark.usefixtures("moved")
def test_rejected_rows_are_written_down_and_loaded_once_they_are_mended(
    mysql: MySQLDatabase, database: Database, cfdb: Run
) -> None:
    mysql.run("DELETE FROM stream", "DELETE FROM youtube_account", "UPDATE stream SET status = 'x' WHERE FALSE")
    mysql.run("UPDATE `user` SET is_active = 5 WHERE id IN (3, 7)")
    stopped = cfdb("data", "migrate", *MOVE).expect(3)
    assert "stopped: the target refuses more rows than --max-rejects allows" in stopped.out
    assert database.value("SELECT count(*) FROM users") == 0
    file = Path("rejects/users.jsonl")
    (first, second) = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    assert (first["key"], first["column"], first["value"], first["sqlstate"]) == ({"id": "3"}, "status", None, "23502")
    assert second["row"]["display_name"] == "User6"
    assert "violates not-null constraint" in second["message"]
    assert "its chunk is not in yet" in cfdb("data", "replay", str(file)).expect(3).err

    # Everything that refers to the two users is refused with them.
    cfdb("data", "migrate", *MOVE, "--max-rejects", "1000000").expect(3)
    assert database.value("SELECT count(*) FROM users") == mysql.value("SELECT count(*) FROM `user`") - 2
    cfdb("data", "verify", *MOVE).expect(0)
    for table in TABLES:
        rejects = Path(f"rejects/{table}.jsonl")
        if rejects.exists():
            text = rejects.read_text(encoding="utf-8")
            rejects.write_text(text.replace('"status": null', '"status": "active"'), encoding="utf-8")
            assert " 0 refused" in cfdb("data", "replay", str(rejects)).expect(0).out
            assert "0 rows loaded" in cfdb("data", "replay", str(rejects)).expect(0).out
    assert database.value("SELECT count(*) FROM users") == mysql.value("SELECT count(*) FROM `user`")
    assert database.value("SELECT count(*) FROM channels") == mysql.value("SELECT count(*) FROM youtube_channels")


def postgresql_rows(database: Database, table: str) -> Iterator[tuple[Any, ...]]:
    with closing(database.connect()) as connection, connection.transaction(), connection.cursor("rows") as cursor:
        connection.execute("SET TIME ZONE 'UTC'")
        cursor.itersize = 10_000
        cursor.execute(f"SELECT {', '.join(columns(database, table))} FROM {table} ORDER BY id".encode())
        for row in cursor:
            yield tuple(plain(value, is_document=False) for value in row)


def mysql_rows(mysql: MySQLDatabase, database: Database, table: str) -> Iterator[tuple[Any, ...]]:
    types = columns(database, table)
    with closing(mysql_connection(mysql.url, cursorclass=SSCursor)) as connection, connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(f'`{name}`' for name in types)} FROM {table} ORDER BY id")
        for row in cursor:
            yield tuple(plain(value, types[name] == "jsonb") for name, value in zip(types, row, strict=True))


def columns(database: Database, table: str) -> dict[str, str]:
    """The names, with their types."""
    return dict(
        database.rows(
            "SELECT column_name, data_type FROM information_schema.columns"
            f" WHERE table_name = '{table}' ORDER BY ordinal_position"
        )
    )


def plain(value: Any, is_document: bool) -> Any:
    """A value as both drivers can give it."""
    if is_document and value is not None:
        return json.loads(value)
    if isinstance(value, timedelta):
        return str(value).rjust(8, "0")
    return str(value) if hasattr(value, "hour") and not hasattr(value, "year") else value
