"""A database that is written for MySQL, on PostgreSQL: cfdb translates it on the way."""

import shutil
from pathlib import Path

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
    assert len(database.tables()) == 10
    assert "checks passed" in cfdb("verify", *words).expect(0).out
    cfdb("rollback", "--all", "--yes", *words).expect(0)
    assert before.differences(database.catalog()) == []
    cfdb("apply", *words).expect(0)
    cfdb("status", *words).expect(0)


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


def test_alter_of_another_change_is_refused(shop: Path, database: Database, cfdb: Run) -> None:
    (shop / "003_more.sql").write_text("ALTER TABLE item ADD more int;\n")
    assert "ALTER TABLE item" in cfdb("apply", "--url", database.url).expect(64).err
    assert database.tables() == set()
