"""The databases that ship with cfdb: each applied, verified, rolled back and applied again, on real servers."""

import shutil
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from stage import Database, MakeProject, MySQLDatabase, Project, Run

from cfdb.project import load

REPOSITORY = Path(__file__).parents[2]
DATABASES = load.configuration(REPOSITORY).databases
POSTGRESQL = sorted(name for name, entry in DATABASES.items() if entry.dialect == "postgresql")
MYSQL = sorted(name for name, entry in DATABASES.items() if entry.dialect == "mysql")


@pytest.fixture
def shipped(make_project: MakeProject, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A copy of the repository's project."""
    project = make_project()
    for folder in ("phases", "schema", "migrations"):
        shutil.copytree(REPOSITORY / folder, project.root / folder)
    shutil.copy(REPOSITORY / "cfdb.toml", project.root / "cfdb.toml")
    monkeypatch.chdir(project.root)
    return project


def round_trip(name: str, target: Database | MySQLDatabase, cfdb: Run) -> None:
    """Apply, verify, roll back, apply: the catalog is what it was before, and then what it was after."""
    where = ("--database", name, "--url", target.url)
    before = target.catalog()
    cfdb("apply", *where).expect(0)
    cfdb("verify", *where).expect(0)
    after = target.catalog()
    cfdb("rollback", "--all", "--yes", *where).expect(0)
    assert not before.differences(target.catalog())
    assert target.applied() == []
    cfdb("apply", *where).expect(0)
    assert not after.differences(target.catalog())


@pytest.mark.parametrize("name", [name for name in POSTGRESQL if name != "streamvibe"])
def test_round_trip_on_postgresql(name: str, shipped: Project, database: Database, cfdb: Run) -> None:
    """StreamVibe makes roles, which belong to a whole server: it has tests of its own."""
    round_trip(name, database, cfdb)


@pytest.mark.parametrize("name", MYSQL)
def test_round_trip_on_mysql(name: str, shipped: Project, mysql: MySQLDatabase, cfdb: Run) -> None:
    """The same for those that are MySQL."""
    round_trip(name, mysql, cfdb)


def test_the_page_about_them_is_what_the_checklists_say() -> None:
    """Where this fails: make docs."""
    spec = spec_from_file_location("build", REPOSITORY / "docs/build.py")
    assert spec is not None
    assert spec.loader is not None
    build = module_from_spec(spec)
    spec.loader.exec_module(build)
    assert build.page() == build.PAGE.read_text(encoding="utf-8")
