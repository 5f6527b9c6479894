"""`cfdb new`: numbers go on, and what is written is valid as it is."""

from pathlib import Path

import pytest

from cfdb import dialect
from cfdb.errors import Refused, UsageError
from cfdb.model.change import Kind
from cfdb.project import load
from cfdb.project.services import ReadRelations
from cfdb.run.new import new
from cfdb.run.validate import validate


def relations_for(name: str) -> ReadRelations:
    return dialect.named(name).relations


@pytest.fixture(params=["postgresql", "mysql"])
def root(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    (tmp_path / "cfdb.toml").write_text(f'[databases.main]\ndialect = "{request.param}"\n', encoding="utf-8")
    return tmp_path


def add(root: Path, kind: Kind, name: str) -> str:
    """What the new change is called."""
    id, paths = new(root, load.database(root, "main", relations_for), kind, name)
    assert all(path.is_file() for path in paths)
    assert load.database(root, "main", relations_for).find(id) is not None
    return str(id)


def findings(root: Path) -> list[str]:
    engine = load.configuration(root).databases["main"].dialect
    found = validate(root, "main", relations_for, dialect.named(engine), {})
    return [f"{finding.code}: {finding.message}" for finding in found]


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize(
    "name", ["invoices", "add-invoices", " Add  Invoices ", "order", "user", "select", "2fa", "a" * 60]
)
def test_what_is_written_is_valid_as_it_is(root: Path, kind: Kind, name: str) -> None:
    """Also where a name is a word of SQL, or begins with a digit."""
    add(root, kind, name)
    assert findings(root) == []


def test_phases_go_on_and_depend_on_the_one_before(root: Path) -> None:
    assert [add(root, Kind.PHASE, name) for name in ("a", "b")] == ["phase 1", "phase 2"]
    (root / "phases/main/phase_7_late").mkdir()
    (root / "phases/main/phase_7_late/schema.sql").write_text("SELECT 1;", encoding="utf-8")
    assert add(root, Kind.PHASE, "c") == "phase 8"
    changes = {str(change.id): change for change in load.database(root, "main", relations_for).changes}
    assert [str(id) for id in changes["phase 1"].depends_on] == []
    assert [str(id) for id in changes["phase 2"].depends_on] == ["phase 1"]
    assert [str(id) for id in changes["phase 8"].depends_on] == ["phase 7"]


@pytest.mark.parametrize(
    ("there", "expected"), [("001_a.sql", "002"), ("0009_a.sql", "0010"), ("7_a.sql", "8"), ("99_a.sql", "100")]
)
def test_migrations_go_on_in_the_width_there_is(root: Path, there: str, expected: str) -> None:
    folder = root / "migrations/main"
    folder.mkdir(parents=True)
    (folder / there).write_text("SELECT 1;", encoding="utf-8")
    assert add(root, Kind.MIGRATION, "next") == f"migration {expected}"
    assert (folder / f"{expected}_next.sql").is_file()
    assert (folder / f"rollback_{expected}.sql").is_file()


def test_the_first_migration_has_three_digits(root: Path) -> None:
    assert add(root, Kind.MIGRATION, "first") == "migration 001"


def test_a_service_is_called_by_its_name(root: Path) -> None:
    assert add(root, Kind.SERVICE, "Billing") == "service billing"
    assert (root / "schema/main/billing/billing.sql").is_file()


def test_folders_are_those_of_the_configuration(root: Path) -> None:
    (root / "cfdb.toml").write_text('[databases.main]\nmigrations = "db/changes"\n', encoding="utf-8")
    (root / "db/changes").mkdir(parents=True)
    add(root, Kind.MIGRATION, "first")
    assert (root / "db/changes/001_first.sql").is_file()


def test_a_service_that_is_there_is_left_alone(root: Path) -> None:
    add(root, Kind.SERVICE, "billing")
    table = root / "schema/main/billing/billing.sql"
    table.write_text("CREATE TABLE mine (id int);", encoding="utf-8")
    with pytest.raises(Refused, match="is there already"):
        add(root, Kind.SERVICE, "billing")
    assert table.read_text(encoding="utf-8") == "CREATE TABLE mine (id int);"


def test_nothing_is_written_where_one_of_the_files_is_there(root: Path) -> None:
    folder = root / "schema/main/billing"
    folder.mkdir(parents=True)
    (folder / "checklist.toml").write_text("", encoding="utf-8")
    with pytest.raises(Refused, match=r"checklist\.toml is there already"):
        add(root, Kind.SERVICE, "billing")
    assert [path.name for path in folder.iterdir()] == ["checklist.toml"]


@pytest.mark.parametrize("name", ["", " ", "ümlaut", "a/b", "../a", "a.b", 'a"b', "a;b"])
def test_an_odd_name_is_refused(root: Path, name: str) -> None:
    with pytest.raises(UsageError, match="is not usable"):
        add(root, Kind.PHASE, name)
    assert [path.name for path in root.iterdir()] == ["cfdb.toml"]
