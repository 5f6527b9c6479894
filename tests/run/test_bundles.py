"""`cfdb bundle`: one file in order, or files for Supabase."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cfdb import dialect
from cfdb.dialects.postgresql.scanner import split
from cfdb.errors import Refused
from cfdb.model.change import ChangeId
from cfdb.model.project import Database
from cfdb.project import load
from cfdb.run.bundle import bundle, supabase

AT = datetime(2026, 3, 1, 12, 0, 58, tzinfo=UTC)


def ids(*texts: str) -> list[ChangeId]:
    return [ChangeId.parse(text) for text in texts]


def project(root: Path, files: Mapping[str, str]) -> Database:
    for name, text in {"cfdb.toml": "[databases.main]\n", **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return load.database(root, "main", lambda engine: dialect.named(engine).relations)


PHASES = {
    "phases/main/phase_0_supabase/schema.sql": "CREATE SCHEMA auth;\n",
    "phases/main/phase_0_supabase/skip.sql": "SELECT 'there already';",
    "phases/main/phase_1_users/schema.sql": "-- cfdb: requires phase 0\nCREATE TABLE users (id int)",
    "phases/main/phase_2_billing/schema.sql": "-- cfdb: requires phase 1\nCREATE TABLE bill (id int); -- the end",
}


def statements(text: bytes) -> list[str]:
    return [re.sub(r"--.*\n", "", text[found.start : found.end].decode()).strip() for found in split(text)]


def test_a_bundle_has_what_is_needed_in_order_under_its_name(tmp_path: Path) -> None:
    text = bundle(project(tmp_path, PHASES), ids("phase 2"), {})
    titles = re.findall(rb"^-- (phase .*) \(sha256 [0-9a-f]{12}\)$", text, re.MULTILINE)
    assert titles == [b"phase 0 supabase", b"phase 1 users", b"phase 2 billing"]
    found = [re.sub(r"\s+", " ", statement) for statement in statements(text)]
    assert found == ["CREATE SCHEMA auth", "CREATE TABLE users (id int)", "CREATE TABLE bill (id int)"]


@pytest.mark.parametrize(
    "first",
    [
        "CREATE TABLE a (id int)",
        "CREATE TABLE a (id int) -- the first;",
        "CREATE TABLE a (id int) /* the first; */",
        "CREATE TABLE a (id int); -- the first",
        "CREATE TABLE a (id int) -- the first \\.",
    ],
)
def test_a_statement_ends_where_its_file_ends(tmp_path: Path, first: str) -> None:
    files = {"migrations/main/001_a.sql": first, "migrations/main/002_b.sql": "CREATE TABLE b (id int);"}
    text = bundle(project(tmp_path, files), ids("migration 002"), {})
    assert len(statements(text)) == 2


def test_rows_of_a_copy_stay_rows(tmp_path: Path) -> None:
    rows = "CREATE TABLE a (t text);\nCOPY a FROM stdin;\none;\n\\.\n"
    files = {"migrations/main/001_a.sql": rows, "migrations/main/002_b.sql": "CREATE TABLE b (id int);"}
    found = list(split(bundle(project(tmp_path, files), ids("migration 002"), {})))
    assert [bool(statement.copy_data) for statement in found] == [False, True, False]


def test_a_bundle_has_its_templates_filled_in(tmp_path: Path) -> None:
    database = project(tmp_path, {"migrations/main/001_a.sql": "-- cfdb: template\nSELECT {{ days }};"})
    assert b"SELECT 30;" in bundle(database, ids("migration 001"), {"days": 30})


def test_a_bundle_of_nothing_is_empty(tmp_path: Path) -> None:
    assert bundle(project(tmp_path, PHASES), [], {}) == b""


def names(paths: list[Path]) -> list[str]:
    return [path.name for path in paths]


def test_supabase_gets_a_file_per_change_a_second_apart(tmp_path: Path) -> None:
    """What Supabase has already is left out; the seconds go on into the next minute."""
    files = {
        **PHASES,
        "migrations/main/001_more.sql": "SELECT 1;",
        "schema/main/auth/a.sql": "CREATE TABLE a (id int);",
    }
    database = project(tmp_path, files)
    folder = tmp_path / "supabase" / "migrations"
    written = supabase(database, [change.id for change in database.changes], {}, folder, AT)
    assert names(written) == [
        "20260301120058_phase_1_users.sql",
        "20260301120059_phase_2_billing.sql",
        "20260301120100_service_auth_schema.sql",
        "20260301120101_migration_001_more.sql",
    ]
    assert sorted(folder.iterdir()) == written
    assert written[0].read_text(encoding="utf-8").rstrip().endswith(";")


def test_supabase_files_that_are_there_are_left_alone(tmp_path: Path) -> None:
    database = project(tmp_path, PHASES)
    supabase(database, ids("phase 1"), {}, tmp_path, AT)
    before = sorted(tmp_path.glob("*.sql"))
    with pytest.raises(Refused, match=r"20260301120058_phase_1_users\.sql is there already"):
        supabase(database, ids("phase 1"), {}, tmp_path, AT + timedelta(hours=1))
    assert sorted(tmp_path.glob("*.sql")) == before


def test_supabase_writes_all_or_nothing(tmp_path: Path) -> None:
    database = project(tmp_path, PHASES)
    (tmp_path / "20200101000000_phase_2_billing.sql").write_text("", encoding="utf-8")
    with pytest.raises(Refused, match="phase_2_billing"):
        supabase(database, ids("phase 1", "phase 2"), {}, tmp_path, AT)
    assert names(sorted(tmp_path.glob("*.sql"))) == ["20200101000000_phase_2_billing.sql"]


def test_a_new_change_can_follow_those_that_supabase_got_before(tmp_path: Path) -> None:
    """What it depends on has its file: it comes neither again, nor in the way."""
    database = project(tmp_path, PHASES)
    supabase(database, ids("phase 1"), {}, tmp_path, AT)
    assert names(supabase(database, ids("phase 2"), {}, tmp_path, AT + timedelta(hours=1))) == [
        "20260301130058_phase_2_billing.sql"
    ]


def test_supabase_runs_later_files_later(tmp_path: Path) -> None:
    """Two runs within a few seconds: the stamps of the second one go on after those of the first."""
    files = {f"migrations/main/00{n}_m.sql": f"SELECT {n};" for n in range(1, 5)}
    database = project(tmp_path, files)
    first = supabase(database, ids("migration 003"), {}, tmp_path, AT)
    later = project(tmp_path, {"phases/main/phase_1_users/schema.sql": "SELECT 1;"})
    second = supabase(later, ids("phase 1"), {}, tmp_path, AT + timedelta(seconds=1))
    assert names(sorted([*second, *first])) == names([*first, *second])
    assert len({path.name[:14] for path in (*first, *second)}) == 4


def test_a_name_that_holds_the_words_of_another_change_is_not_in_its_way(tmp_path: Path) -> None:
    files = {**PHASES, "migrations/main/001_mend_phase_1_rows.sql": "SELECT 1;"}
    database = project(tmp_path, files)
    supabase(database, ids("migration 001"), {}, tmp_path, AT)
    assert len(supabase(database, ids("phase 1"), {}, tmp_path, AT + timedelta(hours=1))) == 1
