"""Content Factory's files agree with each other, and the rows made for it are what they promise; without a server."""

import re
from itertools import islice
from pathlib import Path

import legacy_data
import pytest
import sqlglot
from sqlglot import exp

REPOSITORY = Path(__file__).parents[2]
SERVICES = REPOSITORY / "schema/content_factory"
LEGACY = REPOSITORY / "schema/content_factory_legacy/legacy"
MIGRATIONS = REPOSITORY / "migrations/content_factory"

NEW_TABLES = {
    "user": "users",
    "google_consoles": "oauth_consoles",
    "youtube_channels": "channels",
    "youtube_tokens": "channel_tokens",
    "youtube_account_credentials": "channel_credentials",
    "tasks": "publish_tasks",
    "youtube_channel_daily": "channel_daily_stats",
    "youtube_reauth_audit": "reauth_audit",
    "youtube_account": "streaming_accounts",
    "stream": "streams",
}
"""The document's mapping, parents first."""

DIRECTORIES = {
    "auth": {"users"},
    "channels": {"oauth_consoles", "channels", "channel_tokens", "channel_credentials"},
    "publishing": {"publish_tasks"},
    "analytics": {"channel_daily_stats", "reauth_audit"},
    "streaming": {"streaming_accounts", "streams"},
}

REFERENCES = {
    ("google_consoles", "user_id"): "user",
    ("youtube_channels", "user_id"): "user",
    ("tasks", "user_id"): "user",
    ("youtube_account", "user_id"): "user",
    ("stream", "user_id"): "user",
    ("stream", "account_id"): "youtube_account",
}

TABLES = list(legacy_data.SHARES)


def statements(text: str) -> list[str]:
    """Without comments and differences of blanks. No string in these files holds a semicolon and a line break."""
    bare = re.sub(r"^--.*$", "", text, flags=re.MULTILINE)
    return [" ".join(part.split()) for part in re.split(r";\s*$", bare, flags=re.MULTILINE) if part.strip()]


def inserts() -> list[exp.Insert]:
    text = (MIGRATIONS / "002_migrate_data.sql").read_text(encoding="utf-8")
    parsed = [tree for tree in sqlglot.parse(text, read="mysql") if tree]
    assert all(isinstance(tree, exp.Insert) for tree in parsed)
    return [tree for tree in parsed if isinstance(tree, exp.Insert)]


def target(insert: exp.Insert) -> str:
    table = insert.this.find(exp.Table)
    assert table
    return str(table.name)


def test_files_are_where_the_document_has_them() -> None:
    for service, tables in DIRECTORIES.items():
        assert {path.stem for path in (SERVICES / service).glob("*.sql")} == tables | {"rollback"}
    names = {"README.md", "001_create_schema.sql", "002_migrate_data.sql", "003_cleanup_legacy.sql"}
    assert names | {"rollback_001.sql", "rollback_002.sql"} <= {path.name for path in MIGRATIONS.iterdir()}
    assert {path.stem for path in LEGACY.glob("*.sql")} == {*NEW_TABLES, "rollback"}


def test_first_migration_is_the_services() -> None:
    """A new installation and a migrated one are made by the same statements."""
    migrated = statements((MIGRATIONS / "001_create_schema.sql").read_text(encoding="utf-8"))
    files = [SERVICES / service / f"{table}.sql" for service, tables in DIRECTORIES.items() for table in tables]
    assert sorted(migrated) == sorted(only for path in files for only in statements(path.read_text(encoding="utf-8")))
    assert len(migrated) == len(NEW_TABLES)


def test_second_migration_fills_each_table_once_parents_first() -> None:
    assert [target(insert) for insert in inserts()] == list(NEW_TABLES.values())


@pytest.mark.parametrize("insert", inserts(), ids=target)
def test_selects_fit_their_columns_and_read_legacy_tables_only(insert: exp.Insert) -> None:
    """So that the SELECT can run on a server that has no new table."""
    columns = [column.name for column in insert.this.expressions]
    select = insert.expression
    assert [item.alias_or_name for item in select.expressions] == columns
    assert {table.name for table in select.find_all(exp.Table)} <= set(NEW_TABLES)
    assert not list(select.find_all(exp.Parameter)), "user variables are state of a session"


