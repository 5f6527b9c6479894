"""`cfdb translate --check` compares what a schema declares with PostgreSQL's catalog, without asking the translator."""

from __future__ import annotations

from pathlib import Path

import pytest
from stage import Database, MySQLDatabase, Run

from cfdb.dialect import Settings
from cfdb.dialects.postgresql import DIALECT
from cfdb.model.policies import Policies
from cfdb.model.script import Source
from cfdb.model.url import parse
from cfdb.run.compared import differences
from cfdb.translate.translation import Translation, translate

SQL = """
CREATE TABLE `Big One` (
    id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY, flag tinyint(1) NOT NULL DEFAULT 1, level smallint unsigned,
    kind enum('a','b c','d''e') DEFAULT 'a' COMMENT 'Which', tags set('x','y'),
    name varchar(20) NOT NULL DEFAULT 'it''s',
    price decimal(8,2) DEFAULT '1.50', made year DEFAULT 24,
    at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
    seen datetime(3), doc json, hash binary(16), double_level int GENERATED ALWAYS AS (level * 2) STORED,
    KEY by_name (name(5)), UNIQUE KEY once (name, price), CONSTRAINT cheap CHECK (price < 100)
) COMMENT 'All of it';
CREATE TABLE ref (a int unsigned NOT NULL, b int unsigned, c varchar(9), PRIMARY KEY (a), FULLTEXT KEY words (c),
    CONSTRAINT of_big FOREIGN KEY (b) REFERENCES `Big One` (id) ON DELETE CASCADE);
"""


def translation(policies: Policies | None = None) -> Translation:
    return translate([Source(Path("x.sql"), SQL.encode())], policies or Policies())


def compared(database: Database, found: Translation, *spoilt: str) -> list[str]:
    with DIALECT.connect(parse(database.url), Settings(purpose="test")) as session:
        for statement in (*found.script(), *(text.encode() for text in spoilt)):
            assert session.attempt(statement) == ""
        return [f"{it.object}: {it.message}" for it in differences(found, session.catalog())]


@pytest.mark.parametrize(
    "policies",
    [Policies(), Policies(tinyint1="boolean", enum="check", unsigned="same", collation="lower", version=16)],
)
def test_nothing_differs(database: Database, policies: Policies) -> None:
    assert compared(database, translation(policies)) == []


SPOILT = {
    'ALTER TABLE "Big One" ALTER name DROP NOT NULL': "Big One.name: it may be NULL on one side only",
    'ALTER TABLE "Big One" ALTER level SET NOT NULL': "Big One.level: it may be NULL on one side only",
    'ALTER TABLE "Big One" ALTER id DROP IDENTITY': "Big One.id: it counts up on one side only",
    'ALTER TABLE "Big One" ALTER double_level DROP EXPRESSION': "Big One.double_level: it is generated on one",
    'ALTER TABLE "Big One" ALTER flag SET DEFAULT 0': "Big One.flag: its default became 0",
    "ALTER TABLE \"Big One\" ALTER name SET DEFAULT 'its'": "Big One.name: its default became 'its'",
    'ALTER TABLE "Big One" ALTER made SET DEFAULT 24': "Big One.made: its default became 24",
    'ALTER TABLE "Big One" ALTER at DROP DEFAULT': "Big One.at: its default became none",
    'ALTER TABLE "Big One" ALTER price TYPE numeric(9,2)': "Big One.price: decimal of the source became",
    'ALTER TABLE "Big One" ALTER seen TYPE timestamptz': "Big One.seen: datetime of the source became timestamp with",
    'ALTER TABLE "Big One" ALTER name TYPE varchar(19)': "Big One.name: varchar of the source became character v",
    "ALTER TYPE \"Big One_kind\" ADD VALUE 'f'": "Big One.kind: enum of the source became ",
    "COMMENT ON COLUMN \"Big One\".kind IS 'What'": "Big One.kind: its comment is 'Which' in the source only",
    'COMMENT ON TABLE "Big One" IS NULL': "Big One: its comment is 'All of it' in the source only",
    "DROP INDEX by_name": "Big One.by_name: there is no index on name",
    "DROP INDEX words": "ref.words: there is no index on c",
    'ALTER TABLE "Big One" DROP CONSTRAINT once': "Big One.once: there is no unique index on name, price",
    'ALTER TABLE "Big One" DROP CONSTRAINT cheap': "Big One.cheap: there is no such check",
    "ALTER TABLE ref DROP CONSTRAINT ref_pkey, ADD PRIMARY KEY (a, b)": "ref: the primary key (a) is another one",
    "ALTER TABLE ref DROP CONSTRAINT of_big": "ref.of_big: there is no foreign key to Big One",
    'ALTER TABLE ref DROP CONSTRAINT of_big, ADD FOREIGN KEY (b) REFERENCES "Big One"': "ref.of_big: its ON",
    'DROP TRIGGER "Big One_on_update" ON "Big One"': "Big One.at: nothing sets it ON UPDATE",
    "CREATE TABLE more (n int)": "more: PostgreSQL has a table that the source has not",
    "ALTER TABLE ref DROP c; ALTER TABLE ref ADD c varchar(8)": "ref.c: varchar of the source became character v",
}


@pytest.mark.parametrize("statement", SPOILT)
def test_each_difference_is_found(database: Database, statement: str) -> None:
    found = compared(database, translation(), statement)
    assert any(line.startswith(SPOILT[statement]) for line in found), found


ODD = b"CREATE TABLE t (id int PRIMARY KEY, at date DEFAULT '0000-00-00', n int, KEY k (n));"


@pytest.mark.parametrize("said", [True, False])
def test_what_a_finding_explains_is_no_difference(database: Database, *, said: bool) -> None:
    found = translate([Source(Path("x.sql"), ODD)], Policies())
    if not said:
        found.writer.reasons[:] = [it for it in found.writer.reasons if it.code != "zero-date-default"]
    lines = compared(database, found)
    assert lines == ([] if said else ["t.at: its default became none"])


def test_check_of_a_server(mysql: MySQLDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cfdb: Run) -> None:
    monkeypatch.chdir(tmp_path)
    mysql.run(*(text for text in SQL.split(";\n") if text.strip()))
    found = cfdb("translate", "--from", mysql.url, "--check", "-o", "out.sql").expect(0)
    assert "PostgreSQL takes all of it" in found.err
    monkeypatch.setattr("cfdb.run.compared._holds_numbers", lambda *_: False)
    found = cfdb("translate", "--from", mysql.url, "--check", "-o", "out.sql").expect(1)
    assert "error[differs] ref.b: int of the source became bigint" in found.err
    assert "PostgreSQL refuses 6" in found.err