def test_third_migration_asks_about_every_table() -> None:
    asked = {path.stem for path in (MIGRATIONS / "preconditions_003").glob("*.sql")}
    assert asked == {f"every_row_of_{table}_has_arrived" for table in NEW_TABLES}
    dropped = statements((MIGRATIONS / "003_cleanup_legacy.sql").read_text(encoding="utf-8"))
    assert {statement.split("`")[1] for statement in dropped} == set(NEW_TABLES)


def test_nothing_is_for_mariadb_only() -> None:
    only = re.compile(r"\b(RETURNING|NOT ATOMIC|SET STATEMENT|SEQUENCE|CREATE OR REPLACE|IF NOT EXISTS|NOCACHE|UUID\()")
    for folder in (SERVICES, LEGACY, MIGRATIONS):
        for path in folder.rglob("*.sql"):
            assert not only.findall(path.read_text(encoding="utf-8")), path


@pytest.mark.parametrize("table", TABLES)
def test_rows_have_the_columns_of_their_table(table: str) -> None:
    tree = sqlglot.parse((LEGACY / f"{table}.sql").read_text(encoding="utf-8"), read="mysql")
    create = next(one for one in tree if isinstance(one, exp.Create))
    assert legacy_data.columns(table) == [column.name for column in create.find_all(exp.ColumnDef)]
    assert all(len(row) == len(legacy_data.columns(table)) for row in legacy_data.rows(table, 1000))


@pytest.mark.parametrize("table", TABLES)
def test_smaller_scale_is_the_beginning_of_a_larger_one(table: str) -> None:
    small = list(legacy_data.rows(table, 1500))
    assert len(small) == legacy_data.count(table, 1500)
    assert small == list(islice(legacy_data.rows(table, 9000), len(small)))
    assert [row[0] for row in small] == list(range(1, len(small) + 1))
    assert list(legacy_data.rows(table, 1500, seed=2)) != small


@pytest.mark.parametrize("scale", [1, 37, 1000, 20_000])
def test_parents_exist_at_every_scale(scale: int) -> None:
    """But for orphans on purpose: a handful."""
    for (child, column), parent in REFERENCES.items():
        place = legacy_data.columns(child).index(column)
        found = [row[place] for row in legacy_data.rows(child, scale) if row[place] is not None]
        known = set(range(1, legacy_data.count(parent, scale) + 1))
        assert sum(id not in known for id in found) <= 1 + len(found) // 20
    names = {row[1] for row in legacy_data.rows("youtube_channels", scale)}
    for child in ("youtube_tokens", "tasks", "youtube_reauth_audit"):
        found = [row[1] for row in legacy_data.rows(child, scale)]
        assert sum(name not in names for name in found) <= 1 + len(found) // 50


def test_about_one_row_in_sixty_is_nasty() -> None:
    scale = 20_000
    nasty = sum(legacy_data.count(table, scale) / every for table, every in legacy_data.EVERY.items())
    assert 0.01 < nasty / scale < 0.025
    names = [str(row[1]) for row in legacy_data.rows("youtube_channels", scale)]
    assert 0 < len(names) - len({name.lower() for name in names}) < len(names) // 50
    assert len(names) == len(set(names))


def test_latin1_tables_hold_latin1() -> None:
    for table in legacy_data.LATIN1:
        texts = [value for row in legacy_data.rows(table, 5000) for value in row if isinstance(value, str)]
        assert [text for text in texts if text.encode("cp1252").decode("cp1252") != text] == []
        assert any(not text.isascii() for text in texts)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "NULL"),
        (-7, "-7"),
        (1e-300, "1e-300"),
        (b"", "x''"),
        (b"\x00'\xff", "x'0027ff'"),
        ("", "''"),
        ("it's \\ 🎬", "'it\\'s \\\\ 🎬'"),
        ("a\nb\r\x1a\0", "'a\\nb\\r\\Z\\0'"),
    ],
)
def test_literals(value: legacy_data.Value, expected: str) -> None:
    assert legacy_data.literal(value) == expected


def test_batches_hold_every_row_once() -> None:
    text = list(legacy_data.statements("stream", 4000, size=10_000))
    assert len(text) > 1
    assert sum(len(re.findall(r"^\(\d+,", part, flags=re.MULTILINE)) for part in text) == 200
